"""Rounds in which some wish for a pair and some for a circle: one way through, wish by wish.

Which way is best nobody knows beforehand; `solve` tries them all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from mentoring.matching.circles import circle, fill_leads
from mentoring.matching.criteria.sides import Mask
from mentoring.matching.locks import Locked
from mentoring.matching.pairs import pair
from mentoring.matching.plan import PathwayPlan, PlaceLimit
from mentoring.matching.room import Group, Room
from mentoring.matching.score import Board


@dataclass(frozen=True, slots=True)
class Way:
    """How to go through the wishes.

    `circles_first`: in each step, before pairs. `loyal`: in the first step, others than the served serve only their
    own first wish. `open_`: all wishes count from the first step.
    """

    circles_first: bool
    loyal: bool = False
    open_: bool = False


WAYS = (Way(False), Way(False, loyal=True), Way(True), Way(True, loyal=True), Way(True, open_=True))


def place_by_wishes(board: Board, fixed: Locked, way: Way) -> list[Group]:
    """Pairs and circles by this way; then whoever sits in a circle and can have an earlier wish for a pair has it."""
    pairs = tuple(p for p in board.plan.pathways if p.is_pair)
    rounds = [p for p in board.plan.pathways if not p.is_pair]
    couples = list(fixed.pairs)
    circles = {p.id: [_begun(board, p, people) for people in fixed.circles.get(p.id, ())] for p in rounds}
    for step in range(max((len(e.pathways) for e in board.cohort.entrants), default=0) + way.loyal):
        for of_circles in (way.circles_first, not way.circles_first):
            if not of_circles:
                couples += pair(board, _room(board, [*couples, *_all(circles)], step, way), pairs)
                continue
            for pathway in rounds:
                room = _room(board, [*couples, *_all(circles, but=pathway)], step, way)
                circles[pathway.id] = circle(board, room, pathway, [g.people for g in circles[pathway.id]])
    for pathway in rounds if pairs else ():
        circles[pathway.id], more = _let_go(board, fixed, [*couples, *_all(circles, but=pathway)], circles[pathway.id])
        couples += more
    for pathway in rounds:
        room = Room.whole(board).without(board, [*couples, *_all(circles, but=pathway)])
        circles[pathway.id] = fill_leads(board, room, pathway, circles[pathway.id])
    return [*couples, *_all(circles)]


def _all(circles: Mapping[str, Sequence[Group]], but: PathwayPlan | None = None) -> Iterator[Group]:
    return chain.from_iterable(groups for p, groups in circles.items() if but is None or p != but.id)


def _begun(board: Board, pathway: PathwayPlan, people: Sequence[int]) -> Group:
    entrants = board.cohort.entrants
    return Group.of(
        pathway.id, {role: tuple(i for i in people if entrants[i].role == role) for role in pathway.members}
    )


def _room(board: Board, settled: Sequence[Group], step: int, way: Way) -> Room:
    """What is left besides the settled groups, for those whose turn it is to wish."""
    room = Room.whole(board).without(board, settled)
    placed = room.placed
    entering = {}
    for pathway in board.plan.pathways:
        mask = np.zeros(len(board.cohort.entrants), dtype=np.bool_)
        for i, entrant in enumerate(board.cohort.entrants):
            if entrant.role == pathway.served:
                wishes = entrant.pathways if way.open_ else _wishes_by(board, entrant.pathways, step)
                mask[i] = i not in placed and pathway.id in wishes
            else:
                mask[i] = not (way.loyal and step == 0) or entrant.pathways[:1] == (pathway.id,)
        entering[pathway.id] = mask
    return replace(room, entering=entering)


def _wishes_by(board: Board, wishes: Sequence[str], step: int) -> Sequence[str]:
    """The wishes whose turn has come: up to this step, and on as long as one pair pathway follows another."""
    last = step
    while last + 1 < len(wishes) and all(
        w in board.pathway and board.pathway[w].is_pair for w in wishes[last : last + 2]
    ):
        last += 1
    return wishes[: last + 1]


def _let_go(
    board: Board, fixed: Locked, others: Sequence[Group], circles: Sequence[Group]
) -> tuple[list[Group], list[Group]]:
    """Who would rather have a pair leaves a circle that can spare them, if there is a pair for them."""
    locked = {i for groups in fixed.circles.values() for people in groups for i in people}
    rather: dict[int, tuple[str, ...]] = {}
    spare: list[PlaceLimit] = []
    for group in circles:
        pathway = board.pathway[group.pathway]
        served = group.members[pathway.served]
        for i in served:
            wishes = board.cohort.entrants[i].pathways
            earlier = wishes[: wishes.index(pathway.id)]
            if i not in locked and any(board.pathway[w].is_pair for w in earlier if w in board.pathway):
                rather[i] = earlier
        ids = frozenset(board.cohort.entrants[i].id for i in served if i in rather)
        spare.append(PlaceLimit(ids, len(served) - pathway.members[pathway.served].least, "can be spared"))
    if not rather:
        return list(circles), []
    staying = [
        Group.of(g.pathway, {r: tuple(i for i in m if i not in rather) for r, m in g.members.items()}) for g in circles
    ]
    room = Room.whole(board).without(board, [*others, *staying])
    entering = {p.id: _rather(board, p, rather) for p in board.plan.pathways}
    room = replace(room, limits=(*room.limits, *spare), entering=entering)
    more = pair(board, room, tuple(p for p in board.plan.pathways if p.is_pair))
    gone = {i for g in more for i in g.people if i in rather}
    kept = [
        Group.of(g.pathway, {r: tuple(i for i in m if i not in gone) for r, m in g.members.items()}) for g in circles
    ]
    return kept, more


def _rather(board: Board, pathway: PathwayPlan, rather: Mapping[int, tuple[str, ...]]) -> Mask:
    return np.array(
        [
            pathway.id in rather.get(i, ()) if e.role == pathway.served else True
            for i, e in enumerate(board.cohort.entrants)
        ],
        dtype=np.bool_,
    )
