"""Who enters a round, who is held, and what the round is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mentoring.matching.plan import Bounds, PlaceLimit
from mentoring.participants.facts import Setting
from mentoring.participants.judged import judge_all
from mentoring.participants.said import Said
from mentoring.programmes.file import Partner, ProgrammeFile
from mentoring.rounds.cohort import Field, field_of, plan_of
from mentoring.schemes.build import build_scheme
from mentoring.schemes.scheme import Scheme

FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "ways": {
            "type": "array",
            "title": "Which ways?",
            "items": {"type": "string", "enum": ["pair", "circle"]},
            "x-is": "pathway",
        },
        "number": {"type": "integer", "title": "How many?", "x-is": "capacity"},
        "avoid": {
            "type": "array",
            "title": "Anyone to avoid?",
            "items": {"type": "string", "format": "email"},
            "x-is": "avoid",
        },
        "topic": {
            "type": "string",
            "title": "Your topic",
            "enum": ["a", "b"],
            "x-labels": {"a": "Type"},
            "x-import": ["Topic"],
        },
    },
}
DOCUMENTS: dict[str, Any] = {
    "card": {"name": "folio", "title": "Folio", "summary": "A scheme.", "contract": ">=1,<2"},
    "roles": {
        "mentee": {"title": "Mentee", "plural": "Mentees"},
        "mentor": {"title": "Mentor", "plural": "Mentors", "capacity": {"default": 1, "most": 3}},
    },
    "pathways": {
        "pair": {"title": "Pair", "members": {"mentee": 1, "mentor": 1}},
        "circle": {"title": "Circle", "members": {"mentee": {"least": 3, "aim": 6, "most": 8}, "mentor": 1}},
    },
    "registration": {"mentee": {"form": FORM}, "mentor": {"form": FORM}},
    "matching": {
        "pair": {
            "ways": [{"round": "match_by"}],
            "criteria": [{"rule": "same", "on": "answers.topic", "weight": 5, "reason": "One topic"}],
        },
        "circle": {"ways": [{"request": "mentee"}]},
    },
}


def scheme_with(**documents: Any) -> Scheme:
    return build_scheme("folio", "1.0", {**DOCUMENTS, **documents})


def someone(name: str, role: str = "mentee", **more: Any) -> Said:
    email = f"{name}@serif.example"
    submitted = datetime(2021, 1, 1, tzinfo=UTC)
    return replace(Said(f"{role}/{email}", role, email, name, "serif", submitted=submitted), **more)


def entering(setting: Setting, *everyone: Said) -> Field:
    return field_of(setting, [*judge_all(setting, everyone)])


def test_an_entrant_carries_what_matching_needs() -> None:
    answers = {"ways": ["circle", "pair"], "number": 9, "avoid": ["Dinah@Serif.Example"], "topic": "a"}
    field = entering(Setting(scheme_with()), someone("amara", "mentor", answers=answers, waited=2))
    [entrant] = field.cohort.entrants
    assert entrant.pathways == ("circle", "pair")
    assert (entrant.capacity, entrant.waited) == (3, 2)
    assert entrant.avoid == {"dinah@serif.example"}
    assert entrant.submitted == "2021-01-01T00:00:00+00:00"
    assert entrant.person == "amara@serif.example"
    assert entrant.facts["answers.topic"] == "a"


def test_without_an_answer_the_role_s_capacity_and_every_pathway_hold() -> None:
    [entrant] = entering(Setting(scheme_with()), someone("amara", "mentor")).cohort.entrants
    assert (entrant.capacity, entrant.pathways) == (1, ("pair", "circle"))


ONLY_A = {
    "rule": "topic",
    "kind": "required",
    "reason": "Topic A",
    "holds": {"answers.topic": {"const": "a"}},
    "pathway": "pair",
}


def test_only_pathways_with_an_eligible_verdict_are_entered() -> None:
    setting = Setting(scheme_with(eligibility={"rules": {"mentee": [ONLY_A]}}))
    field = entering(setting, someone("amara", answers={"topic": "a"}), someone("dinah", answers={"topic": "b"}))
    assert [(e.name, e.pathways) for e in field.cohort.entrants] == [
        ("amara", ("pair", "circle")),
        ("dinah", ("circle",)),
    ]


GATES = {
    "events": {"training": {"title": "Training", "at": {"set": "soon"}}},
    "gates": {
        "trained": {"title": "Trained", "who": "mentor", "before": "matching", "needs": [{"attended": "training"}]},
        "later": {"title": "Later", "before": "meeting", "needs": [{"attended": "training"}]},
    },
}


def test_a_gate_holds_whom_it_means_and_who_has_not_passed() -> None:
    setting = Setting(scheme_with(activities=GATES))
    field = entering(
        setting,
        someone("amara", "mentor", passed=frozenset()),
        someone("dinah", "mentor", passed=frozenset({"trained"})),
        someone("efua", passed=frozenset()),
    )
    assert field.held == {"mentor/amara@serif.example": ("trained",)}
    assert {entrant.name for entrant in field.cohort.entrants} == {"dinah", "efua"}
    assert field.unchecked == ()


def test_where_nobody_has_said_who_passed_nobody_is_held_and_the_gate_is_named() -> None:
    field = entering(Setting(scheme_with(activities=GATES)), someone("amara", "mentor"), someone("efua"))
    assert len(field.cohort.entrants) == 2
    assert field.unchecked == ("trained",)


def test_the_plan_asks_for_the_pathways_that_come_about_by_a_round() -> None:
    setting = Setting(scheme_with())
    plan = plan_of(setting, entering(setting, someone("amara")).cohort)
    [pair] = plan.pathways
    assert (pair.id, pair.title, pair.members) == (
        "pair",
        "Pair",
        {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)},
    )
    [criterion] = pair.criteria
    assert (criterion.rule, criterion.weight, criterion.between) == ("same", 5, ("mentee", "mentor"))
    assert (dict(criterion.params), criterion.reason) == ({"on": "answers.topic"}, "One topic")
    assert plan.role_titles["mentor"] == ("Mentor", "Mentors")
    assert plan.labels["answers.topic"] == {"a": "type"}
    assert plan.questions["answers.topic"] == "Topic"
    assert plan.on == ""


PROGRAMME = ProgrammeFile(
    "folio-2021",
    "Folio 2021",
    "folio",
    "serif",
    {},
    host_places={"mentee": 2},
    partners=(Partner("sans", date(2020, 1, 1), places={"mentee": 1}),),
)


def card(**more: Any) -> dict[str, Any]:
    return {**DOCUMENTS["card"], **more}


def test_places_of_the_card_and_of_each_institution_become_limits() -> None:
    scheme = scheme_with(card=card(places=[{"who": {"role": "mentee", "pathway": "pair"}, "at_most": 40}]))
    setting = Setting(scheme, {}, PROGRAMME)
    people = [someone("amara"), someone("dinah", institution="sans"), someone("efua", "mentor")]
    plan = plan_of(setting, entering(setting, *people).cohort)
    amara, dinah = "mentee/amara@serif.example", "mentee/dinah@serif.example"
    assert plan.places == (
        PlaceLimit(frozenset({amara, dinah}), 40, "Mentees", "pair"),
        PlaceLimit(frozenset({amara}), 2, "Mentees, serif"),
        PlaceLimit(frozenset({dinah}), 1, "Mentees, sans"),
    )


def test_places_per_institution_are_one_limit_for_each() -> None:
    scheme = scheme_with(card=card(places=[{"who": "mentee", "at_most": 5, "per": "institution"}]))
    setting = Setting(scheme)
    people = [someone("amara"), someone("dinah", institution="sans")]
    plan = plan_of(setting, entering(setting, *people).cohort)
    assert [(limit.title, limit.at_most, len(limit.entrants)) for limit in plan.places] == [
        ("Mentees, sans", 5, 1),
        ("Mentees, serif", 5, 1),
    ]


@pytest.mark.parametrize("reverse", [False, True])
def test_places_given_at_selection_go_in_order_and_the_others_wait(reverse: bool) -> None:
    places = {"who": "mentee", "at_most": 1, "taken_at": "selection", "order": ["waited", "submitted"]}
    setting = Setting(scheme_with(card=card(places=[places])))
    people = [someone("amara"), someone("dinah", waited=1), someone("efua", "mentor")]
    field = entering(setting, *(reversed(people) if reverse else people))
    assert field.waiting == {"mentee/amara@serif.example"}
    assert [entrant.name for entrant in field.cohort.entrants] == ["dinah", "efua"]
