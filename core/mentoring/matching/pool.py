"""The people of one circle pathway against each other, as a circle sees them: in one matrix, whatever their roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.sides import Mask, fact, key
from mentoring.matching.plan import PathwayPlan, PlaceLimit
from mentoring.matching.room import Room
from mentoring.matching.score import POINTS_OF_A_LAST_RESORT, Board

OUTWEIGHS = 2**40
"""What a last resort weighs where it comes before points: more than all points of a round."""


@dataclass(frozen=True)
class Pool:
    """`people`: positions in the cohort; the rest is by place in it.

    `clash`: bool[n, n], never in one circle (nobody sits twice in one either); `worth`: int64[n, n], what two add to
    a circle of the size aimed at in which both are; `points`: int64[n, n], what they earn, in thousandths, before the
    mean is taken, and `broken`: int64[n, n], the last resorts they break; `role`, `capacity`, `priority` of each;
    `limits` with the places in them.
    """

    pathway: PathwayPlan
    people: Integers
    role: tuple[str, ...]
    person: tuple[str, ...]
    capacity: tuple[int, ...]
    priority: tuple[int, ...]
    clash: Mask
    worth: Integers
    points: Integers
    broken: Integers
    limits: tuple[tuple[frozenset[int], int], ...]
    spread: tuple[Mapping[int, object], ...]
    one_way: bool

    @classmethod
    def of(cls, board: Board, room: Room, pathway: PathwayPlan, also: frozenset[int]) -> "Pool":
        """Those who may enter the pathway now, and `also` those who sit in its circles already."""
        entrants = board.cohort.entrants
        may = room.entering[pathway.id]
        wishing = sorted(int(i) for role in pathway.members for i in board.people(pathway.id, role))
        people = [i for i in wishing if (may[i] and room.capacity[i] > 0) or i in also]
        clash, worth, points, broken = _matrices(board, pathway, people)
        _bar_turned(board, room, pathway, people, clash)
        return cls(
            pathway=pathway,
            people=np.array(people, dtype=np.int64),
            role=tuple(entrants[i].role for i in people),
            person=tuple(entrants[i].person for i in people),
            capacity=tuple(room.capacity[i] if may[i] or i in also else 0 for i in people),
            priority=tuple(entrants[i].priority for i in people),
            clash=clash,
            worth=worth,
            points=points,
            broken=broken,
            limits=tuple(_limit(board, people, limit, pathway) for limit in room.limits),
            spread=tuple(
                {
                    k: key(fact(entrants[i], c.params["on"]))
                    for k, i in enumerate(people)
                    if entrants[i].role in c.between
                }
                for c in pathway.criteria
                if c.rule == "even" and c.weight == "must"
            ),
            one_way=any(c.rule == "one_way" and c.weight == "must" for c in pathway.criteria),
        )

    @cached_property
    def served(self) -> tuple[int, ...]:
        """The places of those in the served role."""
        return self.of_role(self.pathway.served)

    def of_role(self, role: str) -> tuple[int, ...]:
        """The places of those in this role, in canonical order."""
        return tuple(k for k, r in enumerate(self.role) if r == role)


def _matrices(board: Board, pathway: PathwayPlan, people: list[int]) -> tuple[Mask, Integers, Integers, Integers]:
    place = {p: k for k, p in enumerate(people)}
    n = len(people)
    clash = np.eye(n, dtype=np.bool_)
    worth, points, broken = (np.zeros((n, n), dtype=np.int64) for _ in range(3))
    resort_first = pathway.first == "people"
    for pathway_id, first, second in board.grades:
        if pathway_id != pathway.id:
            continue
        scores = board.scores(pathway.id, first, second)
        rows = [k for k, i in enumerate(scores.first.tolist()) if i in place]
        columns = [k for k, i in enumerate(scores.second.tolist()) if i in place]
        cells = np.ix_(rows, columns)
        here = np.ix_([place[int(scores.first[k])] for k in rows], [place[int(scores.second[k])] for k in columns])
        meetings = _meetings(pathway, first, second)
        price = OUTWEIGHS if resort_first else POINTS_OF_A_LAST_RESORT * 1000 // meetings
        clash[here] |= ~scores.allowed[cells]
        points[here] = scores.points[cells]
        broken[here] = scores.broken[cells]
        worth[here] = points[here] * 1000 // meetings - price * broken[here]
    clash |= clash.T
    return clash, _both_ways(worth), _both_ways(points), _both_ways(broken)


def _bar_turned(board: Board, room: Room, pathway: PathwayPlan, people: list[int], clash: Mask) -> None:
    """Where one way is asked in any pathway: nobody is served by whom they serve in what is settled already."""
    if not any(c.rule == "one_way" and c.weight == "must" for p in board.plan.pathways for c in p.criteria):
        return
    entrants = board.cohort.entrants
    serves = room.serves(board)
    known = {entrants[i].person for i in people} & {person for way in serves for person in way}
    mine = [(k, entrants[i]) for k, i in enumerate(people) if entrants[i].person in known]
    for k, one in mine:
        for j, other in mine:
            if one.role == pathway.served != other.role and (other.person, one.person) in serves:
                clash[k, j] = clash[j, k] = True


def _both_ways(half: Integers) -> Integers:
    """Symmetric, and nothing with oneself."""
    whole = np.where(half == 0, half.T, half)
    np.fill_diagonal(whole, 0)
    return whole


def _meetings(pathway: PathwayPlan, first: str, second: str) -> int:
    """How many pairs of these roles a circle of the size aimed at has: criteria then count alike for all roles."""
    a, b = pathway.members[first].aim, pathway.members[second].aim
    return max(a * (a - 1) // 2 if first == second else a * b, 1)


def _limit(board: Board, people: list[int], limit: PlaceLimit, pathway: PathwayPlan) -> tuple[frozenset[int], int]:
    counts = limit.pathway in {None, pathway.id}
    inside = frozenset(k for k, i in enumerate(people) if counts and board.cohort.entrants[i].id in limit.entrants)
    return inside, limit.at_most
