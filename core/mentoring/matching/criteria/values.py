"""Criteria that compare two people's values: same, different, gap, overlap, table."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.criteria.answers import Alike, Answer, Between, Common, Tabled
from mentoring.matching.criteria.sides import FULL, Block, Sides, column, key, listed, numbers


def same(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Holds where both values of `on` are known and equal."""
    return Alike(*_codes(params["on"], sides), equal=True)


def different(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Holds where both values of `on` are known and unequal."""
    return Alike(*_codes(params["on"], sides), equal=False)


def gap(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Holds where the second's `on` minus the first's lies within `least` and `most`."""
    first = numbers(column(sides.first, params["on"]))
    second = numbers(column(sides.second, params["on"]))
    least, most = params.get("least"), params.get("most")
    known = ~np.isnan(first)
    low = np.where(known, -np.inf if least is None else first + (least or 0), np.inf)
    high = np.where(known, np.inf if most is None else first + (most or 0), -np.inf)
    return Between(low, high, second)


def overlap(params: Mapping[str, Any], sides: Sides) -> Answer:
    """What the first has in `of` and the second in `with`: at least `least` in common; the part of those wanted.

    With `ranked`, of n wanted the earliest weighs n, the last 1.
    """
    wanted = [_distinct(v) for v in column(sides.first, params["of"])]
    offered = [_distinct(v) for v in column(sides.second, params.get("with", params["of"]))]
    index: dict[Hashable, int] = {}
    for person in (*wanted, *offered):
        for value in person:
            index.setdefault(value, len(index))
    most = max((len(w) for w in wanted), default=0)
    wants = np.array([[*(index[v] for v in w), *[len(index)] * (most - len(w))] for w in wanted], dtype=np.int64)
    ranked = bool(params.get("ranked"))
    weighs = np.array(
        [[*(len(w) - k if ranked else 1 for k in range(len(w))), *[0] * (most - len(w))] for w in wanted],
        dtype=np.int16,
    )
    gives = np.zeros((len(index) + 1, len(offered)), dtype=np.int16)
    gives[
        np.array([index[v] for o in offered for v in o], dtype=np.int64),
        np.repeat(np.arange(len(offered)), [len(o) for o in offered]),
    ] = 1
    shape = (len(wanted), most)
    return Common(wants.reshape(shape), weighs.reshape(shape), gives, params.get("least", 1))


def table(params: Mapping[str, Any], sides: Sides) -> Answer:
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
    return Tabled(Block(small, small > 0), left_codes, right_codes)


def _codes(name: str, sides: Sides) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    codes: dict[Hashable, int] = {}

    def of(values: Sequence[Any]) -> NDArray[np.int32]:
        return np.array([-1 if v is None else codes.setdefault(key(v), len(codes)) for v in values], dtype=np.int32)

    return of(column(sides.first, name)), of(column(sides.second, name))


def _distinct(value: Any) -> list[Hashable]:
    return list(dict.fromkeys(key(v) for v in listed(value)))


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
