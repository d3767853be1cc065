"""Circles of up to ten people against a search of every grouping, written a second time in plain Python."""

import random  # noqa: TID251 (seeded: the same people each time)
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.errors import Conflict
from mentoring.matching.bounds import bound
from mentoring.matching.chance import exact_luck
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Bounds, Criterion, Lock, PathwayPlan, PlaceLimit, Plan
from mentoring.matching.solve import solve

WITHIN, TO_LEAD, LEADS = ("mentee", "mentee"), ("mentee", "mentor"), ("mentor", "mentor")
CRITERIA = (
    Criterion(0, "different", "must", WITHIN, {"on": "manager"}),
    Criterion(1, "gap", "last_resort", TO_LEAD, {"on": "level", "least": 1}),
    Criterion(2, "overlap", 30, TO_LEAD, {"of": "wants", "with": "wants"}),
    Criterion(3, "same", 17, WITHIN, {"on": "unit"}),
    Criterion(4, "different", 11, LEADS, {"on": "unit"}),
)
Circle = tuple[Entrant, ...]
Valued = tuple[Circle, tuple[int, ...]]
"""A circle with what it adds to the aims."""


def a_round(seed: int, mentees: int, mentors: int) -> tuple[Cohort, Plan]:
    chance = random.Random(seed)
    people = [
        Entrant(
            f"{role}{n}", f"{role}{n}", role, f"2021-01-0{chance.randint(1, 9)}T09:00:00Z",
            chance.randint(1, 2) if role == "mentor" else 1, ("main",),
            {"unit": chance.choice("abc"), "level": chance.randint(4, 6), "wants": chance.sample("klmno", 2),
             "manager": chance.choice("vwxyz")},
            priority=chance.choice((0, 0, 1)),
        )
        for role, count in (("mentee", mentees), ("mentor", mentors))
        for n in range(count)
    ]  # fmt: skip
    least = chance.randint(2, 3)
    members = {"mentee": Bounds(least, least + 1, least + chance.randint(1, 2))}
    members |= {"mentor": Bounds(1, chance.randint(1, 2), 2)} if mentors else {}
    criteria = tuple(c for c in CRITERIA if {*c.between} <= members.keys())
    limit = (PlaceLimit(frozenset(e.id for e in people if e.role == "mentee"), mentees - 1, "places"),)
    places = limit if chance.random() < 0.3 else ()
    return Cohort.of(people), Plan((PathwayPlan("main", "Circles", members, criteria),), places, on="2021-02-01")


