"""How much of what one wants the other gives."""

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.criteria.answers import Answer, Places
from mentoring.matching.criteria.parts import MOST, Floats, Part
from mentoring.matching.criteria.sides import FULL, Block, Mask


class Common(Answer):
    """How much of what the first wants the second gives.

    `wants`: int64[first, most wanted], things by number, the last number for nothing; `weighs`: int16, what each
    weighs; `gives`: int16[things + 1, second], 1 or 0, and nothing of the last.
    """

    def __init__(self, wants: Places, weighs: NDArray[np.int16], gives: NDArray[np.int16], least: int) -> None:
        self.wants, self.weighs, self.gives, self.least = wants, weighs, gives, least
        self.shape = (len(wants), gives.shape[1])
        self.known: Mask = np.logical_or.reduce(weighs > 0, axis=1)
        self.gives_any: Mask = np.logical_or.reduce(gives > 0, axis=0)
        self.full = np.maximum(weighs.sum(axis=1), 1).astype(np.float32)
        self.weighted = bool((weighs > 1).any())

    def at(self, rows: Places, columns: Places) -> Block:
        """Wanted thing by wanted thing."""
        common = self._sum(rows, columns, weighted=False)
        weighed = self._sum(rows, columns, weighted=True) if self.weighted else common
        return Block(self._share(weighed, rows).astype(np.int16), self._enough(common, rows, columns))

    def pairs(self, rows: Places, columns: Places) -> Block:
        """As `at`, all wanted things at once."""
        gives = self.gives[self.wants[rows], columns[:, None]]
        common = np.add.reduce(gives, axis=1)
        weighed = np.add.reduce(gives * self.weighs[rows], axis=1) if self.weighted else common
        return Block(self._share(weighed, rows).astype(np.int16), self._enough(common, rows, columns))

    def _enough(self, common: NDArray[np.integer], rows: Places, columns: Places) -> Mask:
        if self.least < 1:
            return self.known[rows] & self.gives_any[columns] & (common >= self.least)
        return common >= max(self.least, 1)

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """As told above, without looking whether it holds."""
        if len(self.gives) > MOST:
            rows, columns = rows[:, None], columns[None, :]
            return self._share(self._sum(rows, columns, weighted=True), rows).astype(np.int32) * np.int32(weight)
        each = np.zeros((len(rows), len(self.gives)), dtype=np.float32)
        each[np.arange(len(rows))[:, None], self.wants[rows]] = self.weighs[rows]
        share = self._share(each @ self.gives[:, columns].astype(np.float32), rows[:, None])
        share *= np.float32(weight)
        return share.astype(np.int32)

    def points_of(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """As `points`."""
        weighed = self._sum(rows, columns, weighted=True)
        return self._share(weighed, rows).astype(np.int32) * np.int32(weight)

    def earns(self, weight: int) -> Part | None:
        """What each wanted thing earns, rounded up: less than one share and one thing's rounding too much."""
        things = len(self.gives) - 1
        if things > MOST:
            return None
        earned = np.zeros((self.shape[0], things + 1), dtype=np.float32)
        each = -(-self.weighs.astype(np.int64) * (FULL * weight) // self.full.astype(np.int64)[:, None])
        np.add.at(earned, (np.arange(self.shape[0])[:, None], self.wants), each)
        gives: Floats = self.gives[:-1].T.astype(np.float32)
        return Part(earned[:, :-1], gives)

    def _sum(self, rows: Places, columns: Places, *, weighted: bool) -> NDArray[np.int16]:
        everyone = columns.shape == (1, self.shape[1])  # all columns, in their order: whole rows are copied at once
        total = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), dtype=np.int16)
        for k in range(self.wants.shape[1]):
            thing = self.wants[rows, k]
            gives = self.gives[thing[:, 0]] if everyone else self.gives[thing, columns]
            total += gives * self.weighs[rows, k] if weighted and self.weighted else gives
        return total

    def _share(self, weighed: NDArray[np.integer] | NDArray[np.float32], rows: Places) -> NDArray[np.float32]:
        # floats of 24 bits divide such small whole numbers without ever rounding up to the next one
        share: NDArray[np.float32] = np.multiply(weighed, np.float32(FULL), dtype=np.float32)
        share /= self.full[rows]
        return np.floor(share, out=share)
