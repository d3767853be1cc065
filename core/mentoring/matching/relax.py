"""Relaxations: the smallest changes to a round, and the round with one of them made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import Plan
from mentoring.matching.score import Board

Kind = Literal["capacity", "places", "criterion", "forbid", "lock"]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change.

    `kind`: capacity (`entrants[0]` takes `by` more), places (`by` more in the limit at place `criterion` of the
    plan's), criterion (of that index, in `pathway`, not applied to `entrants[0]`), forbid (lifted between `entrants`),
    lock (of `entrants` in `pathway`, lifted). `words` for a person; `moved`: ids of others of the served roles whose
    match changes with it; `lost`: those of them left without one; `aims` as reached with it.
    """

    kind: Kind
    pathway: str
    entrants: tuple[str, ...] = ()
    criterion: int | None = None
    by: int = 1
    words: str = ""
    moved: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    aims: Mapping[str, int] = field(default_factory=dict)

    @property
    def change(self) -> tuple[Kind, str, tuple[str, ...], int | None, int]:
        """What is changed, without what comes of it."""
        return self.kind, self.pathway, self.entrants, self.criterion, self.by


def relaxed(cohort: Cohort, plan: Plan, relaxation: Relaxation) -> tuple[Cohort, Plan]:
    """The round with the change made: `solve` it to see what comes of it."""
    r = relaxation
    if r.kind == "capacity":
        entrants = [replace(e, capacity=e.capacity + r.by) if e.id in r.entrants else e for e in cohort.entrants]
        return Cohort.of(entrants, dict(cohort.earlier)), plan
    if r.kind == "places":
        places = tuple(
            replace(limit, at_most=limit.at_most + r.by) if k == r.criterion else limit
            for k, limit in enumerate(plan.places)
        )
        return cohort, replace(plan, places=places)
    if r.kind == "criterion" and r.criterion is not None:
        return cohort, replace(plan, exempt=plan.exempt | {(r.pathway, r.criterion, r.entrants[0])})
    if r.kind == "forbid":
        return cohort, replace(plan, forbids=plan.forbids - {frozenset(r.entrants)})
    kept = tuple(k for k in plan.locks if (k.pathway, k.members) != (r.pathway, frozenset(r.entrants)))
    return cohort, replace(plan, locks=kept)


def relaxed_board(board: Board, relaxation: Relaxation) -> Board:
    """The scores of the changed round: nobody says anything new, so nothing is graded again."""
    return Board(*relaxed(board.cohort, board.plan, relaxation), grades=board.grades)
