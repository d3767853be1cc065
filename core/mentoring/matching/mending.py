"""An assignment that is the best of some cells, mended where a cell is added, or somebody comes or goes.

Whoever loses a column looks for another along the cheapest way on which everyone else moves on by one (Dijkstra, over
what cells cost above their worth), and prices rise and fall along it: few people are looked at, and no search is begun
anew. “Nobody” is a column of its own, with room for all: who goes without is there, and whoever comes there from a
column makes somebody else leave it, or lets another column stand empty.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.network import Cells, Prices

NOBODY = -1
_BEGIN = -2


class Mending:
    """Cells in the order of rows, an assignment of them, and prices that prove it the best, as in `network`.

    `owner`: int64[columns], the row of each, -1 for none; `gaps`: columns that were left and must be taken, besides
    `going`, so many who went without; `fallen`: the rows that pay less now, and perhaps too little for other cells.
    """

    def __init__(self, cells: Cells, column_of: Integers, cost: Prices) -> None:
        self.cells, self.column_of = cells, column_of.copy()
        self.row, self.column = cost.row.copy(), cost.column.copy()
        self.fallen: set[int] = set()
        self._start = cells.starts
        self.owner = np.full(cells.shape[1], NOBODY, dtype=np.int64)
        placed = np.flatnonzero(column_of >= 0)
        self.owner[column_of[placed]] = placed
        self.gaps: set[int] = set()
        self._leaving: set[int] = set()
        self.going = 0
        self._steps = 0

    @property
    def cost(self) -> Prices:
        """The prices as they are now."""
        return Prices(self.row, self.column)

    def unpaid(self) -> list[int]:
        """The rows with a cell that is worth more than it costs, in their order."""
        cells = self.cells
        above = cells.worth > self.row[cells.row] + self.column[cells.column]
        found: list[int] = np.unique(cells.row[above]).tolist()
        return found

    def again(self, rows: Sequence[int], steps: int = 2**62) -> bool:
        """Let these rows look for the best columns anew; False, half done, where that takes more steps than allowed."""
        self._steps = steps
        for row in rows:
            self.leave(row)
            self._price(row)
        for row in rows:
            self.move(row)
            if self._steps < 0:
                return False
        return True

    def after(self, rows: Sequence[int], gaps: Sequence[int]) -> None:
        """Where columns are gone these rows look for another; columns left by rows that are gone must be taken."""
        self.gaps.update(gaps)
        self.going += max(len(rows) - len(gaps), 0)
        self._leaving.update(rows)
        for row in rows:
            self._price(row)
        for row in (*rows, *[NOBODY] * (len(gaps) - len(rows))):
            self.move(row)

    def leave(self, row: int) -> None:
        """Take the row out of its column, which somebody else must then take."""
        column = int(self.column_of[row])
        self.column_of[row] = NOBODY
        self._leaving.add(row)
        if column == NOBODY:
            self.going += 1
        else:
            self.owner[column] = NOBODY
            self.gaps.add(column)

    def move(self, row: int) -> None:
        """Everyone on the cheapest way from this row, who has left, to a column that was left moves on by one."""
        settled: dict[int, int] = {}
        came: dict[int, tuple[int, int]] = {}
        way = _Way(self, row)
        while True:
            distance, column, before, holder = heappop(way.waiting)
            if column in settled:
                continue
            settled[column], came[column] = distance, (before, holder)
            if column in self.gaps or (column == NOBODY and self.going):
                break
            way.expand(distance, column)
        self._steps -= len(settled)
        self._reprice(row, distance, settled)
        self._shift(column, came)
        self._leaving.discard(row)

    def _price(self, row: int) -> None:
        columns, worth = self.cells_of(row)
        self.row[row] = max(int((worth - self.column[columns]).max(initial=0)), 0)
        self.fallen.add(row)

    def without(self) -> Integers:
        """The rows that go without a column, and are not about to look for one."""
        return np.array([r for r in np.flatnonzero(self.column_of < 0).tolist() if r not in self._leaving], np.int64)

    def cells_of(self, row: int) -> tuple[Integers, Integers]:
        """The columns of this row's cells, and what they are worth."""
        here = slice(self._start[row], self._start[row + 1])
        return self.cells.column[here], self.cells.worth[here]

    def _reprice(self, start: int, distance: int, settled: dict[int, int]) -> None:
        """The nearer somebody is on the way, the more they give up; and nobody costs nothing still."""
        without = self.without()
        if start != NOBODY:
            self.row[start] -= distance
            self.fallen.add(start)
        for column, near in settled.items():
            if column != NOBODY and near < distance:
                self.column[column] += distance - near
                if (holder := int(self.owner[column])) != NOBODY:
                    self.row[holder] -= distance - near
                    self.fallen.add(holder)
        if (shift := distance - settled.get(NOBODY, distance)) > 0:
            self.row += shift
            self.row[without] = 0
            self.column -= shift
            self.fallen.update(without.tolist())

    def _shift(self, end: int, came: dict[int, tuple[int, int]]) -> None:
        if end == NOBODY:
            self.going -= 1
        else:
            self.gaps.remove(end)
        column = end
        while column != _BEGIN:
            column_before, holder = came[column]
            if column != NOBODY:
                self.owner[column] = holder
            if holder != NOBODY:
                self.column_of[holder] = column
            column = column_before


class _Way:
    """The columns that can be reached, the nearest first: (distance, column, the one before, who comes from there)."""

    def __init__(self, mending: Mending, start: int) -> None:
        self.of = mending
        self.waiting: list[tuple[int, int, int, int]] = []
        self.limit = 2**62
        if start == NOBODY:
            self._push(0, NOBODY, _BEGIN, NOBODY)
        else:
            self._row(0, _BEGIN, start)

    def expand(self, distance: int, column: int) -> None:
        """Whoever is displaced from this column goes on."""
        holder = NOBODY if column == NOBODY else int(self.of.owner[column])
        if holder != NOBODY:
            self._row(distance, column, holder)
        elif column != NOBODY:
            self._push(distance, NOBODY, column, NOBODY)
        else:
            for row in self.of.without().tolist():
                self._row(distance, NOBODY, row)
            for gap in sorted(self.of.gaps):
                self._push(distance + int(self.of.column[gap]), gap, NOBODY, NOBODY)
            for other in np.flatnonzero(self.of.column < self.limit - distance).tolist():
                self._push(distance + int(self.of.column[other]), other, NOBODY, NOBODY)

    def _row(self, distance: int, before: int, row: int) -> None:
        pays = distance + int(self.of.row[row])
        columns, worth = self.of.cells_of(row)
        cost = self.of.column[columns] - worth + pays
        near = np.flatnonzero(cost < self.limit)
        for column, far in zip(columns[near].tolist(), cost[near].tolist(), strict=True):
            self._push(far, column, before, row)
        self._push(pays, NOBODY, before, row)

    def _push(self, distance: int, column: int, before: int, holder: int) -> None:
        if distance >= self.limit:
            return
        if column in self.of.gaps or (column == NOBODY and self.of.going):
            self.limit = distance
        heappush(self.waiting, (distance, column, before, holder))
