"""How good circles could be at most: a bound that holds whatever the grouping, to set beside the best one found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentoring.matching.assignment import Integers
from mentoring.matching.cliques import NEVER, Cliques
from mentoring.matching.cohort import Cohort
from mentoring.matching.criteria.rules import OF_THE_WHOLE
from mentoring.matching.criteria.sides import FULL
from mentoring.matching.plan import Mentorship, PathwayPlan, Plan, Solution
from mentoring.matching.pool import Pool
from mentoring.matching.room import Room
from mentoring.matching.score import Board

THOROUGH = 4 * 10**9
"""Triangles of people that are looked at where there is time."""
SWIFT = 5 * 10**7
"""...and while somebody waits."""
_FINE = 1000
_MOST_STEPS = 300
_PATIENCE = 8


def bound(cohort: Cohort, plan: Plan, solution: Solution, *, work: int = THOROUGH) -> int:
    """The most points (as in `Solution.aims`) that as many mentorships of the same sizes could earn together.

    Whoever is in them: anybody who may enter, no two whom a hard rule keeps apart. Pair pathways count as they are,
    since they are solved exactly. `work`: so many triangles of people are looked at; more make the bound tighter, and
    each of them is one.
    """
    return bound_on(Board(cohort, plan), solution, work=work)


def bound_on(board: Board, solution: Solution, *, work: int = SWIFT) -> int:
    """As `bound`, with scores at hand."""
    return sum(_of_pathway(board, pathway, solution, work) for pathway in board.plan.pathways)


def _of_pathway(board: Board, pathway: PathwayPlan, solution: Solution, work: int) -> int:
    found = [m for m in solution.mentorships if m.pathway == pathway.id]
    if pathway.is_pair:
        return sum(m.points for m in found)
    sizes = Counter(_sizes(pathway, m) for m in found)
    flat = sum(c.weight * FULL for c in pathway.criteria if isinstance(c.weight, int) and c.rule in OF_THE_WHOLE)
    total = sum(flat * each[0] * times for each, times in sizes.items())
    if not found or not any(sum(each) > 1 for each in sizes):
        return total
    return total + _Bound(board, pathway, sizes, work).lowest()


def _sizes(pathway: PathwayPlan, mentorship: Mentorship) -> tuple[int, ...]:
    return tuple(sum(role == name for role, _ in mentorship.members) for name in pathway.members)


@dataclass(frozen=True, slots=True)
class _Step:
    """Prices tried: what they prove, in parts of a thousandth, and who would sit in circles of which size."""

    value: int
    seats: tuple[Integers, ...]


class _Bound:
    """The bound of one pathway, lowered step by step (a subgradient method with a target that comes nearer)."""

    def __init__(self, board: Board, pathway: PathwayPlan, sizes: Counter[tuple[int, ...]], work: int) -> None:
        everyone = frozenset(int(i) for role in pathway.members for i in board.people(pathway.id, role))
        pool = Pool.of(board, Room.whole(board), pathway, everyone)
        order = np.array([k for role in pathway.members for k in pool.of_role(role)], dtype=np.int64)
        ends = np.cumsum([0, *(len(pool.of_role(role)) for role in pathway.members)]).tolist()
        self.roles = tuple(slice(a, b) for a, b in pairwise(ends))
        self.room = [pool.capacity[k] for k in order.tolist()]
        self.times = [times for _, times in sorted(sizes.items())]
        self.steps = min(_MOST_STEPS, work // (len(order) ** 3 * len(sizes)))
        points, clash = pool.points[np.ix_(order, order)], pool.clash[np.ix_(order, order)]
        self.circles = [
            Cliques(points, clash, self.roles, each, deep=self.steps > 0 and sum(each) > 2) for each in sorted(sizes)
        ]
        self.swift_steps = min(_MOST_STEPS, max(8, work // (20 * len(order) ** 2 * len(sizes))))

    def lowest(self) -> int:
        """The lowest bound proven, in thousandths."""
        by_person = self._lowered(self.swift_steps, by_person=True)
        return min(by_person, self._lowered(self.steps, by_person=False)) // _FINE

    def _lowered(self, steps: int, *, by_person: bool) -> int:
        """The lowest of so many steps, from the prices there are; those that proved it are kept."""
        best = self._look()
        kept = [(each.part, each.use) for each in self.circles]
        nearer, since, now = Fraction(1, 25), 0, best
        for _ in range(steps):
            self._move(now, best.value - int(best.value * nearer), by_person=by_person)
            now = self._look()
            if now.value < best.value:
                since = 0 if now.value * 10_000 < best.value * 9_999 else since + 1
                best, kept = now, [(each.part, each.use) for each in self.circles]
            else:
                since += 1
            if since >= _PATIENCE:
                nearer, since, now = nearer / 2, 0, best
                self._go_back(kept)
        self._go_back(kept)
        return best.value

    def _go_back(self, kept: Sequence[tuple[Integers, Integers]]) -> None:
        for each, prices in zip(self.circles, kept, strict=True):
            each.price(*prices)

    def _move(self, now: _Step, target: int, *, by_person: bool) -> None:
        slopes = [
            each.slopes(seats, by_pair=not by_person) for each, seats in zip(self.circles, now.seats, strict=True)
        ]
        ways = [_by_person(*slope) for slope in slopes] if by_person else slopes
        length = sum(
            float((part * way).sum() + (use * other).sum()) / 2 / each.unit**2
            for each, (part, use), (way, other) in zip(self.circles, slopes, ways, strict=True)
        )
        if not length:
            return
        step = (now.value - target) / _FINE / length
        for each, (part, use) in zip(self.circles, ways, strict=True):
            far = step / each.unit
            each.price(each.part - np.rint(far * part).astype(np.int64), each.use - np.rint(far * use).astype(np.int64))

    def _look(self) -> _Step:
        """What the prices prove: the best seats for everyone, circles looked at size by size and people one by one."""
        parts = [-(-each.parts() * _FINE // each.unit) for each in self.circles]
        parts = [np.maximum(each, NEVER) for each in parts]
        value, seats = 0, [np.zeros(len(self.room), dtype=np.int64) for _ in self.circles]
        for role, span in enumerate(self.roles):
            wanted = [times * each.sizes[role] for times, each in zip(self.times, self.circles, strict=True)]
            people = np.repeat(
                np.arange(span.start, span.stop),
                [min(n, sum(self.times)) for n in self.room[span]],
            )
            sizes = np.repeat(np.arange(len(wanted)), wanted)
            if not sizes.size:
                continue
            if len(wanted) == 1:
                chosen = people[np.argsort(-parts[0][people], kind="stable")[: sizes.size]]
                taken = np.zeros(sizes.size, dtype=np.int64)
            else:
                table = np.stack([parts[size][people] for size in sizes], axis=1)
                rows, columns = linear_sum_assignment(table.astype(np.float64), maximize=True)
                chosen, taken = people[rows], sizes[columns]
            for size, part in enumerate(parts):
                mine = chosen[taken == size]
                value += int(part[mine].sum())
                np.add.at(seats[size], mine, 1)
        return _Step(value, tuple(seats))


def _by_person(part: Integers, use: Integers) -> tuple[Integers, Integers]:
    """The same way down with one price for each person: what everybody else pays them."""
    own = part.sum(axis=1)
    return np.subtract.outer(own, own), np.zeros_like(use)
