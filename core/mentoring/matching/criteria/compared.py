"""Criteria that compare two values of which there are too many for a table: equal, unequal, within a distance."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.criteria.answers import Answer, Places
from mentoring.matching.criteria.sides import FULL, Block, Mask, yes_or_no


class Alike(Answer):
    """Equal, or unequal, codes; below nothing is unknown and never holds."""

    def __init__(self, first: NDArray[np.int32], second: NDArray[np.int32], *, equal: bool) -> None:
        size = max(int(first.max(initial=0)), int(second.max(initial=0)))
        kind = np.int8 if size < 2**7 else np.int16 if size < 2**15 else np.int32
        self.first, self.second = first.astype(kind), np.where(second < 0, -2, second).astype(kind)
        self.equal, self.all_known = equal, bool((first >= 0).all() and (second >= 0).all())
        self.shape = (len(first), len(second))

    def at(self, rows: Places, columns: Places) -> Block:
        """By comparing codes."""
        a, b = self.first[rows], self.second[columns]
        return yes_or_no(self._holds(a, b))

    def holding(self, rows: Places, columns: Places) -> Mask:
        """As told above, at once."""
        return self._holds(self.first[rows][:, None], self.second[columns][None, :])

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """As told above, at once."""
        return self.holding(rows, columns) * np.int32(FULL * weight)

    def _holds(self, a: NDArray[Any], b: NDArray[Any]) -> Mask:
        holds: Mask = a == b if self.equal else a != b
        return holds if self.equal or self.all_known else holds & (a >= 0) & (b >= 0)


class Between(Answer):
    """The second's number lies within what the first's number allows: `least` to `most`, float64[first]."""

    def __init__(self, least: NDArray[np.float64], most: NDArray[np.float64], second: NDArray[np.float64]) -> None:
        self.least, self.most, self.second = least, most, second
        self.has_most = bool((most < np.inf).any())
        self.shape = (len(least), len(second))

    def at(self, rows: Places, columns: Places) -> Block:
        """By comparing; what is no number (NaN) lies nowhere."""
        return yes_or_no(self._holds(rows, columns))

    def holding(self, rows: Places, columns: Places) -> Mask:
        """As told above, at once."""
        return self._holds(rows[:, None], columns[None, :])

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """As told above, at once."""
        return self.holding(rows, columns) * np.int32(FULL * weight)

    def _holds(self, rows: Places, columns: Places) -> Mask:
        b = self.second[columns]
        holds: Mask = b >= self.least[rows]
        if self.has_most:
            holds &= b <= self.most[rows]
        return holds
