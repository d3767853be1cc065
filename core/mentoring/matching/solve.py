"""The best mentorships of a cohort, in the order of aims.

Order of aims where people come first: most people of the served roles placed, fewest last resorts broken, most first
wishes of a pathway, most priority, circles nearest to the size aimed at, with most of the leads aimed at, most points;
then whoever registered first is placed first, with the counterpart who registered first. Pair pathways are solved
exactly, all at once. So are rounds with circles in which few circles are possible (`enumerated`); in larger ones
circles are sought: where both are wished for, people are placed by their first wish, then those left by the next, by
several ways of going through the wishes (`wishes`); the best by the aims is kept, and its circles are annealed
(`refine`). Circles start with the least number of leads; leads still free then join up to the number aimed at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from mentoring.errors import Conflict
from mentoring.matching.cohort import Cohort
from mentoring.matching.enumerated import enumerated
from mentoring.matching.locks import locked
from mentoring.matching.measure import Measure, aims, groups_of, nearness
from mentoring.matching.pairs import pair_with_proof
from mentoring.matching.plan import Plan, Solution
from mentoring.matching.refine import refined
from mentoring.matching.room import Group, Room
from mentoring.matching.score import POINTS_OF_A_LAST_RESORT, Board
from mentoring.matching.wishes import WAYS, place_by_wishes


def solve(cohort: Cohort, plan: Plan) -> Solution:
    """The mentorships of this cohort. The same people give the same answer in any order of rows, on any machine.

    Raises Conflict where locks cannot be kept, UnsoundDocument where a criterion cannot be understood.
    """
    return solve_board(Board(cohort, plan))


def solve_board(board: Board, *, anneal: bool = True) -> Solution:
    """As `solve`, with scores at hand. Without `anneal` the same people are placed, in circles not quite so good."""
    fixed = locked(board)
    pairs = tuple(p for p in board.plan.pathways if p.is_pair)
    if len(pairs) == len(board.plan.pathways):
        couples, certificate = pair_with_proof(board, Room.whole(board).without(board, fixed.pairs), pairs)
        return replace(solution_of(board, [*fixed.pairs, *couples]), certificate=certificate)
    if (few := enumerated(board, fixed)) is not None:
        return solution_of(board, few)
    ways: list[tuple[Solution, list[Group]]] = []
    refusals: list[Conflict] = []
    for way in WAYS if pairs else WAYS[:1]:
        try:
            placed = place_by_wishes(board, fixed, way)
        except Conflict as refusal:  # a locked circle may come about in one order and not in another
            refusals.append(refusal)
        else:
            ways.append((solution_of(board, placed), placed))
    if not ways:
        raise refusals[0]
    found, seated = max(ways, key=lambda each: _worth(board, each[0]))  # of equals, the first way's
    if not anneal:
        return found
    better = solution_of(board, refined(board, fixed, seated))
    return max(found, better, key=lambda each: _worth(board, each))


def solution_of(board: Board, groups: Sequence[Group]) -> Solution:
    """The solution that these groups make, measured, in canonical order."""
    rank = {p.id: k for k, p in enumerate(board.plan.pathways)}
    ordered = sorted(groups, key=attrgetter("people"))
    if len(rank) > 1:
        ordered.sort(key=lambda g: rank[g.pathway])
    measure = Measure(board, ordered)
    mentorships = measure.mentorships()
    board.last_measured = mentorships, measure
    return Solution(mentorships, unplaced(board, (g.people for g in ordered)), aims(board, ordered, mentorships))


def unplaced(board: Board, groups: Iterable[tuple[int, ...]]) -> tuple[tuple[str, str], ...]:
    """(pathway, entrant) of everyone who is in none of these groups, for each pathway they wish for."""
    placed = set(chain.from_iterable(groups))
    return tuple(
        (pathway.id, entrant.id)
        for pathway in board.plan.pathways
        for i, entrant in enumerate(board.cohort.entrants)
        if i not in placed and pathway.id in entrant.pathways and entrant.role in pathway.members
    )


def _worth(board: Board, solution: Solution) -> tuple[int, ...]:
    """The aims in their order, larger is better."""
    got = solution.aims
    wished = (got["first_wishes"], got["priority"])
    sizes = [nearness(board, group) for group in groups_of(board, solution)]
    near = tuple(sum(size[n] for size in sizes) for n in (0, 1))
    if any(p.first == "people" for p in board.plan.pathways):
        return (got["placed"], -got["last_resorts_broken"], *wished, *near, got["points"])
    bonus = max((p.first for p in board.plan.pathways if isinstance(p.first, int)), default=0) * 1000
    value = got["points"] - POINTS_OF_A_LAST_RESORT * got["last_resorts_broken"] + bonus * got["placed"]
    return (value, got["placed"], *wished, *near)
