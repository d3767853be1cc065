"""Circles as a table of seats, for many exchanges at once: what each would gain, in whole numbers.

A seat that nobody has is held by nobody, who earns nothing and bars nobody: so people are exchanged with empty seats
as with each other.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement, product

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.sides import Mask
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.pool import Pool
from mentoring.matching.score import POINTS_OF_A_LAST_RESORT

FINE = 256
"""Parts of a thousandth of a point in which means are counted."""
NEVER = -(2**50)
"""As bad as anything needs to be."""
_RESORT, _AIM, _LEAD = 2**42, 2**38, 2**36
"""Where people come first: a last resort, one off the size aimed at, a lead short; each outweighs what comes after."""


class Table:
    """`seats`: int64[circles, seats], those of a role side by side; places in the pool, or `nobody`.

    `most`: seats of each role in a circle; `usual`: smaller than any of what comes before points.
    """

    def __init__(self, pool: Pool, circles: Sequence[Sequence[int]], fixed: frozenset[tuple[int, int]]) -> None:
        people_first = pool.pathway.first == "people"
        self.pool = pool
        self.nobody = len(pool.people)
        self.most = tuple(bounds.most for bounds in pool.pathway.members.values())
        self.starts = [sum(self.most[:k]) for k in range(len(self.most))]
        self.circles = len(circles)
        self.usual = _LEAD if people_first else -NEVER
        self.seats = self._seated(circles)
        self.still = np.zeros(self.seats.shape, dtype=np.bool_)
        for k, g in fixed:
            self.still[g, self.seats[g] == k] = True
        resort = _RESORT if people_first else POINTS_OF_A_LAST_RESORT * FINE
        self._points = _with_nobody(pool.points)
        self._against = _with_nobody(np.where(pool.clash, -NEVER, pool.broken * resort))
        self._radix, self._shares, self._shapes = _by_sizes(pool.pathway, people_first=people_first)
        self._kinds = tuple(combinations_with_replacement(range(len(self.most)), 2))
        self._evenly = [_fair(value, self.nobody, self.circles) for value in pool.spread]
        self.recount()

    def _seated(self, circles: Sequence[Sequence[int]]) -> Integers:
        seats = np.full((len(circles), sum(self.most)), self.nobody, dtype=np.int64)
        for g, circle in enumerate(circles):
            for role, start in zip(self.pool.pathway.members, self.starts, strict=True):
                mine = sorted(k for k in circle if self.pool.role[k] == role)
                seats[g, start : start + len(mine)] = mine
        return seats

    def recount(self) -> None:
        """Count afresh what everybody would earn in each circle with those of each role, and what is against it."""
        shape = (self.nobody + 1, self.circles, len(self.most))
        self._given = np.zeros(shape, dtype=np.int64)
        self._barred = np.zeros(shape[:2], dtype=np.int64)
        for g, circle in enumerate(self.seats):
            self._given[:, g] = np.add.reduceat(self._points[:, circle], self.starts, axis=1)
            self._barred[:, g] = self._against[:, circle].sum(axis=1)
        self._sums = np.zeros((self.circles, len(self._kinds)), dtype=np.int64)
        self._codes = np.zeros(self.circles, dtype=np.int64)
        self._count(np.arange(self.circles))

    def _count(self, circles: Integers) -> None:
        """The points of all pairs of people by their roles, and the circles' sizes as one code."""
        seats = self.seats[circles]
        both = np.add.reduceat(self._given[seats, circles[:, None]], self.starts, axis=1)
        for kind, (a, b) in enumerate(self._kinds):
            self._sums[circles, kind] = both[:, a, b] // (2 if a == b else 1)
        self._codes[circles] = np.add.reduceat((seats != self.nobody) * 1, self.starts, axis=1) @ self._radix

    def people(self) -> list[list[int]]:
        """The circles as lists of places in the pool."""
        return [sorted(int(k) for k in row if k != self.nobody) for row in self.seats]

    def span(self, role: int) -> slice:
        """The seats of a role."""
        return slice(self.starts[role], self.starts[role] + self.most[role])

    def worth(self) -> int:
        """What all circles are worth together: the order of aims in one number."""
        everyone = np.arange(self.circles)
        against = sum(self._own_bars(self.seats[:, [s]], everyone).sum() for s in range(self.seats.shape[1])) // 2
        return int(self._values(everyone).sum() - against)

    def swaps(self, one: Integers, other: Integers, role: int) -> Integers:
        """int64[couples, seats, seats]: what two circles together gain by exchanging two people of this role.

        Circles keep their sizes: `gains` looks at empty seats as well, and takes longer.
        """
        mine, theirs = (self.seats[circles, self.span(role)] for circles in (one, other))
        gain = (self._earns(mine, other, role) - self._earns(mine, one, role, own=True))[:, :, None]
        gain = gain + (self._earns(theirs, one, role) - self._earns(theirs, other, role, own=True))[:, None, :]
        share = (self._shares[self._codes[one]] + self._shares[self._codes[other]])[:, self._kind(role, role)]
        cells = mine[:, :, None], theirs[:, None, :]
        gain += 2 * self._against[cells] - share[:, None, None] * self._points[cells]
        gain[self._never(one, other, role, (mine == self.nobody)[:, :, None] | (theirs == self.nobody)[:, None, :])] = (
            2 * NEVER
        )
        return gain

    def gains(self, one: Integers, other: Integers, role: int) -> Integers:
        """As `swaps`, with empty seats: a circle may grow by who leaves the other."""
        mine, theirs = (self.seats[circles, self.span(role)] for circles in (one, other))
        empty, free = (mine == self.nobody)[:, :, None], (theirs == self.nobody)[:, None, :]
        grown = (empty * 1 - free) * self._radix[role]
        between = self._points[mine[:, :, None], theirs[:, None, :]]
        gain = self._changed(one, mine, theirs, role, grown, between)
        turned = self._changed(other, theirs, mine, role, -grown.transpose(0, 2, 1), between.transpose(0, 2, 1))
        gain += turned.transpose(0, 2, 1)
        gain += (self._own_bars(mine, one) - self._barred[mine, other[:, None]])[:, :, None]
        gain += (self._own_bars(theirs, other) - self._barred[theirs, one[:, None]])[:, None, :]
        gain += 2 * self._against[mine[:, :, None], theirs[:, None, :]]
        gain[self._never(one, other, role, empty & free)] = 2 * NEVER
        return gain

    def keeps_even(self, one: Integers, other: Integers, role: int, mine: Integers, theirs: Integers) -> Mask:
        """bool[couples]: whether values that must spread evenly still do after the exchange."""
        kept = np.ones(len(one), dtype=np.bool_)
        at, there = self.starts[role] + mine, self.starts[role] + theirs
        for value, most in self._evenly:
            for circle, seat, comes in ((one, at, self.seats[other, there]), (other, there, self.seats[one, at])):
                rest = value[self.seats[circle]]
                rest[np.arange(len(circle)), seat] = -1
                kept &= (value[comes] < 0) | ((rest == value[comes][:, None]).sum(axis=1) < most[value[comes]])
        return kept

    def exchange(self, one: Integers, other: Integers, role: int, mine: Integers, theirs: Integers) -> None:
        """Exchange one seat of each couple of circles; no circle is in two couples."""
        at, there = self.starts[role] + mine, self.starts[role] + theirs
        leaving, coming = self.seats[one, at], self.seats[other, there]
        self.seats[one, at], self.seats[other, there] = coming, leaving
        more, bars = (matrix[:, coming] - matrix[:, leaving] for matrix in (self._points, self._against))
        self._given[:, one, role] += more
        self._given[:, other, role] -= more
        self._barred[:, one] += bars
        self._barred[:, other] -= bars
        self._count(np.concatenate([one, other]))

    def seat_values(self, role: int, at: int, candidates: Integers) -> Integers:
        """int64[candidates, circles]: what each of these adds to each circle in its seat `at` of a role."""
        rest = self.seats.copy()
        rest[:, self.starts[role] + at] = self.nobody
        given = np.add.reduceat(self._points[candidates[:, None, None], rest[None, :, :]], self.starts, axis=2)
        shares = self._shares[self._codes]
        worth = sum(given[:, :, q] * shares[:, self._kind(role, q)] for q in range(len(self.most)))
        against = self._against[candidates[:, None, None], rest[None, :, :]].sum(axis=2)
        found: Integers = np.maximum(worth - against, NEVER)
        return found

    def _earns(self, people: Integers, circles: Integers, role: int, *, own: bool = False) -> Integers:
        """int64[circles, people]: what each earns with everybody in the circle, as large as it is."""
        given = self._given[people, circles[:, None]]
        shares = self._shares[self._codes[circles]]
        earned = -(self._own_bars(people, circles) if own else self._barred[people, circles[:, None]])
        for q in range(len(self.most)):
            earned += given[:, :, q] * shares[:, None, self._kind(role, q)]
        return earned

    def _own_bars(self, people: Integers, circles: Integers) -> Integers:
        """What is against people where they sit: nobody is barred by themself."""
        found: Integers = self._barred[people, circles[:, None]] - self._against[people, people]
        return found

    def _never(self, one: Integers, other: Integers, role: int, empty: Mask) -> Mask:
        still = self.still[one, self.span(role)][:, :, None] | self.still[other, self.span(role)][:, None, :]
        found: Mask = still | empty
        return found

    def _changed(
        self, circles: Integers, leaving: Integers, coming: Integers, role: int, grown: Integers, between: Integers
    ) -> Integers:
        """What circles gain for each who leaves and each who comes, but for what is against it."""
        given, taken = self._given[leaving, circles[:, None]], self._given[coming, circles[:, None]]
        after = self._codes[circles][:, None, None] + grown
        shares, value = self._shares[after], self._shapes[after]
        for kind, (first, second) in enumerate(self._kinds):
            total = self._sums[circles, kind][:, None, None]
            if role in {first, second}:
                q = second if role == first else first
                total = total + taken[:, None, :, q] - given[:, :, None, q]
                if q == role:
                    total = total - between
            value = value + shares[..., kind] * total
        found: Integers = value - self._values(circles)[:, None, None]
        return found

    def _values(self, circles: Integers) -> Integers:
        codes = self._codes[circles]
        found: Integers = (self._shares[codes] * self._sums[circles]).sum(axis=1) + self._shapes[codes]
        return found

    def _kind(self, role: int, other: int) -> int:
        return self._kinds.index((min(role, other), max(role, other)))


