"""B-MEntor for academics: who may take part, judged with the institutions and the programme that are shipped."""

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
from mentoring.schemes.scheme import say
from mentoring.tenants.file import read_tenants

ROOT = Path(__file__).parents[3]

FITTING: dict[str, dict[str, Any]] = {
    "mentee": {"job_title": "Research Fellow", "staff_group": "academic", "grade": "7", "training": True},
    "mentor": {"job_title": "Professor of Engineering", "staff_group": "academic", "grade": "10", "training": True},
}


@pytest.fixture(scope="module")
def setting() -> Setting:
    tenants = read_tenants(ROOT / "tenants")
    programme = read_programme(ROOT / "docs/examples/b-mentor-academic.toml")
    scheme = load_scheme("b-mentor-academic")
    return Setting(scheme, tenants, programme, resolve_dates(scheme, programme.dates, "Europe/London"))


def judged(setting: Setting, role: str, *, home: str = "ucl", **differs: Any) -> Verdict:
    said = Said(
        id=f"{role}/efua.codex@{home}.example",
        role=role,
        email=f"efua.codex@{home}.example",
        institution=home,
        answers={key: value for key, value in {**FITTING[role], **differs}.items() if value is not None},
        declared={"identifies": True} if role == "mentee" else {},
        submitted=datetime(2020, 12, 1, 9, tzinfo=UTC),
    )
    return verdict(setting.scheme, role, "main", facts_of(setting, said, pathway="main"))


def outcome(found: Verdict) -> tuple[str, list[str]]:
    return found.outcome, [finding.rule for finding in found.against]


def test_the_ladder_is_that_of_academic_posts(setting: Setting) -> None:
    assert [say(level) for level in setting.scheme.card.levels] == [
        "Post-doctoral researcher",
        "Lecturer",
        "Senior lecturer",
        "Reader",
        "Professor",
    ]


@pytest.mark.parametrize(("home", "grade"), [("ucl", "7"), ("ucl", "8"), ("kcl", "6"), ("sgul", "Band 7")])
def test_mentees_are_from_post_doctoral_researcher_to_lecturer(setting: Setting, home: str, grade: str) -> None:
    assert outcome(judged(setting, "mentee", home=home, grade=grade)) == ("eligible", [])


@pytest.mark.parametrize(("home", "grade"), [("ucl", "9"), ("ucl", "10"), ("kcl", "7"), ("qmul", "7")])
def test_mentors_are_from_senior_lecturer_to_professor(setting: Setting, home: str, grade: str) -> None:
    assert outcome(judged(setting, "mentor", home=home, grade=grade)) == ("eligible", [])


def test_a_senior_lecturer_is_no_mentee_and_a_lecturer_no_mentor(setting: Setting) -> None:
    assert outcome(judged(setting, "mentee", grade="9")) == ("not_eligible", ["grade"])
    assert outcome(judged(setting, "mentor", grade="8")) == ("not_eligible", ["grade"])


def test_a_grade_that_is_none_of_an_academic_post_is_looked_at_by_a_person(setting: Setting) -> None:
    assert outcome(judged(setting, "mentee", grade="4")) == ("a_person_looks", ["grade"])


def test_professional_services_have_a_scheme_of_their_own(setting: Setting) -> None:
    for role in ("mentee", "mentor"):
        found = judged(setting, role, staff_group="professional_services")
        assert outcome(found) == ("not_eligible", ["academic"])


def test_titles_are_evidence_and_refuse_nobody(setting: Setting) -> None:
    assert outcome(judged(setting, "mentee", job_title="Visiting Professor")) == ("a_person_looks", ["job_title"])
    assert outcome(judged(setting, "mentor", job_title="Research Associate")) == ("a_person_looks", ["job_title"])


def test_mentors_are_of_any_ethnicity(setting: Setting) -> None:
    assert setting.scheme.registration["mentor"].declaration is None
    assert "identifies" not in {rule.rule for rule in setting.scheme.eligibility.rules["mentor"]}


def test_pairs_are_across_institutions_unless_there_is_nobody_else(setting: Setting) -> None:
    first = setting.scheme.matching["main"].criteria[0]
    assert (first.rule, first.params, first.weight) == ("different", {"on": "institution"}, "last_resort")
    assert setting.scheme.card.institutions == ("host", "partner")


def test_what_mentees_want_and_mentors_offer_is_one_list(setting: Setting) -> None:
    mentee, mentor = (setting.scheme.registration[role].form["properties"] for role in ("mentee", "mentor"))
    assert mentee["wants"]["x-labels"] == mentor["offers"]["x-labels"]
    assert mentee["areas_wanted"]["x-labels"] == mentor["areas"]["x-labels"]
