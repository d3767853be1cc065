"""What circles of one size can be worth at most, shared out among the people in them, with prices that tighten it.

A circle's worth is a sum over its pairs of people. Each pair lies in as many triangles as the circle has others, so a
third of every triangle's worth, shared out, is the pair's; half of every pair's is each one's. Nobody's part can be
more than with the best pairs for them, and no pair's more than with the best thirds for it: that bounds every circle,
whoever is in it. Two prices tighten it, and neither changes the sum over a true circle: `part` moves worth between the
two of a pair, `use` moves it from a pair that others count on to those that count on it. All in whole numbers.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.sides import Mask

NEVER = -(2**40)
"""The worth of a pair that cannot be."""
_TAKEN = np.iinfo(np.int64).min
_FEW = 4
"""So many are looked for one after another, more by sorting."""
_AT_ONCE = 2**20
"""Numbers: as many as a processor's cache holds, about."""


class Cliques:
    """Circles of the `sizes` (people of each role, the served first) among people ordered by role.

    `points`: int64[n, n] of each two in thousandths; `clash`: bool[n, n]; `roles`: where each role's people stand.
    `unit` is how many times a thousandth everything here is counted. Without `deep`, triangles are not looked at.
    """

    def __init__(
        self, points: Integers, clash: Mask, roles: Sequence[slice], sizes: Sequence[int], *, deep: bool
    ) -> None:
        kinds = list(combinations_with_replacement(range(len(sizes)), 2))
        cells = {(a, b): sizes[a] * (sizes[a] - 1) // 2 if a == b else sizes[a] * sizes[b] for a, b in kinds}
        whole = math.lcm(*(n for n in cells.values() if n))
        self.roles, self.sizes = tuple(roles), tuple(sizes)
        self.others = sum(sizes) - 2 if deep else 0
        self.unit = 2 * whole * (3 * self.others or 1)
        self.worth = np.full(points.shape, NEVER, dtype=np.int64)
        for (a, b), pairs in cells.items():
            if pairs:
                for here in ((self.roles[a], self.roles[b]), (self.roles[b], self.roles[a])):
                    self.worth[here] = np.where(clash[here], NEVER, points[here] * (sizes[0] * whole // pairs))
        np.fill_diagonal(self.worth, NEVER)
        self.part, self.use = np.zeros_like(points), np.zeros_like(points)
        self.pairs = self._of_pairs()

    def price(self, part: Integers, use: Integers) -> None:
        """Set the prices: `part` is antisymmetric, `use` symmetric."""
        self.part = part
        if (use != self.use).any():
            self.use = use
            self.pairs = self._of_pairs()

    def parts(self) -> Integers:
        """int64[n]: the most of a circle's worth, in units, that is each one's."""
        total = np.zeros(len(self.worth), dtype=np.int64)
        given = self.pairs + self.part
        for role, mine in enumerate(self.roles):
            for other, theirs in enumerate(self.roles):
                total[mine] += _best(given[mine, theirs], self.sizes[other] - (role == other))
        return total

    def slopes(self, seats: Integers, *, by_pair: bool) -> tuple[Integers, Integers]:
        """How the parts of people with so many seats grow with the prices: int64[n, n] for `part`, and for `use`.

        Nothing of the latter unless it is asked for `by_pair`.
        """
        chosen = np.zeros(self.worth.shape, dtype=np.int64)
        given = self.pairs + self.part
        for role, mine in enumerate(self.roles):
            for other, theirs in enumerate(self.roles):
                rows = np.arange(mine.start, mine.stop)
                columns = theirs.start + _first(given[mine, theirs], self.sizes[other] - (role == other))
                chosen[rows[:, None], columns] = seats[rows][:, None]
        return chosen - chosen.T, self._use_slope(chosen + chosen.T) if by_pair else np.zeros_like(chosen)

    def _use_slope(self, counted: Integers) -> Integers:
        used = np.zeros_like(counted)
        if not self.others:
            return used
        rows, columns = np.nonzero(np.triu(counted, 1))
        left = self.worth - self.use
        role = np.repeat(np.arange(len(self.roles)), [s.stop - s.start for s in self.roles])
        for a, b in combinations_with_replacement(range(len(self.roles)), 2):
            here = (role[rows] == a) & (role[columns] == b)
            one, other = rows[here], columns[here]
            weight = np.broadcast_to(counted[one, other][:, None], (len(one), 1))
            for third, theirs in enumerate(self.roles):
                need = self.sizes[third] - (third == a) - (third == b)
                if need > 0 and one.size:
                    best = theirs.start + _first(left[one, theirs] + left[other, theirs], need)
                    np.add.at(used, (one[:, None], best), weight)
                    np.add.at(used, (other[:, None], best), weight)
        return 2 * self.others * counted - used - used.T

    def _of_pairs(self) -> Integers:
        """int64[n, n]: the most of a circle's worth, in units, that is each pair's."""
        if not self.others:
            return self.worth
        found = np.full(self.worth.shape, NEVER, dtype=np.int64)
        left = self.worth - self.use
        for a, b in combinations_with_replacement(range(len(self.roles)), 2):
            if self.sizes[b] - (a == b) < 1:
                continue
            for one, other in self._couples(a, b):
                total = self.others * (self.worth[one, other] + 2 * self.use[one, other])
                for third, theirs in enumerate(self.roles):
                    need = self.sizes[third] - (third == a) - (third == b)
                    total += _best(left[one, theirs] + left[other, theirs], need)
                found[one, other] = found[other, one] = np.maximum(total, NEVER)
        return found

    def _couples(self, a: int, b: int) -> Iterator[tuple[Integers, Integers]]:
        """Each one of role `a` with each other one of role `b`, some at a time: memory does not grow with them."""
        mine, theirs = self.roles[a], self.roles[b]
        rows, columns = np.indices((mine.stop - mine.start, theirs.stop - theirs.start)).reshape(2, -1)
        one, other = rows + mine.start, columns + theirs.start
        if a == b:
            one, other = one[one < other], other[one < other]
        width = max(1, _AT_ONCE // len(self.worth))
        for start in range(0, one.size, width):
            yield one[start : start + width], other[start : start + width]


def _best(values: Integers, count: int) -> Integers:
    """int64[rows]: the sum of the largest so many of each row; NEVER where a row has fewer."""
    if count <= 0:
        return np.zeros(len(values), dtype=np.int64)
    width = values.shape[1]
    if width < count:
        return np.full(len(values), NEVER, dtype=np.int64)
    if count > _FEW:
        found: Integers = np.partition(values, width - count, axis=1)[:, width - count :].sum(axis=1)
        return found
    best: Integers = np.take_along_axis(values, _first(values, count), axis=1).sum(axis=1)
    return best


def _first(values: Integers, count: int) -> Integers:
    """int64[rows, so many]: where the largest of each row stand; of equals the first, on any machine."""
    if count > _FEW:
        found: Integers = np.argsort(-values, axis=1, kind="stable")[:, :count]
        return found
    left, rows = values.copy(), np.arange(len(values))
    places = np.empty((len(values), min(max(count, 0), values.shape[1])), dtype=np.int64)
    for nth in range(places.shape[1]):
        places[:, nth] = left.argmax(axis=1)
        left[rows, places[:, nth]] = _TAKEN
    return places
