"""One change to a round that stands: the answer is the one that solving from the beginning gives."""

import random  # noqa: TID251 (seeded: the same changes each time)
from typing import Any

import pytest

from mentoring.bench.cohorts import Shape, pairs
from mentoring.errors import Conflict
from mentoring.matching.score import Board
from mentoring.matching.solve import solve
from mentoring.matching.standing import Standing

SHAPES = (
    Shape(25, 25),
    Shape(60, 60, same_mentors=True),
    Shape(70, 25, capacities=True),
    Shape(40, 90),
    Shape(90, 40),
    Shape(12, 4),
)


def changed(standing: Standing, chance: random.Random) -> Standing | None:
    ids = {role: [e.id for e in standing.cohort.entrants if e.role == role] for role in ("mentee", "mentor")}
    one, other = chance.choice(ids["mentee"]), chance.choice(ids["mentor"])
    if chance.random() < 0.6 and standing.solution.mentorships:
        one, other = (e for _, e in chance.choice(standing.solution.mentorships).members)
    way = chance.choice(("forbidding", "locking", "without"))
    if way == "without":
        return standing.without(chance.choice((one, other)))
    found: Standing | None = getattr(standing, way)(*chance.sample((one, other), 2))
    return found


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_locks_forbids_and_withdrawals_one_after_the_other_give_what_solving_from_the_beginning_gives(
    shape: Any, seed: Any
) -> None:
    chance = random.Random(seed)
    standing = Standing.of(Board(*pairs(shape, seed=seed)))
    assert standing is not None
    made = 0
    for _ in range(12):
        try:
            found = changed(standing, chance)
        except Conflict:
            continue
        if found is None:  # nobody is left to be matched
            break
        standing, made = found, made + 1
        assert standing.solution == solve(standing.cohort, standing.plan)
    assert made >= 4
