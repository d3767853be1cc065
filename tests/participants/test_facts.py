"""What is known of a registration, and what stays unknown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mentoring.participants.facts import Setting, facts_of
from mentoring.participants.said import Said
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import Partner, ProgrammeFile
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.file import Brand, Contact, Contacts, Grades, TenantFile, Unit

SOMEONE = Contact("Mentoring", "mentoring@serif.example")
SERIF = TenantFile(
    slug="serif",
    name="Serif University",
    short_name="Serif",
    timezone="Europe/London",
    domains=("serif.example",),
    schemes=("folio",),
    brand=Brand("#500778"),
    contacts=Contacts(SOMEONE, SOMEONE),
    units=(Unit("services", "Services"), Unit("library", "Library", "services")),
    grades=(
        Grades(date(2020, 1, 1), ("1", "2"), {"folio": {"1": 1, "2": 2}}),
        Grades(date(2021, 1, 1), ("1", "2"), {"folio": {"1": 2, "2": 3}}),
    ),
)
AMARA = Said(
    "mentee/amara.quarto@serif.example",
    "mentee",
    "amara.quarto@serif.example",
    institution="serif",
    answers={"wants": ["budgets"], "grade": "Grade 1", "unit": "LIBRARY", "since": "2020-01-15"},
    declared={"identifies": True, "pace": "slow"},
    submitted=datetime(2020, 12, 18, 23, 30, tzinfo=UTC),
)
PROGRAMME = ProgrammeFile(
    "folio-2021", "Folio 2021", "folio", "serif", {}, partners=(Partner("sans", date(2020, 1, 1), date(2020, 12, 31)),)
)


@pytest.fixture
def setting(scheme: Scheme) -> Setting:
    moments = resolve_dates(scheme, {"closes": ["2020-12-18"]}, "Europe/London")
    return Setting(scheme, {"serif": SERIF}, PROGRAMME, moments)


def facts(setting: Setting, said: Said = AMARA, **more: Any) -> dict[str, Any]:
    return facts_of(setting, said, pathway="main", **more)


def test_every_fact_of_the_contract_is_there(setting: Setting) -> None:
    assert facts(setting, replace(AMARA, passed=frozenset({"b", "a"})), roles=frozenset({"mentor"})) == {
        "role": "mentee",
        "pathway": "main",
        "state": "submitted",
        "roles": ["mentee", "mentor"],
        "waited": 0,
        "answers.wants": ["budgets"],
        "answers.grade": "Grade 1",
        "answers.unit": "LIBRARY",
        "answers.since": "2020-01-15",
        "declared.identifies": True,
        "institution": "serif",
        "standing": "host",
        "unit": "library",
        "unit_top": "services",
        "level": 1,
        "submitted": "2020-12-18T23:30:00+00:00",
        "passed": ["a", "b"],
        "late": False,
    }


def test_a_declaration_is_a_fact_only_for_its_purpose(setting: Setting) -> None:
    assert "declared.pace" not in facts(setting)
    matching = facts(setting, purpose="matching")
    assert matching["declared.pace"] == "slow"
    assert "declared.identifies" not in matching


def test_the_level_is_read_on_the_closing_date_and_without_one_on_the_day_of_submission(setting: Setting) -> None:
    later = replace(AMARA, submitted=datetime(2021, 1, 2, tzinfo=UTC))
    assert facts(setting, later)["level"] == 1
    assert facts(replace(setting, programme=None, moments={}), later)["level"] == 2


def test_a_coordinator_s_level_goes_before_the_grade(setting: Setting) -> None:
    assert facts(setting, replace(AMARA, level=3))["level"] == 3


@pytest.mark.parametrize("grade", ["99", "", "Professor"])
def test_an_unmapped_grade_has_no_level(setting: Setting, grade: str) -> None:
    assert "level" not in facts(setting, replace(AMARA, answers={"grade": grade}))


def test_a_unit_nobody_knows_stands_as_written(setting: Setting) -> None:
    found = facts(setting, replace(AMARA, answers={"unit": "Chapel"}))
    assert found["unit"] == "Chapel"
    assert "unit_top" not in found


@pytest.mark.parametrize(("instant", "late"), [("2020-12-18T23:59:59", False), ("2020-12-19T00:00:00", True)])
def test_the_closing_day_counts_whole(setting: Setting, instant: str, late: bool) -> None:
    said = replace(AMARA, submitted=datetime.fromisoformat(instant).replace(tzinfo=UTC))
    assert facts(setting, said)["late"] is late


def test_without_a_programme_what_needs_dates_or_partners_is_unknown(setting: Setting) -> None:
    found = facts(Setting(setting.scheme, setting.tenants))
    assert "late" not in found
    assert "standing" not in found


def test_a_partner_s_standing_holds_on_the_closing_date(setting: Setting) -> None:
    assert facts(setting, replace(AMARA, institution="sans"))["standing"] == "partner"
    assert "standing" not in facts(setting, replace(AMARA, institution="slab"))


MONTHS = {
    "facts": {
        "in_post": {"from": "answers.since", "to": "closes"},
        "left": {"from": "closes", "to": "answers.since", "else": 99},
        "away": {"from": "history.mentee.last_end", "to": "submitted", "else": 999},
    }
}


def test_whole_months_are_counted_between_dates(setting: Setting, scheme_of: Callable[..., Scheme]) -> None:
    dated = replace(setting, scheme=scheme_of(eligibility=MONTHS))
    assert facts(dated)["facts.in_post"] == 11
    assert facts(dated)["facts.away"] == 999
    assert facts(dated, replace(AMARA, history={"mentee.last_end": "2020-01-18"}))["facts.away"] == 11
    assert facts(dated, replace(AMARA, answers={}))["facts.left"] == 99
    assert "facts.in_post" not in facts(dated, replace(AMARA, answers={}))


def test_else_does_not_stand_in_for_a_programme_s_missing_date(
    setting: Setting, scheme_of: Callable[..., Scheme]
) -> None:
    undated = replace(setting, scheme=scheme_of(eligibility=MONTHS), programme=None, moments={})
    assert "facts.left" not in facts(undated, replace(AMARA, answers={}))
