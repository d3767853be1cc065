"""Pair pathways with rules that no assignment problem can say, by whole-number programming (HiGHS, in SciPy).

Slower, and seldom needed. One variable for each possible pair; aim after aim is solved, and kept from then on.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mentoring.matching.plan import PathwayPlan
from mentoring.matching.programme import Programme, Terms
from mentoring.matching.room import Room
from mentoring.matching.score import POINTS_OF_A_LAST_RESORT, Board

_SETTLE_AT_MOST = 20_000
"""With more pairs than this, ties are settled by who is placed, no longer by with whom."""


class Pair(NamedTuple):
    """One pair: positions in the cohort, `first` in the pathway's served role."""

    pathway: str
    first: int
    second: int


def keeps_to(board: Board, room: Room, pathways: Sequence[PathwayPlan], pairs: Sequence[Pair]) -> bool:
    """Whether pairs keep to what an assignment problem cannot say."""
    together = {(p.first, p.second) if p.first < p.second else (p.second, p.first) for p in pairs}
    if len(together) < len(pairs) or both_ways(board, pathways, pairs):
        return False
    for limit in room.limits:
        placed = {i for p in pairs if limit.pathway in {None, p.pathway} for i in (p.first, p.second)}
        if sum(board.cohort.entrants[i].id in limit.entrants for i in placed) > limit.at_most:
            return False
    return True


def both_ways(board: Board, pathways: Sequence[PathwayPlan], pairs: Sequence[Pair]) -> list[tuple[int, int, int, int]]:
    """Pairs of pairs (their places in `pairs`) in which two people serve each other although `one_way` is asked.

    Each with how many last resorts and how many thousandths of points it costs; -1 last resorts where it is a must.
    """
    asked = {p.id: [c for c in p.criteria if c.rule == "one_way"] for p in pathways}
    if not any(asked.values()):
        return []
    person = [e.person for e in board.cohort.entrants]
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k, p in enumerate(pairs):
        index[person[p.first], person[p.second]].append(k)
    found = []
    for (a, b), ones in index.items():
        if a >= b:
            continue
        for k in ones:
            for other in index.get((b, a), []):
                criteria = [c for way in (pairs[k].pathway, pairs[other].pathway) for c in asked[way]]
                weights = [c.weight for c in criteria]
                resorts = -1 if "must" in weights else weights.count("last_resort")
                cost = sum(w * 1000 for w in weights if isinstance(w, int))
                if criteria:
                    found.append((k, other, resorts, cost))
    return found


def pair_in_whole_numbers(board: Board, room: Room, pathways: Sequence[PathwayPlan]) -> list[Pair]:
    """The best pairs the room leaves, in the order of aims; ties as in `ties`, served person by served person."""
    model = Programme()
    pairs, points, broken = _possible(board, room, pathways)
    if not pairs:
        return []
    model.columns = len(pairs)
    served = _constrain(model, board, room, pairs)
    crossed = [_cross(model, *crossing) for crossing in both_ways(board, pathways, pairs)]
    for aim in _aims(model, board, room, pathways, (pairs, points, broken), served, crossed):
        model.keep_best(aim)
    if len(pairs) <= _SETTLE_AT_MOST:
        for mine in served.values():
            model.settle({k: len(mine) - n for n, k in enumerate(sorted(mine, key=lambda k: (pairs[k].second, k)))})
    return sorted(p for k, p in enumerate(pairs) if model.values[k])


def _possible(board: Board, room: Room, pathways: Sequence[PathwayPlan]) -> tuple[list[Pair], list[int], list[int]]:
    pairs, points, broken = [], [], []
    for pathway in pathways:
        scores, mask = room.open(board, pathway.id, *pathway.members)
        for i, j in np.argwhere(mask).tolist():
            pairs.append(Pair(pathway.id, int(scores.first[i]), int(scores.second[j])))
            points.append(int(scores.points[i, j]))
            broken.append(int(scores.broken[i, j]))
    return pairs, points, broken


