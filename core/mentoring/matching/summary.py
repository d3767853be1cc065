"""A round in a few numbers for whoever coordinates it: room left unused, what is wanted and scarce, what was bent."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from mentoring.matching.cohort import Cohort
from mentoring.matching.criteria.sides import fact, listed
from mentoring.matching.plan import Criterion, PathwayPlan, Plan, Solution


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A value of `of` that more people want than others can give: `wanted` people, `room` of those who have it."""

    pathway: str
    of: str
    value: str
    wanted: int
    room: int


@dataclass(frozen=True, slots=True)
class Summary:
    """`unused`: entrants of other roles than the served who have no mentorship; `scarce`: the scarcest values first.

    `last_resorts`: by pathway and criterion, in how many mentorships it is broken.
    """

    unused: tuple[str, ...]
    scarce: tuple[Bottleneck, ...]
    last_resorts: tuple[tuple[str, int, int], ...]


def summarise(cohort: Cohort, plan: Plan, solution: Solution) -> Summary:
    """What a coordinator sees first."""
    served = {p.served for p in plan.pathways}
    unplaced = {e for _, e in solution.unplaced}
    broken = Counter((m.pathway, index) for m in solution.mentorships for index in m.last_resorts)
    scarce = [b for p in plan.pathways for c in p.criteria if c.rule == "overlap" for b in _scarce(cohort, p, c)]
    return Summary(
        unused=tuple(e.id for e in cohort.entrants if e.id in unplaced and e.role not in served),
        scarce=tuple(sorted(scarce, key=lambda b: (b.room - b.wanted, b.pathway, b.of, b.value))),
        last_resorts=tuple((pathway, index, n) for (pathway, index), n in sorted(broken.items())),
    )


def _scarce(cohort: Cohort, pathway: PathwayPlan, criterion: Criterion) -> list[Bottleneck]:
    one, other = criterion.between
    of: str = criterion.params["of"]
    if one == other:
        return []
    wanted: Counter[Any] = Counter()
    room: Counter[Any] = Counter()
    for entrant in cohort.entrants:
        if pathway.id in entrant.pathways and entrant.role == one:
            wanted.update(set(map(str, listed(fact(entrant, of)))))
        elif pathway.id in entrant.pathways and entrant.role == other:
            for value in set(map(str, listed(fact(entrant, criterion.params.get("with", of))))):
                room[value] += entrant.capacity
    return [Bottleneck(pathway.id, of, v, n, room[v]) for v, n in wanted.items() if n > room[v]]
