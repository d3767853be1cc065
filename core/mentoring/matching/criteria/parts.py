"""A criterion as sums of products of few whole numbers: a whole block of pairs is then one product of matrices.

Most criteria compare few distinct values: who has which value, times what each value earns with the other's, is the
answer for everyone at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.integer | np.bool_]
Few = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

MOST = 128
"""With more parts than this a product costs more than looking at the criterion itself."""

NOBODY: Few = (np.zeros(0, dtype=np.int64),) * 3


@dataclass(frozen=True, slots=True)
class Part:
    """Two people's number is the product of their rows: `first` float32[first, parts], `second` float32[second, parts].

    All whole numbers below 2**24. `few`: (first, second, what is added for these two).
    """

    first: Floats
    second: Floats
    few: Few = NOBODY

    @property
    def turned(self) -> "Part":
        """The same with its sides exchanged."""
        rows, columns, more = self.few
        return Part(self.second, self.first, (columns, rows, more))

    def sparing(self, first: NDArray[np.bool_], second: NDArray[np.bool_]) -> "Part":
        """The same, but nothing for those of the masks."""
        rows, columns, more = self.few
        left = ~(first[rows] | second[columns])
        return Part(
            self.first * ~first[:, None], self.second * ~second[:, None], (rows[left], columns[left], more[left])
        )


def constant(shape: tuple[int, int], value: int, few: Few = NOBODY) -> Part:
    """The same number for all but few."""
    if not value:
        return Part(np.zeros((shape[0], 0), np.float32), np.zeros((shape[1], 0), np.float32), few)
    return Part(np.full((shape[0], 1), value, np.float32), np.ones((shape[1], 1), np.float32), few)


def split(table: Numbers, first: NDArray[np.int64], second: NDArray[np.int64]) -> Part | None:
    """The part whose numbers are ``table[first, second]``; None where both sides have many values."""
    if table.shape[0] > table.shape[1]:
        found = split(table.T, second, first)
        return None if found is None else found.turned
    told = np.flatnonzero(table.any(axis=1))
    if len(told) > MOST:
        return None
    has: Floats = (first[:, None] == told).astype(np.float32)
    gets: Floats = table[told].T.astype(np.float32)[second]
    return Part(has, gets)
