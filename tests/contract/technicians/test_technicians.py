"""A scheme that is not shipped, written with the tutorial and the reference alone: checked, judged, matched."""

import io
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from mentoring.cli.match_report import show_report
from mentoring.matching.check import check
from mentoring.matching.explain import explain_on
from mentoring.matching.plan import Solution
from mentoring.matching.score import Board
from mentoring.matching.solve import solve
from mentoring.matching.why_not import why_not_on
from mentoring.participants.facts import Setting, facts_of
from mentoring.participants.judged import judge_all
from mentoring.participants.rules import verdict
from mentoring.participants.said import Said
from mentoring.rounds.cohort import field_of, plan_of
from mentoring.rounds.numbers import numbers
from mentoring.rounds.result import Matching, Round
from mentoring.schemes.scheme import Scheme
from mentoring.testing.cohorts import Crowd
from mentoring.testing.conformance import findings


def test_the_suite_finds_nothing(technicians: Scheme) -> None:
    assert findings(technicians) == ()


def outcome(setting: Setting, history: dict[str, Any] | None = None, **answers: Any) -> tuple[str, list[str]]:
    """What the rules say of a mentee whose answers differ so, and which rules speak against them."""
    said = Said(
        id="mentee/lena.galley@sans.example",
        role="mentee",
        email="lena.galley@sans.example",
        institution="sans",
        answers={"grade": "4", "permanent": True, "topics": ["safety"], "pathways": ["technique"], **answers},
        submitted=datetime(2030, 1, 20, 9, tzinfo=UTC),
        history=history or {},
    )
    found = verdict(setting.scheme, "mentee", "technique", facts_of(setting, said, pathway="technique"))
    return found.outcome, [finding.rule for finding in found.against]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2030-08-01", ("eligible", [])),  # six months after 1 February, the day of closing
        ("2030-07-31", ("not_eligible", ["contract"])),
    ],
)
def test_mentees_have_six_months_of_contract_left_at_the_deadline(
    setting: Setting, end: str, expected: tuple[str, list[str]]
) -> None:
    assert outcome(setting, permanent=False, contract_end=end) == expected


def test_a_permanent_contract_has_no_end(setting: Setting) -> None:
    assert outcome(setting) == ("eligible", [])


@pytest.mark.parametrize(
    ("completed", "expected"),
    [("2028-02-01", ("eligible", [])), ("2028-02-02", ("not_eligible", ["wait"]))],
)
def test_whoever_completed_a_round_waits_for_two_years(
    setting: Setting, completed: str, expected: tuple[str, list[str]]
) -> None:
    assert outcome(setting, {"mentee.last_completed": completed}) == expected


def test_an_earlier_round_that_was_not_completed_asks_for_no_wait(setting: Setting) -> None:
    assert outcome(setting, {"mentee.last_end": "2029-12-01"}) == ("eligible", [])


def test_the_mentee_is_asked_first(technicians: Scheme) -> None:
    assert {name: each.offers.ask for name, each in technicians.matching.items()} == {
        "career": (("mentee",), ("mentor",)),
        "technique": (("mentee",), ("mentor",)),
    }


def test_a_loaded_scheme_has_the_attributes_that_the_guide_names(technicians: Scheme) -> None:
    assert technicians.card.institutions == ("host", "partner")
    assert technicians.roles["mentor"].capacity.most == 3
    assert technicians.pathways["career"].served_role == "mentee"
    assert "contract_end" in technicians.registration["mentee"].form["required"]
    assert [(rule.rule, rule.kind) for rule in technicians.eligibility.rules["mentee"]] == [
        ("contract", "required"),
        ("wait", "required"),
    ]
    assert [each.rule for each in technicians.matching["career"].criteria] == ["different", "overlap", "unrelated"]
    assert technicians.mentorships["technique"].meetings.least == 3


@pytest.fixture(scope="module")
def solved(setting: Setting) -> tuple[Setting, Solution, list[Said]]:
    """A round of generated people: thirty mentees, twelve mentors with room for three each."""
    crowd = Crowd(setting, 2030)
    mentors = [replace(each, answers={**each.answers, "mentees": 3}) for each in crowd.register("mentor", 12)]
    people = [*crowd.register("mentee", 30), *mentors]
    field = field_of(setting, [*judge_all(setting, people)])
    plan = plan_of(setting, field.cohort)
    solution = solve(field.cohort, plan)
    assert check(field.cohort, plan, solution) == []
    return setting, solution, people


def test_everyone_is_matched_in_both_pathways_across_the_two_institutions(
    solved: tuple[Setting, Solution, list[Said]],
) -> None:
    _, solution, people = solved
    homes = {each.id: each.institution for each in people}
    assert {each.pathway for each in solution.mentorships} == {"career", "technique"}
    across = Counter(
        homes[mentee] != homes[mentor]
        for each in solution.mentorships
        for role, mentor in each.members
        if role == "mentor"
        for other, mentee in each.members
        if other == "mentee"
    )
    assert across[True] > across[False]


def test_no_mentor_has_more_than_three_mentees(solved: tuple[Setting, Solution, list[Said]]) -> None:
    _, solution, _ = solved
    counts = Counter(one for each in solution.mentorships for role, one in each.members if role == "mentor")
    assert max(counts.values()) <= 3


def test_whoever_stands_in_two_pathways_without_a_match_is_told_so_for_each(setting: Setting) -> None:
    crowd = Crowd(setting, 2031)
    both = {"pathways": ["career", "technique"]}
    mentees = [replace(each, answers={**each.answers, **both}) for each in crowd.register("mentee", 3)]
    mentors = [replace(each, answers={**each.answers, "mentees": 1}) for each in crowd.register("mentor", 1)]
    judged = [*judge_all(setting, [*mentees, *mentors])]
    field = field_of(setting, judged)
    board = Board(field.cohort, plan_of(setting, field.cohort))
    solution = solve(field.cohort, board.plan)
    matching = Matching(
        board.plan, solution, explain_on(board, solution), why_not_on(board, solution), numbers(board, solution)
    )
    told = io.StringIO()
    show_report(Round(setting, [], judged, field, matching), Console(file=told, width=200))
    placed = {one for each in solution.mentorships for _, one in each.members}
    names = [each.name for each in mentees if each.id not in placed]
    assert len(names) == 2
    for name in names:
        assert re.findall(rf"{name} \(\w+\), (Career|Technique)", told.getvalue()) == ["Career", "Technique"]
