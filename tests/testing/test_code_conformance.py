"""The suite asks a scheme's own code as well: each hook about invented people, and says what is wrong with it."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from asking import PLACE, odd_directory
from mentoring.plugin import ENTRY_POINT_GROUP
from mentoring.schemes.load import Directory, load_directory
from mentoring.schemes.trace import Call
from mentoring.testing.conformance_code import code_answers

SOUND = """
import numpy as np
from mentoring.plugin import Action, Mentorship, hookimpl

@hookimpl
def derive(registrations):
    return {"distance": [one.facts.get("answers.years") for one in registrations]}

@hookimpl
def score(name, params, left, right):
    years = [[one.facts.get("answers.years", 0) for one in side] for side in (left, right)]
    return np.clip(1000 - np.abs(np.subtract.outer(*years)) * 10, 0, 1000).astype(np.int16)
"""
SCORE = "@hookimpl\ndef score(name, params, left, right):\n    "
DERIVE = "@hookimpl\ndef derive(registrations):\n    "
PROPOSE = "@hookimpl\ndef propose_matches(cohort, plan):\n    "
DUE = "@hookimpl\ndef milestone_due(milestone, subjects):\n    "
EVERY_TWO = (
    "mentees = [one for one in cohort.entrants if one.role == 'mentee']\n"
    "    mentors = [one for one in cohort.entrants if one.role == 'mentor']\n"
    "    return [Mentorship('main', (one.id, other.id)) for one, other in zip(mentees, mentors)]\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `own_scheme` with the documents of the test scheme `odd`; a test writes its code."""
    shutil.copytree(PLACE / "odd_scheme" / "scheme", tmp_path / "own_scheme" / "scheme")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "own_scheme" / "__init__.py"


@contextmanager
def installed(place: Path, code: str) -> Iterator[Directory]:
    place.write_text(SOUND + code)
    yield load_directory([EntryPoint("odd", "own_scheme", ENTRY_POINT_GROUP)])
    assert "own_scheme" not in sys.modules


def said(place: Path, code: str) -> list[str]:
    with installed(place, code) as directory:
        assert directory.failures == ()
        return [str(problem) for problem in code_answers(directory.get("odd"), directory.asker)]


def test_nothing_is_found_in_sound_code(place: Path) -> None:
    assert said(place, "") == []


def test_nothing_is_found_in_the_scheme_that_uses_every_hook() -> None:
    with odd_directory() as odd:
        assert list(code_answers(odd.scheme, odd.asker)) == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            DERIVE + "return {'distance': [1]}",
            "eligibility, own: The code of odd 0 failed in `derive`: the column `distance` has 1 values for",
        ),
        (
            DERIVE + "return {'distance': [number for number, _ in enumerate(registrations)]}",
            "eligibility, own: The hook `derive` answers differently when the same people come in another order.",
        ),
        (SCORE + "return np.full((len(left), len(right)), np.nan)", "`score`: the block holds NaN"),
        (SCORE + "return np.full((len(left), len(right)), 1001, np.int16)", "where -1 to 1000 is asked"),
        (SCORE + "return np.zeros((1, 1), np.int16)", "`score`: the block has the shape (1, 1), where"),
        (SCORE + "return np.zeros((len(left), len(right)), np.int16)", "`score` tells nobody apart: it answers 0"),
        (
            SCORE + "return np.add.outer(np.arange(len(left)), np.arange(len(right))).astype(np.int16)",
            "The hook `score` answers about two people by who stands beside them.",
        ),
        (SCORE + "left[99999]", "`score`: it raised IndexError"),
        (
            PROPOSE + "one = cohort.entrants[0].id\n    return [Mentorship('main', (one, one))]",
            "matching, main: In a round of twelve in each role: The code of odd 0 failed in `propose_matches`:",
        ),
        (PROPOSE + EVERY_TWO, "In a round in which two are kept apart: The code of odd 0 failed in `propose_matches`:"),
        (PROPOSE + "return [Mentorship('main', (cohort.entrants[0].id, 'x'))]", "is not in this round"),
        (
            DUE + "return [Action('ask', 'nothing_declared', tuple(one.id for one in subjects))]",
            "timeline, half: The code of odd 0 failed in `milestone_due`: `ask: nothing_declared` names nothing that",
        ),
        (DUE + "return [Action('ask', 'pulse', ('somebody else',))]", "which it was not asked about"),
    ],
)  # fmt: skip
def test_what_code_does_wrong_is_told_with_document_entry_and_remedy(place: Path, code: str, told: str) -> None:
    found = said(place, code)
    assert any(told in each for each in found), found
    assert [each for each in found if not each.endswith((".", "None."))] == []


def test_each_call_is_traced_in_the_authors_words_and_names_nobody(place: Path) -> None:
    calls: list[Call] = []
    with installed(place, DUE + "return []\n") as directory:
        assert list(code_answers(directory.get("odd"), directory.asker.traced(calls.append))) == []
    assert {call.hook for call in calls} == {"derive", "score", "milestone_due"}
    first = str(calls[0])
    assert first.startswith("derive(")
    assert " registrations: " in first
    assert "distance: " in first
    block = next(str(call) for call in calls if call.hook == "score")
    assert block.startswith("score(`closeness`")
    assert "entrants: " in block
    assert "-> int16[" in block
    assert block.endswith(" ms]")
    assert not any("@" in str(call) for call in calls)


def test_a_refused_answer_is_traced_with_why(place: Path) -> None:
    calls: list[Call] = []
    with installed(place, SCORE + "return np.full((len(left), len(right)), np.nan)") as directory:
        list(code_answers(directory.get("odd"), directory.asker.traced(calls.append)))
    refused = next(call for call in calls if call.hook == "score")
    assert not refused.sound
    assert "-> refused: The code of odd 0 failed in `score`: the block holds NaN." in str(refused)
