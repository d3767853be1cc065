"""A small round of one pair pathway, solved as a whole matrix: few steps, where many would cost more than the cells."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from mentoring.matching.assignment import Integers, length, lowest_prices
from mentoring.matching.criteria.sides import FULL
from mentoring.matching.network import Cells, Prices
from mentoring.matching.score import Scores
from mentoring.matching.sheet import Sheet

CELLS = 200_000
"""With at most so many cells a round is solved here."""
_CLOSED = -(2**60)
_ROUNDS = 10
_TINY = np.float32(1e-30)


def fits(given: Sheet) -> bool:
    """Whether each pair is worked out itself, and the copies of everyone make no large matrix."""
    return given.field.ceiling is None and given.shape[0] * given.shape[1] <= CELLS


def solved(given: Sheet) -> tuple[Cells, Integers, Prices] | None:
    """The cells that a best assignment may use, one of these, and the prices that prove it; None without a proof.

    `column_of`: int64[rows], -1 for none. The prices of rows are the lowest there are.
    """
    # all in one piece of memory: the allocator keeps it, where it would fetch several small ones anew each time
    room = np.empty((3, length(given.shape)), dtype=np.int64)
    whole, cost = (part[: given.shape[0] * given.shape[1]].reshape(given.shape) for part in room[:2])
    worth = matrix(given, whole)
    column_of = search(worth, cost.view(np.float64), given.unit * full_marks(given.field.scores) / 50)
    found = lowest_prices(worth, column_of, room[1:])
    if found is None:  # sums were too large for floats
        return None
    row, column, over = found
    level = np.flatnonzero(over == 0)
    rows, columns = np.divmod(level, worth.shape[1])
    return Cells(given.shape, rows, columns, worth.ravel()[level]), column_of, Prices(row, column)


def cells(given: Sheet) -> Cells:
    """All that are open."""
    worth = matrix(given, np.empty(given.shape, dtype=np.int64))
    rows, columns = np.nonzero(worth > _CLOSED)
    return Cells(given.shape, rows, columns, worth[rows, columns])


def matrix(given: Sheet, whole: Integers) -> Integers:
    """int64[rows, columns]: what every cell is worth in the order of aims, far below zero where it is closed.

    `whole`: the memory it is written to.
    """
    open_, worth = given.field.everyone
    people = given.columns[given.columns >= 0]
    if worth.shape != (len(given.rows), len(people)):
        here = np.ix_(given.rows, people)
        open_, worth = open_[here], worth[here]
    cells = whole[:, : len(people)]
    np.add(worth if given.unit == 1 else worth * given.unit, given.base[:, None], out=cells)
    np.copyto(cells, _CLOSED, where=~open_)
    whole[:, len(people) :] = _CLOSED
    row, column, seat = given.seats
    whole[row, column] = seat
    return whole


def full_marks(scores: Scores) -> int:
    """The most points a pair can earn, in thousandths."""
    return sum(c.weight for c, _ in scores.graded if isinstance(c.weight, int)) * FULL


def search(worth: Integers, cost: NDArray[np.float64], small: float) -> Integers:
    """int64[rows]: the column of each row in an assignment that is worth most, -1 for none.

    A closed cell, or one that costs more than it earns, stands for nobody. `cost`: memory of the same shape to work in;
    `small`: a difference in worth that matters little.
    """
    n, m = worth.shape
    cost[...] = worth
    np.maximum(cost, 0, out=cost)
    # what all columns, or all rows, that must be assigned cost alike only makes the search longer
    np.subtract(cost.max(axis=0) if n >= m else 0.0, cost, out=cost)
    if m >= n:
        cost -= cost.min(axis=1)[:, None]
    if n == m:
        cost -= _sought_after(cost, small)
    rows, columns = linear_sum_assignment(cost)
    used = worth[rows, columns] >= 0
    column_of = np.full(n, -1, dtype=np.int64)
    column_of[rows[used]] = columns[used]
    return column_of


def _sought_after(cost: NDArray[np.float64], small: float) -> NDArray[np.float64]:
    """Whole numbers, float64[columns]: about what columns would have to cost for rows to want different ones.

    With cost less these, any assignment of all is as good as it was beside others, and the search far shorter. Sinkhorn
    and Knopp's scaling: everyone spreads over what is nearly best, until every column is wanted about once.
    """
    wanted = np.exp((cost * (-1 / max(small, 1.0))).astype(np.float32))
    row: NDArray[Any] = np.ones(len(cost), dtype=np.float32)
    for _ in range(_ROUNDS):
        column: NDArray[Any] = 1 / np.maximum(row @ wanted, _TINY)
        row = 1 / np.maximum(wanted @ column, _TINY)
    found: NDArray[np.float64] = np.rint(small * np.log(column.astype(np.float64)))
    return found
