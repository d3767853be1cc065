"""Pair pathways: the best of all assignments, over all of them at once.

Capacities become copies of people, places become seats that leave somebody out: that is an assignment problem, solved
exactly in `assignment`. What it cannot say (the same two twice where both have room, one_way, places that cut across
each other) is looked at afterwards: where its answer keeps to it all the same, it is the best one; where not,
`whole_numbers` solves the round with these rules in it.
"""

from collections.abc import Sequence
from operator import itemgetter

from mentoring.matching.assignment import Face, best
from mentoring.matching.certificate import Certificate
from mentoring.matching.copies import left_roles, table, with_seats
from mentoring.matching.exact import Proved, pair_exactly
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.room import Group, Room
from mentoring.matching.score import Board
from mentoring.matching.ties import settle
from mentoring.matching.whole_numbers import Pair, keeps_to, pair_in_whole_numbers


def pair(board: Board, room: Room, pathways: Sequence[PathwayPlan]) -> list[Group]:
    """The best groups of two that the room leaves, in the order of aims.

    Where pathways differ in `first`, people come first if any of them says so; else each adds its own n.
    """
    if not pathways:
        return []
    return pair_with_proof(board, room, pathways)[0]


def pair_with_proof(
    board: Board, room: Room, pathways: Sequence[PathwayPlan]
) -> tuple[list[Group], Certificate | None]:
    """As `pair`, with a certificate where there is one pathway and an assignment says it all."""
    proved = pair_exactly(board, room, pathways[0]) if len(pathways) == 1 else None
    if proved is not None and _suffices(board, room, pathways[0], proved):
        return Group.couples(pathways[0], proved.pairs), proved.certificate
    left = left_roles(pathways) if proved is None else None
    pairs = None if left is None else _assign(board, room, pathways, left)
    if pairs is None or not keeps_to(board, room, pathways, pairs):
        pairs = pair_in_whole_numbers(board, room, pathways)
    known = {p.id: p for p in pathways}
    return [g for p in sorted(pairs, key=itemgetter(1, 2)) for g in Group.couples(known[p.pathway], [p[1:]])], None


def _suffices(board: Board, room: Room, pathway: PathwayPlan, proved: Proved) -> bool:
    """Whether the answer keeps to what an assignment cannot say."""
    if not room.limits and all(c.rule != "one_way" for c in pathway.criteria):
        return len(set(proved.pairs)) == len(proved.pairs)
    return keeps_to(board, room, (pathway,), [Pair(pathway.id, *pair) for pair in proved.pairs])


def _assign(board: Board, room: Room, pathways: Sequence[PathwayPlan], left: frozenset[str]) -> list[Pair]:
    whole = with_seats(board, table(board, room, pathways, left), room.limits, frozenset(p.id for p in pathways))
    if not whole.allowed.any():
        return []
    solved = settle(best(Face.start(whole.allowed, whole.must), (*whole.aims, whole.first_come)), whole.order)
    pairs = []
    for row, column in enumerate(solved.column_of.tolist()):
        if column < 0 or whole.columns[column] < 0:
            continue
        pathway = pathways[int(whole.way[row, column])]
        one, other = int(whole.rows[row]), int(whole.columns[column])
        pairs.append(Pair(pathway.id, one, other) if pathway.served in left else Pair(pathway.id, other, one))
    return pairs
