"""A proof that no other pairs would have been better, and an independent look at it."""

from collections.abc import Iterator
from dataclasses import astuple

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.certificate import Certificate
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import PathwayPlan, Plan, Solution
from mentoring.matching.scale import Scale
from mentoring.matching.score import Board

_CELLS_OF_A_BLOCK = 1_000_000


def certified(cohort: Cohort, plan: Plan, solution: Solution, certificate: Certificate) -> list[str]:
    """What keeps the certificate from proving this solution the best in the order of aims; nothing where it does.

    Nothing of the search is used: the scores are worked out afresh, pair by pair, and compared with the prices.
    For rounds of one pair pathway without locks; others have no such certificate.
    """
    if len(plan.pathways) != 1 or not plan.pathways[0].is_pair or plan.locks:
        return ["Only a round of one pair pathway, without locks, can be certified."]
    found = check(cohort, plan, solution)
    if found:
        return found
    return list(_unproven(Board(cohort, plan), plan.pathways[0], solution, certificate))


def _unproven(board: Board, pathway: PathwayPlan, solution: Solution, given: Certificate) -> Iterator[str]:
    scores = board.scores(pathway.id, *pathway.members)
    room = {e.id: max(e.capacity, 0) for e in board.cohort.entrants}
    first, second = _with_room(board, scores.first), _with_room(board, scores.second)
    served = sum(min(room[board.cohort.entrants[i].id], len(second)) for i in first)
    scale = Scale.of(board, pathway, first, served + 1)
    if scale is None or given.scale != astuple(scale):
        yield "The certificate weighs the aims differently."
        return
    for side, across, costs in ((first, second, given.rows), (second, first, given.columns)):
        asked = {board.cohort.entrants[i].id for i in side} if across else set()
        if costs.keys() != asked or any(len(p) != min(room[e], len(across)) or min(p) < 0 for e, p in costs.items()):
            yield "The certificate does not have one price, of nothing or more, for each mentorship there is room for."
            return
    if not first or not second:
        return
    yield from _seats(board, given, scale)
    yield from _too_cheap(board, pathway, given, scale)
    paid = sum(sum(p) for p in (*given.rows.values(), *given.columns.values())) + sum(p for _, p in given.seats)
    worth = _worth(board, pathway, solution, scale) + scale.seat * len(given.seats)
    if paid != worth:
        yield f"The pairs are worth {worth}, and the prices allow {paid}: better ones are not ruled out."


def _with_room(board: Board, people: Integers) -> list[int]:
    return [i for i in people.tolist() if board.cohort.entrants[i].capacity > 0]


def _seats(board: Board, given: Certificate, scale: Scale) -> Iterator[str]:
    """Whether as many as the seats say must stay without, and none of them would pay more than the seat is worth."""
    groups = [limit.entrants & given.rows.keys() for limit in board.plan.places]
    for k in sorted({k for k, _ in given.seats}):
        inside = sum(groups[j] <= groups[k] for j, _ in given.seats)
        if inside > len(groups[k]) - board.plan.places[k].at_most:
            yield f"More places are kept empty than the limit asks: {board.plan.places[k].title}."
        lowest = min(price for j, price in given.seats if j == k)
        if any(min(given.rows[e]) + lowest < scale.seat for e in groups[k]):
            yield f"The prices rule out that somebody else goes without: {board.plan.places[k].title}."


def _too_cheap(board: Board, pathway: PathwayPlan, given: Certificate, scale: Scale) -> Iterator[str]:
    """The first pair that is worth more than its two people cost."""
    scores, entrants = board.scores(pathway.id, *pathway.members), board.cohort.entrants
    rows = np.array([k for k, i in enumerate(scores.first.tolist()) if entrants[i].id in given.rows], dtype=np.int64)
    columns = np.array(
        [k for k, i in enumerate(scores.second.tolist()) if entrants[i].id in given.columns], dtype=np.int64
    )
    base = scale.of_rows(board, pathway.id, scores.first[rows])
    people = [given.rows[entrants[i].id] for i in scores.first[rows].tolist()]
    row_cost = np.array([min((p[0] - b, *p[1:])) for p, b in zip(people, base.tolist(), strict=True)], dtype=np.int64)
    column_cost = np.array([min(given.columns[entrants[i].id]) for i in scores.second[columns].tolist()], np.int64)
    step = max(_CELLS_OF_A_BLOCK // len(columns), 1)
    for start in range(0, len(rows), step):
        here = slice(start, start + step)
        values = scores.outer(rows[here], columns)
        worth = values.points.astype(np.int64)
        if values.broken is not None:
            worth -= values.broken * np.int64(scale.resort)
        over = values.allowed & (scale.unit * worth > row_cost[here][:, None] + column_cost[None, :])
        if over.any():
            i, j = (int(k[0]) for k in np.nonzero(over))
            one, other = entrants[scores.first[rows[start + i]]].id, entrants[scores.second[columns[j]]].id
            yield f"{one} and {other} are worth more than their prices."
            return


def _worth(board: Board, pathway: PathwayPlan, solution: Solution, scale: Scale) -> int:
    total, seen = 0, set()
    for m in solution.mentorships:
        served = board.cohort.entrants[board.position[m.members[0][1]]]
        total += scale.unit * (m.points - scale.resort * len(m.last_resorts))
        if served.id not in seen:
            seen.add(served.id)
            wish = scale.wish * (served.pathways[0] == pathway.id)
            total += scale.person + wish + scale.urgent * served.priority
    return total
