"""Circles, measured: best found, a proven bound, the best ever found; run in a process of its own by `matching`."""

import json
import sys
from typing import Any

from mentoring.bench.clock import peak, seconds
from mentoring.bench.cohorts import circles
from mentoring.matching.annealing import Pace, anneal
from mentoring.matching.bounds import bound
from mentoring.matching.chance import Chance
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort
from mentoring.matching.leads import assign_leads
from mentoring.matching.measure import groups_of
from mentoring.matching.plan import Plan, Solution
from mentoring.matching.pool import Pool
from mentoring.matching.refine import group_of
from mentoring.matching.room import Room
from mentoring.matching.score import Board
from mentoring.matching.solve import solution_of, solve
from mentoring.matching.table import Table

KNOWN = {60: 1_873_890, 300: 12_432_920}
"""By how many people: the most points anything has found so far, by annealing for minutes from many seeds."""


def grouped(people: int, *, search: int = 0) -> dict[str, Any]:
    """Points (as in the aims), bound, ratios, processor seconds. `search` further seeds look long for a better one."""
    cohort, plan = circles(people)
    before = peak()
    taken, solution = seconds(lambda: solve(cohort, plan))
    memory = peak() - before
    proving, most = seconds(lambda: bound(cohort, plan, solution))
    points = solution.aims["points"]
    found = max([points, KNOWN.get(people, 0), *(searched(cohort, plan, solution, seed) for seed in range(search))])
    return {
        "total": taken,
        "memory": memory,
        "placed": solution.aims["placed"],
        "circles": len(solution.mentorships),
        "points": points,
        "best_known": found,
        "to_best_known": round(points / found, 4),
        "bound": most,
        "proving": proving,
        "gap": round(1 - points / most, 4) if most else 0.0,
        "sound": not check(cohort, plan, solution),
    }


def searched(cohort: Cohort, plan: Plan, solution: Solution, seed: int) -> int:
    """The points of a long search from another seed: ten times the steps."""
    board = Board(cohort, plan)
    groups = groups_of(board, solution)
    pool = Pool.of(board, Room.whole(board), plan.pathways[0], frozenset(i for g in groups for i in g.people))
    place = {int(p): k for k, p in enumerate(pool.people)}
    table = Table(pool, [[place[i] for i in g.people] for g in groups], frozenset())
    anneal(table, Chance.of([f"search {seed}"]), Pace(10 * Pace.of(table.circles).steps))
    assign_leads(table)
    return solution_of(board, [group_of(pool, circle) for circle in table.people()]).aims["points"]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(grouped(int(sys.argv[1]), search=int(sys.argv[2]))))
