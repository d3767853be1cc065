"""How good circles could be at most: a bound that holds whatever the grouping, to set beside the best one found."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.cohort import Cohort
from mentoring.matching.criteria.sides import FULL
from mentoring.matching.plan import PathwayPlan, Plan, Solution
from mentoring.matching.score import Board


def bound(cohort: Cohort, plan: Plan, solution: Solution) -> int:
    """The most points, in thousandths, that as many mentorships of as many served people could earn together.

    Circle by circle each criterion earns a mean over pairs; nobody's part in it can be larger than with the people who
    suit that person best. The bound adds these best parts, for as many circles of the same sizes as were found. Pair
    pathways count as they are: they are solved exactly.
    """
    board = Board(cohort, plan)
    return sum(_of_pathway(board, pathway, solution) for pathway in plan.pathways)


def _of_pathway(board: Board, pathway: PathwayPlan, solution: Solution) -> int:
    found = [m for m in solution.mentorships if m.pathway == pathway.id]
    if pathway.is_pair:
        return sum(m.points for m in found)
    total = 0
    for criterion in pathway.criteria:
        if not isinstance(criterion.weight, int):
            continue
        roles = list(pathway.members)
        first, second = sorted(criterion.between, key=roles.index)
        name = (pathway.id, first, second)
        if criterion.rule in {"one_way", "even"} or name not in board.grades:
            total += criterion.weight * FULL * len(found)
            continue
        scores = board.scores(*name)
        share = np.where(scores.allowed, scores.grade(criterion).share, 0)
        sizes = [sum(role == first for role, _ in m.members) for m in found]
        others = [sum(role == second for role, _ in m.members) for m in found]
        total += criterion.weight * _best_parts(share, sizes, others, same=first == second)
    return total


def _best_parts(share: NDArray[np.int16], sizes: Sequence[int], others: Sequence[int], *, same: bool) -> int:
    """The sum over circles of the largest mean share, were everyone with whom they suit best."""
    best = np.sort(share, axis=1)[:, ::-1].astype(np.int64)
    value = 0.0
    for (size, other), times in sorted(Counter(zip(sizes, others, strict=True)).items()):
        with_whom = size - 1 if same else other
        if size > 0 and with_whom > 0:
            mean = np.sort(best[:, :with_whom].sum(axis=1) / with_whom)[::-1]
            value += float(mean[: size * times].sum()) / size
    return math.ceil(value)