def _fair(value: Mapping[int, object], nobody: int, circles: int) -> tuple[Integers, Integers]:
    """int64[people and nobody], each one's value by number, -1 for none; int64[values], how many a circle may have."""
    known = {v: n for n, v in enumerate(dict.fromkeys(value.values()))}
    numbers = np.full(nobody + 1, -1, dtype=np.int64)
    for k, v in value.items():
        numbers[k] = known[v]
    times = np.bincount(numbers[numbers >= 0], minlength=len(known))
    return numbers, -(-times // max(circles, 1))


def _with_nobody(values: Integers) -> Integers:
    """With a row and a column of zeros for nobody."""
    return np.pad(values, ((0, 1), (0, 1)))


def _by_sizes(pathway: PathwayPlan, *, people_first: bool) -> tuple[Integers, Integers, Integers]:
    """A circle's sizes as one code, and what depends on it.

    int64[roles], what one of a role counts in the code; int64[codes, kinds], the part of a sum of points over pairs
    that all served people together have of it; int64[codes], what the sizes themselves are worth.
    """
    bounds = list(pathway.members.values())
    radix = [1] * len(bounds)
    for k in range(1, len(bounds)):
        radix[k] = radix[k - 1] * (bounds[k - 1].most + 1)
    kinds = list(combinations_with_replacement(range(len(bounds)), 2))
    codes = radix[-1] * (bounds[-1].most + 1)
    shares, shapes = np.zeros((codes, len(kinds)), dtype=np.int64), np.zeros(codes, dtype=np.int64)
    for sizes in product(*(range(b.most + 1) for b in bounds)):
        code = sum(n * r for n, r in zip(sizes, radix, strict=True))
        for kind, (a, b) in enumerate(kinds):
            pairs = sizes[a] * (sizes[a] - 1) // 2 if a == b else sizes[a] * sizes[b]
            shares[code, kind] = sizes[0] * FINE // pairs if pairs else 0
        if any(n < b.least for n, b in zip(sizes, bounds, strict=True)):
            shapes[code] = NEVER
        elif people_first:
            leads = sum(min(n, b.aim) for n, b in zip(sizes[1:], bounds[1:], strict=True))
            shapes[code] = _LEAD * leads - _AIM * abs(sizes[0] - bounds[0].aim)
    return np.array(radix, dtype=np.int64), shares, shapes
