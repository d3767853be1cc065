"""Rounds in which somebody must go without: every change that is named, made and solved again, places that person.

40 rounds in every run; `tox -e deep-m` takes 500 (MENTORING_INFEASIBLE_ROUNDS).
"""

import os
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mentoring.bench.cohorts import Shape, pairs
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import PlaceLimit, Plan
from mentoring.matching.proof import certified
from mentoring.matching.relax import relaxed
from mentoring.matching.solve import solve
from mentoring.matching.why_not import why_not

ROUNDS = int(os.environ.get("MENTORING_INFEASIBLE_ROUNDS", "40"))


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
def test_every_change_that_is_named_places_that_person(seed: Any) -> None:
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
