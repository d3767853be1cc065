"""A round is run: the best mentorships of everyone who may enter, as a proposal that only the host's lead sees."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from mentoring.errors import Conflict, NotFound
from mentoring.matching.explain import explain
from mentoring.matching.solve import solve
from mentoring.matching.why_not import why_not
from mentoring.participants.setting import roles_here
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.field import Inputs, inputs_of, round_milestones
from mentoring.rounds.model import Round
from mentoring.rounds.result import Round as Run
from mentoring.rounds.result import result_of
from mentoring.unit_of_work import UnitOfWork


def run_round(work: UnitOfWork, programme: Programme, *, milestone: str | None = None) -> Round:
    """Solve the round at `milestone` (by default the scheme's first) and keep it as the next proposal.

    Nothing is visible to participants, and no message leaves. Raises NotAllowed for anyone but the host's
    coordinators, Conflict when nobody may enter.
    """
    work.demand("round.run", roles_here(work, programme))
    if work.tenant != programme.tenant_id:
        raise NotFound("Rounds are run by the programme's host.", "Ask the host's coordinators.")
    known = round_milestones(scheme_of(programme))
    if not known:
        raise NotFound("In this scheme nobody is matched by a round.", "Mentorships come about in other ways here.")
    chosen = known[0] if milestone is None else milestone
    inputs = inputs_of(work, programme, chosen)
    _demand_entrants(inputs)
    result = _solved(inputs)
    locked(work, programme.id)  # for the number alone: nobody waits while it is solved
    number = work.session.scalar(
        select(func.coalesce(func.max(Round.number), 0)).where(
            Round.tenant_id == work.tenant, Round.programme_id == programme.id
        )
    )
    made = Round(
        tenant_id=work.tenant,
        id=work.new_id(),
        programme_id=programme.id,
        milestone=chosen,
        number=(number or 0) + 1,
        plan=result["plan"],
        inputs_digest=result["inputs"]["digest"],
        result=result,
        created_at=work.now,
        created_by=work.actor.person_id,
    )
    work.add(made)
    work.record("run", "round", made.id)
    return made


def round_of(work: UnitOfWork, programme: Programme, round_id: UUID) -> Round:
    """The round, for its host. Raises NotFound."""
    found = work.session.scalar(
        select(Round).where(Round.tenant_id == work.tenant, Round.programme_id == programme.id, Round.id == round_id)
    )
    if found is None:
        raise NotFound("There is no such proposal here.", "Go back to the list of proposals.")
    return found


def _solved(inputs: Inputs) -> dict[str, Any]:
    cohort, plan = inputs.field.cohort, inputs.plan
    solution = solve(cohort, plan)
    return result_of(
        Run(
            setting=inputs.setting,
            readings=(),
            judged=inputs.judged,
            field=inputs.field,
            plan=plan,
            solution=solution,
            because=explain(cohort, plan, solution),
            why_not=why_not(cohort, plan, solution),
        )
    )


def _demand_entrants(inputs: Inputs) -> None:
    """A round needs somebody in every role of at least one pathway."""
    entrants = inputs.field.cohort.entrants
    for pathway in inputs.plan.pathways:
        if all(any(e.role == role and pathway.id in e.pathways for e in entrants) for role in pathway.members):
            return
    if inputs.field.held:
        raise Conflict(
            f"Nobody could be matched yet: {len(inputs.field.held)} people are eligible and have a gate to pass.",
            "Record who has passed, then run the round.",
        )
    raise Conflict("Nobody could be matched yet.", "Decide registrations, or wait until more people have registered.")
