"""One change to a round that stands, solved again: a pair forbidden, two locked, somebody gone, beside a full solve."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

import numpy as np

from mentoring.bench.clock import seconds
from mentoring.bench.cohorts import Shape, pairs
from mentoring.matching.score import Board
from mentoring.matching.solve import solve, solve_board
from mentoring.matching.standing import Standing

Change = Callable[[], Standing | None]


def once_more(size: int, times: int = 12) -> dict[str, Any]:
    """Processor seconds of a full solve, and the median of so many changes of each kind to the round as it stands.

    `same`: one change of each kind, solved from the beginning, gave the same mentorships. Those forbidden or gone had
    a match; those locked had others.
    """
    cohort, plan = pairs(Shape(size, size))
    full, _ = seconds(lambda: solve_board(Board(cohort, plan)), 3)
    standing = Standing.of(Board(cohort, plan))
    if standing is None:
        return {"skipped": "the round does not stand"}
    found: dict[str, Any] = {"full": full, "same": True}
    for kind, changes in _changes(standing).items():
        taken = []
        for _ in range(times):
            spent, after = seconds(next(changes))
            taken.append(spent)
        same = after is not None and after.solution == solve(after.cohort, after.plan)
        found["same"] = bool(found["same"] and same)
        found[kind] = {"median": median(taken), "most": max(taken), "ratio": round(median(taken) / full, 4)}
    return found


def _changes(standing: Standing) -> dict[str, Iterator[Change]]:
    chance = np.random.Generator(np.random.PCG64(4))
    made = standing.solution.mentorships

    def pair() -> tuple[str, str]:
        (_, one), (_, other) = made[int(chance.integers(len(made)))].members
        return one, other

    def forbids() -> Iterator[Change]:
        while True:
            one, other = pair()
            yield partial(standing.forbidding, one, other)

    def locks() -> Iterator[Change]:
        while True:
            one, other = pair()[0], pair()[1]
            if standing.may_lock(one, other):
                yield partial(standing.locking, one, other)

    def withdrawals() -> Iterator[Change]:
        while True:
            for one in pair():
                yield partial(standing.without, one)

    return {"forbid": forbids(), "lock": locks(), "withdrawal": withdrawals()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(once_more(int(sys.argv[1]))))
