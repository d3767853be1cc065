"""Which of several equally good assignments, over a list of cells: who registered first meets who registered first."""

from collections import deque
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.sides import Mask
from mentoring.matching.network import Cells

STEPS = 2_000_000
"""So many cells are looked at, at most: in a large round of very many ties the rest is left as the search found it."""


FEW = 2000
"""With so few cells, people without another way are set aside one by one: quicker than parting all into components."""


@dataclass
class Ties:
    """One of the best assignments, and the cells that any best one uses.

    `must`: bool[columns], those that are filled in all of them. `order`: int64[columns], each column's place.
    """

    cells: Cells
    column_of: Integers
    must: Mask
    order: Integers
    steps: int = STEPS

    def settled(self) -> tuple[Integers, bool]:
        """The assignment in which row after row has the earliest column the rows before leave possible.

        With it whether all ties were settled. Who is placed stays placed, and who is not stays without.
        """
        placed = self.column_of >= 0
        keep = self._moving(placed)
        self._lists(keep)
        for row in np.flatnonzero(placed).tolist():
            if self.steps <= 0:
                return np.array(self.mine, dtype=np.int64), False
            self._settle(row)
            self.done[self.mine[row]] = True
        return np.array(self.mine, dtype=np.int64), True

    def _moving(self, placed: Mask) -> Mask:
        """bool[cells]: those on some way from one best assignment to another (one strong component of owners)."""
        cells, m = self.cells, self.cells.shape[1]
        own = self.column_of[cells.row]
        if len(cells.row) <= FEW and self.must.all() and placed.all():
            return _peeled(own, cells.column, m)
        usable = placed[cells.row]
        # an arrow from the column a row has to the column it could have; m is nobody, who holds the free columns
        free = np.ones(m, dtype=np.bool_)
        free[self.column_of[placed]] = False
        loose = np.flatnonzero(free)
        loose_ends = np.flatnonzero(~self.must)
        start = np.concatenate([own[usable], loose, np.full(len(loose_ends), m)])
        end = np.concatenate([cells.column[usable], np.full(len(loose), m), loose_ends])
        graph = csr_array(coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(m + 1, m + 1)))
        _, part = connected_components(graph, directed=True, connection="strong")
        keep: Mask = usable & (part[own] == part[cells.column]) & (own != cells.column)
        return keep

    def _lists(self, keep: Mask) -> None:
        n, m = self.cells.shape
        row, column = self.cells.row[keep], self.cells.column[keep]
        order = np.lexsort((column, self.order[column], row))
        row, column = row[order], column[order]
        start = np.searchsorted(row, np.arange(n + 1)).tolist()
        listed = column.tolist()
        self.ways: list[list[int]] = [listed[a:b] for a, b in pairwise(start)]
        self.mine: list[int] = self.column_of.tolist()
        self.place: list[int] = self.order.tolist()
        for r in np.unique(row).tolist():
            self.ways[r].append(self.mine[r])
        self.owner: list[int] = [-1] * m
        for r, c in enumerate(self.mine):
            if c >= 0:
                self.owner[c] = r
        self.done = [False] * m
        self.asked_nobody = -1  # the row for whom the free columns were gone through last
        self.ends: list[int] = np.flatnonzero(~self.must).tolist()

    def _settle(self, row: int) -> None:
        gap = self.mine[row]
        wanted = [c for c in self.ways[row] if self.place[c] < self.place[gap] and not self.done[c]]
        wanted.sort(key=lambda c: self.place[c])
        seen: dict[int, int] = {}
        for target in wanted:
            if target not in seen and self._reaches(row, target, gap, seen):
                self._shift(row, target, gap, seen)
                return
            if self.steps <= 0:
                return

    def _reaches(self, row: int, target: int, gap: int, came: dict[int, int]) -> bool:
        """Whether whoever holds `target`, and so on, can be given another column in turn until `gap` is filled.

        `came`: by column the one before it on the way, -1 at its beginning; what was seen in vain stays seen.
        """
        came[target] = -1
        waiting = deque([target])
        while waiting:
            column = waiting.popleft()
            holder = self.owner[column]
            if holder < 0 and self.asked_nobody == row:
                continue
            if holder < 0:
                self.asked_nobody = row
            nexts = self.ends if holder < 0 else self.ways[holder]
            self.steps -= len(nexts)
            if self.steps <= 0:
                return False
            for other in nexts:
                if other not in came and not self.done[other] and other != column:
                    came[other] = column
                    if other == gap:
                        return True
                    waiting.append(other)
        return False

    def _shift(self, row: int, target: int, gap: int, came: dict[int, int]) -> None:
        """Everyone on the way moves on by one."""
        column = gap
        while column != target:
            before = came[column]
            holder = self.owner[before]
            self.owner[column] = holder
            if holder >= 0:
                self.mine[holder] = column
            column = before
        self.owner[target] = row
        self.mine[row] = target


def _peeled(own: Integers, column: Integers, m: int) -> Mask:
    """bool[cells]: all that may lie on a way round, and few others.

    An arrow from the column a row has to one it could have lies on none where no arrow is left that leads to the one.
    """
    arrows = (own != column).nonzero()[0]
    end = column[arrows]
    leading_to = np.bincount(end, minlength=m).tolist()
    ways: dict[int, list[tuple[int, int]]] = {}
    for start, to, cell in zip(own[arrows].tolist(), end.tolist(), arrows.tolist(), strict=True):
        ways.setdefault(start, []).append((to, cell))
    waiting = [start for start in ways if not leading_to[start]]
    while waiting:
        for to, _ in ways.pop(waiting.pop()):
            leading_to[to] -= 1
            if not leading_to[to] and to in ways:
                waiting.append(to)
    keep: Mask = np.zeros(len(own), dtype=np.bool_)
    keep[[cell for each in ways.values() for _, cell in each]] = True
    return keep
