"""Three outcomes, each with reasons; what is unknown refuses nobody."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mentoring.contracts.conditions import Truth
from mentoring.participants.facts import Setting
from mentoring.participants.judged import judge_all
from mentoring.participants.rules import Finding, admission, verdict
from mentoring.participants.said import Said
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import Partner, ProgrammeFile
from mentoring.schemes.scheme import Scheme

GRADE = {"rule": "grade", "kind": "required", "reason": "Mentees are at B", "holds": {"level": {"const": 2}}}
TRAINED = {
    "rule": "training",
    "kind": "evidence",
    "reason": "Mentees come to the training",
    "holds": {"answers.training": {"const": True}},
    "if": {"institution": {"const": "serif"}},
}
KEEN = {
    "rule": "keen",
    "kind": "priority",
    "reason": "Mentees who want budgets go first",
    "points": 3,
    "holds": [{"answers.wants": {"contains": {"const": "budgets"}}}, {"answers.meetings": {"minimum": 9}}],
}


@pytest.fixture
def judged(scheme_of: Callable[..., Scheme]) -> Any:
    """The verdict of the three rules on some facts."""
    scheme = scheme_of(eligibility={"rules": {"mentee": [GRADE, TRAINED, KEEN]}})
    return lambda **facts: verdict(
        scheme, "mentee", "main", {name.replace("__", "."): value for name, value in facts.items()}
    )


@pytest.mark.parametrize(
    ("facts", "outcome", "priority"),
    [
        ({"level": 2, "institution": "sans"}, "eligible", 0),
        ({"level": 1, "institution": "sans"}, "not_eligible", 0),
        ({"institution": "sans"}, "a_person_looks", 0),
        ({"level": 2, "institution": "serif", "answers__training": True}, "eligible", 0),
        ({"level": 2, "institution": "serif", "answers__training": False}, "a_person_looks", 0),
        ({"level": 2, "answers__training": False}, "a_person_looks", 0),
        ({"level": 2, "answers__training": True}, "eligible", 0),
        ({"level": 2, "institution": "sans", "answers__wants": ["budgets"]}, "eligible", 3),
        ({"level": 2, "institution": "sans", "answers__meetings": 10}, "eligible", 3),
        ({"level": 2, "institution": "sans", "answers__wants": [], "answers__meetings": 2}, "eligible", 0),
    ],
)
def test_the_outcome_follows_the_rules(judged: Any, facts: dict[str, Any], outcome: str, priority: int) -> None:
    found = judged(**facts)
    assert (found.outcome, found.priority) == (outcome, priority)


def test_every_finding_says_what_was_asked_and_what_was_said(judged: Any) -> None:
    found = judged(level=3, institution="serif", answers__wants=["confidence", "budgets"])
    wants = "What would you like to talk about? includes Budgets, and finance or How many meetings? 9 or more"
    assert found.findings == (
        Finding("grade", "required", Truth.NO, "Mentees are at B", "Level: B", "C"),
        Finding(
            "training",
            "evidence",
            Truth.UNKNOWN,
            "Mentees come to the training",
            "I can come to the training: yes",
            "no answer",
        ),
        Finding(
            "keen",
            "priority",
            Truth.YES,
            "Mentees who want budgets go first",
            wants,
            "Confidence, Budgets, and finance; no answer",
            3,
        ),
    )
    assert [finding.rule for finding in found.against] == ["grade", "training"]


def test_a_rule_not_meant_for_someone_is_left_out(judged: Any) -> None:
    assert [finding.rule for finding in judged(institution="sans").findings] == ["grade", "keen"]


def test_what_was_declared_is_never_repeated(scheme_of: Callable[..., Scheme]) -> None:
    rule = {"rule": "identifies", "kind": "required", "reason": "x", "holds": {"declared.identifies": {"const": True}}}
    scheme = scheme_of(eligibility={"rules": {"mentee": [rule]}})
    for said, told in (({"declared.identifies": False}, "as declared"), ({}, "no answer")):
        assert verdict(scheme, "mentee", "main", said).findings[0].said == told


PROGRAMME = ProgrammeFile(
    "folio-2021", "Folio 2021", "folio", "serif", {}, partners=(Partner("sans", date(2020, 1, 1)),)
)


def someone(institution: str | None = "serif", submitted: str | None = "2020-12-01T09:00", **more: Any) -> Said:
    instant = datetime.fromisoformat(submitted).replace(tzinfo=UTC) if submitted else None
    email = more.pop("email", "amara.quarto@serif.example")
    role = more.pop("role", "mentee")
    return Said(f"{role}/{email}", role, email, institution=institution, submitted=instant, **more)


@pytest.mark.parametrize(
    ("institution", "submitted", "found"),
    [
        ("serif", "2020-12-18T23:00", {"takes_part": Truth.YES, "in_time": Truth.YES}),
        ("sans", "2020-12-19T00:00", {"takes_part": Truth.YES, "in_time": Truth.NO}),
        ("slab", None, {"takes_part": Truth.NO}),
        (None, None, {"takes_part": Truth.UNKNOWN}),
    ],
)
def test_a_programme_asks_for_an_institution_that_takes_part_and_for_time(
    scheme: Scheme, institution: str | None, submitted: str | None, found: dict[str, Truth]
) -> None:
    setting = Setting(scheme, {}, PROGRAMME, resolve_dates(scheme, {"closes": ["2020-12-18"]}, "Europe/London"))
    asked = admission(setting, someone(institution, submitted))
    assert {finding.rule: finding.truth for finding in asked} == found


def test_without_a_programme_nothing_is_asked_beyond_the_scheme(scheme: Scheme) -> None:
    assert admission(Setting(scheme), someone(None, None)) == ()


def test_one_address_is_one_person_whatever_the_role(scheme_of: Callable[..., Scheme]) -> None:
    one_role = {"rule": "one", "kind": "required", "reason": "x", "holds": {"roles": {"maxItems": 1}}}
    setting = Setting(scheme_of(eligibility={"rules": {"mentee": [one_role], "mentor": [one_role]}}))
    everyone = [someone(), someone(role="mentor"), someone(email="dinah.almanac@serif.example")]
    outcomes = [one.verdicts["main"].outcome for one in judge_all(setting, everyone)]
    assert outcomes == ["not_eligible", "not_eligible", "eligible"]
