"""One way of matching one round, measured, as JSON: run in a process of its own by `matching`."""

import json
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from mentoring.bench.clock import peak, seconds
from mentoring.bench.cohorts import Shape, pairs
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort
from mentoring.matching.explain import explain_on
from mentoring.matching.plan import Plan, Solution
from mentoring.matching.proof import certified
from mentoring.matching.score import Board
from mentoring.matching.solve import solve_board
from mentoring.matching.why_not import why_not_on

NOBODY = 1e12
"""What a barred pair costs in the ready matrix."""


def ours(cohort: Cohort, plan: Plan, times: int, *, prove: bool) -> dict[str, Any]:
    """This package end to end: encode, score, solve, proof, reasons for everyone."""

    def match() -> tuple[Board, Solution]:
        board = Board(cohort, plan)
        return board, solve_board(board)

    before = peak()
    matching, (board, solution) = seconds(match, times)
    memory = peak() - before
    tries = max(10, min(400, 40_000 // max(1, len(cohort.entrants))))
    because, reasons = seconds(lambda: (explain_on(board, solution), why_not_on(board, solution, at_most=tries)), times)
    told = explain_on(board, solution)
    read, _ = seconds(lambda: sum(len(reason.words) for each in told for reason in each.reasons))
    certificate = solution.certificate
    found: dict[str, Any] = {
        "matching": matching,
        "reasons": because,
        "read": read,
        "total": matching + because,
        "memory": memory,
        "aims": dict(solution.aims),
        "without": len(reasons[1]),
        "sound": not check(cohort, plan, solution),
        "settled": certificate is not None and certificate.settled,
    }
    if prove and certificate is not None:
        found["verify"], problems = seconds(lambda: certified(cohort, plan, solution, certificate))
        found["proved"] = not problems
    return found


def ready(cohort: Cohort, plan: Plan) -> NDArray[np.float64]:
    """The costs of everyone with everyone as SciPy wants them: a column for each mentorship there is room for.

    Last resorts cost more than all points of a pair.
    """
    board = Board(cohort, plan)
    scores = board.scores("main", "mentee", "mentor")
    room = [cohort.entrants[i].capacity for i in scores.second.tolist()]
    columns = np.repeat(np.arange(len(scores.second)), room)
    matrix = np.empty((len(scores.first), len(columns)))
    for start in range(0, len(matrix), 16):
        rows = np.arange(start, min(start + 16, len(matrix)))
        cut = scores.outer(rows, np.arange(len(scores.second)))
        cost = -cut.points.astype(np.float64)
        if cut.broken is not None:
            cost += 1e7 * cut.broken
        cost[~cut.allowed] = NOBODY
        matrix[rows] = cost[:, columns]
    return matrix


def scipy(cohort: Cohort, plan: Plan, times: int) -> dict[str, Any]:
    """SciPy's dense solver on the ready matrix: no scoring, no rules, no reasons."""
    before = peak()
    matrix = ready(cohort, plan)
    solving, (rows, columns) = seconds(lambda: linear_sum_assignment(matrix), times)
    return {"total": solving, "memory": peak() - before, **_quality(matrix, rows, columns)}


def greedy(cohort: Cohort, plan: Plan, times: int) -> dict[str, Any]:
    """The best pair first, then the best of those left, on the ready matrix."""
    matrix = ready(cohort, plan)

    def choose() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        order = np.argsort(matrix, axis=None, kind="stable")
        taken_rows, taken_columns = (np.zeros(k, dtype=np.bool_) for k in matrix.shape)
        chosen: list[tuple[int, int]] = []
        for start in range(0, len(order), 100_000):
            row, column = np.divmod(order[start : start + 100_000], matrix.shape[1])
            free = ~(taken_rows[row] | taken_columns[column]) & (matrix[row, column] < NOBODY)
            for r, c in zip(row[free].tolist(), column[free].tolist(), strict=True):
                if not taken_rows[r] and not taken_columns[c]:
                    taken_rows[r] = taken_columns[c] = True
                    chosen.append((r, c))
            if len(chosen) == min(matrix.shape):
                break
        found = np.array(chosen, dtype=np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    choosing, (rows, columns) = seconds(choose, times)
    return {"total": choosing, **_quality(matrix, rows, columns)}


def _quality(matrix: NDArray[np.float64], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> dict[str, int]:
    cost = matrix[rows, columns]
    cost = cost[cost < NOBODY / 2]
    broken = np.ceil(cost / 1e7).clip(min=0)
    return {"placed": len(cost), "broken": int(broken.sum()), "points": int((1e7 * broken - cost).sum())}


WAYS: dict[str, Callable[[Cohort, Plan, int], dict[str, Any]]] = {"scipy": scipy, "greedy": greedy}


def main(way: str, shape: Shape, times: int) -> None:
    """Measure one way and print what was found."""
    cohort, plan = pairs(shape)
    found = ours(cohort, plan, times, prove=True) if way == "ours" else WAYS[way](cohort, plan, times)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    given = json.loads(sys.argv[2])
    repeated = given.pop("times")
    main(sys.argv[1], Shape(**given), repeated)
