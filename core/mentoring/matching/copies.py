"""Pair pathways as one matrix: a row or column for each mentorship a person has room for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.sides import Mask
from mentoring.matching.plan import PathwayPlan, PlaceLimit
from mentoring.matching.room import Room
from mentoring.matching.score import POINTS_OF_A_LAST_RESORT, Board, Scores


@dataclass(frozen=True, slots=True)
class Table:
    """Copies of people against copies of people.

    `rows`, `columns`: positions in the cohort, one for each copy; columns of -1 are seats that somebody must take, and
    so go without (`must`). `way`: int64[rows, columns], which pathway is best for the cell; `aims` what it is worth.
    """

    rows: Integers
    columns: Integers
    allowed: Mask
    way: Integers
    aims: tuple[Integers, ...]
    must: Mask

    @property
    def order(self) -> Integers:
        """Each column's place: the people's canonical one, seats last."""
        return np.where(self.columns < 0, np.iinfo(np.int64).max, self.columns)

    @property
    def first_come(self) -> Integers:
        """The last aim: where all else is equal, the earlier row is placed."""
        people = (self.columns >= 0).astype(np.int64)
        return np.arange(len(self.rows), 0, -1, dtype=np.int64)[:, None] * people[None, :]


def left_roles(pathways: Sequence[PathwayPlan]) -> frozenset[str] | None:
    """Roles for the rows, such that every pathway joins a row and a column; None where that cannot be."""
    side: dict[str, bool] = {}
    for pathway in pathways:
        if not side.keys() & pathway.members.keys():
            side[pathway.served] = True
        for other in (*pathways, *reversed(pathways)) * len(pathways):
            one, two = other.members
            if one in side:
                side.setdefault(two, not side[one])
            elif two in side:
                side[one] = not side[two]
    if any(side[a] == side[b] for a, b in (tuple(p.members) for p in pathways)):
        return None
    return frozenset(role for role, is_left in side.items() if is_left)


def table(board: Board, room: Room, pathways: Sequence[PathwayPlan], left: frozenset[str]) -> Table:
    """The matrix of what the room leaves. `pathways` are pairs, `left` the roles of the rows."""
    size = len(board.cohort.entrants)
    opened = [room.open(board, p.id, *p.members) for p in pathways]
    partners = np.zeros(size, dtype=np.int64)
    for scores, mask in opened:
        np.add.at(partners, scores.first, mask.sum(axis=1))
        np.add.at(partners, scores.second, mask.sum(axis=0))
    copies = np.minimum(np.array(room.capacity, dtype=np.int64), partners)
    is_left = np.array([e.role in left for e in board.cohort.entrants], dtype=np.bool_)
    rows = np.repeat(np.arange(size), copies * is_left)
    columns = np.repeat(np.arange(size), copies * ~is_left)
    result: Table | None = None
    for k, (pathway, (scores, mask)) in enumerate(zip(pathways, opened, strict=True)):
        turned = pathway.served not in left
        cells = _cells(scores, rows, columns, turned=turned)
        inside, points, broken = (_grid(g, cells, turned) for g in (mask, scores.points, scores.broken))
        aims = _aims(board, pathways, pathway, (rows, columns), points, broken, turned=turned)
        here = Table(
            rows, columns, inside.astype(np.bool_), np.full(points.shape, k), aims, np.zeros(len(columns), np.bool_)
        )
        result = here if result is None else _better_of(result, here)
    if result is None:
        raise ValueError("a table needs a pathway")
    return result


def with_seats(board: Board, plan: Table, limits: Sequence[PlaceLimit], active: frozenset[str]) -> Table:
    """The table with a column for everyone whom the places leave out; limits it cannot hold are left to others."""
    seats = [seat for _, seat in seats_of(board, (plan.rows, plan.columns), limits, active)]
    if not seats:
        return plan
    extra = np.stack(seats, axis=1)
    nothing = np.zeros(extra.shape, dtype=np.int64)
    return replace(
        plan,
        columns=np.concatenate([plan.columns, np.full(len(seats), -1)]),
        allowed=np.hstack([plan.allowed, extra]),
        way=np.hstack([plan.way, nothing]),
        aims=tuple(np.hstack([a, nothing]) for a in plan.aims),
        must=np.concatenate([plan.must, np.ones(len(seats), dtype=np.bool_)]),
    )


def seats_of(
    board: Board, copies: tuple[Integers, Integers], limits: Sequence[PlaceLimit], active: frozenset[str]
) -> list[tuple[int, Mask]]:
    """For everyone whom the places leave out: the limit's index, and bool[rows], who that may be.

    `copies`: positions of rows and columns. It can hold limits on people who are rows once, over all pathways in play,
    one inside another or apart.
    """
    if not limits:
        return []
    ids = [board.cohort.entrants[r].id for r in copies[0].tolist()]
    times = Counter(ids)
    once = {e for e, n in times.items() if n == 1}
    across = {board.cohort.entrants[c].id for c in copies[1].tolist()}
    nested: list[tuple[frozenset[str], int]] = []
    seats: list[tuple[int, Mask]] = []
    for k in sorted(range(len(limits)), key=lambda k: (len(limits[k].entrants), sorted(limits[k].entrants), k)):
        limit = limits[k]
        group = limit.entrants & times.keys()
        over_all = limit.pathway is None or active == {limit.pathway}
        apart = all(group <= other or other <= group or not group & other for other, _ in nested)
        if not over_all or not apart or not group <= once or limit.entrants & across:
            continue
        inside = sum(count for other, count in nested if other <= group)
        empty = max(len(group) - max(limit.at_most, 0) - inside, 0)
        nested.append((group, empty))
        seats.extend([(k, np.array([e in group for e in ids], dtype=np.bool_))] * empty)
    return seats


def _cells(scores: Scores, rows: Integers, columns: Integers, *, turned: bool) -> tuple[Integers, Integers]:
    """For each row and column of the table its place in the scores, -1 where it has none."""

    def places(people: Integers, copies: Integers) -> Integers:
        at = {int(p): k for k, p in enumerate(people)}
        return np.array([at.get(int(c), -1) for c in copies], dtype=np.int64)

    first, second = (scores.second, scores.first) if turned else (scores.first, scores.second)
    return places(first, rows), places(second, columns)


def _grid(values: Mask | Integers, cells: tuple[Integers, Integers], turned: bool) -> Integers:
    grid = np.pad((values.T if turned else values).astype(np.int64), ((0, 1), (0, 1)))
    return grid[cells[0][:, None], cells[1][None, :]]


def _aims(
    board: Board,
    pathways: Sequence[PathwayPlan],
    pathway: PathwayPlan,
    copies: tuple[Integers, Integers],
    points: Integers,
    broken: Integers,
    *,
    turned: bool,
) -> tuple[Integers, ...]:
    """What a cell is worth by each aim, in their order. A person counts once, by their first copy."""
    served = copies[1] if turned else copies[0]
    once = np.diff(served, prepend=-1) > 0
    people = [board.cohort.entrants[i] for i in served.tolist()]
    wished = np.array([e.pathways[0] == pathway.id for e in people], dtype=np.bool_)
    priority = np.array([e.priority for e in people], dtype=np.int64)

    def spread(line: Integers) -> Integers:
        return np.broadcast_to(line[None, :] if turned else line[:, None], points.shape)

    person, wish, urgent = (spread(x.astype(np.int64)) for x in (once, once & wished, once * priority))
    if any(p.first == "people" for p in pathways):
        return person, -broken, wish, urgent, points
    bonus = pathway.first * 1000 if isinstance(pathway.first, int) else 0
    value = points - POINTS_OF_A_LAST_RESORT * broken + bonus * person
    return value, person, wish, urgent


def _better_of(one: Table, other: Table) -> Table:
    """Cell by cell the pathway that is worth more by the first aim that tells them apart."""
    better = other.allowed & ~one.allowed
    open_ = other.allowed & one.allowed
    for mine, theirs in zip(one.aims, other.aims, strict=True):
        better |= open_ & (theirs > mine)
        open_ = open_ & (theirs == mine)
    return replace(
        one,
        allowed=one.allowed | other.allowed,
        way=np.where(better, other.way, one.way),
        aims=tuple(np.where(better, t, m) for m, t in zip(one.aims, other.aims, strict=True)),
    )
