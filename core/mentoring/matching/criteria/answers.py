"""A criterion's answer for everyone, held small: codes and columns from which any block, or any pairs, are worked out.

Whole matrices are made only where somebody asks for them: a round of ten thousand is scored block by block.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.criteria.parts import Part, split
from mentoring.matching.criteria.sides import Block, Mask, Sides

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

    def points_of(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """int32[pairs]: weight times share."""
        return self.pairs(rows, columns).share * np.int32(weight)

    def failing(self, rows: Places, columns: Places, *, binding: bool) -> Mask:
        """bool[pairs]: for whom it does not hold (with `binding`: and bars whatever the weight)."""
        answer = self.pairs(rows, columns)
        if not binding:
            return ~answer.holds
        return np.zeros_like(answer.holds) if answer.binding is None else ~answer.holds & answer.binding

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

    def earns(self, weight: int) -> Part | None:
        """Weight times share, or a little more, as a sum of products; None where it is none of few."""
        del weight
        return None

    def fails(self, *, binding: bool) -> Part | None:
        """1 where it does not hold (with `binding`: and bars whatever the weight), else 0, as a sum of products."""
        del binding
        return None

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

    def points_of(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """As the answer itself."""
        return self.answer.points_of(columns, rows, weight)

    def failing(self, rows: Places, columns: Places, *, binding: bool) -> Mask:
        """As the answer itself."""
        return self.answer.failing(columns, rows, binding=binding)

    def earns(self, weight: int) -> Part | None:
        """As the answer itself, turned."""
        part = self.answer.earns(weight)
        return None if part is None else part.turned

    def fails(self, *, binding: bool) -> Part | None:
        """As the answer itself, turned."""
        part = self.answer.fails(binding=binding)
        return None if part is None else part.turned

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
        return Block(_laid(s.share, a, b), _laid(s.holds, a, b), None if s.binding is None else _laid(s.binding, a, b))

    def pairs(self, rows: Places, columns: Places) -> Block:
        """As `at`."""
        s, cells = self.small, self._cells(rows, columns)
        binding = None if s.binding is None else s.binding.ravel().take(cells)
        return Block(s.share.ravel().take(cells), s.holds.ravel().take(cells), binding)

    def holding(self, rows: Places, columns: Places) -> Mask:
        """As `outer`, without the shares."""
        return _laid(self.small.holds, self.first[rows], self.second[columns])

    def points_of(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """By one look at the small block."""
        return self._look(self.small.share, rows, columns) * np.int32(weight)

    def failing(self, rows: Places, columns: Places, *, binding: bool) -> Mask:
        """As `points_of`."""
        return self._look(self._failing(binding=binding), rows, columns)

    def _look(self, small: NDArray[Any], rows: Places, columns: Places) -> NDArray[Any]:
        found: NDArray[Any] = small.ravel().take(self._cells(rows, columns))
        return found

    def _cells(self, rows: Places, columns: Places) -> Places:
        cells: Places = self.first[rows] * self.small.share.shape[1] + self.second[columns]
        return cells

    def barring(self, rows: Places, columns: Places) -> Mask:
        """As told above, at once."""
        return _laid(self._failing(binding=True), self.first[rows], self.second[columns])

    def points(self, rows: Places, columns: Places, weight: int) -> NDArray[np.int32]:
        """As told above; where one side has one value, as thin as that."""
        earned = self.small.share.astype(np.int32) * np.int32(weight)
        a = np.zeros(1, dtype=np.int64) if earned.shape[0] == 1 else self.first[rows]
        return earned[a] if earned.shape[1] == 1 else _laid(earned, a, self.second[columns])

    def earns(self, weight: int) -> Part | None:
        """Exactly, over the values of the side that has fewer."""
        return split(self.small.share.astype(np.int32) * np.int32(weight), self.first, self.second)

    def fails(self, *, binding: bool) -> Part | None:
        """As `earns`."""
        return split(self._failing(binding=binding), self.first, self.second)

    def _failing(self, *, binding: bool) -> Mask:
        s = self.small
        if not binding:
            return ~s.holds
        return np.zeros_like(s.holds) if s.binding is None else ~s.holds & s.binding


def _laid(small: NDArray[Any], rows: Places, columns: Places) -> NDArray[Any]:
    """The rows and columns of a small block laid out: first those of which fewer are copied one by one."""
    if len(small) < len(rows):
        return small.take(columns, axis=1).take(rows, axis=0)
    return small.take(rows, axis=0).take(columns, axis=1)


Rule = Callable[[Mapping[str, Any], Sides], Answer]
"""A criterion's rule: its parameters and the people, to its answer."""
