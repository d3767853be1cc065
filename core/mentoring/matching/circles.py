"""Circle pathways: a good grouping within bounds and hard rules.

Grown greedily, those who are hardest to seat first; then people are moved to make a seat for whoever has none, circles
below their least are filled or given up, and seats are swapped as long as the circles gain. Several numbers of circles
are tried; the best by the order of aims is kept. No randomness: the same people give the same circles.
"""

from collections.abc import Sequence

from mentoring.errors import Conflict
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.pool import OUTWEIGHS, Pool
from mentoring.matching.room import Group, Room
from mentoring.matching.score import Board
from mentoring.matching.seats import Seats
from mentoring.matching.swaps import improve

_SIZES_TRIED = 4


def circle(board: Board, room: Room, pathway: PathwayPlan, begun: Sequence[tuple[int, ...]] = ()) -> list[Group]:
    """The circles of one pathway: those begun, filled up, and new ones, with everyone the room leaves.

    `begun` holds the positions of people who stay together; their capacity and places still count in the room.
    Leads come in their least number; `fill_leads` brings them to the number aimed at. Raises Conflict where people
    who stay together cannot become a circle.
    """
    pool = Pool.of(board, room, pathway, frozenset(i for b in begun for i in b))
    place = {int(p): k for k, p in enumerate(pool.people)}
    starts = [[place[i] for i in b] for b in begun]
    serves = room.serves(board)
    tried = [_grow(pool, starts, count, serves) for count in _counts(pool, starts)]
    grown = [seats for seats in tried if seats is not None]
    if not grown and starts:
        raise Conflict(
            f"A group locked for {pathway.title} cannot become a circle.",
            "Lift the lock, or make room for the people the circle still needs.",
        )
    if not grown:
        return []
    return _groups(pool, max(grown, key=_merit))


def fill_leads(board: Board, room: Room, pathway: PathwayPlan, groups: Sequence[Group]) -> list[Group]:
    """The same circles with further leads, up to the number aimed at, as far as there are any free."""
    pool = Pool.of(board, room, pathway, frozenset(i for g in groups for i in g.people))
    place = {int(p): k for k, p in enumerate(pool.people)}
    seats = Seats(pool, [[place[i] for i in g.people] for g in groups], serves=room.serves(board))
    for role, bounds in pathway.members.items():
        if role == pathway.served:
            continue
        for k in sorted(pool.of_role(role), key=lambda k: (seats.sitting[k], k)):
            while seats.has_room(k):
                short = [g for g in range(len(groups)) if len(seats.of_role(g, role)) < bounds.aim]
                target = seats.best_circle(k, short)
                if target is None:
                    break
                seats.sit(k, target)
    return _groups(pool, seats)


