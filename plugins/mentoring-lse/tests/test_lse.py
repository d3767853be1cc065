"""The scheme `lse`, judged by the words of its own public page."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mentoring.participants.facts import Setting, facts_of
from mentoring.participants.rules import Verdict, verdict
from mentoring.participants.said import Said
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import read_programme
from mentoring.schemes.load import load_scheme
from mentoring.tenants.file import read_tenants

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def setting() -> Setting:
    tenants = read_tenants(ROOT / "tenants")
    programme = read_programme(ROOT / "docs/examples/lse-2025.toml")
    scheme = load_scheme("lse")
    return Setting(scheme, tenants, programme, resolve_dates(scheme, programme.dates, "Europe/London"))


def judged(setting: Setting, role: str, pathway: str, *, identifies: bool | None = True, **differs: Any) -> Verdict:
    said = Said(
        id=f"{role}/hana.italic@lse.example",
        role=role,
        email="hana.italic@lse.example",
        institution="lse",
        answers={"kind": "staff", "grade": "Band 5", **differs},
        declared={} if identifies is None else {"identifies": identifies},
        submitted=datetime(2025, 1, 20, 9, tzinfo=UTC),
    )
    return verdict(setting.scheme, role, pathway, facts_of(setting, said, pathway=pathway))


@pytest.mark.parametrize("pathway", ["one_to_one", "circle"])
@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_mentees_and_mentors_identify(setting: Setting, role: str, pathway: str) -> None:
    assert judged(setting, role, pathway).outcome == "eligible"
    assert judged(setting, role, pathway, identifies=False).outcome == "not_eligible"
    assert judged(setting, role, pathway, identifies=None).outcome == "a_person_looks"


@pytest.mark.parametrize("band", ["Band 5", "Band 6", "Band 10"])
def test_mentors_are_at_band_5_or_above(setting: Setting, band: str) -> None:
    assert judged(setting, "mentor", "circle", grade=band).outcome == "eligible"


def test_a_mentor_at_band_4_is_not_eligible(setting: Setting) -> None:
    found = judged(setting, "mentor", "one_to_one", grade="Band 4")
    assert (found.outcome, [f.reason for f in found.against]) == (
        "not_eligible",
        ["Mentors are at Band 5 or above"],
    )


def test_mentees_are_at_any_band(setting: Setting) -> None:
    assert {judged(setting, "mentee", "circle", grade=f"Band {n}").outcome for n in range(1, 11)} == {"eligible"}


def test_the_scheme_is_for_staff(setting: Setting) -> None:
    assert judged(setting, "mentee", "circle", kind="student").outcome == "not_eligible"


def test_there_are_two_ways_of_mentoring(setting: Setting) -> None:
    pathways = setting.scheme.pathways
    assert [*pathways] == ["one_to_one", "circle"]
    assert pathways["one_to_one"].is_pair
    leads = pathways["circle"].members["mentor"]
    assert (leads.least, leads.aim, leads.most) == (1, 2, 2)


@pytest.mark.parametrize("pathway", ["one_to_one", "circle"])
def test_people_meet_for_an_hour_every_four_to_six_weeks_and_mentees_arrange_it(setting: Setting, pathway: str) -> None:
    meetings = setting.scheme.mentorships[pathway].meetings
    assert (meetings.every, meetings.minutes, meetings.organiser) == ("4-6 weeks", 60, "mentee")


def test_mentors_are_trained_for_both_ways_and_everyone_is_at_launch_and_celebration(setting: Setting) -> None:
    assert [*setting.scheme.activities.events] == ["training_mentor", "training_circle", "launch", "celebration"]
    assert setting.scheme.activities.events["training_circle"].who.pathway == "circle"


def test_a_circle_says_among_whom_each_criterion_looks(setting: Setting) -> None:
    looks = {criterion.between for criterion in setting.scheme.matching["circle"].criteria}
    assert looks == {("mentee", "mentor"), ("mentee", "mentee"), ("mentor", "mentor")}


def test_what_mentees_want_and_mentors_offer_is_one_list(setting: Setting) -> None:
    mentee, mentor = (setting.scheme.registration[role].form["properties"] for role in ("mentee", "mentor"))
    assert mentee["wants"]["items"] == mentor["offers"]["items"]
    assert mentee["wants"]["x-labels"] == mentor["offers"]["x-labels"]
    assert mentee["ways"]["items"] == mentor["ways"]["items"]
