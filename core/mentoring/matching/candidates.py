"""The pairs worth looking at in a large round, and a search among them for those that prices forget.

Scores are worked out block by block and thrown away again: memory grows with people, not with pairs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from mentoring.matching.assignment import Integers
from mentoring.matching.room import Room
from mentoring.matching.score import Board, Scores

NEAREST = 64
"""How many candidates each row begins with."""

_CELLS_OF_A_BLOCK = 60_000  # small enough to stay in the processor's own memory
_CELLS_KEPT = 30_000_000
_CLOSED = np.int32(-(2**30))
_NO = -(2**61)

Found = tuple[Integers, Integers, Integers]
"""(row, column, worth) of some cells."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Cells of some rows: `points` int32, far below zero where closed; `broken` last resorts, None for none."""

    points: NDArray[np.int32]
    broken: NDArray[np.int8] | None

    def worth(self, rows: Integers, columns: Integers, resort: int) -> Integers:
        """int64[cells]: what these open cells are worth."""
        worth = self.points[rows, columns].astype(np.int64)
        return worth if self.broken is None else worth - self.broken[rows, columns] * np.int64(resort)


@dataclass(frozen=True)
class Field:
    """Two sides of one pathway, as they may still be put together.

    `rows`, `columns`: places in the scores of those with room. A cell is worth `points` - `resort` for each last
    resort broken; `closed`: pairs of places in the scores that are settled already.
    """

    scores: Scores
    rows: Integers
    columns: Integers
    resort: int
    closed: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, board: Board, room: Room, pathway: str, resort: int) -> "Field":
        """What the room leaves."""
        members = board.pathway[pathway].members
        scores = board.scores(pathway, *members)
        may = room.entering[pathway] & (np.array(room.capacity, dtype=np.int64) > 0)
        rows, columns = np.flatnonzero(may[scores.first]), np.flatnonzero(may[scores.second])
        return cls(scores, rows, columns, resort, room.closed(board, scores, pathway))

    def blocks(self) -> Iterator[tuple[Integers, Cut]]:
        """All rows, some at a time, with their cells."""
        n = len(self.rows)
        step = max(_CELLS_OF_A_BLOCK // max(len(self.columns), 1), 1)
        for start in range(0, n, step):
            here = np.arange(start, min(start + step, n))
            if self._kept is None:
                yield here, self.cut(here)
            else:
                points, broken = self._kept.points[here], self._kept.broken
                yield here, Cut(points, None if broken is None else broken[here])

    def cut(self, rows: Integers) -> Cut:
        """The cells of these rows."""
        values = self.scores.outer(self.rows[rows], self.columns)
        points = values.points
        np.putmask(points, ~values.allowed, _CLOSED)
        if self.closed:
            shut = np.array(sorted(self.closed), dtype=np.int64)
            shut = shut[np.isin(shut[:, 0], self.rows[rows]) & np.isin(shut[:, 1], self.columns)]
            points[np.searchsorted(self.rows[rows], shut[:, 0]), np.searchsorted(self.columns, shut[:, 1])] = _CLOSED
        return Cut(points, values.broken)

    @cached_property
    def _kept(self) -> Cut | None:
        """All cells, where they are few enough to be kept."""
        n, m = len(self.rows), len(self.columns)
        if n * m > _CELLS_KEPT:
            return None
        points = np.empty((n, m), dtype=np.int32)
        broken = np.empty((n, m), dtype=np.int8) if self.scores.breaks else None
        step = max(_CELLS_OF_A_BLOCK // max(m, 1), 1)
        for start in range(0, n, step):
            here = np.arange(start, min(start + step, n))
            cut = self.cut(here)
            points[here] = cut.points
            if broken is not None and cut.broken is not None:
                broken[here] = cut.broken
        return Cut(points, broken)


def nearest(field: Field, count: int = NEAREST) -> Found:
    """Each row's best cells, seen from what its columns are worth to others.

    Without that, everyone would choose the same columns. Of equals each row prefers others than its neighbours do.
    """
    n, m = len(field.rows), len(field.columns)
    centre = _centre(field)
    wave = np.tile(np.arange(m, dtype=np.float32) * np.float32(300.0 / max(m, 1)), 2)
    waves = sliding_window_view(wave, m)
    found: list[Found] = []
    for rows, cut in field.blocks():
        if m <= count:
            r, c = np.nonzero(cut.points > _CLOSED)
        else:
            ranked = cut.points.astype(np.float32)
            if cut.broken is not None:
                ranked -= cut.broken * np.float32(1e7)
            ranked -= centre
            ranked -= waves[m - (rows * m // n)]
            r, c = _largest(ranked, count)
            keep = cut.points[r, c] > _CLOSED
            r, c = r[keep], c[keep]
        found.append((rows[r], c, cut.worth(r, c, field.resort)))
    return _joined(found)


def _largest(ranked: NDArray[np.float32], count: int) -> tuple[Integers, Integers]:
    """About so many of the largest of each row: where columns are many, the bound is estimated from some of them."""
    m = ranked.shape[1]
    if m <= 16 * count:
        least = np.partition(ranked, m - count, axis=1)[:, m - count]
    else:
        some = ranked[:, ::8]
        least = np.partition(some, some.shape[1] - count // 8, axis=1)[:, some.shape[1] - count // 8]
    rows, columns = np.divmod(np.flatnonzero(ranked >= least[:, None]), m)
    return rows, columns


def _centre(field: Field) -> NDArray[np.float32]:
    """float32[columns]: what a column is worth to others, on average over some of them."""
    n = len(field.rows)
    some = field.cut(np.unique(np.linspace(0, n - 1, min(n, 128)).astype(np.int64)))
    open_ = some.points > _CLOSED
    if some.broken is not None:
        open_ &= some.broken == 0
    total, times = np.where(open_, some.points, 0).sum(axis=0), open_.sum(axis=0)
    mean: NDArray[np.float32] = (total / np.maximum(times, 1)).astype(np.float32)
    return mean


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

    Of each row at most so many of those above are told.
    """
    above: list[Found] = []
    level: list[Found] = []
    prices = _Prices.of(field, row_price, column_price, unit)
    for rows, cut in field.blocks():
        over = prices.over(rows, cut)
        r, c = np.divmod(np.flatnonzero(over >= 0), over.shape[1])
        gain = over[r, c]
        positive = gain > 0
        if positive.any():
            r, c, gain = r[positive], c[positive], gain[positive]
            order = np.lexsort((c, -gain, r))
            r, c = r[order], c[order]
            rank = np.arange(len(r)) - np.searchsorted(r, r)
            r, c = r[rank < most], c[rank < most]
            above.append((rows[r], c, cut.worth(r, c, field.resort)))
        elif not above:
            level.append((rows[r], c, cut.worth(r, c, field.resort)))
    return Priced(_joined(above), _joined(level))


_SMALL = 2**29


@dataclass(frozen=True)
class _Prices:
    """Prices as they are, and, where they fit, cut to 32 bits: what is cut off can never reach a cell's worth."""

    row: Integers
    column: Integers
    unit: int
    resort: int
    narrow: tuple[NDArray[np.int32], NDArray[np.int32]] | None

    @classmethod
    def of(cls, field: Field, row: Integers, column: Integers, unit: int) -> "_Prices":
        lowest = int(column.min(initial=0))
        shifted = row + lowest
        most = unit * sum(c.weight * 1000 for c, _ in field.scores.graded if isinstance(c.weight, int))
        least = int(shifted.min(initial=0))
        fits = most < 2**26 and least > -(2**26)
        if field.scores.breaks and least <= most - unit * field.resort:
            fits = False  # who pays so little might still have a pair that breaks a last resort
        narrow = (
            np.minimum(shifted, _SMALL).astype(np.int32),
            np.minimum(column - lowest, _SMALL).astype(np.int32),
        )
        return cls(row, column, unit, field.resort, narrow if fits else None)

    def over(self, rows: Integers, cut: Cut) -> NDArray[np.int32] | Integers:
        """What the cells are worth above their prices."""
        if self.narrow is not None:
            row, column = self.narrow
            points = np.maximum(cut.points, np.int32(-(2**27) // self.unit))
            points *= np.int32(self.unit)
            points -= row[rows][:, None]
            points -= column
            if cut.broken is not None:
                np.putmask(points, cut.broken > 0, -1)
            return points
        worth = cut.points.astype(np.int64)
        if cut.broken is not None:
            worth -= cut.broken * np.int64(self.resort)
        worth *= self.unit
        worth -= self.row[rows][:, None]
        worth -= self.column
        worth[cut.points == _CLOSED] = _NO
        return worth


def _joined(parts: Sequence[Found]) -> Found:
    empty = np.zeros(0, dtype=np.int64)
    if not parts:
        return empty, empty, empty
    a, b, c = (np.concatenate(each) for each in zip(*parts, strict=True))
    return a.astype(np.int64), b.astype(np.int64), c.astype(np.int64)
