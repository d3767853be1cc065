"""Criteria that compare two people's values: same, different, gap, overlap, table."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.criteria.sides import FULL, Block, Mask, Sides, column, key, listed, numbers, yes_or_no


def same(params: Mapping[str, Any], sides: Sides) -> Block:
    """Holds where both values of `on` are known and equal."""
    first, second, known = _codes(params["on"], sides)
    return yes_or_no(known & (first[:, None] == second[None, :]))


def different(params: Mapping[str, Any], sides: Sides) -> Block:
    """Holds where both values of `on` are known and unequal."""
    first, second, known = _codes(params["on"], sides)
    return yes_or_no(known & (first[:, None] != second[None, :]))


def gap(params: Mapping[str, Any], sides: Sides) -> Block:
    """Holds where the second's `on` minus the first's lies within `least` and `most`."""
    first = numbers(column(sides.first, params["on"]))
    second = numbers(column(sides.second, params["on"]))
    distance = second[None, :] - first[:, None]
    holds = ~np.isnan(distance)
    if (least := params.get("least")) is not None:
        holds &= distance >= least
    if (most := params.get("most")) is not None:
        holds &= distance <= most
    return yes_or_no(holds)


def overlap(params: Mapping[str, Any], sides: Sides) -> Block:
    """What the first has in `of` and the second in `with`: at least `least` in common; the part of those wanted.

    With `ranked`, of n wanted the earliest weighs n, the last 1.
    """
    wanted = [_distinct(v) for v in column(sides.first, params["of"])]
    offered = [_distinct(v) for v in column(sides.second, params.get("with", params["of"]))]
    index = {v: i for i, v in enumerate(dict.fromkeys(v for person in (*wanted, *offered) for v in person))}
    has = _indicator(wanted, index)
    gives = _indicator(offered, index)
    weighs = _indicator(wanted, index, ranked=True) if params.get("ranked") else has
    full = np.maximum(weighs.sum(axis=1), 1).astype(np.int64)
    # whole numbers below 2**53: the products of floats are exact, and many times faster
    share = (weighs @ gives.T).astype(np.int64) * FULL // full[:, None]
    common = (has @ gives.T).astype(np.int64)
    known = np.array([bool(w) for w in wanted], dtype=bool)[:, None] & np.array([bool(o) for o in offered], dtype=bool)
    return Block(share.astype(np.int16), known & (common >= params.get("least", 1)))


def table(params: Mapping[str, Any], sides: Sides) -> Block:
    """The share looked up in `table` for the first's `of` and the second's `with`, either way round; equal is full.

    Of several values the best pairing counts. Holds where the share is above nothing.
    """
    shares = params["table"]

    def look_up(a: Any, b: Any) -> int:
        if key(a) == key(b):
            return FULL
        found = shares.get(a, {}).get(b)
        if found is None:
            found = shares.get(b, {}).get(a, 0)
        return round(FULL * float(found))

    left, left_codes = _values(column(sides.first, params["of"]))
    right, right_codes = _values(column(sides.second, params.get("with", params["of"])))
    small = np.zeros((len(left), len(right)), dtype=np.int16)
    for i, mine in enumerate(left):
        for j, theirs in enumerate(right):
            small[i, j] = max((look_up(a, b) for a in mine for b in theirs), default=0)
    share = small[left_codes[:, None], right_codes[None, :]]
    return Block(share, share > 0)


def _codes(name: str, sides: Sides) -> tuple[NDArray[np.int64], NDArray[np.int64], Mask]:
    codes: dict[Hashable, int] = {}

    def of(values: Sequence[Any]) -> NDArray[np.int64]:
        return np.array([-1 if v is None else codes.setdefault(key(v), len(codes)) for v in values], dtype=np.int64)

    first, second = of(column(sides.first, name)), of(column(sides.second, name))
    return first, second, (first[:, None] >= 0) & (second[None, :] >= 0)


def _distinct(value: Any) -> list[Hashable]:
    return list(dict.fromkeys(key(v) for v in listed(value)))


def _indicator(
    people: Sequence[Sequence[Hashable]], index: Mapping[Hashable, int], *, ranked: bool = False
) -> NDArray[np.float64]:
    matrix = np.zeros((len(people), len(index)), dtype=np.float64)
    for row, values in enumerate(people):
        for rank, value in enumerate(values):
            matrix[row, index[value]] = len(values) - rank if ranked else 1
    return matrix


def _values(values: Sequence[Any]) -> tuple[list[list[Any]], NDArray[np.int64]]:
    """The distinct values, each as a list, and which of them everyone has."""
    seen: dict[Hashable, int] = {}
    distinct: list[list[Any]] = []
    codes = np.zeros(len(values), dtype=np.int64)
    for i, value in enumerate(values):
        name = key(value)
        if name not in seen:
            seen[name] = len(distinct)
            distinct.append(listed(value))
        codes[i] = seen[name]
    return distinct, codes
