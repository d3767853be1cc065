"""The best mentorships of a cohort, in the order of aims.

Order of aims where people come first: most people of the served roles placed, fewest last resorts broken, most first
wishes of a pathway, most priority, most points; then whoever registered first is placed first, with the counterpart who
registered first. Pair pathways are solved exactly, all at once. Circles are sought, not proven best. Where both are
wished for in one round, people are placed by their first wish, then those left by the next; whether pairs or circles
go first, and whether others than the served serve their own first wish before the rest, is tried all four ways, and
the best by the aims is kept. Circles start with the least number of leads; leads still free then join up to the aim.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from mentoring.errors import Conflict
from mentoring.matching.circles import circle, fill_leads
from mentoring.matching.cohort import Cohort
from mentoring.matching.locks import Locked, locked
from mentoring.matching.measure import Measure, aims
from mentoring.matching.pairs import pair
from mentoring.matching.plan import PathwayPlan, Plan, Solution
from mentoring.matching.room import Group, Room
from mentoring.matching.score import Board


def solve(cohort: Cohort, plan: Plan) -> Solution:
    """The mentorships of this cohort. The same people give the same answer in any order of rows, on any machine.

    Raises Conflict where locks cannot be kept, UnsoundDocument where a criterion cannot be understood.
    """
    return solve_board(Board(cohort, plan))


def solve_board(board: Board) -> Solution:
    """As `solve`, with scores at hand."""
    fixed = locked(board)
    pairs = tuple(p for p in board.plan.pathways if p.is_pair)
    if len(pairs) == len(board.plan.pathways):
        groups = [*fixed.pairs, *pair(board, Room.whole(board).without(board, fixed.pairs), pairs)]
        return _solution(board, groups)
    ways = [(circles_first, loyal) for circles_first in (False, True) for loyal in (False, True)]
    if not pairs:
        ways = ways[:1]
    found, refusals = [], []
    for circles_first, loyal in ways:
        try:
            found.append(_solution(board, _by_wishes(board, fixed, circles_first=circles_first, loyal=loyal)))
        except Conflict as refusal:  # a locked circle may come about in one order and not in another
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    return max(found, key=lambda s: _worth(board, s))  # of equals, the first way's


def _by_wishes(board: Board, fixed: Locked, *, circles_first: bool, loyal: bool) -> list[Group]:
    """Wish by wish: `circles_first` in each step; `loyal`: in the first step the others serve only their first wish."""
    pairs = tuple(p for p in board.plan.pathways if p.is_pair)
    rounds = [p for p in board.plan.pathways if not p.is_pair]
    couples = list(fixed.pairs)
    circles = {p.id: [_begun(board, p, people) for people in fixed.circles.get(p.id, ())] for p in rounds}
    steps = max((len(e.pathways) for e in board.cohort.entrants), default=0) + loyal
    for step in range(steps):
        for of_circles in (circles_first, not circles_first):
            if not of_circles:
                room = _room(board, [*couples, *chain.from_iterable(circles.values())], step, loyal=loyal)
                couples += pair(board, room, pairs)
                continue
            for pathway in rounds:
                elsewhere = [*couples, *(g for p, gs in circles.items() if p != pathway.id for g in gs)]
                here = [g.people for g in circles[pathway.id]]
                room = _room(board, elsewhere, step, loyal=loyal)
                circles[pathway.id] = circle(board, room, pathway, here)
    for pathway in rounds:
        elsewhere = [*couples, *(g for p, gs in circles.items() if p != pathway.id for g in gs)]
        room = Room.whole(board).without(board, elsewhere)
        circles[pathway.id] = fill_leads(board, room, pathway, circles[pathway.id])
    return [*couples, *chain.from_iterable(circles.values())]


def _begun(board: Board, pathway: PathwayPlan, people: Sequence[int]) -> Group:
    entrants = board.cohort.entrants
    return Group(pathway.id, {role: tuple(i for i in people if entrants[i].role == role) for role in pathway.members})


def _room(board: Board, settled: Sequence[Group], step: int, *, loyal: bool) -> Room:
    """What is left besides the settled groups, for those whose turn it is to wish."""
    room = Room.whole(board).without(board, settled)
    placed = room.placed
    entering = {}
    for pathway in board.plan.pathways:
        mask = np.zeros(len(board.cohort.entrants), dtype=np.bool_)
        for i, entrant in enumerate(board.cohort.entrants):
            if entrant.role == pathway.served:
                mask[i] = i not in placed and pathway.id in _wishes_by(board, entrant.pathways, step)
            else:
                mask[i] = not (loyal and step == 0) or entrant.pathways[:1] == (pathway.id,)
        entering[pathway.id] = mask
    return replace(room, entering=entering)


def _wishes_by(board: Board, wishes: Sequence[str], step: int) -> Sequence[str]:
    """The wishes whose turn has come: up to this step, and on as long as one pair pathway follows another."""
    last = step
    while last + 1 < len(wishes) and all(
        board.pathway[w].is_pair for w in wishes[last : last + 2] if w in board.pathway
    ):
        last += 1
    return wishes[: last + 1]


def _solution(board: Board, groups: Sequence[Group]) -> Solution:
    rank = {p.id: k for k, p in enumerate(board.plan.pathways)}
    ordered = sorted(groups, key=lambda g: (rank[g.pathway], g.people))
    measure = Measure(board, ordered)
    mentorships = tuple(measure.mentorship(g) for g in ordered)
    placed = {i for g in ordered for i in g.people}
    unplaced = [
        (pathway.id, entrant.id)
        for pathway in board.plan.pathways
        for i, entrant in enumerate(board.cohort.entrants)
        if i not in placed and pathway.id in entrant.pathways and entrant.role in pathway.members
    ]
    return Solution(mentorships, tuple(unplaced), aims(board, ordered, mentorships))


def _worth(board: Board, solution: Solution) -> tuple[int, ...]:
    """The aims in their order, larger is better."""
    got = solution.aims
    rest = (got["first_wishes"], got["priority"], got["points"])
    if any(p.first == "people" for p in board.plan.pathways):
        return (got["placed"], -got["last_resorts_broken"], *rest)
    bonus = max((p.first for p in board.plan.pathways if isinstance(p.first, int)), default=0) * 1000
    value = got["points"] - 100_000 * got["last_resorts_broken"] + bonus * got["placed"]
    return (value, got["placed"], *rest)
