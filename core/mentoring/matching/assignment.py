"""The best assignment in a given order of aims, exactly, with a proof in whole numbers.

Each aim is a matrix of integers. An aim is solved on what the aims before it leave open: after each, the dual prices
show which cells and which people any best solution must use (complementary slackness), and only those stay open.
So no weights are piled onto each other until they overflow, and each step is checked by its own prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from mentoring.matching.criteria.sides import Mask

Integers = NDArray[np.int64]
_EXACT = 2**53  # every integer below is a float, so a search in floats is a search in integers
_NEVER = -(2**60)
_NARROW = 2**30  # two such numbers are added in 32 bits
_Whole = TypeVar("_Whole", np.int32, np.int64)


@dataclass(frozen=True, slots=True)
class Face:
    """All solutions that are equally good so far, and one of them.

    `open`: bool[rows, columns], the cells they use; `rows`, `columns`: who must be assigned in each of them;
    `column_of`: int64[rows], the column of each row in the one at hand, -1 for none.
    """

    open: Mask
    rows: Mask
    columns: Mask
    column_of: Integers

    @classmethod
    def start(cls, allowed: Mask, must_columns: Mask) -> "Face":
        """Every assignment over the allowed cells that fills these columns."""
        n = allowed.shape[0]
        return cls(allowed, np.zeros(n, dtype=np.bool_), must_columns, np.full(n, -1, dtype=np.int64))


def best(face: Face, aims: Sequence[Integers]) -> Face:
    """The solutions of `face` that are best by the first aim, of those by the second, and so on. Sums are maximised."""
    for weights in _packed(face.open, aims):
        face = _stage(face, weights)
    return face


def _stage(face: Face, weights: Integers) -> Face:
    """The part of `face` in which the sum of `weights` over the assigned cells is largest."""
    n, m = face.open.shape
    inside = np.where(face.open, weights, 0)
    spread = int(inside.max(initial=0)) - int(inside.min(initial=0))
    bonus = min(n, m) * spread + 1  # one more person who must be assigned outweighs everything else
    raised = inside + bonus * (face.rows[:, None].astype(np.int64) + face.columns[None, :])
    raised[~face.open] = 0
    # the search assigns as many as it can: a closed cell, or one that costs more than it earns, stands for nobody
    rows, columns = linear_sum_assignment(np.maximum(raised, 0).astype(np.float64), maximize=True)
    used = face.open[rows, columns] & (raised[rows, columns] >= 0)
    column_of = np.full(n, -1, dtype=np.int64)
    column_of[rows[used]] = columns[used]
    if (face.rows & (column_of < 0)).any() or not np.isin(np.flatnonzero(face.columns), column_of).all():
        raise ArithmeticError("the assignment leaves out someone who must be assigned")
    row_price, column_price = prices(np.where(face.open, raised, _NEVER), column_of)
    tight = face.open & (row_price[:, None] + column_price[None, :] == raised)
    return Face(tight, row_price > 0, column_price > 0, column_of)


def prices(weights: Integers, column_of: Integers) -> tuple[Integers, Integers]:
    """The smallest row prices, with the column prices, that prove this assignment best for `weights`.

    `weights`: int64[rows, columns], far below zero where a cell is closed. Prices are at least 0, two of a cell never
    sum to less than its weight, and to exactly that where it is assigned; who is not assigned has price 0.
    Raises ArithmeticError where there are none: the assignment is not the best.
    """
    found = lowest_prices(weights, column_of)
    if found is None:
        raise ArithmeticError("the assignment is not the best one: no prices prove it")
    return found[:2]


def lowest_prices(
    weights: Integers, column_of: Integers, room: Integers | None = None
) -> tuple[Integers, Integers, Integers] | None:
    """As `prices`, with what each cell costs above its weight, int64[rows, columns]; None where there are none.

    `room`: int64[2, `length`], memory to work in, which what is returned stays in.
    """
    n, m = weights.shape
    room = np.empty((2, length(weights.shape)), dtype=np.int64) if room is None else room
    assigned = np.flatnonzero(column_of >= 0)
    own = np.full(n, -_NEVER, dtype=np.int64)  # who is not assigned asks nothing of others
    own[assigned] = weights[assigned, column_of[assigned]]
    free = np.ones(m, dtype=np.bool_)
    free[column_of[assigned]] = False
    price = np.maximum(weights[:, free].max(axis=1, initial=0), 0)
    price = _risen(weights, column_of, own, price, room)
    column_price = np.zeros(m, dtype=np.int64)
    column_price[column_of[assigned]] = own[assigned] - price[assigned]
    unproven = (price[column_of < 0] > 0).any() or (column_price < 0).any()
    over = room[0, : n * m].reshape(n, m)
    np.subtract(price[:, None], weights, out=over)
    over += column_price
    return None if unproven or over.min(initial=0) < 0 else (price, column_price, over)


def _risen(weights: Integers, column_of: Integers, own: Integers, price: Integers, room: Integers) -> Integers:
    """The prices of rows, raised until the column of each can pay for what it would be worth to any other row.

    In 32 bits, where the prices stay small: what is far below nothing then asks for nothing either way.
    """
    n = len(price)
    more, offers = (part[: n * n].reshape(n, n) for part in room)
    _above(weights, column_of, own, more)
    if max(price.max(initial=0), more.max(initial=0)) < _NARROW:
        few, small = (part.reshape(n, n) for part in np.split(room[1].view(np.int32)[: 2 * n * n], 2))
        few[...] = np.maximum(more, -_NARROW, out=more)
        found = _raised(few, price.astype(np.int32), small)
        if found.max(initial=0) < _NARROW:
            return found.astype(np.int64)
        _above(weights, column_of, own, more)
    return _raised(more, price, offers)


def _above(weights: Integers, column_of: Integers, own: Integers, more: Integers) -> None:
    """Write to `more`, [k, row]: what the row must cost above k, if the column of k is to pay."""
    weights.T.take(column_of, axis=0, mode="wrap", out=more)
    more -= own[:, None]


def _raised(more: NDArray[_Whole], price: NDArray[_Whole], offers: NDArray[_Whole]) -> NDArray[_Whole]:
    """As `_risen`: `more` is [k, row], what the row must cost above k; `offers` is memory of that shape."""
    n = len(price)
    changed = np.arange(n)
    for _ in range(n + 1):
        if not changed.size:
            break
        if 2 * len(changed) > n:
            asked = np.add(more, price[:, None], out=offers)
        else:
            asked = more.take(changed, axis=0, out=offers[: len(changed)], mode="clip")
            asked += price.take(changed)[:, None]
        raised = np.maximum.reduce(asked, axis=0)
        changed = (raised > price).nonzero()[0]
        price = np.maximum(raised, price)
    return price


def length(shape: tuple[int, int]) -> int:
    """How much room the prices of a table of this shape need."""
    return shape[0] * max(shape)


def _packed(allowed: Mask, aims: Sequence[Integers]) -> list[Integers]:
    """Neighbouring aims made one where their sums fit side by side into exact numbers: fewer steps, the same order."""
    size = max(min(allowed.shape), 1)
    packed: list[Integers] = []
    spreads: list[int] = []
    for aim in aims:
        inside = aim[allowed]
        if not inside.size or (inside == 0).all():
            continue
        spread = max(int(inside.max()), 0) - min(int(inside.min()), 0)
        scale = 2 * size * spread + 1
        if packed and 8 * size * size * spreads[-1] * scale < _EXACT:
            packed[-1] = packed[-1] * scale + aim
            spreads[-1] = spreads[-1] * scale + spread
        else:
            packed.append(aim)
            spreads.append(spread)
    if any(8 * size * size * spread >= _EXACT for spread in spreads):
        raise ArithmeticError("the weights are too large to be added exactly")
    return packed
