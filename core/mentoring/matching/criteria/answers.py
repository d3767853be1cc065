"""A criterion's answer for everyone, held small: codes and columns from which any block, or any pairs, are worked out.

Whole matrices are made only where somebody asks for them: a round of ten thousand is scored block by block.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.criteria.sides import FULL, Block, Mask, Sides, yes_or_no

Places = NDArray[np.int64]


class Answer:
    """What a criterion says of any two people, one of each side.

    `outer(rows, columns)` answers for every row with every column, `pairs(rows, columns)` for the first row with the
    first column, the second with the second, and so on. `share`, `holds`, `binding` are the whole matrices.
    """

    shape: tuple[int, int]

    def outer(self, rows: Places, columns: Places) -> Block:
        """Block[rows, columns]."""
        return self.at(rows[:, None], columns[None, :])

    def pairs(self, rows: Places, columns: Places) -> Block:
        """Block[pairs]."""
        return self.at(rows, columns)

    def at(self, rows: Places, columns: Places) -> Block:
        """The answer at these places, spread over each other as NumPy does."""
        raise NotImplementedError

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """int32[rows, columns]: weight times share, or what NumPy spreads to that."""
        return self.outer(rows, columns).share * np.int32(weight)

    def holding(self, rows: Places, columns: Places) -> Mask:
        """bool[rows, columns]: for whom it holds."""
        return self.outer(rows, columns).holds

    def barring(self, rows: Places, columns: Places) -> Mask:
        """bool[rows, columns]: who is barred whatever the weight, because it does not hold."""
        answer = self.outer(rows, columns)
        return np.zeros_like(answer.holds) if answer.binding is None else ~answer.holds & answer.binding

    def keep_holding(self, allowed: Mask, rows: Places, columns: Places) -> None:
        """Take out of `allowed`, bool[rows, columns], the pairs for whom it does not hold."""
        allowed &= self.holding(rows, columns)

    @property
    def binds(self) -> bool:
        """Whether not holding may be a bar whatever the weight."""
        return False

    @property
    def turned(self) -> "Answer":
        """The answer with its sides exchanged."""
        return Turned(self)

    @cached_property
    def whole(self) -> Block:
        """Everyone with everyone."""
        return self.outer(np.arange(self.shape[0]), np.arange(self.shape[1]))

    @property
    def share(self) -> NDArray[np.int16]:
        """int16[first, second]."""
        return self.whole.share

    @property
    def holds(self) -> Mask:
        """bool[first, second]."""
        return self.whole.holds

    @property
    def binding(self) -> Mask | None:
        """bool[first, second], or None."""
        return self.whole.binding


class Turned(Answer):
    """An answer seen from the other side."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.shape = answer.shape[::-1]

    def outer(self, rows: Places, columns: Places) -> Block:
        """Block[rows, columns]."""
        return self.answer.outer(columns, rows).turned

    def pairs(self, rows: Places, columns: Places) -> Block:
        """Block[pairs]."""
        return self.answer.pairs(columns, rows)

    @property
    def binds(self) -> bool:
        """As the answer itself."""
        return self.answer.binds


