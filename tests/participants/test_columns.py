"""A column belongs to a question by its name, its title in any language, or a name under which it is imported."""

import pytest

from mentoring.participants.columns import find_columns
from mentoring.schemes.scheme import Scheme


def answered(scheme: Scheme, *headers: str) -> list[str]:
    return [f"{asked.where}.{asked.name}" for _, asked in find_columns(headers, scheme, "mentee").found]


@pytest.mark.parametrize(
    "header",
    [
        "wants",
        "WANTS",
        "answers.wants",
        "What would you like to talk about?",
        "  what would you like\u00a0to talk about\n",
        "Am beth yr hoffech chi siarad?",
        "topics",
    ],
)
def test_every_name_of_a_question_finds_it(scheme: Scheme, header: str) -> None:
    assert answered(scheme, header) == ["answers.wants"]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Completion time", "core.submitted"),
        ("Email", "core.email"),
        ("Name", "core.name"),
        ("E-mail address", "core.email"),
        ("Job title", "core.job_title"),
        ("Organisation", "core.institution"),
        ("passed", "core.passed"),
        ("history.mentee.unmatched", "history.mentee.unmatched"),
        ("I identify as a typeface", "declared.identifies"),
        ("Your grade", "answers.grade"),
        ("Grade", "answers.grade"),
    ],
)
def test_core_columns_and_declarations_are_known(scheme: Scheme, header: str, found: str) -> None:
    assert answered(scheme, header) == [found]


def test_forms_own_columns_answer_nothing_and_are_no_surprise(scheme: Scheme) -> None:
    headers = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "Shoe size", "wants"]
    columns = find_columns(headers, scheme, "mentee")
    assert columns.ignored == ("Shoe size",)
    assert [index for index, _ in columns.found] == [2, 3, 4, 7]


def test_a_second_column_for_one_question_is_named_but_names_and_addresses_may_repeat(scheme: Scheme) -> None:
    columns = find_columns(["Email", "Your email", "wants", "Topics"], scheme, "mentee")
    assert columns.doubled == ("Topics",)
    assert [asked.name for _, asked in columns.found] == ["email", "email", "wants"]


def test_required_columns_that_are_missing_are_named_by_title(scheme: Scheme) -> None:
    columns = find_columns(["Name"], scheme, "mentee")
    assert columns.missing == ("Email", "What would you like to talk about?")
    assert columns.undeclared == ("I identify as a typeface",)
