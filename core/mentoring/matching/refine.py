"""The circles of a solution made better, each pathway's in turn; pairs and who sits somewhere stay as they are."""

from collections.abc import Sequence

from mentoring.matching.annealing import Pace, anneal
from mentoring.matching.chance import Chance
from mentoring.matching.leads import assign_leads
from mentoring.matching.locks import Locked
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.pool import Pool
from mentoring.matching.room import Group, Room
from mentoring.matching.score import Board
from mentoring.matching.table import Table


def refined(board: Board, fixed: Locked, groups: Sequence[Group]) -> list[Group]:
    """The same people in better circles: as good as `groups` or better in the order of aims."""
    found = list(groups)
    for pathway in board.plan.pathways:
        mine = [g for g in found if g.pathway == pathway.id]
        if not pathway.is_pair and mine:
            rest = [g for g in found if g.pathway != pathway.id]
            found = [*rest, *_of_pathway(board, fixed, pathway, rest, mine)]
    return found


def _of_pathway(
    board: Board, fixed: Locked, pathway: PathwayPlan, rest: Sequence[Group], mine: Sequence[Group]
) -> list[Group]:
    room = Room.whole(board).without(board, rest)
    pool = Pool.of(board, room, pathway, frozenset(i for g in mine for i in g.people))
    if pool.one_way and len(set(pool.person)) < len(pool.person):
        return list(mine)  # who serves whom elsewhere is looked at person by person, in `swaps`
    place = {int(p): k for k, p in enumerate(pool.people)}
    circles = [[place[i] for i in g.people] for g in mine]
    table = Table(pool, circles, _staying(fixed, pathway, mine, place))
    before = table.worth()
    chance = Chance.of([pathway.id, *(e.id for e in board.cohort.entrants)])
    anneal(table, chance, Pace.of(table.circles))
    assign_leads(table)
    if table.worth() <= before:
        return list(mine)
    return [group_of(pool, circle) for circle in table.people()]


def group_of(pool: Pool, circle: Sequence[int]) -> Group:
    """The people in these places of the pool as a group."""
    return Group.of(
        pool.pathway.id,
        {
            role: tuple(sorted(int(pool.people[k]) for k in circle if pool.role[k] == role))
            for role in pool.pathway.members
        },
    )


def _staying(
    fixed: Locked, pathway: PathwayPlan, mine: Sequence[Group], place: dict[int, int]
) -> frozenset[tuple[int, int]]:
    """Who is locked in which of the circles: (place, circle)."""
    found = set()
    for people in fixed.circles.get(pathway.id, ()):
        g = next(g for g, group in enumerate(mine) if set(people) <= set(group.people))
        found |= {(place[i], g) for i in people}
    return frozenset(found)
