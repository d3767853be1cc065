"""B-MEntor Professional, judged by the words of its own public page."""

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

FITTING: dict[str, dict[str, Any]] = {
    "mentee": {"job_title": "Administrator", "staff_group": "professional_services", "grade": "5", "training": True},
    "mentor": {"job_title": "Manager", "staff_group": "professional_services", "grade": "8", "training": True},
}


@pytest.fixture(scope="module")
def setting() -> Setting:
    tenants = read_tenants(ROOT / "tenants")
    programme = read_programme(ROOT / "docs/examples/b-mentor-2021.toml")
    scheme = load_scheme("b-mentor")
    return Setting(scheme, tenants, programme, resolve_dates(scheme, programme.dates, "Europe/London"))


def judged(
    setting: Setting, role: str, *, home: str = "ucl", identifies: bool | None = True, **differs: Any
) -> Verdict:
    declared = {} if identifies is None or role == "mentor" else {"identifies": identifies}
    said = Said(
        id=f"{role}/amara.quarto@{home}.example",
        role=role,
        email=f"amara.quarto@{home}.example",
        institution=home,
        answers={key: value for key, value in {**FITTING[role], **differs}.items() if value is not None},
        declared=declared,
        submitted=datetime(2020, 12, 1, 9, tzinfo=UTC),
    )
    return verdict(setting.scheme, role, "main", facts_of(setting, said, pathway="main"))


def against(found: Verdict) -> list[str]:
    return [finding.rule for finding in found.against]


@pytest.mark.parametrize("grade", ["5", "6", "7"])
def test_mentees_are_in_grades_5_to_7_at_ucl(setting: Setting, grade: str) -> None:
    assert judged(setting, "mentee", grade=grade).outcome == "eligible"


@pytest.mark.parametrize("grade", ["4", "8", "10"])
def test_for_other_grades_at_ucl_a_refusal_is_proposed(setting: Setting, grade: str) -> None:
    found = judged(setting, "mentee", grade=grade)
    assert (found.outcome, against(found)) == ("not_eligible", ["grade"])


@pytest.mark.parametrize("grade", ["8", "9", "10"])
def test_mentors_are_in_grades_8_to_10_at_ucl(setting: Setting, grade: str) -> None:
    assert judged(setting, "mentor", grade=grade).outcome == "eligible"


def test_a_mentor_in_grade_7_at_ucl_is_not_eligible(setting: Setting) -> None:
    found = judged(setting, "mentor", grade="7")
    assert (found.outcome, against(found)) == ("not_eligible", ["grade"])


def test_grading_varies_between_institutions(setting: Setting) -> None:
    assert judged(setting, "mentee", home="kcl", grade="3").outcome == "eligible"
    assert judged(setting, "mentor", home="kcl", grade="8").outcome == "eligible"
    assert judged(setting, "mentee", home="sgul", grade="Band 7").outcome == "not_eligible"


def test_mentees_self_identify(setting: Setting) -> None:
    assert judged(setting, "mentee", identifies=False).outcome == "not_eligible"


def test_whoever_leaves_the_declaration_open_is_looked_at_by_a_person(setting: Setting) -> None:
    found = judged(setting, "mentee", identifies=None)
    assert (found.outcome, against(found)) == ("a_person_looks", ["identifies"])


def test_whoever_does_not_know_their_grade_is_looked_at_by_a_person(setting: Setting) -> None:
    found = judged(setting, "mentee", grade=None)
    assert (found.outcome, against(found)) == ("a_person_looks", ["grade"])


def test_mentors_are_from_any_ethnic_background(setting: Setting) -> None:
    assert setting.scheme.registration["mentor"].declaration is None
    assert judged(setting, "mentor").outcome == "eligible"


def test_both_are_members_of_professional_services_staff(setting: Setting) -> None:
    assert against(judged(setting, "mentee", staff_group="academic")) == ["professional"]
    assert against(judged(setting, "mentor", staff_group="academic")) == ["professional"]


def test_both_must_be_available_for_the_training(setting: Setting) -> None:
    assert against(judged(setting, "mentee", training=False)) == ["training"]
    assert against(judged(setting, "mentor", training=False)) == ["training"]


def test_a_job_title_is_evidence_and_refuses_nobody(setting: Setting) -> None:
    found = judged(setting, "mentee", job_title="Director of Estates")
    assert (found.outcome, against(found)) == ("a_person_looks", ["job_title"])


def test_there_are_places_for_40_mentees_over_all_institutions(setting: Setting) -> None:
    (places,) = setting.scheme.card.places
    assert (places.who.roles, places.at_most, places.per) == (("mentee",), 40, "programme")


def test_nobody_is_matched_before_the_compulsory_training_of_their_role(setting: Setting) -> None:
    gates = setting.scheme.activities.gates
    assert {(g.who.roles, g.before, g.needs[0]["attended"]) for g in gates.values()} == {
        (("mentee",), "matching", "induction_mentee"),
        (("mentor",), "matching", "induction_mentor"),
    }


def test_pairs_meet_at_least_six_times(setting: Setting) -> None:
    assert setting.scheme.mentorships["main"].meetings.least == 6


def test_pairs_are_across_institutions_unless_there_is_nobody_else(setting: Setting) -> None:
    first = setting.scheme.matching["main"].criteria[0]
    assert (first.rule, first.params, first.weight) == ("different", {"on": "institution"}, "last_resort")


def test_the_dates_of_2021_are_the_pages_own(setting: Setting) -> None:
    told = {name: setting.moments[name].times[0] for name in ("closes", "induction_mentee", "induction_mentor")}
    assert {name: f"{when:%A %-d %B %Y}" for name, when in told.items()} == {
        "closes": "Friday 18 December 2020",
        "induction_mentee": "Thursday 14 January 2021",
        "induction_mentor": "Thursday 28 January 2021",
    }
    assert f"{told['induction_mentee']:%H:%M}" == f"{told['induction_mentor']:%H:%M}" == "10:00"
    assert {setting.scheme.activities.events[name].minutes for name in ("induction_mentee", "induction_mentor")} == {90}


def test_what_mentees_want_and_mentors_offer_is_one_list(setting: Setting) -> None:
    mentee, mentor = (setting.scheme.registration[role].form["properties"] for role in ("mentee", "mentor"))
    assert mentee["wants"]["items"] == mentor["offers"]["items"]
    assert mentee["wants"]["x-labels"] == mentor["offers"]["x-labels"]
    assert mentee["fields_wanted"]["items"] == mentor["fields"]["items"]
    assert mentee["meet"]["items"] == mentor["meet"]["items"]
