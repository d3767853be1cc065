"""What holds and may not be meant: each note names document, entry and what to do, and nothing is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from mentoring.schemes.build import build_scheme
from mentoring.schemes.checks.doubtful import doubts
from mentoring.schemes.load import load_directory

Altered = Callable[..., dict[str, Any]]

LEFT_BEHIND = (
    "matching, pair.criteria: These replace the criteria under `all`, so its must `unrelated` does not hold here. "
    "Repeat it, unless that is meant."
)
NOT_ASKED = (
    "registration, mentor.form: Mentors are not asked which pathway they would like, so each stands in `pair` and "
    "`circle`. Add a question with x-is: pathway, unless that is meant."
)
LEFT_EMPTY = (
    "registration, mentee.form.properties.contract_end: It may be left empty, and then `facts.months_left` is 999. "
    "Add it to `required`, with x-if for those who are asked, unless that is meant."
)


def told(documents: dict[str, Any]) -> list[str]:
    return [str(doubt) for doubt in doubts(build_scheme("quarto", "1.0", documents).documents)]


def test_a_sound_scheme_is_told_of_everything_that_may_not_be_meant(sound: dict[str, Any]) -> None:
    assert told(sound) == [LEFT_BEHIND, NOT_ASKED, LEFT_EMPTY]


@pytest.mark.parametrize("weight", ["must", "last_resort", 30])
def test_a_must_that_the_pathway_names_again_is_not_left_behind(altered: Altered, weight: str | int) -> None:
    again = {"rule": "unrelated", "by": ["answers.line_manager"], "weight": weight}
    assert told(altered({"matching.pair.criteria": [again]})) == [NOT_ASKED, LEFT_EMPTY]


def test_a_preference_under_all_may_be_left_behind(altered: Altered) -> None:
    assert told(altered({"matching.all.criteria.0.weight": 40})) == [NOT_ASKED, LEFT_EMPTY]


def test_a_pathway_without_criteria_of_its_own_keeps_every_must(altered: Altered) -> None:
    assert told(altered({}, without=["matching.pair.criteria"])) == [NOT_ASKED, LEFT_EMPTY]


def test_whoever_is_asked_for_the_pathway_is_asked(altered: Altered) -> None:
    ways = {"type": "array", "title": "Which?", "items": {"enum": ["pair", "circle"]}, "x-is": "pathway"}
    assert told(altered({"registration.mentor.form.properties.ways": ways})) == [LEFT_BEHIND, LEFT_EMPTY]


def test_a_date_that_is_required_leaves_no_doubt(altered: Altered) -> None:
    documents = altered({"registration.mentee.form.required": ["wants", "contract_end"]})
    assert told(documents) == [LEFT_BEHIND, NOT_ASKED]


def test_a_fact_without_else_leaves_no_doubt(altered: Altered) -> None:
    assert told(altered({}, without=["eligibility.facts.months_left.else"])) == [LEFT_BEHIND, NOT_ASKED]


@pytest.mark.parametrize("name", sorted(load_directory().schemes))
def test_an_installed_scheme_leaves_no_doubt(name: str) -> None:
    assert doubts(load_directory().get(name).documents) == ()
