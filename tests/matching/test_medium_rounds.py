"""Rounds of real size against an independent flow computation: nobody could have been placed more, or better."""

import random  # noqa: TID251 (seeded: the same people each time)
from typing import Any

import networkx as nx
import pytest

from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Bounds, Criterion, PathwayPlan, PlaceLimit, Plan
from mentoring.matching.solve import solve

BETWEEN = ("mentee", "mentor")
CRITERIA = (
    Criterion(0, "different", "last_resort", BETWEEN, {"on": "institution"}),
    Criterion(1, "gap", "must", BETWEEN, {"on": "level", "least": 2}),
    Criterion(2, "overlap", 40, BETWEEN, {"of": "wants", "with": "offers"}),
)
TOPICS = ["budgets", "influencing", "promotion", "networks", "policy"]


def person(chance: random.Random, role: str, number: int, capacity: int) -> Entrant:
    return Entrant(
        id=f"{role}{number:03}",
        person=f"{role}{number:03}",
        role=role,
        submitted=f"2021-01-{chance.randint(1, 28):02}T09:00:00Z",
        capacity=capacity,
        pathways=("main",),
        facts={
            "institution": chance.choice(["ucl", "ucl", "ucl", "kcl", "qmul"]),
            "level": chance.randint(5, 7) + chance.choice([0, 2]) * (role == "mentor"),
            "wants": chance.sample(TOPICS, 2),
            "offers": chance.sample(TOPICS, 2),
        },
    )


def a_round(seed: int, mentees: int, mentors: int, places: int | None) -> tuple[Cohort, Plan]:
    chance = random.Random(seed)
    people = [person(chance, "mentee", n, 1) for n in range(mentees)]
    people += [person(chance, "mentor", n, chance.randint(1, 2)) for n in range(mentors)]
    everyone = frozenset(e.id for e in people if e.role == "mentee")
    limits = (PlaceLimit(everyone, places, "places"),) if places else ()
    members = {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}
    return Cohort.of(people), Plan((PathwayPlan("main", "Mentoring", members, CRITERIA),), limits, on="2021-02-01")


def flow(cohort: Cohort, plan: Plan) -> tuple[int, int, int]:
    """People placed, pairs within one institution, points: by the cheapest greatest flow."""
    graph: Any = nx.DiGraph()
    mentees = [e for e in cohort.entrants if e.role == "mentee"]
    mentors = [e for e in cohort.entrants if e.role == "mentor"]
    graph.add_edge("source", "places", capacity=plan.places[0].at_most if plan.places else len(mentees), weight=0)
    for mentee in mentees:
        graph.add_edge("places", mentee.id, capacity=1, weight=0)
    for mentor in mentors:
        graph.add_edge(mentor.id, "sink", capacity=mentor.capacity, weight=0)
    for a in mentees:
        for b in mentors:
            if b.facts["level"] - a.facts["level"] >= 2:
                points = 40 * (1000 * len(set(a.facts["wants"]) & set(b.facts["offers"])) // 2)
                together = a.facts["institution"] == b.facts["institution"]
                graph.add_edge(a.id, b.id, capacity=1, weight=10**9 * together - points)
    found = nx.max_flow_min_cost(graph, "source", "sink")
    cost = int(nx.cost_of_flow(graph, found))
    placed = sum(found["source"].values())
    broken = -((-cost) // 10**9) if cost > 0 else 0
    return placed, broken, 10**9 * broken - cost


@pytest.mark.parametrize(
    ("seed", "mentees", "mentors", "places"),
    [(1, 55, 44, 40), (2, 55, 44, None), (3, 40, 60, None), (4, 70, 25, 45), (5, 30, 30, 12), (6, 60, 20, None)],
)
def test_a_round_places_as_many_and_as_well_as_the_best_flow(
    seed: Any, mentees: Any, mentors: Any, places: Any
) -> None:
    cohort, plan = a_round(seed, mentees, mentors, places)
    solution = solve(cohort, plan)
    assert check(cohort, plan, solution) == []
    aims = solution.aims
    assert (aims["placed"], aims["last_resorts_broken"], aims["points"]) == flow(cohort, plan)


def test_a_thousand_on_each_side_are_solved_exactly() -> None:
    cohort, plan = a_round(7, 1000, 1000, None)
    solution = solve(cohort, plan)
    assert check(cohort, plan, solution) == []
    assert solution.aims["placed"] == len(solution.mentorships) > 700
