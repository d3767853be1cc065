"""What a password must be; and that it is kept as OWASP says."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from mentoring.accounts.secrecy import LONGEST, fits, is_outdated, made_of, weakness

ABOUT = ("amara.quarto@north.example", "Amara Quarto", "North University", "North")


@pytest.mark.parametrize(
    "password",
    [
        "quoin brayer tympan frisket",
        "correct horse battery staple",
        "vK7#tR2!mQ9z",
        "Amara likes quoins and brayers",
        "zeichensetzerin im bleisatz",
        "密码学家喜欢活字印刷与铅字排版",
    ],
)
def test_what_nobody_guesses_will_do(password: str) -> None:
    assert weakness(password, ABOUT) is None


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2021!",
        "amaraquarto2021",
        "quarto.amara@north",
        "NorthUniversity1",
        "123456789012",
        "abcdefghijklmnop",
        "qwertyuiop123",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "mentoringmentoring",
        "SummerAutumn2020",
        "--------------------",
        "letmein-letmein-1",
    ],
)
def test_what_anyone_would_try_will_not(password: str) -> None:
    assert weakness(password, ABOUT) == (
        "This is easy to guess. Use four words that have nothing to do with each other, or with you."
    )


def test_a_password_is_neither_short_nor_endless() -> None:
    assert weakness("vK7#tR2!mQ9", ABOUT) == (
        "Use at least 12 characters, for example four words that have nothing to do with each other."
    )
    assert weakness("quoin brayer " * 20, ABOUT) == f"Use at most {LONGEST} characters."


def test_it_is_kept_as_argon2id_with_the_cost_that_owasp_names() -> None:
    kept = made_of("quoin brayer tympan frisket")
    found = extract_parameters(kept)
    assert (found.type.name, found.memory_cost, found.time_cost, found.parallelism) == ("ID", 19456, 2, 1)
    assert kept != made_of("quoin brayer tympan frisket")
    assert (fits(kept, "quoin brayer tympan frisket"), fits(kept, "quoin brayer tympan friskeT")) == (True, False)


def test_nobodys_password_fits_nothing_not_even_the_one_it_is_compared_with() -> None:
    assert [fits(None, typed) for typed in ("", "nobody has this one", "\udcff")] == [False, False, False]


def test_what_was_made_at_a_lower_cost_is_outdated() -> None:
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("quoin"))
    assert not is_outdated(made_of("quoin"))
