"""A round in numbers for whoever coordinates it: who is unused, what is scarce, what was bent, how good circles are."""

from typing import Any

from mentoring.matching.bounds import bound_on
from mentoring.matching.plan import Solution
from mentoring.matching.score import Board
from mentoring.matching.summary import summarise


def numbers(board: Board, solution: Solution) -> dict[str, Any]:
    """For the result's summary.

    `points_at_most`: where circles are among the mentorships, what no grouping of the same sizes can exceed; else None,
    since pairs are the best there are.
    """
    told = summarise(board.cohort, board.plan, solution)
    in_circles = any(not board.pathway[m.pathway].is_pair for m in solution.mentorships)
    return {
        "unused": list(told.unused),
        "scarce": [
            {"pathway": b.pathway, "fact": b.of, "value": b.value, "wanted": b.wanted, "room": b.room}
            for b in told.scarce
        ],
        "last_resorts": [
            {"pathway": pathway, "criterion": index, "broken": times} for pathway, index, times in told.last_resorts
        ],
        "points_at_most": bound_on(board, solution) if in_circles else None,
    }
