"""Everyone against everyone: which pairs are barred and by what, what each pair earns, block by block or whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.criteria.answers import Answer, Places
from mentoring.matching.criteria.parts import Part
from mentoring.matching.criteria.relations import all_but
from mentoring.matching.criteria.rules import block
from mentoring.matching.criteria.sides import Mask, Sides, by_address
from mentoring.matching.plan import Criterion, PathwayPlan, Plan

POINTS_OF_A_LAST_RESORT = 100_000
"""What breaking a `last_resort` costs where `first` is not people: 100 points, in thousandths."""

BarKind = Literal["self", "avoid", "forbid", "criterion", "wish"]


@dataclass(frozen=True)
class Bar:
    """One reason why pairs are impossible: where `answer` does not hold, and nobody is spared.

    `criterion` where one is behind it; `spared`: bool[first] and bool[second], whom a relaxation spares.
    """

    kind: BarKind
    answer: Answer
    criterion: Criterion | None = None
    spared: tuple[Mask, Mask] | None = None

    def outer(self, rows: Places, columns: Places) -> Mask:
        """bool[rows, columns]: the pairs it makes impossible."""
        wish = self.kind == "wish"
        barred = self.answer.barring(rows, columns) if wish else ~self.answer.holding(rows, columns)
        if self.spared is not None:
            barred &= ~(self.spared[0][rows][:, None] | self.spared[1][columns][None, :])
        return barred

    def pairs(self, rows: Places, columns: Places) -> Mask:
        """bool[pairs]: the first row with the first column, and so on."""
        barred = self.answer.failing(rows, columns, binding=self.kind == "wish")
        if self.spared is not None:
            barred &= ~(self.spared[0][rows] | self.spared[1][columns])
        return barred

    def part(self) -> Part | None:
        """1 for the pairs it makes impossible, else 0, as a sum of products; None where it is none."""
        part = self.answer.fails(binding=self.kind == "wish")
        return part if part is None or self.spared is None else part.sparing(*self.spared)

    def take_out(self, allowed: Mask, rows: Places, columns: Places) -> None:
        """Take its pairs out of `allowed`, bool[rows, columns]."""
        if self.spared is None and self.kind != "wish":
            self.answer.keep_holding(allowed, rows, columns)
        else:
            allowed &= ~self.outer(rows, columns)

    def line(self, place: int, *, turned: bool) -> Mask:
        """One row of it, or one column where `turned`."""
        one, all_ = np.array([place]), np.arange(self.answer.shape[0 if turned else 1])
        return self.outer(all_, one)[:, 0] if turned else self.outer(one, all_)[0]

    @cached_property
    def mask(self) -> Mask:
        """bool[first, second]: all of them."""
        return self.outer(np.arange(self.answer.shape[0]), np.arange(self.answer.shape[1]))


@dataclass(frozen=True, slots=True)
class Values:
    """A block of pairs: `allowed` bool, `points` int32 thousandths, `broken` int8 last resorts, None for none."""

    allowed: Mask
    points: NDArray[np.int32]
    broken: NDArray[np.int8] | None


@dataclass(frozen=True)
class Scores:
    """Two roles of one pathway against each other. Shapes are [first, second], positions in the cohort.

    `bars` in the order in which they are told; `points` int64 thousandths of a point; `breaks` the criteria that
    are a last resort, as bars that are none.
    """

    roles: tuple[str, str]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    graded: tuple[tuple[Criterion, Answer], ...]
    bars: tuple[Bar, ...]
    breaks: tuple[Bar, ...]

    def grade(self, criterion: Criterion) -> Answer:
        """The answer of this criterion."""
        return next(a for c, a in self.graded if c.index == criterion.index)

    def outer(self, rows: Places, columns: Places) -> Values:
        """Every one of these rows with every one of these columns."""
        shape = (len(rows), len(columns))
        allowed = np.ones(shape, dtype=np.bool_)
        points = np.zeros(shape, dtype=np.int32)
        for bar in self.bars:
            bar.take_out(allowed, rows, columns)
        for criterion, answer in self.graded:
            if isinstance(criterion.weight, int):
                points += answer.points(rows, columns, criterion.weight)
        broken = np.zeros(shape, dtype=np.int8)
        for resort in self.breaks:
            broken += resort.outer(rows, columns)
        return Values(allowed, points, broken if self.breaks else None)

    def pairs(self, rows: Places, columns: Places) -> Values:
        """The first of these rows with the first of these columns, and so on."""
        allowed = np.ones(len(rows), dtype=np.bool_)
        points = np.zeros(len(rows), dtype=np.int32)
        for bar in self.bars:
            allowed &= ~bar.pairs(rows, columns)
        for criterion, answer in self.graded:
            if isinstance(criterion.weight, int):
                points += answer.points_of(rows, columns, criterion.weight)
        broken = np.zeros(len(rows), dtype=np.int8)
        for resort in self.breaks:
            broken += resort.pairs(rows, columns)
        return Values(allowed, points, broken if self.breaks else None)

    def line(self, place: int, *, turned: bool) -> Values:
        """One row, or one column where `turned`, against everyone."""
        one, all_ = np.array([place]), np.arange(len(self.first if turned else self.second))
        found = self.outer(all_, one) if turned else self.outer(one, all_)
        broken = None if found.broken is None else found.broken.ravel()
        return Values(found.allowed.ravel(), found.points.ravel(), broken)

    @cached_property
    def whole(self) -> Values:
        """Everyone with everyone."""
        return self.outer(np.arange(len(self.first)), np.arange(len(self.second)))

    @property
    def allowed(self) -> Mask:
        """The pairs that nothing bars."""
        return self.whole.allowed

    @cached_property
    def points(self) -> NDArray[np.int64]:
        """Weight times share, summed over the weighted criteria."""
        return self.whole.points.astype(np.int64)

    @cached_property
    def broken(self) -> NDArray[np.int64]:
        """How many last resorts each pair breaks."""
        broken = self.whole.broken
        return np.zeros(self.whole.points.shape, np.int64) if broken is None else broken.astype(np.int64)


Grades = Mapping[tuple[str, str, str], tuple[tuple[Criterion, Answer], ...]]


class Board:
    """The scores of a round, by pathway and pair of roles. `grades` of the same people may be used again."""

    def __init__(self, cohort: Cohort, plan: Plan, grades: Grades | None = None) -> None:
        self.cohort = cohort
        self.plan = plan
        self.ids = [e.id for e in cohort.entrants]
        self.position = dict(zip(self.ids, range(len(self.ids)), strict=True))
        self.pathway = {p.id: p for p in plan.pathways}
        self._scores: dict[tuple[str, str, str], Scores] = {}
        self._people: dict[tuple[str, str], NDArray[np.int64]] = {}
        self.grades: Grades = self._grades() if grades is None else grades
        self.last_measured: tuple[object, Any] | None = (
            None  # the mentorships measured last, and their `measure.Measure`
        )

    def people(self, pathway: str, role: str) -> NDArray[np.int64]:
        """The positions of those in this role who may enter this pathway, in canonical order."""
        name = (pathway, role)
        if name not in self._people:
            mine = [i for i, e in enumerate(self.cohort.entrants) if e.role == role and pathway in e.pathways]
            self._people[name] = np.array(mine, dtype=np.int64)
        return self._people[name]

    def entrants(self, pathway: str, role: str) -> tuple[Entrant, ...]:
        """Those people themselves."""
        everyone = self.cohort.entrants
        return tuple([everyone[i] for i in self.people(pathway, role).tolist()])

    def scores(self, pathway: str, first: str, second: str) -> Scores:
        """Those of `first` against those of `second` in one pathway."""
        name = (pathway, first, second)
        if name not in self._scores:
            self._scores[name] = self._score(self.pathway[pathway], first, second)
        return self._scores[name]

    def _score(self, pathway: PathwayPlan, first: str, second: str) -> Scores:
        rows, columns = self.people(pathway.id, first), self.people(pathway.id, second)
        graded = self.grades[pathway.id, first, second]
        bars = [*self._always_on(rows, columns)]
        breaks = []
        for criterion, answer in graded:
            spared = self._exempt(pathway.id, criterion, rows, columns)
            if criterion.weight == "must":
                bars.append(Bar("criterion", answer, criterion, spared))
            elif criterion.weight == "last_resort":
                breaks.append(Bar("criterion", answer, criterion, spared))
            if answer.binds and criterion.weight != "must":
                bars.append(Bar("wish", answer, criterion, spared))
        return Scores((first, second), rows, columns, graded, tuple(bars), tuple(breaks))

    def _always_on(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> tuple[Bar, Bar, Bar]:
        everyone = self.cohort.entrants
        first, second = ([everyone[k] for k in side.tolist()] for side in (rows, columns))
        shape = (len(rows), len(columns))
        both = frozenset([e.person for e in first]).intersection([e.person for e in second])
        humans: dict[str, list[int]] = {person: [] for person in both}
        for j, other in enumerate(second if both else ()):
            if other.person in both:
                humans[other.person].append(j)
        oneself = {(i, j) for i, one in enumerate(first if both else ()) for j in humans.get(one.person, ())}
        avoid = _avoiding(first, second) | {(i, j) for j, i in _avoiding(second, first)}
        row, column = ({e.id: k for k, e in enumerate(side)} if self.plan.forbids else {} for side in (first, second))
        orders = [order for a, b in map(tuple, self.plan.forbids) for order in ((a, b), (b, a))]
        forbid = {(row[a], column[b]) for a, b in orders if a in row and b in column}
        return (
            Bar("self", all_but(shape, oneself)),
            Bar("avoid", all_but(shape, avoid)),
            Bar("forbid", all_but(shape, forbid)),
        )

    def _grades(self) -> Grades:
        """Every criterion over every pair of roles it speaks of, turned to the order of `members`."""
        grades: dict[tuple[str, str, str], tuple[tuple[Criterion, Answer], ...]] = {}
        for pathway in self.plan.pathways:
            people = {role: self.entrants(pathway.id, role) for role in pathway.members}
            roles = tuple(pathway.members)
            for i, first in enumerate(roles):
                for second in roles[i:]:
                    if first == second and pathway.members[first].most < 2:
                        continue
                    sides = Sides(people[first], people[second], (first, second), self.cohort, self.plan.on)
                    answers = []
                    for criterion in pathway.criteria:
                        if criterion.between == (first, second):
                            answers.append((criterion, block(criterion, sides)))
                        elif criterion.between == (second, first):
                            answers.append((criterion, block(criterion, sides.turned).turned))
                    grades[pathway.id, first, second] = tuple(answers)
        return grades

    def _exempt(self, pathway: str, criterion: Criterion, rows: Places, columns: Places) -> tuple[Mask, Mask] | None:
        """Whom a relaxation spares this criterion: bool[rows], bool[columns]."""
        spared = [self.position[e] for p, index, e in self.plan.exempt if (p, index) == (pathway, criterion.index)]
        return (np.isin(rows, spared), np.isin(columns, spared)) if spared else None


def _avoiding(these: Sequence[Entrant], those: Sequence[Entrant]) -> set[tuple[int, int]]:
    """Who of these avoids whom of those."""
    asking = [(i, one.avoid) for i, one in enumerate(these) if one.avoid]
    places = by_address([other.email.lower() for other in those]) if asking else {}
    return {(i, j) for i, avoid in asking for email in avoid for j in places.get(email, ())}
