"""A grouping of one circle pathway while it is sought: who sits in which circle, who may sit where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mentoring.matching.plan import Bounds
from mentoring.matching.pool import Pool


@dataclass
class Seats:
    """`circles`: the places in the pool that sit in each; `fixed`: (person, circle) that nobody moves."""

    pool: Pool
    circles: list[list[int]]
    fixed: frozenset[tuple[int, int]] = frozenset()
    serves: frozenset[tuple[str, str]] = frozenset()
    sitting: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sitting = [0] * len(self.pool.people)
        for circle in self.circles:
            for k in circle:
                self.sitting[k] += 1

    def bounds(self, k: int) -> Bounds:
        """How many of this person's role a circle takes."""
        return self.pool.pathway.members[self.pool.role[k]]

    def of_role(self, circle: int, role: str) -> list[int]:
        """Those of a role in a circle."""
        return [k for k in self.circles[circle] if self.pool.role[k] == role]

    def has_room(self, k: int) -> bool:
        """Whether this person may take one more seat, by their capacity and by the places."""
        if self.sitting[k] >= self.pool.capacity[k]:
            return False
        return self.sitting[k] > 0 or all(
            k not in group or sum(self.sitting[j] > 0 for j in group) < at_most for group, at_most in self.pool.limits
        )

    def suits(self, k: int, circle: int, *, instead: int | None = None, most: int | None = None) -> bool:
        """Whether nothing in the circle speaks against this person (taking the seat of `instead`)."""
        others = [j for j in self.circles[circle] if j != instead]
        alike = sum(self.pool.role[j] == self.pool.role[k] for j in others)
        if alike >= (self.bounds(k).most if most is None else most) or self.pool.clash[k, others].any():
            return False
        return self._spread_well(k, others) and not (self.pool.one_way and self._turns_round(k, others))

    def worth(self, k: int, circle: int) -> int:
        """What this person adds to the circle."""
        return int(self.pool.worth[k, self.circles[circle]].sum())

    def sit(self, k: int, circle: int) -> None:
        """Give a seat."""
        self.circles[circle].append(k)
        self.sitting[k] += 1

    def rise(self, k: int, circle: int) -> None:
        """Take it back."""
        self.circles[circle].remove(k)
        self.sitting[k] -= 1

    def best_circle(self, k: int, circles: Iterable[int], *, most: int | None = None) -> int | None:
        """Where this person adds most (then the smaller circle, then the earlier), or None where nowhere suits."""
        fitting = [g for g in circles if self.suits(k, g, most=most)]
        role = self.pool.role[k]
        return max(fitting, key=lambda g: (self.worth(k, g), -len(self.of_role(g, role)), -g), default=None)

    def unseated(self, people: Sequence[int]) -> list[int]:
        """Those of these who sit nowhere and still may."""
        return [k for k in people if not self.sitting[k] and self.has_room(k)]

    def total(self) -> int:
        """What the circles are worth altogether."""
        return sum(int(self.pool.worth[np.ix_(c, c)].sum()) // 2 for c in self.circles)

    def _spread_well(self, k: int, others: Sequence[int]) -> bool:
        """A value that must spread evenly sits at most its fair share, rounded up, in any circle."""
        for value in self.pool.spread:
            if k in value:
                everyone = sum(v == value[k] for v in value.values())
                fair = -(-everyone // max(len(self.circles), 1))
                if sum(value.get(j) == value[k] for j in others) >= fair:
                    return False
        return True

    def _turns_round(self, k: int, others: Sequence[int]) -> bool:
        """Whether someone would serve a person who serves them elsewhere."""
        served, person, role = self.pool.pathway.served, self.pool.person, self.pool.role
        ways = {(person[a], person[b]) for c in self.circles for a in c for b in c if role[a] != served == role[b]}
        ways |= self.serves
        mine = [
            (person[j], person[k]) if role[k] == served else (person[k], person[j])
            for j in others
            if role[j] != role[k]
        ]
        return any((b, a) in ways for a, b in mine)
