"""A round that can be run again: its inputs as bytes, and from them the same result, in any process, on any machine."""

from dataclasses import fields, replace
from typing import Any

import msgspec

from mentoring.errors import Conflict
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.explain import explain_on
from mentoring.matching.plan import Bounds, PathwayPlan, Plan, Solution
from mentoring.matching.score import Board
from mentoring.matching.solve import solve_board
from mentoring.matching.why_not import why_not_on

TRIES = 100
"""How many single changes a replay tries: part of the result, so never told by the clock."""


def stored(cohort: Cohort, plan: Plan) -> bytes:
    """The inputs of a round as JSON: equal for equal rounds, whatever the order of rows, maps and sets.

    Raises Conflict for a round with criteria of the scheme's own code: that code is no part of the inputs.
    """
    if any(c.rule == "own" for p in plan.pathways for c in p.criteria):
        raise Conflict("A round with criteria of the scheme's own code cannot be stored by itself.", "Keep the scheme.")
    told = {field.name: getattr(plan, field.name) for field in fields(plan)}
    told["pathways"] = [
        {**{f.name: getattr(p, f.name) for f in fields(p)}, "members": [[r, b] for r, b in p.members.items()]}
        for p in plan.pathways
    ]
    told["places"] = sorted((msgspec.to_builtins(p, order="deterministic") for p in plan.places), key=str)
    told["locks"] = sorted((msgspec.to_builtins(k, order="deterministic") for k in plan.locks), key=str)
    told["forbids"] = sorted(sorted(pair) for pair in plan.forbids)
    earlier = sorted([*sorted(pair), ended] for pair, ended in cohort.earlier.items())
    return msgspec.json.encode({"entrants": cohort.entrants, "earlier": earlier, "plan": told}, order="deterministic")


def replay(inputs: bytes) -> bytes:
    """The result of a stored round as JSON: mentorships, who has none, aims, all reasons. Equal inputs, equal bytes."""
    cohort, plan = read(inputs)
    board = Board(cohort, plan)
    solution = solve_board(board)
    return msgspec.json.encode(
        {
            "solution": {f.name: getattr(solution, f.name) for f in fields(Solution) if f.name != "certificate"},
            "certificate": solution.certificate,
            "because": [each.reasons for each in explain_on(board, solution)],
            "why_not": why_not_on(board, solution, at_most=TRIES),
        },
        order="deterministic",
    )


def read(inputs: bytes) -> tuple[Cohort, Plan]:
    """The round that `stored` wrote."""
    document: dict[str, Any] = msgspec.json.decode(inputs)
    told = document["plan"]
    pathways = []
    for each in told.pop("pathways"):
        members = {role: msgspec.convert(bounds, Bounds) for role, bounds in each.pop("members")}
        pathways.append(replace(msgspec.convert({**each, "members": {}}, PathwayPlan), members=members))
    plan = replace(msgspec.convert({**told, "pathways": []}, Plan), pathways=tuple(pathways))
    earlier = {frozenset(pair[:-1]): pair[-1] for pair in document["earlier"]}
    return Cohort.of(msgspec.convert(document["entrants"], list[Entrant]), earlier), plan