def _counts(pool: Pool, starts: Sequence[Sequence[int]]) -> list[int]:
    """How many circles to try: such that most people find a seat, then nearest to the size aimed at."""
    served = pool.pathway.members[pool.pathway.served]
    people = sum(pool.capacity[k] > 0 for k in pool.served)
    for group, at_most in pool.limits:
        people = min(people, sum(k not in group for k in pool.served) + at_most)
    largest = people // served.least
    for role, bounds in pool.pathway.members.items():
        if role != pool.pathway.served:
            largest = min(largest, sum(pool.capacity[k] for k in pool.of_role(role)) // bounds.least)
    counts = range(max(len(starts), 1), max(largest, len(starts)) + 1)
    ranked = sorted(counts, key=lambda c: (-min(people, c * served.most), abs(people - c * served.aim), c))
    return ranked[:_SIZES_TRIED] + [c for c in (1,) if c in ranked[_SIZES_TRIED:]]


def _grow(pool: Pool, starts: Sequence[Sequence[int]], count: int, serves: frozenset[tuple[str, str]]) -> Seats | None:
    fixed = frozenset((k, g) for g, circle in enumerate(starts) for k in circle)
    seats = Seats(pool, [list(c) for c in starts] + [[] for _ in range(count - len(starts))], fixed, serves)
    for role in pool.pathway.members:
        if role != pool.pathway.served:
            _seat_leads(seats, role)
    _seat_served(seats, max(len(pool.served) // count, 1))
    _seat_served(seats, -(-len(pool.served) // count))
    _make_room(seats)
    _mend(seats)
    if not _give_up_short(seats, len(starts)):
        return None
    _seat_served(seats, pool.pathway.members[pool.pathway.served].most)
    _make_room(seats)
    improve(seats)
    return seats


def _seat_leads(seats: Seats, role: str) -> None:
    """Every circle gets its least number of this role, one after the other, those first who clash with fewest."""
    pool = seats.pool
    served = list(pool.served)
    clashes = {k: int(pool.clash[k, served].sum()) for k in pool.of_role(role)}
    for _ in range(pool.pathway.members[role].least):
        for g in range(len(seats.circles)):
            if len(seats.of_role(g, role)) >= pool.pathway.members[role].least:
                continue
            free = [k for k in clashes if seats.has_room(k) and seats.suits(k, g)]
            if free:
                seats.sit(min(free, key=lambda k: (seats.sitting[k], clashes[k], -seats.worth(k, g), k)), g)


def _seat_served(seats: Seats, most: int) -> None:
    """Seat whoever has none, urgent and hard to seat ones first, at most so many to a circle."""
    pool = seats.pool
    bound = min(most, pool.pathway.members[pool.pathway.served].most)
    hard = sorted(pool.served, key=lambda k: (-pool.priority[k], -int(pool.clash[k].sum()), k))
    for k in hard:
        if not seats.sitting[k] and seats.has_room(k):
            target = seats.best_circle(k, range(len(seats.circles)), most=bound)
            if target is not None:
                seats.sit(k, target)


def _make_room(seats: Seats) -> None:
    """For whoever has no seat: let one person move to another circle where that opens one."""
    every = range(len(seats.circles))
    for k in seats.unseated(seats.pool.served):
        target = seats.best_circle(k, every)
        if target is not None:
            seats.sit(k, target)
            continue
        moves = [
            (j, g, elsewhere)
            for g in every
            for j in seats.of_role(g, seats.pool.role[k])
            if (j, g) not in seats.fixed and seats.suits(k, g, instead=j)
            for elsewhere in [seats.best_circle(j, [h for h in every if h != g])]
            if elsewhere is not None
        ]
        if moves:
            j, g, elsewhere = max(
                moves, key=lambda m: (seats.worth(m[0], m[2]) - seats.worth(m[0], m[1]) + seats.worth(k, m[1]), -m[0])
            )
            seats.rise(j, g)
            seats.sit(j, elsewhere)
            seats.sit(k, g)


def _mend(seats: Seats) -> None:
    """Fill circles below their least number of served people from those that have more than theirs."""
    role = seats.pool.pathway.served
    least = seats.pool.pathway.members[role].least
    every = range(len(seats.circles))
    for g in every:
        while len(seats.of_role(g, role)) < least:
            spare = [
                (k, h)
                for h in every
                if h != g and len(seats.of_role(h, role)) > least
                for k in seats.of_role(h, role)
                if (k, h) not in seats.fixed and seats.suits(k, g)
            ]
            if not spare:
                break
            k, h = max(spare, key=lambda s: (seats.worth(s[0], g) - seats.worth(*s), -s[0]))
            seats.rise(k, h)
            seats.sit(k, g)


def _give_up_short(seats: Seats, begun: int) -> bool:
    """Give up circles that stay below a least number, the smallest first; False where one of those begun does."""
    members = seats.pool.pathway.members
    while True:
        short = [
            g
            for g in range(len(seats.circles))
            if any(len(seats.of_role(g, role)) < bounds.least for role, bounds in members.items())
        ]
        fresh = [g for g in short if g >= begun]
        if not fresh:
            return not short
        g = min(fresh, key=lambda g: (len(seats.circles[g]), -g))
        for k in list(seats.circles[g]):
            seats.rise(k, g)
        del seats.circles[g]
        for role in members:
            if role != seats.pool.pathway.served:
                _seat_leads(seats, role)
        _seat_served(seats, members[seats.pool.pathway.served].most)
        _make_room(seats)
        _mend(seats)


def _merit(seats: Seats) -> tuple[int, ...]:
    """People placed, their priority, sizes near the aim, what the circles are worth (last resorts weigh most in it)."""
    pool = seats.pool
    bounds = pool.pathway.members[pool.pathway.served]
    seated = [k for k in pool.served if seats.sitting[k]]
    sizes = [len(seats.of_role(g, pool.pathway.served)) for g in range(len(seats.circles))]
    resorts = -(seats.total() // OUTWEIGHS) if pool.pathway.first == "people" else 0
    return (
        len(seated),
        -resorts,
        sum(pool.priority[k] for k in seated),
        -sum(abs(size - bounds.aim) for size in sizes),
        seats.total(),
    )


def _groups(pool: Pool, seats: Seats) -> list[Group]:
    groups = []
    for circle_ in seats.circles:
        members = {
            role: tuple(sorted(int(pool.people[k]) for k in circle_ if pool.role[k] == role))
            for role in pool.pathway.members
        }
        groups.append(Group.of(pool.pathway.id, members))
    return groups