class Known(Answer):
    """A whole matrix that is there already."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.shape = (block.share.shape[0], block.share.shape[1])

    @property
    def binds(self) -> bool:
        """Whether the block has a binding part."""
        return self.block.binding is not None

    def at(self, rows: Places, columns: Places) -> Block:
        """By looking it up."""
        b = self.block
        binding = None if b.binding is None else b.binding[rows, columns]
        return Block(b.share[rows, columns], b.holds[rows, columns], binding)


class Tabled(Answer):
    """Few distinct values on each side: a small block, and which of its rows and columns everyone has."""

    def __init__(self, small: Block, first: Places, second: Places) -> None:
        self.small = small
        self.first, self.second = first, second
        self.shape = (len(first), len(second))

    @property
    def binds(self) -> bool:
        """Whether the small block has a binding part."""
        return self.small.binding is not None

    def at(self, rows: Places, columns: Places) -> Block:
        """By looking the two values up."""
        a, b = self.first[rows], self.second[columns]
        s = self.small
        return Block(s.share[a, b], s.holds[a, b], None if s.binding is None else s.binding[a, b])

    def outer(self, rows: Places, columns: Places) -> Block:
        """As `at`, one row of the small block at a time: much faster."""
        a, b = self.first[rows], self.second[columns]
        s = self.small
        binding = None if s.binding is None else s.binding[a].take(b, axis=1)
        return Block(s.share[a].take(b, axis=1), s.holds[a].take(b, axis=1), binding)

    def barring(self, rows: Places, columns: Places) -> Mask:
        """As told above, at once."""
        s = self.small
        barred = np.zeros_like(s.holds) if s.binding is None else ~s.holds & s.binding
        return barred[self.first[rows]].take(self.second[columns], axis=1)

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """As told above; where one side has one value, as thin as that."""
        earned = self.small.share.astype(np.int32) * np.int32(weight)
        a = self.first[rows] if earned.shape[0] > 1 else np.zeros(1, dtype=np.int64)
        return earned[a].take(self.second[columns], axis=1) if earned.shape[1] > 1 else earned[a]


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
        holds: Mask = common >= max(self.least, 1)
        if self.least < 1:
            holds = self.known[rows] & self.gives_any[columns] & (common >= self.least)
        return Block(self._share(weighed, rows).astype(np.int16), holds)

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """As told above, without looking whether it holds."""
        rows, columns = rows[:, None], columns[None, :]
        return self._share(self._sum(rows, columns, weighted=True), rows).astype(np.int32) * np.int32(weight)

    def _sum(self, rows: Places, columns: Places, *, weighted: bool) -> NDArray[np.int16]:
        everyone = columns.shape == (1, self.shape[1])  # all columns, in their order: whole rows are copied at once
        total = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), dtype=np.int16)
        for k in range(self.wants.shape[1]):
            thing = self.wants[rows, k]
            gives = self.gives[thing[:, 0]] if everyone else self.gives[thing, columns]
            total += gives * self.weighs[rows, k] if weighted and self.weighted else gives
        return total

    def _share(self, weighed: NDArray[np.int16], rows: Places) -> NDArray[np.float32]:
        # floats of 24 bits divide such small whole numbers without ever rounding up to the next one
        share: NDArray[np.float32] = weighed.astype(np.float32) * np.float32(FULL)
        share /= self.full[rows]
        return np.floor(share)


class Sparse(Answer):
    """The same for almost everyone: `usual` thousandths, but for a few pairs.

    `rows`, `columns`, `shares` name those pairs, each once. Above nothing it holds.
    """

    def __init__(
        self, shape: tuple[int, int], usual: int, rows: Places, columns: Places, shares: NDArray[np.int16]
    ) -> None:
        self.shape, self.usual = shape, usual
        order = np.lexsort((columns, rows))
        self.rows, self.columns, self.shares = rows[order], columns[order], shares[order]
        self.start = np.searchsorted(self.rows, np.arange(shape[0] + 1))

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
        here, there, which = self._few(rows, columns)
        allowed[here, there] &= self.shares[which] > 0

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """The usual for all where there are no others."""
        if not len(self.rows):
            return np.full((1, 1), self.usual * weight, dtype=np.int32)
        return super().points(rows, columns, weight)

    def _few(self, rows: Places, columns: Places) -> tuple[Places, Places, Places]:
        """The few that are in the block: their row and column in it, and which of the few each is."""
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

    def pairs(self, rows: Places, columns: Places) -> Block:
        """Looked up among the few."""
        share = np.full(len(rows), self.usual, dtype=np.int16)
        if len(self.rows):
            wanted = rows * self.shape[1] + columns
            have = self.rows * self.shape[1] + self.columns
            at = np.minimum(np.searchsorted(have, wanted), len(have) - 1)
            found = have[at] == wanted
            share[found] = self.shares[at[found]]
        return Block(share, share > 0)


Rule = Callable[[Mapping[str, Any], Sides], Answer]
"""A criterion's rule: its parameters and the people, to its answer."""
