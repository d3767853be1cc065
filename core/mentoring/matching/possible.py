"""Every mentorship that a small round could have, written down with what it earns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product
from math import comb, prod

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.rules import OF_THE_WHOLE
from mentoring.matching.criteria.sides import FULL
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.room import Group
from mentoring.matching.score import Board


@dataclass(frozen=True, slots=True)
class Possible:
    """One mentorship that keeps the rules: its points in thousandths, and how many last resorts it breaks."""

    group: Group
    points: int
    resorts: int


def how_many(board: Board) -> int:
    """So many there are before any rule is looked at."""
    return sum(
        sum(
            prod(comb(len(_free(board, p, role)), n) for role, n in zip(p.members, sizes, strict=True))
            for sizes in _sizes(p)
        )
        for p in board.plan.pathways
    )


def possible(board: Board) -> list[Possible]:
    """All of them, pathway by pathway, small ones first, in canonical order."""
    return [each for pathway in board.plan.pathways for sizes in _sizes(pathway) for each in _of(board, pathway, sizes)]


def _sizes(pathway: PathwayPlan) -> Iterator[tuple[int, ...]]:
    return product(*(range(b.least, b.most + 1) for b in pathway.members.values()))


def _free(board: Board, pathway: PathwayPlan, role: str) -> list[int]:
    people = board.people(pathway.id, role).tolist()
    return [i for i in people if board.cohort.entrants[i].capacity > 0]


def _of(board: Board, pathway: PathwayPlan, sizes: Sequence[int]) -> Iterator[Possible]:
    """Those of one pathway with so many people of each role."""
    sides = [list(combinations(_free(board, pathway, r), n)) for r, n in zip(pathway.members, sizes, strict=True)]
    chosen = [tuple(i for part in parts for i in part) for parts in product(*sides)]
    if not chosen or not sum(sizes):
        return
    people = np.array(chosen, dtype=np.int64)
    allowed = np.ones(len(people), dtype=np.bool_)
    points, resorts = np.zeros(len(people), dtype=np.int64), np.zeros(len(people), dtype=np.int64)
    ends = np.cumsum([0, *sizes]).tolist()
    spans = {r: range(ends[k], ends[k + 1]) for k, r in enumerate(pathway.members)}
    for first, second in combinations_with_replacement(pathway.members, 2):
        cells = [(a, b) for a in spans[first] for b in spans[second] if first != second or a < b]
        if not cells or (pathway.id, first, second) not in board.grades:
            continue
        scores = board.scores(pathway.id, first, second)
        rows = np.searchsorted(scores.first, people[:, [a for a, _ in cells]])
        columns = np.searchsorted(scores.second, people[:, [b for _, b in cells]])
        allowed &= scores.allowed[rows, columns].all(axis=1)
        for criterion, answer in scores.graded:
            if criterion.rule not in OF_THE_WHOLE and isinstance(criterion.weight, int):
                points += criterion.weight * (answer.share[rows, columns].sum(axis=1, dtype=np.int64) // len(cells))
        resorts += sum(
            (each.mask[rows, columns].any(axis=1).astype(np.int64) for each in scores.breaks), start=np.int64(0)
        )
    points += sum(c.weight * FULL for c in pathway.criteria if isinstance(c.weight, int) and c.rule in OF_THE_WHOLE)
    for k in np.flatnonzero(allowed).tolist():
        yield Possible(_group(pathway, spans, people[k]), int(points[k]), int(resorts[k]))


def _group(pathway: PathwayPlan, spans: dict[str, range], people: Integers) -> Group:
    return Group.of(pathway.id, {role: tuple(int(people[k]) for k in spans[role]) for role in pathway.members})
