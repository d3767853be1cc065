"""The best assignment over a list of cells, with integer prices that prove it: memory grows with the list."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.sides import Mask

EXACT = 2**52
"""Weights stay below: sums of two are exact in a float."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a table that may be used: `row`, `column`, and `worth`, int64[cells]; each at most once."""

    shape: tuple[int, int]
    row: Integers
    column: Integers
    worth: Integers

    @classmethod
    def of(cls, shape: tuple[int, int], parts: Sequence[tuple[Integers, Integers, Integers]]) -> "Cells":
        """Cells from parts that may name one more than once, in the order of rows, then columns."""
        row, column, worth = (np.concatenate(each) for each in zip(*parts, strict=True))
        _, first = np.unique(row * shape[1] + column, return_index=True)
        return cls(shape, row[first], column[first], worth[first])

    @property
    def turned(self) -> "Cells":
        """The same with rows and columns exchanged."""
        return Cells(self.shape[::-1], self.column, self.row, self.worth)


@dataclass(frozen=True, slots=True)
class Prices:
    """What rows and columns cost, int64 and at least 0, in halves of the unit of weights.

    Two of a cell never cost less than it is worth, and just that where it is assigned; who is not assigned costs 0.
    """

    row: Integers
    column: Integers


def search(cells: Cells) -> Integers:
    """int64[rows], the column of each row in an assignment worth as much as there is, -1 for none.

    The search is in floats: only `prices` proves what it found.
    """
    n, m = cells.shape
    top = int(cells.worth.max(initial=0)) + 1
    row = np.concatenate([cells.row, np.arange(n)])
    column = np.concatenate([cells.column, m + np.arange(n)])  # a column for each row to go without
    cost = np.concatenate([top - cells.worth, np.full(n, top)]).astype(np.float64)
    graph = csr_array(coo_array((cost, (row, column)), shape=(n, m + n)))
    _, found = min_weight_full_bipartite_matching(graph)
    column_of: Integers = np.where(found < m, found, -1).astype(np.int64)
    return column_of


def prices(cells: Cells, column_of: Integers) -> Prices | None:
    """Prices in the middle between the lowest and the highest, or None: the assignment is not the best of the cells."""
    row_of = np.full(cells.shape[1], -1, dtype=np.int64)
    placed = np.flatnonzero(column_of >= 0)
    row_of[column_of[placed]] = placed
    lowest = _lowest(cells, column_of)
    highest = _lowest(cells.turned, row_of)
    if lowest is None or highest is None:
        return None
    (row, column), (other_column, other_row) = lowest, highest
    return Prices(row + other_row, column + other_column)


def _lowest(cells: Cells, column_of: Integers) -> tuple[Integers, Integers] | None:
    """The lowest prices of rows, with those of columns, by raising rows until no cell is worth more than it costs."""
    n, m = cells.shape
    owner = np.full(m, -1, dtype=np.int64)
    assigned = np.flatnonzero(column_of >= 0)
    owner[column_of[assigned]] = assigned
    own = np.zeros(n, dtype=np.int64)
    mine = column_of[cells.row] == cells.column
    own[cells.row[mine]] = cells.worth[mine]
    price = np.zeros(n, dtype=np.int64)
    free = owner[cells.column] < 0
    np.maximum.at(price, cells.row[free], cells.worth[free])
    order = np.argsort(cells.column, kind="stable")
    start = np.searchsorted(cells.column[order], np.arange(m + 1))
    changed = assigned
    for _ in range(2 * n + 2):
        columns = column_of[changed]
        counts = start[columns + 1] - start[columns]
        which = order[np.repeat(start[columns] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())]
        offers = cells.worth[which] + np.repeat(price[changed] - own[changed], counts)
        rows = cells.row[which]
        before = price[rows]
        better = offers > before
        if not better.any():
            break
        np.maximum.at(price, rows[better], offers[better])
        changed = np.unique(rows[better])
        if (price[changed] > own[changed]).any():  # a price above what the row itself earns: nothing proves that
            return None
    else:
        return None
    column_price = np.zeros(m, dtype=np.int64)
    column_price[column_of[assigned]] = own[assigned] - price[assigned]
    if (price[column_of < 0] > 0).any() or (column_price < 0).any():
        return None
    return price, column_price


def tight(cells: Cells, cost: Prices) -> Mask:
    """bool[cells]: those worth just what their row and column cost."""
    level: Mask = 2 * cells.worth == cost.row[cells.row] + cost.column[cells.column]
    return level
