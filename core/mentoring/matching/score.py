"""Everyone against everyone, once: which pairs are barred and by what, what each pair earns."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.cohort import Cohort
from mentoring.matching.criteria.rules import block
from mentoring.matching.criteria.sides import Block, Mask, Sides
from mentoring.matching.plan import Criterion, PathwayPlan, Plan

POINTS_OF_A_LAST_RESORT = 100_000
"""What breaking a `last_resort` costs where `first` is not people: 100 points, in thousandths."""

BarKind = Literal["self", "avoid", "forbid", "criterion", "wish"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason why pairs are impossible: `mask` bool[first, second]; `criterion` where one is behind it."""

    kind: BarKind
    mask: Mask
    criterion: Criterion | None = None


@dataclass(frozen=True)
class Scores:
    """Two roles of one pathway against each other. Shapes are [first, second], positions in the cohort.

    `bars` in the order in which they are told; `points` int64 thousandths of a point; `breaks` the criteria that
    are a last resort with the pairs that break them.
    """

    roles: tuple[str, str]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    graded: tuple[tuple[Criterion, Block], ...]
    bars: tuple[Bar, ...]
    breaks: tuple[tuple[Criterion, Mask], ...]

    @cached_property
    def allowed(self) -> Mask:
        """The pairs that nothing bars."""
        barred = np.zeros((len(self.first), len(self.second)), dtype=np.bool_)
        for bar in self.bars:
            barred |= bar.mask
        return ~barred

    @cached_property
    def points(self) -> NDArray[np.int64]:
        """Weight times share, summed over the weighted criteria."""
        total = np.zeros((len(self.first), len(self.second)), dtype=np.int64)
        for criterion, answer in self.graded:
            if isinstance(criterion.weight, int):
                total += criterion.weight * answer.share.astype(np.int64)
        return total

    @cached_property
    def broken(self) -> NDArray[np.int64]:
        """How many last resorts each pair breaks."""
        total = np.zeros((len(self.first), len(self.second)), dtype=np.int64)
        for _, mask in self.breaks:
            total += mask
        return total


Grades = Mapping[tuple[str, str, str], tuple[tuple[Criterion, Block], ...]]


class Board:
    """The scores of a round, by pathway and pair of roles. `grades` of the same people may be used again."""

    def __init__(self, cohort: Cohort, plan: Plan, grades: Grades | None = None) -> None:
        self.cohort = cohort
        self.plan = plan
        self.position = {e.id: i for i, e in enumerate(cohort.entrants)}
        self.pathway = {p.id: p for p in plan.pathways}
        self.grades: Grades = _grades(cohort, plan) if grades is None else grades
        self._scores: dict[tuple[str, str, str], Scores] = {}

    def people(self, pathway: str, role: str) -> NDArray[np.int64]:
        """The positions of those in this role who may enter this pathway, in canonical order."""
        return np.array(
            [i for i, e in enumerate(self.cohort.entrants) if e.role == role and pathway in e.pathways], dtype=np.int64
        )

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
                bars.append(Bar("criterion", ~answer.holds & spared, criterion))
            elif criterion.weight == "last_resort":
                breaks.append((criterion, ~answer.holds & spared))
            if answer.binding is not None and criterion.weight != "must":
                bars.append(Bar("wish", answer.binding & ~answer.holds & spared, criterion))
        return Scores((first, second), rows, columns, graded, tuple(bars), tuple(breaks))

    def _always_on(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> tuple[Bar, Bar, Bar]:
        first = [self.cohort.entrants[r] for r in rows]
        second = [self.cohort.entrants[c] for c in columns]
        shape = (len(rows), len(columns))
        oneself = _marked(shape, [{e.person} for e in first], [{e.person} for e in second])
        avoid = _marked(shape, [e.avoid for e in first], [{e.email.lower()} for e in second])
        avoid |= _marked(shape, [{e.email.lower()} for e in first], [e.avoid for e in second])
        kept_apart: dict[str, set[str]] = {}
        for pair in self.plan.forbids:
            for one in pair:
                kept_apart.setdefault(one, set()).update(pair - {one})
        forbid = _marked(shape, [kept_apart.get(e.id, set()) for e in first], [{e.id} for e in second])
        return Bar("self", oneself), Bar("avoid", avoid), Bar("forbid", forbid)

    def _exempt(self, pathway: str, criterion: Criterion, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Mask:
        """bool[rows, columns]: False where a relaxation spares one of the two this criterion."""
        spared = {self.position[e] for p, index, e in self.plan.exempt if (p, index) == (pathway, criterion.index)}
        kept_rows = np.array([r not in spared for r in rows], dtype=np.bool_)
        kept_columns = np.array([c not in spared for c in columns], dtype=np.bool_)
        return kept_rows[:, None] & kept_columns[None, :]


def _marked(shape: tuple[int, int], first: Sequence[AbstractSet[str]], second: Sequence[AbstractSet[str]]) -> Mask:
    """Where a word of the first is also one of the second's (an empty word is none)."""
    places: dict[str, list[int]] = {}
    for j, words in enumerate(second):
        for word in words:
            places.setdefault(word, []).append(j)
    places.pop("", None)
    mask = np.zeros(shape, dtype=np.bool_)
    for i, words in enumerate(first):
        for word in words:
            mask[i, places.get(word, [])] = True
    return mask


def _grades(cohort: Cohort, plan: Plan) -> Grades:
    """Every criterion over every pair of roles it speaks of, turned to the order of `members`."""
    grades: dict[tuple[str, str, str], tuple[tuple[Criterion, Block], ...]] = {}
    for pathway in plan.pathways:
        people = {
            role: tuple(e for e in cohort.entrants if e.role == role and pathway.id in e.pathways)
            for role in pathway.members
        }
        roles = tuple(pathway.members)
        for i, first in enumerate(roles):
            for second in roles[i:]:
                if first == second and pathway.members[first].most < 2:
                    continue
                answers = []
                for criterion in pathway.criteria:
                    a, b = criterion.between
                    if {a, b} != {first, second}:
                        continue
                    answer = block(criterion, Sides(people[a], people[b], (a, b), cohort, plan.on))
                    answers.append((criterion, answer if a == first else answer.turned))
                grades[pathway.id, first, second] = tuple(answers)
    return grades