def _constrain(model: Programme, board: Board, room: Room, pairs: Sequence[Pair]) -> dict[int, list[int]]:
    """Capacities, places, nobody with the same person twice. Returns each served person's variables, in order."""
    served, mine, together = defaultdict(list), defaultdict(list), defaultdict(list)
    for k, p in enumerate(pairs):
        served[p.first].append(k)
        mine[p.first].append(k)
        mine[p.second].append(k)
        together[frozenset((p.first, p.second))].append(k)
    for person, ks in mine.items():
        model.keep(dict.fromkeys(ks, 1), 0, room.capacity[person])
    for ks in together.values():
        if len(ks) > 1:
            model.keep(dict.fromkeys(ks, 1), 0, 1)
    for limit in room.limits:
        inside: Terms = {}
        for person, ks in sorted(mine.items()):
            if board.cohort.entrants[person].id in limit.entrants:
                counted = [k for k in ks if limit.pathway in {None, pairs[k].pathway}]
                for k in _placed(model, counted, room.capacity[person]):
                    inside[k] = inside.get(k, 0) + 1  # both of a pair may be counted among these places
        model.keep(inside, 0, limit.at_most)
    return {person: served[person] for person in sorted(served)}


def _placed(model: Programme, ks: Sequence[int], capacity: int) -> list[int]:
    """Variables whose sum is 1 where one of these pairs comes about, else 0."""
    one = _rewarded(model, ks, capacity)
    if one != list(ks):
        model.keep({**dict.fromkeys(ks, 1), one[0]: -capacity}, None, 0)
    return one


def _rewarded(model: Programme, ks: Sequence[int], capacity: int) -> list[int]:
    """Variables whose sum is at most 1, and 0 where none of these pairs comes about: for aims, which want it large."""
    if capacity == 1 or len(ks) <= 1:
        return list(ks)
    one = model.new()
    model.keep({**dict.fromkeys(ks, 1), one: -1}, 0, None)
    return [one]


def _cross(model: Programme, one: int, other: int, resorts: int, cost: int) -> tuple[int, int, int]:
    """A variable that is 1 where both pairs come about, with what that costs; none where it must not be."""
    if resorts < 0:
        model.keep({one: 1, other: 1}, 0, 1)
        return one, 0, 0
    both = model.new()
    model.keep({one: 1, other: 1, both: -1}, None, 1)
    return both, resorts, cost


def _aims(
    model: Programme,
    board: Board,
    room: Room,
    pathways: Sequence[PathwayPlan],
    possible: tuple[Sequence[Pair], Sequence[int], Sequence[int]],
    served: dict[int, list[int]],
    crossed: Sequence[tuple[int, int, int]],
) -> list[Terms]:
    pairs, points, broken = possible
    people: Terms = {}
    wishes: Terms = {}
    urgent: Terms = {}
    early: Terms = {}
    bonus: Terms = {}
    for person, ks in served.items():
        entrant, capacity = board.cohort.entrants[person], room.capacity[person]
        wished = [k for k in ks if pairs[k].pathway == entrant.pathways[0]]
        placed = _rewarded(model, ks, capacity)
        people |= dict.fromkeys(placed, 1)
        urgent |= dict.fromkeys(placed, entrant.priority)
        early |= dict.fromkeys(placed, len(board.cohort.entrants) - person)
        wishes |= dict.fromkeys(_rewarded(model, wished, capacity), 1)
        bonus |= _bonus(model, pairs, ks, capacity, pathways)
    earned = {**dict(enumerate(points)), **{both: -cost for both, _, cost in crossed if cost}}
    resorts = {**{k: -n for k, n in enumerate(broken) if n}, **{both: -n for both, n, _ in crossed if n}}
    if any(p.first == "people" for p in pathways):
        return [people, resorts, wishes, urgent, earned, early]
    value = {
        k: earned.get(k, 0) + POINTS_OF_A_LAST_RESORT * resorts.get(k, 0) + bonus.get(k, 0)
        for k in sorted(earned | resorts | bonus)
    }
    return [value, people, wishes, urgent, early]


def _bonus(
    model: Programme, pairs: Sequence[Pair], ks: Sequence[int], capacity: int, pathways: Sequence[PathwayPlan]
) -> Terms:
    """What the pathways add for one person placed, once, however many mentorships they are in."""
    found: Terms = {}
    for pathway in pathways:
        if isinstance(pathway.first, int):
            here = [k for k in ks if pairs[k].pathway == pathway.id]
            found |= dict.fromkeys(_rewarded(model, here, capacity), pathway.first * 1000)
    if capacity > 1 and found:
        model.keep(dict.fromkeys(found, 1), 0, 1)
    return found
