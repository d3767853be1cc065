"""Criteria that one side decides: wish, choice, favour."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.cohort import Entrant
from mentoring.matching.criteria.answers import Answer, Tabled
from mentoring.matching.criteria.sides import FULL, Block, Numbering, Sides, coded, column, fact, keys, listed, numbers
from mentoring.matching.criteria.sparse import Sparse

_NO_WISH: tuple[frozenset[Any], str] = (frozenset(), "")


def wish(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Role `of` answered ``{value, strength}`` in `field` about the other's `on`.

    An *essential* wish that is not met bars the pair; a met one, essential or desirable, earns full marks.
    Without a wish nothing is barred and nothing earned.
    """
    if params["of"] != sides.between[0]:
        return wish({**params, "of": sides.between[1]}, sides.turned).turned
    told = column(sides.first, params["field"])
    wished, rows = _distinct([None if answer is None else _wished(answer) for answer in told])
    wishes = [_NO_WISH if one is None else one for one in wished]
    values = column(sides.second, params["on"])
    have, columns = _distinct([v if v.__class__ is str else _one_or_more(v) for v in values])
    theirs = [_one_or_more(v) if v.__class__ is str else v for v in have]
    met = np.array([[bool(s) and not w.isdisjoint(t) for t in theirs] for w, s in wishes], dtype=np.bool_)
    met = met.reshape(len(wishes), len(theirs))
    none = np.array([not s for _, s in wishes], dtype=np.bool_)[:, None]
    binding = np.array([s == "essential" for _, s in wishes], dtype=np.bool_)[:, None]
    small = Block((met * np.int16(FULL)).astype(np.int16), met | none, np.broadcast_to(binding, met.shape))
    return Tabled(small, rows, columns)


def _wished(answer: Any) -> tuple[frozenset[Any], str]:
    told = answer.__class__ is dict or isinstance(answer, Mapping)  # the first question is much the quicker one
    if not told or answer.get("strength") not in {"essential", "desirable"}:
        return _NO_WISH
    values = _one_or_more(answer.get("value"))
    return (values, answer["strength"]) if values else _NO_WISH


def _one_or_more(value: Any) -> frozenset[Any]:
    return frozenset((value,)) if value.__class__ is str else frozenset(keys(listed(value)))


def _distinct(values: Sequence[Any]) -> tuple[list[Any], NDArray[np.int64]]:
    """The distinct values, and which of them everyone has."""
    index = Numbering()
    codes = coded(values, index)
    return list(index), codes


def wish_of(entrant: Entrant, field: str) -> tuple[frozenset[Any], str]:
    """The values wished for and the strength: ``essential``, ``desirable`` or empty for no wish."""
    return _wished(fact(entrant, field))


def choice(params: Mapping[str, Any], sides: Sides) -> Answer:
    """The other is among the people (e-mail addresses) whom role `of` named in `field`; of n, the first earns all."""
    if params["of"] != sides.between[0]:
        return choice({**params, "of": sides.between[1]}, sides.turned).turned
    _, places = sides.addresses
    found: list[tuple[int, int, int]] = []
    for row, answer in enumerate(column(sides.first, params["field"])):
        if answer is None:
            continue
        named = list(dict.fromkeys([str(n).strip().lower() for n in listed(answer)]))
        for rank, name in enumerate(named):
            share = (len(named) - rank) * FULL // len(named)
            found.extend((row, j, share) for j in places.get(name, ()))
    rows, columns, shares = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return Sparse(sides.shape, 0, rows, columns, shares.astype(np.int16))


def favour(params: Mapping[str, Any], sides: Sides) -> Answer:
    """A number of the person in role `of`, as part of the largest that anyone of this role in the round has."""
    mine = [e for e in sides.cohort.entrants if e.role == params["of"]]
    is_first = params["of"] == sides.between[0]
    asked = sides.first if is_first else sides.second
    values = numbers(column(asked, params["on"]))
    everyone = values if len(mine) == len(asked) else numbers(column(mine, params["on"]))
    largest = float(np.fmax.reduce(everyone, initial=0.0))
    share = np.zeros(len(asked), dtype=np.int16)
    if largest > 0:
        share = np.floor(np.fmax(values, 0) * FULL / largest).astype(np.int16)
    nobody = np.zeros(sides.shape[is_first], dtype=np.int64)
    if is_first:
        share = share[:, None]
        return Tabled(Block(share, share > 0), np.arange(sides.shape[0]), nobody)
    share = share[None, :]
    return Tabled(Block(share, share > 0), nobody, np.arange(sides.shape[1]))
