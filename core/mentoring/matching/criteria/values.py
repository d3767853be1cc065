"""Criteria that compare two people's values: same, different, gap, overlap, table."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.criteria.answers import Answer, Tabled
from mentoring.matching.criteria.compared import Alike, Between
from mentoring.matching.criteria.overlapping import Common
from mentoring.matching.criteria.sides import (
    FULL,
    Block,
    Numbering,
    Sides,
    coded,
    column,
    distinct_numbers,
    key,
    keys,
    listed,
    yes_or_no,
)

_CELLS_OF_A_TABLE = 40_000
"""With more distinct values than make so many cells, values are compared one by one."""


def same(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Holds where both values of `on` are known and equal."""
    return _alike(params["on"], sides, equal=True)


def different(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Holds where both values of `on` are known and unequal."""
    return _alike(params["on"], sides, equal=False)


def gap(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Holds where the second's `on` minus the first's lies within `least` and `most`."""
    mine, rows = distinct_numbers(column(sides.first, params["on"]))
    theirs, columns = distinct_numbers(column(sides.second, params["on"]))
    least, most = _reach(mine, params)
    if len(mine) * len(theirs) > _CELLS_OF_A_TABLE:
        return Between(least[rows], most[rows], theirs[columns])
    holds = (theirs >= least[:, None]) & (theirs <= most[:, None])
    return Tabled(yes_or_no(holds), rows, columns)


def overlap(params: Mapping[str, Any], sides: Sides) -> Answer:
    """What the first has in `of` and the second in `with`: at least `least` in common; the part of those wanted.

    With `ranked`, of n wanted the earliest weighs n, the last 1.
    """
    index = Numbering()
    row, asked = _things(column(sides.first, params["of"]), index)
    column_, given = _things(column(sides.second, params.get("with", params["of"])), index)
    counts = np.bincount(row, minlength=sides.shape[0])
    rank = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    shape = (sides.shape[0], int(counts.max(initial=0)))
    wants, weighs = np.full(shape, len(index), dtype=np.int64), np.zeros(shape, dtype=np.int16)
    wants[row, rank] = asked
    weighs[row, rank] = counts[row] - rank if params.get("ranked") else 1
    gives = np.zeros((len(index) + 1, sides.shape[1]), dtype=np.int16)
    gives[given, column_] = 1
    return Common(wants, weighs, gives, params.get("least", 1))


def table(params: Mapping[str, Any], sides: Sides) -> Answer:
    """The share looked up in `table` for the first's `of` and the second's `with`, either way round; equal is full.

    Of several values the best pairing counts. Holds where the share is above nothing.
    """
    shares = params["table"]

    def look_up(a: Any, b: Any) -> int:
        if a is b or key(a) == key(b):
            return FULL
        found = shares.get(a, {}).get(b)
        if found is None:
            found = shares.get(b, {}).get(a, 0)
        return round(FULL * float(found))

    left, left_codes = _values(column(sides.first, params["of"]))
    right, right_codes = _values(column(sides.second, params.get("with", params["of"])))
    best = [[max([look_up(a, b) for a in mine for b in theirs], default=0) for theirs in right] for mine in left]
    small = np.array(best, dtype=np.int16).reshape(len(left), len(right))
    return Tabled(Block(small, small > 0), left_codes, right_codes)


def _alike(name: str, sides: Sides, *, equal: bool) -> Answer:
    codes = Numbering({None: 0})
    first, second = (coded(keys(column(people, name)), codes) for people in (sides.first, sides.second))
    if len(codes) ** 2 > _CELLS_OF_A_TABLE:
        return Alike((first - 1).astype(np.int32), (second - 1).astype(np.int32), equal=equal)
    holds = np.eye(len(codes), dtype=np.bool_) == equal
    holds[0], holds[:, 0] = False, False
    return Tabled(yes_or_no(holds), first, second)


def _reach(first: NDArray[np.float64], params: Mapping[str, Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the most that the second's number may be; nothing lies there where the first's is unknown."""
    least, most = params.get("least"), params.get("most")
    known = ~np.isnan(first)
    low = np.where(known, -np.inf if least is None else first + (least or 0), np.inf)
    high = np.where(known, np.inf if most is None else first + (most or 0), -np.inf)
    return low, high


def _things(values: Sequence[Any], index: Numbering) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(person, thing) of everything that somebody names, in their order, each once; `index` numbers the things."""
    named = [v if v.__class__ is list else listed(v) for v in values]
    thing = coded(keys(list(chain.from_iterable(named))), index)
    person = np.repeat(np.arange(len(named)), np.fromiter(map(len, named), dtype=np.int64, count=len(named)))
    names = person * max(len(index), 1) + thing
    ordered = np.sort(names)
    if (ordered[1:] > ordered[:-1]).all():
        return person, thing
    _, first = np.unique(names, return_index=True)
    first.sort()
    return person[first], thing[first]


def _values(values: Sequence[Any]) -> tuple[list[list[Any]], NDArray[np.int64]]:
    """The distinct values, each as a list, and which of them everyone has."""
    names = [value if value.__class__ is str else key(value) for value in values]
    distinct = dict(zip(names, values, strict=True))
    return [listed(value) for value in distinct.values()], coded(names, Numbering())
