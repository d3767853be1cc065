"""Why these two: sentences a person can read, with the marks beside them."""

from collections.abc import Callable
from typing import Any

from mentoring.matching.cohort import Cohort
from mentoring.matching.explain import explain
from mentoring.matching.plan import Bounds, PathwayPlan, Plan
from mentoring.matching.solve import solve

Maker = Callable[..., Any]

WORDS: dict[str, Any] = {
    "labels": {
        "answers.wants": {"budgets": "budgets", "voice": "influencing", "cv": "promotion"},
        "institution": {"kcl": "King's", "ucl": "UCL"},
    },
    "questions": {"institution": "Institution", "level": "Level", "answers.line_manager": "Line manager"},
}


def reasons(people: Cohort, plan: Plan) -> list[tuple[str, int, int, str]]:
    return [(r.mark, r.share, r.points, r.words) for b in explain(people, plan, solve(people, plan)) for r in b.reasons]


def test_each_criterion_says_what_it_found(entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker) -> None:
    people = cohort(
        entrant(
            "Amara Quarto",
            "mentee",
            institution="kcl",
            level=5,
            answers__wants=["budgets", "voice"],
            answers__g="Leading change",
        ),
        entrant(
            "Dinah Almanac",
            "mentor",
            institution="ucl",
            level=8,
            answers__offers=["voice", "budgets"],
            answers__x="I led change",
        ),
    )
    plan = pair_plan(
        criterion("different", "last_resort", on="institution"),
        criterion("unrelated", "must", by=["answers.line_manager"]),
        criterion("gap", "must", on="level", least=1),
        criterion("overlap", 40, of="answers.wants", with_="answers.offers"),
        criterion("text", 10, of="answers.g", with_="answers.x"),
        criterion("not_before", "must"),
        **WORDS,
    )
    assert reasons(people, plan) == [
        ("good", 1000, 0, "Different institution: King's and UCL"),
        ("good", 1000, 0, "Neither names the other: line manager"),
        ("good", 1000, 0, "Level: Amara 5, Dinah 8"),
        ("good", 1000, 40_000, "Amara asks for budgets and influencing; Dinah offers both"),
        ("good", 523, 5230, "Both write about change"),
        ("good", 1000, 0, "They have not been matched before"),
    ]


def test_what_is_weak_missing_or_broken_is_marked(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker
) -> None:
    people = cohort(
        entrant("Amara Quarto", "mentee", institution="ucl", answers__wants=["budgets", "voice", "cv"], likes=["tea"]),
        entrant("Dinah Almanac", "mentor", institution="ucl", level=8, answers__offers=["cv"], likes=["ale"]),
    )
    plan = pair_plan(
        criterion("different", "last_resort", on="institution"),
        criterion("overlap", 40, of="answers.wants", with_="answers.offers"),
        criterion("overlap", 10, of="likes", with_="likes"),
        criterion("gap", 5, on="level", least=1),
        **WORDS,
    )
    assert reasons(people, plan) == [
        ("broken", 0, 0, "The same institution: UCL"),
        ("weak", 333, 13_320, "Amara asks for budgets, influencing and promotion; Dinah offers promotion"),
        ("none", 0, 0, "Nothing in common: likes"),
        ("none", 0, 0, "Level is not known of Amara"),
    ]


def test_wishes_choices_and_favours_are_told(entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker) -> None:
    people = cohort(
        entrant(
            "Amara Quarto",
            "mentee",
            wish={"value": "kcl", "strength": "desirable"},
            waited=1,
            names=["dinah-almanac@ucl.example"],
        ),
        entrant("Dinah Almanac", "mentor", institution="ucl"),
    )
    plan = pair_plan(
        criterion("wish", 10, of="mentee", on="institution", field="wish"),
        criterion("wish", 10, of="mentor", on="institution", field="wish"),
        criterion("choice", 10, of="mentee", field="names"),
        criterion("favour", 10, of="mentee", on="waited"),
        **WORDS,
    )
    assert [words for *_, words in reasons(people, plan)] == [
        "Amara would have liked King's",
        "Dinah gave no wish: wish",
        "Amara named Dinah, as choice 1 of 1",
        "Waited of Amara: 1",
    ]


def test_a_circle_is_explained_as_a_whole(entrant: Maker, cohort: Maker, criterion: Maker) -> None:
    members = {"mentee": Bounds(3, 3, 4), "mentor": Bounds(1, 1, 1)}
    criteria = (
        criterion("different", "last_resort", on="institution", between=("mentee", "mentee")),
        criterion("overlap", 30, index=1, of="answers.wants", with_="answers.offers", between=("mentee", "mentor")),
        criterion("different", 5, index=2, on="institution", between=("mentor", "mentor")),
    )
    plan = Plan((PathwayPlan("main", "Circles", members, criteria),), on="2021-02-01", questions=WORDS["questions"])
    people = cohort(
        *(entrant(f"M {n}", "mentee", institution="uk"[n % 2], answers__wants=["cv", "voice"]) for n in range(3)),
        entrant("Lead", "mentor", institution="u", answers__offers=["cv"]),
    )
    assert reasons(people, plan) == [
        ("broken", 666, 0, "2 of 3 have the same institution: u"),
        ("good", 500, 15_000, "Lead offers cv; nobody here offers voice"),
    ]
    assert solve(people, plan).mentorships[0].most == 30_000


def test_what_a_circle_has_in_common_is_said_as_somebody_would_say_it(
    entrant: Maker, cohort: Maker, criterion: Maker
) -> None:
    members = {"mentee": Bounds(3, 3, 4), "mentor": Bounds(1, 1, 1)}
    within, to_lead = ("mentee", "mentee"), ("mentee", "mentor")
    criteria = (
        criterion("overlap", 30, of="answers.wants", with_="answers.wants", between=within),
        criterion("overlap", 30, index=1, of="answers.wants", with_="answers.offers", between=to_lead),
        criterion("different", 5, index=2, on="unit", between=within),
        criterion("same", 5, index=3, on="institution", between=within),
    )
    plan = Plan((PathwayPlan("main", "Circles", members, criteria),), on="2021-02-01", questions=WORDS["questions"])
    wants = (["cv", "voice"], ["cv", "voice"], ["cv", "networks"])
    people = cohort(
        *(entrant(f"M {n}", "mentee", unit=f"u{n}", institution="k", answers__wants=wants[n]) for n in range(3)),
        entrant("Lead", "mentor", unit="u", institution="k", answers__offers=["cv", "voice", "networks"]),
    )
    assert [words for *_, words in reasons(people, plan)] == [
        "Wanted by several: cv (all) and voice (2 of 3)",
        "What is asked for here Lead offers: cv, voice and networks",
        "Everybody’s unit is another",
        "All have the same institution: k",
    ]
