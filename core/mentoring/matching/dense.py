"""A small round of one pair pathway, solved as a whole matrix: few steps, where many would cost more than the cells."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentoring.matching.assignment import Integers, lowest_prices
from mentoring.matching.network import Cells, Prices
from mentoring.matching.sheet import Sheet

CELLS = 200_000
"""With at most so many cells a round is solved here."""
_CLOSED = -(2**60)


def fits(given: Sheet) -> bool:
    """Whether each pair is worked out itself, and the copies of everyone make no large matrix."""
    return given.field.ceiling is None and given.shape[0] * given.shape[1] <= CELLS


def solved(given: Sheet) -> tuple[Cells, Integers, Prices] | None:
    """The cells that a best assignment may use, one of these, and the prices that prove it; None without a proof.

    `column_of`: int64[rows], -1 for none. The prices of rows are the lowest there are.
    """
    worth = matrix(given)
    column_of = search(worth)
    found = lowest_prices(worth, column_of)
    if found is None:  # sums were too large for floats
        return None
    row, column, over = found
    level = np.flatnonzero(over == 0)
    rows, columns = np.divmod(level, worth.shape[1])
    return Cells(given.shape, rows, columns, worth.ravel()[level]), column_of, Prices(row, column)


def cells(given: Sheet) -> Cells:
    """All that are open."""
    worth = matrix(given)
    rows, columns = np.nonzero(worth > _CLOSED)
    return Cells(given.shape, rows, columns, worth[rows, columns])


def matrix(given: Sheet) -> Integers:
    """int64[rows, columns]: what every cell is worth in the order of aims, far below zero where it is closed."""
    open_, worth = given.field.everyone
    people = given.columns[given.columns >= 0]
    if worth.shape != (len(given.rows), len(people)):
        here = np.ix_(given.rows, people)
        open_, worth = open_[here], worth[here]
    whole = np.full(given.shape, _CLOSED, dtype=np.int64) if given.limits else np.empty(given.shape, dtype=np.int64)
    cells = whole[:, : len(people)]
    np.multiply(worth, given.unit, out=cells)
    cells += given.base[:, None]
    np.copyto(cells, _CLOSED, where=~open_)
    row, column, seat = given.seats
    whole[row, column] = seat
    return whole


def search(worth: Integers) -> Integers:
    """int64[rows]: the column of each row in an assignment that is worth most, -1 for none.

    A closed cell, or one that costs more than it earns, stands for nobody.
    """
    n, m = worth.shape
    cost = np.negative(worth, dtype=np.float64)
    np.minimum(cost, 0, out=cost)
    if n >= m:  # what all rows, or all columns, that must be assigned cost alike only makes the search longer
        cost -= cost.min(axis=0)
    if m >= n:
        cost -= cost.min(axis=1)[:, None]
    rows, columns = linear_sum_assignment(cost)
    used = worth[rows, columns] >= 0
    column_of = np.full(n, -1, dtype=np.int64)
    column_of[rows[used]] = columns[used]
    return column_of
