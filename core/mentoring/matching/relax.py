"""Relaxations: the smallest changes to a round, and the round with one of them made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import Lock, Plan
from mentoring.matching.score import Board

Kind = Literal["capacity", "places", "criterion", "forbid", "lock"]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change.

    `kind`: capacity (`entrants[0]` takes one more; where a second is named, that person), places (`entrants[0]` has a
    place besides those counted; where a second is named, who takes this person as one more), criterion (of that index,
    in `pathway`, not applied to `entrants[0]`), forbid (lifted between `entrants`), lock (of `entrants` in `pathway`,
    lifted). `words` for a person; `moved`: ids of the others of the served roles whose match changes with it; `lost`:
    those of them left without one; `aims` as reached with it.
    """

    kind: Kind
    pathway: str
    entrants: tuple[str, ...] = ()
    criterion: int | None = None
    words: str = ""
    moved: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    aims: Mapping[str, int] = field(default_factory=dict)

    @property
    def change(self) -> tuple[Kind, str, tuple[str, ...], int | None]:
        """What is changed, without what comes of it."""
        return self.kind, self.pathway, self.entrants, self.criterion


def relaxed(cohort: Cohort, plan: Plan, relaxation: Relaxation) -> tuple[Cohort, Plan]:
    """The round with the change made: `solve` it to see what comes of it."""
    r = relaxation
    if r.kind == "capacity":
        return _one_more(cohort, plan, r)
    if r.kind == "places":
        places = tuple(
            replace(limit, entrants=limit.entrants - {r.entrants[0]}) if limit.pathway in {None, r.pathway} else limit
            for limit in plan.places
        )
        with_place = replace(plan, places=places)
        return (cohort, with_place) if len(r.entrants) == 1 else _one_more(cohort, with_place, _turned(r))
    if r.kind == "criterion" and r.criterion is not None:
        return cohort, replace(plan, exempt=plan.exempt | {(r.pathway, r.criterion, r.entrants[0])})
    if r.kind == "forbid":
        return cohort, replace(plan, forbids=plan.forbids - {frozenset(r.entrants)})
    kept = tuple(k for k in plan.locks if (k.pathway, k.members) != (r.pathway, frozenset(r.entrants)))
    return cohort, replace(plan, locks=kept)


def _turned(relaxation: Relaxation) -> Relaxation:
    return replace(relaxation, entrants=relaxation.entrants[::-1])


def _one_more(cohort: Cohort, plan: Plan, relaxation: Relaxation) -> tuple[Cohort, Plan]:
    """The first of the entrants takes one more; the second, where there is one, is who."""
    who = relaxation.entrants
    entrants = tuple(replace(e, capacity=e.capacity + 1) if e.id == who[0] else e for e in cohort.entrants)
    together = (Lock(relaxation.pathway, frozenset(who)),) if len(who) > 1 else ()
    return replace(cohort, entrants=entrants), replace(plan, locks=plan.locks + together)


def relaxed_board(board: Board, relaxation: Relaxation) -> Board:
    """The scores of the changed round: nobody says anything new, so nothing is graded again."""
    return Board(*relaxed(board.cohort, board.plan, relaxation), grades=board.grades)
