"""Circles that run already: newcomers join them, empty seats are filled, and what to do with one that is too small.

Nobody who sits in a circle is moved. Whether a circle may still be joined (`join_until`) is the caller's to say: it
gives those that may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from mentoring.matching.cohort import Cohort
from mentoring.matching.measure import Measure
from mentoring.matching.plan import PathwayPlan, Plan
from mentoring.matching.pool import Pool
from mentoring.matching.room import Group, Room
from mentoring.matching.score import Board
from mentoring.matching.seats import Seats
from mentoring.matching.swaps import improve
from mentoring.matching.words import listing, role_title, say

Policy = Literal["keep", "merge", "end"]


@dataclass(frozen=True, slots=True)
class Running:
    """A circle that runs: its own id, its pathway, and the entrants (ids) in it."""

    id: str
    pathway: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """An entrant who could join a circle now."""

    circle: str
    entrant: str


@dataclass(frozen=True, slots=True)
class Short:
    """A circle below its least, and what is proposed: `merge` only where `into` is a circle it fits into.

    `lacking`: by role, how many are lacking. `words` for a coordinator.
    """

    circle: str
    lacking: Mapping[str, int]
    proposed: Policy
    into: str = ""
    words: str = ""


def joining(cohort: Cohort, plan: Plan, running: Sequence[Running]) -> tuple[Joining, ...]:
    """Who of the cohort could join which of these circles: circles below their least first, then below their aim.

    The cohort holds the members of these circles, with the room they had before, and the newcomers. Hard rules,
    capacity, places and the most that a circle takes are kept.
    """
    board = Board(cohort, plan)
    found: list[Joining] = []
    for pathway in plan.pathways:
        mine = [each for each in running if each.pathway == pathway.id]
        if pathway.is_pair or not mine:
            continue
        others = [_group(board, each) for each in running if each.pathway != pathway.id]
        seats = _seated(board, Room.whole(board).without(board, others), pathway, mine)
        before = [set(circle) for circle in seats.circles]
        _fill(seats)
        improve(seats)
        found += [
            Joining(each.id, cohort.entrants[int(seats.pool.people[k])].id)
            for each, circle, known in zip(mine, seats.circles, before, strict=True)
            for k in sorted(circle)
            if k not in known
        ]
    return tuple(found)


def short(cohort: Cohort, plan: Plan, running: Sequence[Running], policies: Mapping[str, Policy]) -> tuple[Short, ...]:
    """The circles below their least, each with what its pathway's policy proposes; a coordinator decides.

    Two short circles that are to be merged with each other are told once, as the smaller into the larger. Where
    `merge` finds no circle that has room and no hard rule against it, keeping it is proposed.
    """
    board = Board(cohort, plan)
    found = []
    gone: set[str] = set()
    for each in sorted(running, key=lambda r: (len(r.members), r.id)):
        pathway = board.pathway[each.pathway]
        group = _group(board, each)
        lacking = {r: n for r, b in pathway.members.items() if (n := b.least - len(group.members[r])) > 0}
        if not lacking or each.id in gone:
            continue
        policy = policies.get(each.pathway, "keep")
        into = (
            _best_merger(board, each, [r for r in running if r.id not in gone | {each.id}]) if policy == "merge" else ""
        )
        proposed: Policy = "keep" if policy == "merge" and not into else policy
        gone |= {each.id, into} if into else {each.id} if policy == "end" else set()
        told = listing(f"{n} {role_title(plan, role, n)}" for role, n in lacking.items())
        found.append(Short(each.id, lacking, proposed, into, say(f"short.{proposed}", lacking=told)))
    return tuple(found)


def _group(board: Board, circle: Running) -> Group:
    places = sorted(board.position[one] for one in circle.members)
    roles = board.pathway[circle.pathway].members
    return Group.of(circle.pathway, {r: tuple(i for i in places if board.cohort.entrants[i].role == r) for r in roles})


def _seated(board: Board, room: Room, pathway: PathwayPlan, circles: Sequence[Running]) -> Seats:
    groups = [_group(board, each) for each in circles]
    pool = Pool.of(board, room, pathway, frozenset(i for g in groups for i in g.people))
    place = {int(p): k for k, p in enumerate(pool.people)}
    seated = [[place[i] for i in g.people] for g in groups]
    fixed = frozenset((k, g) for g, circle in enumerate(seated) for k in circle)
    return Seats(pool, seated, fixed, room.serves(board))


def _fill(seats: Seats) -> None:
    """Everyone without a seat, those first for whom it is hardest, where they are needed most."""
    pool = seats.pool
    every = range(len(seats.circles))
    for bound in ("least", "aim", "most"):
        for role, bounds in pool.pathway.members.items():
            hard = sorted(pool.of_role(role), key=lambda k: (-pool.priority[k], -int(pool.clash[k].sum()), k))
            for k in hard:
                wanting = [g for g in every if len(seats.of_role(g, role)) < getattr(bounds, bound)]
                if not seats.sitting[k] and seats.has_room(k):
                    target = seats.best_circle(k, wanting)
                    if target is not None:
                        seats.sit(k, target)


def _best_merger(board: Board, one: Running, others: Sequence[Running]) -> str:
    """The circle with which this one would make the best whole within the bounds; empty where none."""
    pathway = board.pathway[one.pathway]
    best: tuple[int, str] | None = None
    for other in (each for each in others if each.pathway == one.pathway):
        whole = _group(board, Running("", one.pathway, tuple({*one.members, *other.members})))
        sizes = [(len(whole.members[role]), bounds) for role, bounds in pathway.members.items()]
        if any(n > bounds.most for n, bounds in sizes) or not _get_on(board, pathway, whole):
            continue
        points = Measure(board, [whole]).mentorship(whole).points
        if best is None or (-points, other.id) < best:
            best = (-points, other.id)
    return best[1] if best else ""


def _get_on(board: Board, pathway: PathwayPlan, group: Group) -> bool:
    """Whether no hard rule keeps two of them apart."""
    pool = Pool.of(board, Room.whole(board), pathway, frozenset(group.people))
    place = {int(p): k for k, p in enumerate(pool.people)}
    return not any(pool.clash[place[a], place[b]] for a, b in combinations(group.people, 2))
