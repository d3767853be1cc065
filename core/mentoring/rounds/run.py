"""A round is run: the best mentorships of everyone who may enter, as a proposal that only the host's lead sees."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from mentoring.errors import Conflict, NotFound
from mentoring.matching.cohort import Cohort
from mentoring.matching.explain import explain_on
from mentoring.matching.plan import Plan, Solution
from mentoring.matching.score import Board
from mentoring.matching.why_not import why_not_on
from mentoring.participants.setting import roles_here
from mentoring.programmes.code import asked
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.cohort import tries
from mentoring.rounds.field import Inputs, inputs_of, round_milestones
from mentoring.rounds.hand import Hand, stored
from mentoring.rounds.inputs import kept
from mentoring.rounds.model import Round
from mentoring.rounds.numbers import numbers
from mentoring.rounds.own import solved
from mentoring.rounds.result import Matching, result_of
from mentoring.rounds.result import Round as Run
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork


def run_round(work: UnitOfWork, programme: Programme, *, milestone: str | None = None) -> Round:
    """Solve the round at `milestone` (by default the scheme's first) and keep it as the next proposal.

    Nothing is visible to participants, and no message leaves. Raises NotAllowed for anyone but the host's
    coordinators, Conflict when nobody may enter, CodeHeld when the scheme's own code is held or fails.
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
    cohort, plan = inputs.field.cohort, inputs.plan
    solution = solved(partial(asked, work, programme), inputs.setting.scheme, cohort, plan)
    tried = tries(cohort)
    result = result_with(inputs, cohort, plan, solution, at_most=tried)
    given = kept(
        cohort,
        plan,
        besides=(),
        at_most=tried,
        own_code=has_own_code(work, inputs.setting.scheme),
        certificate=None if plan.locks else solution.certificate,
    )
    locked(work, programme.id)  # for the number alone: nobody waits while it is solved
    return propose(work, programme, chosen, result, Hand(), given)


def has_own_code(work: UnitOfWork, scheme: Scheme) -> bool:
    """Whether the scheme's own code takes part in its rounds."""
    scores = any(criterion.rule == "own" for each in scheme.matching.values() for criterion in each.criteria)
    return scores or work.schemes.asker.has(scheme, "propose_matches")


def propose(
    work: UnitOfWork,
    programme: Programme,
    milestone: str,
    result: dict[str, Any],
    hand: Hand,
    inputs: dict[str, Any],
    *,
    did: str = "run",
) -> Round:
    """Keep `result` as the programme's next proposal; `did` is the audit's word. The programme's lock is held.

    `inputs` is what it was solved from (`rounds.inputs.kept`).
    """
    number = work.session.scalar(
        select(func.coalesce(func.max(Round.number), 0)).where(
            Round.tenant_id == work.tenant, Round.programme_id == programme.id
        )
    )
    made = Round(
        tenant_id=work.tenant,
        id=work.new_id(),
        programme_id=programme.id,
        milestone=milestone,
        number=(number or 0) + 1,
        plan=result["plan"],
        inputs_digest=result["inputs"]["digest"],
        result=result,
        hand=stored(hand),
        inputs=inputs,
        created_at=work.now,
        created_by=work.actor.person_id,
    )
    work.add(made)
    work.record(did, "round", made.id)
    return made


def round_of(work: UnitOfWork, programme: Programme, round_id: UUID) -> Round:
    """The round, for its host. Raises NotFound."""
    found = work.session.get(Round, (work.tenant, round_id))
    if found is None or found.programme_id != programme.id:
        raise NotFound("There is no such proposal here.", "Go back to the list of proposals.")
    work.session.info.setdefault("rounds", set()).add(found)  # read once in a unit of work: results are large
    return found


def result_with(inputs: Inputs, cohort: Cohort, plan: Plan, solution: Solution, *, at_most: int) -> dict[str, Any]:
    """The result document of `solution`, with its reasons; `at_most` single changes are tried for the unmatched."""
    board = Board(cohort, plan)
    return result_of(
        Run(
            setting=inputs.setting,
            readings=(),
            judged=inputs.judged,
            field=inputs.field,
            matching=Matching(
                plan,
                solution,
                explain_on(board, solution),
                why_not_on(board, solution, at_most=at_most),
                numbers(board, solution),
            ),
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
