"""Criteria that one side decides: wish, choice, favour."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.cohort import Entrant
from mentoring.matching.criteria.sides import FULL, Block, Sides, column, fact, key, listed, numbers


def wish(params: Mapping[str, Any], sides: Sides) -> Block:
    """Role `of` answered ``{value, strength}`` in `field` about the other's `on`.

    An *essential* wish that is not met bars the pair; a met one, essential or desirable, earns full marks.
    Without a wish nothing is barred and nothing earned.
    """
    if params["of"] != sides.between[0]:
        return wish({**params, "of": sides.between[1]}, sides.turned).turned
    theirs = [{key(v) for v in listed(value)} for value in column(sides.second, params["on"])]
    met = np.zeros(sides.shape, dtype=np.bool_)
    strengths = []
    for row, entrant in enumerate(sides.first):
        values, strength = wish_of(entrant, params["field"])
        strengths.append(strength)
        if strength:
            met[row] = [not values.isdisjoint(t) for t in theirs]
    wishes = np.array([bool(s) for s in strengths], dtype=np.bool_)[:, None]
    binding = np.array([s == "essential" for s in strengths], dtype=np.bool_)[:, None]
    return Block((met * np.int16(FULL)).astype(np.int16), met | ~wishes, np.broadcast_to(binding, sides.shape))


def wish_of(entrant: Entrant, field: str) -> tuple[set[Any], str]:
    """The values wished for and the strength: ``essential``, ``desirable`` or empty for no wish."""
    answer = fact(entrant, field)
    if not isinstance(answer, Mapping) or answer.get("strength") not in {"essential", "desirable"}:
        return set(), ""
    values = {key(v) for v in listed(answer.get("value"))}
    return values, answer["strength"] if values else ""


def choice(params: Mapping[str, Any], sides: Sides) -> Block:
    """The other is among the people (e-mail addresses) whom role `of` named in `field`; of n, the first earns all."""
    if params["of"] != sides.between[0]:
        return choice({**params, "of": sides.between[1]}, sides.turned).turned
    share = np.zeros(sides.shape, dtype=np.int16)
    places: dict[str, list[int]] = {}
    for j, other in enumerate(sides.second):
        if other.email:
            places.setdefault(other.email.lower(), []).append(j)
    for row, entrant in enumerate(sides.first):
        named = list(dict.fromkeys(str(n).strip().lower() for n in listed(fact(entrant, params["field"]))))
        for rank, name in enumerate(named):
            share[row, places.get(name, [])] = (len(named) - rank) * FULL // len(named)
    return Block(share, share > 0)


def favour(params: Mapping[str, Any], sides: Sides) -> Block:
    """A number of the person in role `of`, as part of the largest that anyone of this role in the round has."""
    everyone = numbers([fact(e, params["on"]) for e in sides.cohort.entrants if e.role == params["of"]])
    known = everyone[~np.isnan(everyone)]
    largest = float(known.max()) if known.size else 0.0

    def part(entrants: tuple[Entrant, ...]) -> NDArray[np.int16]:
        values = np.maximum(np.nan_to_num(numbers(column(entrants, params["on"]))), 0)
        return np.floor(values * FULL / largest).astype(np.int16) if largest > 0 else np.zeros(len(entrants), np.int16)

    if params["of"] == sides.between[0]:
        share = np.broadcast_to(part(sides.first)[:, None], sides.shape)
    else:
        share = np.broadcast_to(part(sides.second)[None, :], sides.shape)
    return Block(share, share > 0)
