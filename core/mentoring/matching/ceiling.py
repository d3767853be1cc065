"""What pairs are worth at most, some rows at a time: one product of matrices for a whole block.

Only what reaches its price by this bound is worked out exactly. The product is of whole numbers: where their sums stay
below the largest that a float counts without a gap, floats add them exactly, in any order and on any machine. Where
not, the bound is raised by what rounding can take away.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.answers import Answer, Known
from mentoring.matching.criteria.parts import MOST, NOBODY, Few, Part
from mentoring.matching.criteria.sides import FULL
from mentoring.matching.score import Bar, Scores

_CELLS_OF_A_BLOCK = 200_000
_CELLS_KEPT = 30_000_000

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Ceiling:
    """Two sides of a pathway: what they earn (`points`), what bars them, which last resorts they break.

    Each a list of parts, besides what is no sum of products (`slow_…`), which is looked at itself. `rows`, `columns`:
    places in the scores. Bars that can be left out of a bound are.
    """

    rows: Integers
    columns: Integers
    points: tuple[Part, ...]
    bars: tuple[Part, ...]
    breaks: tuple[Part, ...]
    slow_points: tuple[tuple[Answer, int], ...]
    slow_bars: tuple[Bar, ...]
    slow_breaks: tuple[Bar, ...]
    most: int

    @classmethod
    def of(cls, scores: Scores, rows: Integers, columns: Integers) -> "Ceiling":
        """Of these places in the scores."""
        weighed = [(a, c.weight) for c, a in scores.graded if isinstance(c.weight, int)]
        points = [(answer, weight, answer.earns(weight)) for answer, weight in weighed]
        bars, breaks = ([(b, b.part()) for b in each] for each in (scores.bars, scores.breaks))
        return cls(
            rows,
            columns,
            tuple(part for _, _, part in points if part is not None),
            tuple(part for _, part in bars if part is not None),
            tuple(part for _, part in breaks if part is not None),
            tuple((_kept(answer), weight) for answer, weight, part in points if part is None),
            tuple(bar for bar, part in bars if part is None),
            tuple(bar for bar, part in breaks if part is None),
            sum(weight * FULL + MOST for _, weight in weighed),
        )

    def over(
        self, row_price: Integers, column_price: Integers, *, unit: int, resort: int
    ) -> Iterator[tuple[Integers, Floats]]:
        """Rows, and float[rows, columns]: `unit` times what pairs are worth, above both prices, or a little more.

        A pair is worth its points less `resort` for each last resort that it breaks. Pairs that are nowhere near their
        prices are only told to be below them. Each block is written over the one before.
        """
        lowest = int(column_price.min())
        row, column = row_price + lowest, column_price - lowest
        top = unit * self.most
        depth = max(-int(row.min(initial=0)), 0)
        bar = 1 << (top + depth).bit_length()  # more than any pair can be above its prices
        broken = min(unit * resort, bar)
        row, column = np.minimum(row, top + 1), np.minimum(column, top + depth + 1)
        weighed = (
            *((part, unit) for part in self.points),
            *((part, -bar) for part in self.bars),
            *((part, -broken) for part in self.breaks),
        )
        largest = 2 * (top + depth + 1) + top + bar * (len(self.bars) + len(self.slow_bars))
        largest += broken * (len(self.breaks) + len(self.slow_breaks))
        kind = np.float32 if largest < 2**24 else np.float64
        first = np.hstack([*(p.first[self.rows] * kind(w) for p, w in weighed), -row[:, None], np.ones((len(row), 1))])
        second = np.hstack([*(p.second[self.columns] for p, _ in weighed), np.ones((len(column), 1)), -column[:, None]])
        first, second = first.astype(kind), np.ascontiguousarray(second.T.astype(kind))
        spare = 0.0 if largest < 2**53 else float(largest) * first.shape[1] * 2.0**-51
        few = self._few(weighed)
        step = max(_CELLS_OF_A_BLOCK // len(column), 1)
        room = np.empty((min(step, len(row)), len(column)), dtype=kind)
        for start in range(0, len(row), step):
            here = np.arange(start, min(start + step, len(row)))
            block = np.matmul(first[start : start + step], second, out=room[: len(here)])
            at = slice(*np.searchsorted(few[0], (start, start + len(here))))
            np.add.at(block, (few[0][at] - start, few[1][at]), few[2][at].astype(kind))
            self._slow(here, block, unit, bar, broken)
            yield here, block + spare if spare else block

    def _few(self, weighed: tuple[tuple[Part, int], ...]) -> Few:
        """(row, column, what is added) of the few pairs that the products leave out, in the order of rows."""
        told = [(*part.few[:2], part.few[2] * weight) for part, weight in weighed if len(part.few[0])]
        if not told:
            return NOBODY
        row, column, more = (np.concatenate(each) for each in zip(*told, strict=True))
        row, column = _places(self.rows, row), _places(self.columns, column)
        inside = np.flatnonzero((row >= 0) & (column >= 0))
        order = inside[np.argsort(row[inside], kind="stable")]
        return row[order], column[order], more[order]

    def _slow(self, here: Integers, block: Floats, unit: int, bar: int, broken: int) -> None:
        rows = self.rows[here]
        for answer, weight in self.slow_points:
            block += answer.points(rows, self.columns, weight) * block.dtype.type(unit)
        for told, each in ((self.slow_bars, bar), (self.slow_breaks, broken)):
            for one in told:
                block -= one.outer(rows, self.columns) * block.dtype.type(each)


def _places(mine: Integers, wanted: Integers) -> Integers:
    """Where `wanted` stand among mine, which ascend; -1 for those that do not."""
    at = np.minimum(np.searchsorted(mine, wanted), len(mine) - 1)
    return np.where(mine[at] == wanted, at, -1)


def _kept(answer: Answer) -> Answer:
    """The answer, worked out for everyone where that is not too much to keep: it will be asked again."""
    return Known(answer.whole) if answer.shape[0] * answer.shape[1] <= _CELLS_KEPT else answer
