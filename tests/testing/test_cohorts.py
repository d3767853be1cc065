"""Synthetic people are drawn from a scheme's own documents, and its own rules agree about them."""

from pathlib import Path

import pytest

from mentoring.contracts.forms import compile_form
from mentoring.participants.facts import Setting, facts_of
from mentoring.participants.rules import Outcome, verdict
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import read_programme
from mentoring.schemes.load import load_scheme
from mentoring.tenants.file import read_tenants
from mentoring.testing.cohorts import Crowd, pathways_of
from mentoring.testing.tables import forms_table, plain_table

ROOT = Path(__file__).parents[2]


def setting_of(programme: str) -> Setting:
    tenants = read_tenants(ROOT / "tenants")
    file = read_programme(ROOT / f"docs/examples/{programme}.toml")
    scheme = load_scheme(file.scheme)
    return Setting(scheme, tenants, file, resolve_dates(scheme, file.dates, tenants[file.host].timezone))


@pytest.fixture(scope="module")
def b_mentor() -> Setting:
    return setting_of("b-mentor-2021")


@pytest.fixture(scope="module")
def lse() -> Setting:
    return setting_of("lse-2025")


def test_the_same_seed_gives_the_same_people(b_mentor: Setting) -> None:
    assert Crowd(b_mentor, 4).register("mentee", 5) == Crowd(b_mentor, 4).register("mentee", 5)


def test_another_seed_gives_other_people(b_mentor: Setting) -> None:
    assert Crowd(b_mentor, 4).register("mentee", 5) != Crowd(b_mentor, 5).register("mentee", 5)


@pytest.mark.parametrize("outcome", ["eligible", "not_eligible", "a_person_looks"])
@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_people_come_out_as_asked_in_every_pathway_they_wish(lse: Setting, role: str, outcome: Outcome) -> None:
    for said in Crowd(lse, 1).register(role, 4, outcome=outcome):
        for pathway in pathways_of(lse, said):
            facts = facts_of(lse, said, pathway=pathway)
            assert verdict(lse.scheme, role, pathway, facts).outcome == outcome


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_every_answer_is_one_the_form_allows(b_mentor: Setting, role: str) -> None:
    form = compile_form(b_mentor.scheme.registration[role].form)
    assert [form.check(said.answers) for said in Crowd(b_mentor, 3).register(role, 10)] == [[]] * 10


def test_no_two_people_share_an_address(b_mentor: Setting) -> None:
    crowd = Crowd(b_mentor, 3)
    addresses = [said.email for said in crowd.register("mentor", 30) + crowd.register("mentee", 30)]
    assert len(set(addresses)) == 60
    assert {address.rpartition(".")[2] for address in addresses} == {"example"}


def test_one_person_may_be_both(lse: Setting) -> None:
    crowd = Crowd(lse, 3)
    mentors = crowd.register("mentor", 2)
    mentees = crowd.register_again(mentors, "mentee")
    assert [(said.email, said.role) for said in mentees] == [(said.email, "mentee") for said in mentors]


def test_people_register_before_registration_closes(b_mentor: Setting) -> None:
    submitted = [said.submitted for said in Crowd(b_mentor, 3).register("mentee", 30)]
    assert all(when and when < b_mentor.moments["closes"].at for when in submitted)


def test_what_is_out_of_reach_names_the_rules_in_the_way(b_mentor: Setting) -> None:
    none_at_all = {slug: t for slug, t in b_mentor.tenants.items() if slug == "lse"}
    with pytest.raises(ValueError, match="no institution is known for B-MEntor Professional"):
        Crowd(Setting(b_mentor.scheme, none_at_all, b_mentor.programme), 1)


def test_a_forms_export_speaks_in_titles_and_labels(b_mentor: Setting) -> None:
    people = Crowd(b_mentor, 3).register("mentee", 3)
    table = forms_table(b_mentor.scheme, "mentee", people)
    assert table.headers[:7] == (
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Your job title",
        "Your department or team",
    )
    wants = table.headers.index("What would you like to talk about with a mentor?")
    assert all(row[wants].endswith(";") for row in table.rows)


def test_a_plain_table_speaks_in_names_and_ids(b_mentor: Setting) -> None:
    people = Crowd(b_mentor, 3).register("mentee", 3)
    table = plain_table(b_mentor.scheme, "mentee", people)
    assert table.headers[:5] == ("name", "email", "institution", "submitted", "job_title")
    assert [row[1] for row in table.rows] == [said.email for said in people]
