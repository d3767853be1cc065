"""The pairs worth looking at in a large round, and a search among all pairs for those that prices forget.

Bounds are worked out block by block and thrown away again: memory grows with people, not with pairs. A small round has
so few pairs that each is worked out once, exactly, and kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from mentoring.matching.assignment import Integers
from mentoring.matching.ceiling import Ceiling
from mentoring.matching.criteria.sides import Mask
from mentoring.matching.room import Room
from mentoring.matching.score import Board, Scores

SMALL = 100_000
"""With at most so many pairs each is worked out itself, and no bound is needed."""

_BARRED = -(2**62)

Found = tuple[Integers, Integers, Integers]
"""(row, column, worth) of some cells."""


@dataclass(frozen=True)
class Field:
    """Two sides of one pathway, as they may still be put together.

    `rows`, `columns`: places in the scores of those with room. A cell is worth `points` - `resort` for each last
    resort broken, and at most what `ceiling` says (None in a small round); `closed`: pairs of places in the scores that
    are settled already.
    """

    scores: Scores
    rows: Integers
    columns: Integers
    resort: int
    closed: frozenset[tuple[int, int]]
    ceiling: Ceiling | None

    @classmethod
    def of(cls, board: Board, room: Room, pathway: str, resort: int) -> "Field":
        """What the room leaves."""
        members = board.pathway[pathway].members
        scores = board.scores(pathway, *members)
        may = room.may_enter(pathway)
        rows, columns = np.flatnonzero(may[scores.first]), np.flatnonzero(may[scores.second])
        small = len(scores.first) * len(scores.second) <= SMALL
        ceiling = None if small else Ceiling.of(scores, rows, columns)
        return cls(scores, rows, columns, resort, room.closed(board, scores, pathway), ceiling)

    def some(self, rows: Integers) -> "Field":
        """Only these of its rows."""
        places = self.rows[rows]
        ceiling = None if self.ceiling is None else replace(self.ceiling, rows=places)
        return replace(self, rows=places, ceiling=ceiling)

    def over(
        self, row_price: Integers, column_price: Integers, *, unit: int
    ) -> Iterator[tuple[Integers, NDArray[np.floating] | Integers]]:
        """As `Ceiling.over`; in a small round all rows at once, and exactly."""
        if self.ceiling is not None:
            yield from self.ceiling.over(row_price, column_price, unit=unit, resort=self.resort)
            return
        open_, worth = self.everyone
        block = worth * unit
        block -= row_price[:, None]
        block -= column_price
        block[~open_] = _BARRED
        yield np.arange(len(block)), block

    @cached_property
    def everyone(self) -> tuple[Mask, Integers]:
        """Bool and int64[rows, columns]: which cells are open, and what each is worth."""
        whole, here = self.scores.whole, np.ix_(self.rows, self.columns)
        open_, worth = whole.allowed, whole.points.astype(np.int64)
        if whole.broken is not None and whole.broken.any():
            worth -= whole.broken * np.int64(self.resort)
        if self.closed:
            open_ = open_.copy()
            open_[tuple(np.array(sorted(self.closed), dtype=np.int64).T)] = False
        all_ = (len(self.rows), len(self.columns)) == open_.shape
        return (open_, worth) if all_ else (open_[here], worth[here])

    def worth(self, row: Integers, column: Integers) -> tuple[Mask, Integers]:
        """Which of these cells are open, and int64[open cells], exactly what they are worth."""
        if self.ceiling is None:
            whole, worth = self.everyone
            open_ = whole[row, column]
            return open_, worth[row, column][open_]
        rows, columns = self.rows[row], self.columns[column]
        values = self.scores.pairs(rows, columns)
        open_ = values.allowed
        if self.closed:
            shut = np.array(sorted(self.closed), dtype=np.int64) @ (len(self.scores.second), 1)
            open_ &= ~np.isin(rows * len(self.scores.second) + columns, shut)
        worth = values.points[open_].astype(np.int64)
        if values.broken is not None:
            worth -= values.broken[open_] * np.int64(self.resort)
        return open_, worth


def nearest(field: Field, count: int | None = None) -> Found:
    """Each row's best cells (`count`, or more the more there are), seen from what columns are worth to others.

    Seen otherwise, everyone would choose the same columns. Of equals each row prefers others than its neighbours do.
    """
    n, m = len(field.rows), len(field.columns)
    count = count or 4 + m.bit_length() ** 2 // 3
    if m <= count:
        return _open(field, *(each.ravel() for each in np.indices((n, m))))
    wave = np.tile(np.arange(m, dtype=np.float32) * np.float32(300.0 / m), 2)
    waves = sliding_window_view(wave, m)
    found: list[tuple[Integers, Integers]] = []
    nothing = np.zeros(n, dtype=np.int64)
    for rows, block in field.over(nothing, _centre(field), unit=1):
        row, column = _largest(block - waves[m - (rows * m // n)], count)
        found.append((rows[row], column))
    return _open(field, *(np.concatenate(each) for each in zip(*found, strict=True)))


def _open(field: Field, row: Integers, column: Integers) -> Found:
    open_, worth = field.worth(row, column)
    return row[open_], column[open_], worth


def _largest(ranked: NDArray[np.floating], count: int) -> tuple[Integers, Integers]:
    """About so many of the largest of each row: where columns are many, the bound is estimated from some of them."""
    m = ranked.shape[1]
    each = max(min(m // (8 * count), 8), 1)
    some = ranked[:, ::each]
    kth = some.shape[1] - -(-count // each)
    least = np.partition(some, kth, axis=1)[:, kth]
    rows, columns = np.divmod(np.flatnonzero(ranked >= least[:, None]), m)
    return rows, columns


def _centre(field: Field) -> Integers:
    """int64[columns]: what a column is worth to others, on average over some of them."""
    n, m = len(field.rows), len(field.columns)
    some = field.some(np.arange(0, n, max(n // 128, 1)))
    total, times = np.zeros(m), np.zeros(m)
    nothing = np.zeros(len(some.rows), dtype=np.int64)
    for _, block in some.over(nothing, np.zeros(m, dtype=np.int64), unit=1):
        times += (block >= 0).sum(axis=0)
        total += np.maximum(block, 0, out=block).sum(axis=0)
    centre: Integers = (total // np.maximum(times, 1)).astype(np.int64)
    return centre


@dataclass(frozen=True, slots=True)
class Priced:
    """What a look at every pair found: cells worth more than their prices, or, where there are none, just as much."""

    above: Found
    level: Found

    @property
    def proven(self) -> bool:
        """No cell is worth more than its prices."""
        return not len(self.above[0])


def priced(field: Field, row_price: Integers, column_price: Integers, *, unit: int, most: int = 24) -> Priced:
    """Every pair, worth `unit` times its worth, against its prices: int64[rows], int64[columns].

    Of each row at most so many of those above are told. A pair whose bound does not reach its price is not above it.
    """
    hits = [
        (rows[0] + (at := np.flatnonzero(block >= 0)) // block.shape[1], at % block.shape[1])
        for rows, block in field.over(row_price, column_price, unit=unit)
    ]
    row, column, worth = _open(field, *(np.concatenate(each) for each in zip(*hits, strict=True)))
    gain = unit * worth - row_price[row] - column_price[column]
    level = gain == 0
    order = np.lexsort((column, -gain, row))
    order = order[gain[order] > 0]
    rank = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    above = order[rank < most]
    return Priced((row[above], column[above], worth[above]), (row[level], column[level], worth[level]))
