"""Rounds in which somebody must go without: every change that is named, made and solved again, places that person.

40 rounds of pairs and 10 of circles in every run; `tox -e deep-m` takes 500 of each (MENTORING_INFEASIBLE_ROUNDS). What
was named is counted at the end, by kind of round and of change.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mentoring.bench.cohorts import Shape, circles, pairs
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import Bounds, PlaceLimit, Plan
from mentoring.matching.proof import certified
from mentoring.matching.relax import relaxed
from mentoring.matching.solve import solve
from mentoring.matching.why_not import why_not

ROUNDS = int(os.environ.get("MENTORING_INFEASIBLE_ROUNDS", "40"))
OF_CIRCLES = int(os.environ.get("MENTORING_INFEASIBLE_ROUNDS", "10"))
Named = Callable[[str, str], None]


def an_infeasible_round(seed: int) -> tuple[Cohort, Plan]:
    """More mentees than mentors have room for, hard rules, sometimes places or forbids."""
    chance = np.random.Generator(np.random.PCG64(seed))
    mentors = int(chance.integers(2, 8))
    cohort, plan = pairs(Shape(mentors * 3 + 1, mentors, capacities=bool(chance.random() < 0.5)), seed)
    mentees = frozenset(e.id for e in cohort.entrants if e.role == "mentee")
    if chance.random() < 0.4:
        plan = replace(plan, places=(PlaceLimit(mentees, int(chance.integers(1, mentors + 1)), "places"),))
    if chance.random() < 0.4:
        plan = replace(plan, forbids=frozenset({frozenset({"mentee0", "mentor0"}), frozenset({"mentee1", "mentor1"})}))
    return cohort, plan


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_change_that_is_named_places_that_person(seed: Any, record_property: Named) -> None:
    cohort, plan = an_infeasible_round(seed)
    solution = solve(cohort, plan)
    assert solution.certificate is not None
    assert certified(cohort, plan, solution, solution.certificate) == []
    before = {e: m.members for m in solution.mentorships for _, e in m.members}
    told = [w for w in why_not(cohort, plan, solution, at_most=10) if w.entrant.startswith("mentee")]
    assert told
    for reason in told:
        assert sum(c.count for c in reason.causes) == reason.total
        change = reason.relaxation
        record_property("named", f"pairs: {change.kind if change else 'none'}")
        if change is None:
            continue
        changed = relaxed(cohort, plan, change)
        again = solve(*changed)
        after = {e: m.members for m in again.mentorships for _, e in m.members}
        assert reason.entrant in after
        assert check(*changed, again) == []
        assert again.aims == change.aims
        moved = {e for e in before if e.startswith("mentee") and after.get(e) != before[e]}
        assert {e for e in change.moved if e in before} == moved


def a_round_of_too_many_for_its_circles(seed: int) -> tuple[Cohort, Plan]:
    """A few leads, more mentees than their circles have seats for, hard rules within circles, places or forbids."""
    chance = np.random.Generator(np.random.PCG64(seed))
    leads = int(chance.integers(1, 4))
    cohort, plan = circles(6 * leads, seed)
    (pathway,) = plan.pathways
    least = int(chance.integers(2, 4))
    members = {"mentee": Bounds(least, least + 1, least + 1), "mentor": Bounds(1, 1, 1)}
    plan = replace(plan, pathways=(replace(pathway, members=members),))
    mentees = frozenset(e.id for e in cohort.entrants if e.role == "mentee")
    if chance.random() < 0.4:
        plan = replace(plan, places=(PlaceLimit(mentees, int(chance.integers(2, 3 * leads + 1)), "places"),))
    if chance.random() < 0.4:
        apart = {frozenset({f"mentee{n}", "mentor0"}) for n in range(int(chance.integers(1, 4)))}
        plan = replace(plan, forbids=frozenset(apart))
    return cohort, plan


@pytest.mark.parametrize("seed", range(OF_CIRCLES))
def test_every_change_that_is_named_seats_that_person_in_a_circle(seed: Any, record_property: Named) -> None:
    cohort, plan = a_round_of_too_many_for_its_circles(seed)
    solution = solve(cohort, plan)
    assert check(cohort, plan, solution) == []
    told = [w for w in why_not(cohort, plan, solution, at_most=50) if w.entrant.startswith("mentee")]
    for reason in told:
        assert sum(c.count for c in reason.causes) == reason.total
        change = reason.relaxation
        record_property("named", f"circles: {change.kind if change else 'none'}")
        if change is None:
            continue
        changed = relaxed(cohort, plan, change)
        again = solve(*changed)
        assert check(*changed, again) == []
        assert reason.entrant in {e for m in again.mentorships for _, e in m.members}
        assert again.aims["placed"] == change.aims["placed"]
