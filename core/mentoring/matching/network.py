"""The best assignment over a list of cells, with integer prices that prove it: memory grows with the list."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
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
        cell = row * shape[1] + column
        if (cell[1:] > cell[:-1]).all():
            return cls(shape, row, column, worth)
        _, first = np.unique(cell, return_index=True)
        return cls(shape, row[first], column[first], worth[first])

    def with_(self, more: tuple[Integers, Integers, Integers]) -> "Cells":
        """These and more, which may be among them."""
        return Cells.of(self.shape, [(self.row, self.column, self.worth), more]) if len(more[0]) else self

    def only(self, these: Mask) -> "Cells":
        """These of them: bool[cells]."""
        return Cells(self.shape, self.row[these], self.column[these], self.worth[these])

    @property
    def starts(self) -> Integers:
        """int64[rows + 1]: where the cells of each row begin, and where the last one's end."""
        return np.searchsorted(self.row, np.arange(self.shape[0] + 1))


@dataclass(frozen=True, slots=True)
class Prices:
    """What rows and columns cost, int64 and at least 0.

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
    start = cells.starts
    size = len(cells.row) + n
    cost, column = np.full(size, top, dtype=np.float64), np.empty(size, dtype=np.int32)
    here = np.arange(len(cells.row)) + cells.row
    cost[here], column[here] = top - cells.worth, cells.column
    column[start[1:] + np.arange(n)] = m + np.arange(n)  # a column for each row to go without
    graph = csr_array((cost, column, (start + np.arange(n + 1)).astype(np.int32)), shape=(n, m + n))
    _, found = min_weight_full_bipartite_matching(graph)
    column_of: Integers = np.where(found < m, found, -1).astype(np.int64)
    return column_of


def prices(cells: Cells, column_of: Integers) -> Prices | None:
    """The lowest prices of rows, with those of columns; None: the assignment is not the best of the cells.

    Rows are raised until no cell is worth more than it costs.
    """
    n, m = cells.shape
    assigned = np.flatnonzero(column_of >= 0)
    owner = np.full(m, -1, dtype=np.int64)
    owner[column_of[assigned]] = assigned
    own = np.zeros(n, dtype=np.int64)
    mine = column_of[cells.row] == cells.column
    own[cells.row[mine]] = cells.worth[mine]
    price = np.zeros(n, dtype=np.int64)
    holder = owner[cells.column]
    free = holder < 0
    np.maximum.at(price, cells.row[free], cells.worth[free])
    offers = _Offers(cells, holder, cells.worth - own[holder])
    changed = np.ones(n, dtype=np.bool_)
    for _ in range(2 * n + 2):
        raised = offers.raised(price, changed)
        changed = raised > price
        price = raised
        if not changed.any():
            break
    else:
        return None
    column_price = np.zeros(m, dtype=np.int64)
    column_price[column_of[assigned]] = own[assigned] - price[assigned]
    if (price[column_of < 0] > 0).any() or (column_price < 0).any():
        return None
    return Prices(price, column_price)


class _Offers:
    """Cells that somebody else holds, by their holder: what the row must cost if the holder's column is to pay."""

    def __init__(self, cells: Cells, holder: Integers, more: Integers) -> None:
        kept = np.flatnonzero((holder >= 0) & (holder != cells.row))
        kept = kept[np.argsort(holder[kept], kind="stable")]
        self.row, self.holder, self.more = cells.row[kept], holder[kept], more[kept]
        self.start = np.searchsorted(self.holder, np.arange(cells.shape[0] + 1))

    def raised(self, price: Integers, changed: Mask) -> Integers:
        """The prices of rows, raised by what those changed now ask."""
        who = np.flatnonzero(changed)
        counts = self.start[who + 1] - self.start[who]
        which = np.repeat(self.start[who] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        raised = price.copy()
        np.maximum.at(raised, self.row[which], self.more[which] + price[self.holder[which]])
        return raised


def tight(cells: Cells, cost: Prices) -> Cells:
    """Those worth just what their row and column cost."""
    return cells.only(cells.worth == cost.row[cells.row] + cost.column[cells.column])
