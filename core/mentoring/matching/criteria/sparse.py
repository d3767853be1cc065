"""Criteria that say the same of almost everyone."""

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.criteria.answers import Answer, Places
from mentoring.matching.criteria.parts import NOBODY, Part, constant
from mentoring.matching.criteria.sides import Block, Mask


class Sparse(Answer):
    """The same for almost everyone: `usual` thousandths, but for a few pairs.

    `rows`, `columns`, `shares` name those pairs, each once. Above nothing it holds.
    """

    def __init__(
        self, shape: tuple[int, int], usual: int, rows: Places, columns: Places, shares: NDArray[np.int16]
    ) -> None:
        self.shape, self.usual = shape, usual
        if not len(rows):
            self.rows, self.columns, self.shares, self.cell = rows, columns, shares, rows
            self.start = np.zeros(shape[0] + 1, dtype=np.int64)
            return
        order = np.lexsort((columns, rows))
        self.rows, self.columns, self.shares = rows[order], columns[order], shares[order]
        self.start = np.searchsorted(self.rows, np.arange(shape[0] + 1))
        self.cell = self.rows * shape[1] + self.columns

    def outer(self, rows: Places, columns: Places) -> Block:
        """The usual, then the few."""
        share = np.full((len(rows), len(columns)), self.usual, dtype=np.int16)
        here, there, which = self._few(rows, columns)
        share[here, there] = self.shares[which]
        return Block(share, share > 0)

    def keep_holding(self, allowed: Mask, rows: Places, columns: Places) -> None:
        """Only the few are looked at, where it usually holds."""
        if not self.usual:
            super().keep_holding(allowed, rows, columns)
            return
        if not len(self.rows):
            return
        here, there, which = self._few(rows, columns)
        allowed[here, there] &= self.shares[which] > 0

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """The usual for all where there are no others."""
        if not len(self.rows):
            return np.full((1, 1), self.usual * weight, dtype=np.int32)
        earned = np.full((len(rows), len(columns)), self.usual * weight, dtype=np.int32)
        here, there, which = self._few(rows, columns)
        earned[here, there] = self.shares[which] * np.int32(weight)
        return earned

    def _few(self, rows: Places, columns: Places) -> tuple[Places, Places, Places]:
        """The few that are in the block: their row and column in it, and which of the few each is."""
        if _everyone(rows, self.shape[0]) and _everyone(columns, self.shape[1]):
            return self.rows, self.columns, np.arange(len(self.rows))
        counts = self.start[rows + 1] - self.start[rows]
        total = int(counts.sum())
        which = np.repeat(self.start[rows] - np.cumsum(counts) + counts, counts) + np.arange(total)
        if not total:
            return which, which, which
        place = np.full(self.shape[1], -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        there = place[self.columns[which]]
        inside = there >= 0
        return np.repeat(np.arange(len(rows)), counts)[inside], there[inside], which[inside]

    def failing(self, rows: Places, columns: Places, *, binding: bool) -> Mask:
        """As told above, at once where there are no others."""
        if binding or (self.usual and not len(self.rows)):
            return np.zeros(len(rows), dtype=np.bool_)
        return super().failing(rows, columns, binding=binding)

    def pairs(self, rows: Places, columns: Places) -> Block:
        """Looked up among the few."""
        share = np.full(len(rows), self.usual, dtype=np.int16)
        if len(self.rows):
            wanted = rows * self.shape[1] + columns
            at = np.minimum(np.searchsorted(self.cell, wanted), len(self.cell) - 1)
            found = self.cell[at] == wanted
            share[found] = self.shares[at[found]]
        return Block(share, share > 0)

    def earns(self, weight: int) -> Part | None:
        """The usual for all, and what the few have above or below it."""
        more = (self.shares.astype(np.int64) - self.usual) * weight
        return constant(self.shape, self.usual * weight, (self.rows, self.columns, more) if len(more) else NOBODY)

    def fails(self, *, binding: bool) -> Part | None:
        """As `earns`."""
        usually = 0 if self.usual or binding else 1
        unlike = (self.shares > 0) != bool(self.usual) if not binding else np.zeros(len(self.rows), np.bool_)
        more = np.full(int(unlike.sum()), 1 - 2 * usually)
        return constant(self.shape, usually, (self.rows[unlike], self.columns[unlike], more))


def _everyone(places: Places, size: int) -> bool:
    return len(places) == size and bool((places == np.arange(size)).all())