def shares(criterion: Criterion, circle: Circle) -> list[int]:
    """In thousandths, for each two of whom the criterion speaks."""
    found = []
    for a, b in combinations(circle, 2):
        if {a.role, b.role} != set(criterion.between) or (a.role == b.role) != (len(set(criterion.between)) == 1):
            continue
        one, two = (a, b) if a.role == "mentee" else (b, a)
        if criterion.rule == "overlap":
            found.append(1000 * len({*one.facts["wants"]} & {*two.facts["wants"]}) // 2)
        elif criterion.rule == "gap":
            found.append(1000 * (two.facts["level"] - one.facts["level"] >= 1))
        else:
            equal = one.facts[criterion.params["on"]] == two.facts[criterion.params["on"]]
            found.append(1000 * (equal == (criterion.rule == "same")))
    return found


def worth(plan: PathwayPlan, circle: Circle) -> tuple[int, ...] | None:
    """What one circle adds to the aims, in their order; None where a must is broken."""
    served = [e for e in circle if e.role == "mentee"]
    leads = len(circle) - len(served)
    points, broken = 0, 0
    for criterion in plan.criteria:
        each = shares(criterion, circle)
        if criterion.weight == "must" and min(each, default=1000) < 1000:
            return None
        if criterion.weight == "last_resort":
            broken += min(each, default=1000) < 1000
        if isinstance(criterion.weight, int) and each:
            points += criterion.weight * (sum(each) // len(each))
    aim = plan.members["mentor"].aim if "mentor" in plan.members else 0
    near = -abs(len(served) - plan.members["mentee"].aim)
    urgent = sum(e.priority for e in served)
    return len(served), -broken, len(served), urgent, near, min(leads, aim), points * len(served)


def circles_of(cohort: Cohort, plan: Plan) -> list[Valued]:
    """Every circle that keeps the musts."""
    (pathway,) = plan.pathways
    sides = []
    for role, bounds in pathway.members.items():
        mine = [e for e in cohort.entrants if e.role == role]
        sides.append([c for n in range(bounds.least, bounds.most + 1) for c in combinations(mine, n)])
    circles = [tuple(e for side in parts for e in side) for parts in product(*sides)]
    return [(c, w) for c in circles if (w := worth(pathway, c)) is not None]


def groupings(circles: Sequence[Valued], room: dict[str, int], places: int) -> Iterator[list[Valued]]:
    """Every set of these circles that everybody has room for."""
    yield []
    for k, (circle, value) in enumerate(circles):
        if value[0] > places or any(room[e.id] < 1 for e in circle):
            continue
        left = {**room, **{e.id: room[e.id] - 1 for e in circle}}
        for rest in groupings(circles[k + 1 :], left, places - value[0]):
            yield [(circle, value), *rest]


def summed(values: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sum(part) for part in zip((0,) * 7, *values, strict=True))


def best(cohort: Cohort, plan: Plan) -> tuple[int, ...]:
    """The aims that the best of all groupings reaches."""
    room = {e.id: e.capacity for e in cohort.entrants}
    places = plan.places[0].at_most if plan.places else len(cohort.entrants)
    return max(summed(w for _, w in chosen) for chosen in groupings(circles_of(cohort, plan), room, places))


def reached(cohort: Cohort, plan: Plan, solution: Any) -> tuple[int, ...]:
    people = {e.id: e for e in cohort.entrants}
    circles = [tuple(people[e] for _, e in m.members) for m in solution.mentorships]
    found = [w for c in circles if (w := worth(plan.pathways[0], c)) is not None]
    assert len(found) == len(circles)
    return summed(found)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 7), st.integers(0, 3))
def test_up_to_ten_people_are_grouped_the_best_way_there_is(seed: Any, mentees: Any, mentors: Any) -> None:
    cohort, plan = a_round(seed, mentees, mentors)
    solution = solve(cohort, plan)
    assert check(cohort, plan, solution) == []
    assert reached(cohort, plan, solution) == best(cohort, plan)
    assert solution.aims["points"] == reached(cohort, plan, solution)[-1]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(4, 7), st.integers(0, 3))
def test_no_grouping_of_the_same_sizes_passes_the_bound(seed: Any, mentees: Any, mentors: Any) -> None:
    cohort, plan = a_round(seed, mentees, mentors)
    solution = solve(cohort, plan)
    sizes = sorted((sum(r == "mentee" for r, _ in m.members), len(m.members)) for m in solution.mentorships)
    most = max_points(cohort, plan, sizes)
    for work in (0, 10**4, 10**5):
        assert solution.aims["points"] <= most <= bound(cohort, plan, solution, work=work)


def max_points(cohort: Cohort, plan: Plan, sizes: list[tuple[int, int]]) -> int:
    """The most points of any grouping into as many circles of these sizes (mentees, everybody)."""
    return max(
        sum(w[-1] for _, w in chosen)
        for chosen in groupings(circles_of(cohort, plan), {e.id: e.capacity for e in cohort.entrants}, 99)
        if sorted((w[0], len(c)) for c, w in chosen) == sizes
    )


def test_a_lock_is_kept_in_a_small_round_and_refused_where_it_cannot_be() -> None:
    cohort, plan = a_round(5, 6, 2)
    (pathway,) = plan.pathways
    loose = Plan((PathwayPlan("main", "Circles", pathway.members),), on=plan.on)
    together = Lock("main", frozenset({"mentee0", "mentee5", "mentor1"}))
    solution = solve(cohort, Plan(loose.pathways, locks=(together,), on=plan.on))
    assert any(together.members <= {e for _, e in m.members} for m in solution.mentorships)
    too_many = Lock("main", frozenset(f"mentee{n}" for n in range(6)))
    with pytest.raises(Conflict, match="locked together"):
        solve(cohort, Plan(loose.pathways, locks=(too_many,), on=plan.on))


def test_luck_is_rounded_alike_on_every_machine() -> None:
    near_a_half = [abs(exact_luck(part) % 1 - 0.5) for part in range(4096)]
    assert min(near_a_half) > 1e-6
    assert np.isfinite(near_a_half).all()
