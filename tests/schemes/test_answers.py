"""What a scheme's code answers, as far as its shape goes: values, or a sentence that says what is wrong."""

from typing import Any

import pytest

from mentoring.plugin import Action, Mentorship
from mentoring.schemes import answers
from mentoring.schemes.ask import covers
from mentoring.schemes.build import build_scheme

OWN: dict[str, dict[str, Any]] = {"distance": {"type": "integer", "minimum": 0}, "site": {"type": "string"}}


def test_columns_become_the_known_facts_of_each_registration() -> None:
    told = {"distance": [3, None], "site": [None, "north"]}
    assert answers.columns(told, OWN, 2) == ({"distance": 3}, {"site": "north"})
    assert answers.columns(None, OWN, 2) == ({}, {})


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([3, 4], "the answer is a list, where columns by the fact's name are asked"),
        ({"distanse": [3, 4]}, "the fact `distanse` is not declared in eligibility.own (Did you mean `distance`?)"),
        ({"distance": 3}, "the column `distance` is a number, where a list is asked"),
        ({"distance": [3]}, "the column `distance` has 1 values for 2 registrations"),
        ({"distance": [3, float("inf")]}, "the column `distance` holds NaN or infinity, at 1"),
        (
            {"distance": [3, -1]},
            "the column `distance` does not hold what its schema says, at 1: -1 is less than the minimum of 0",
        ),
    ],
)
def test_columns_that_may_not_stand_are_refused_whole(told: Any, words: str) -> None:
    with pytest.raises(answers.Unsound) as refused:
        answers.columns(told, OWN, 2)
    assert str(refused.value) == words


def test_mentorships_are_taken_by_their_shape() -> None:
    assert answers.mentorships([{"pathway": "main", "members": ["1", "2"]}]) == (Mentorship("main", ("1", "2")),)
    with pytest.raises(answers.Unsound, match=r"the answer is no list of Mentorship: Expected `str`, got `int`"):
        answers.mentorships([{"pathway": "main", "members": [1]}])


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"do": "send", "what": "half", "to": ["a"]}, ""),
        ({"do": "ask", "what": "mid", "to": []}, ""),
        (
            {"do": "send", "what": "gossip", "to": ["a"]},
            "`send: gossip` names nothing that the scheme's documents",
        ),
        ({"do": "ask", "what": "half", "to": ["a"]}, "`ask: half` names nothing that the scheme's documents declare"),
        ({"do": "task", "what": "Sack them", "to": ["a"]}, "`task: Sack them` names nothing"),
        ({"do": "send", "what": "half", "to": ["b"]}, "`send: half` is for `b`, which it was not asked about"),
        ({"do": "erase", "what": "half", "to": ["a"]}, "the answer is no list of Action: Invalid enum value 'erase'"),
    ],
)
def test_actions_do_declared_things_to_those_they_were_asked_about(
    sound: dict[str, Any], action: dict[str, Any], words: str
) -> None:
    scheme = build_scheme("quarto", "1.0", sound)
    known = frozenset({"a"})
    if not words:
        assert answers.actions([action], scheme, known) == (Action(action["do"], action["what"], tuple(action["to"])),)
        return
    with pytest.raises(answers.Unsound) as refused:
        answers.actions([action], scheme, known)
    assert str(refused.value).startswith(words)


@pytest.mark.parametrize(
    ("installed", "pinned", "held"),
    [
        ("1.4.2", "1.4.2", True), ("1.5.0", "1.4.2", True), ("1.4.1", "1.4.2", False), ("2.0", "1.4.2", False),
        ("0.3.2", "0.3.1", True), ("0.4.0", "0.3.1", False), ("0", "0", True), ("draft", "draft", True),
        ("draft", "1.0", False),
    ],
)  # fmt: skip
def test_code_covers_what_was_pinned_while_no_incompatible_change_lies_between(
    installed: str, pinned: str, held: bool
) -> None:
    assert covers(installed, pinned) is held
