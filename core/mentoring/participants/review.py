"""A reviewer records a selection stage's result: forward, reserve or no. Nothing takes effect before that."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mentoring.contracts.forms import compile_form
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.participants.decide import SETTLED
from mentoring.participants.judge import dossiers
from mentoring.participants.model import Review
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.participants.stages import Result, Reviewed
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Stage, say
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

SCORE = "score"
"""The reviewers' question that counts."""
RESULTS: tuple[Result, ...] = ("forward", "reserve", "no")


def review(
    work: UnitOfWork,
    programme: Programme,
    registration_id: UUID,
    *,
    stage: str,
    result: Result,
    answers: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Review:
    """Write the result of `stage` down, with the answers to its questions; a later one replaces it.

    A no needs a reason. Raises NotFound for what is not there to be reviewed, NotAllowed for coordinators whose stage
    it is not (`decided_by`), Conflict once the stage has sent as many forward as it may or a mentorship hangs on it,
    and Invalid with the problems by question.
    """
    work.demand("stage.review", roles_here(work, programme))
    everyone = dossiers(work, programme)
    dossier = everyone.get(registration_id)
    if dossier is None:
        raise NotFound("There is no such registration here.", "Go back to the list.")
    entry = stage_of(programme, dossier.registration.role, stage)
    if not may_review(work, programme, dossier, entry):
        raise NotAllowed(who_reviews(work, programme, dossier, entry), "Ask them.")
    _demand_at(dossier, entry)
    why = reason.strip()
    _demand_sound(entry, answers or {}, result, why)
    if result == "forward":
        _demand_room(everyone, dossier, entry)
    row = dossier.registration
    made = Review(
        tenant_id=row.tenant_id,
        id=work.new_id(),
        registration_id=row.id,
        home_tenant_id=row.home_tenant_id,
        programme_id=row.programme_id,
        stage=stage,
        result=result,
        score=_score(answers or {}),
        answers=dict(answers or {}),
        reason=why or None,
        reviewed_by_tenant=work.tenant,
        reviewed_by=_reviewer(work),
        reviewed_at=work.now,
    )
    work.add(made)
    work.record("review", "registration", row.id, subject=(row.home_tenant_id, row.person_id), fields=(stage,))
    wake(work, programme.tenant_id, programme.id)
    return made


def stage_of(programme: Programme, role: str, stage: str) -> Stage:
    """The stage of that id in the role's registration. Raises NotFound."""
    entry = scheme_of(programme).registration.get(role)
    found = next((each for each in (entry.stages if entry else ()) if each.id == stage), None)
    if found is None:
        raise NotFound(f"{programme.title} has no such selection stage.", "Go back to the list.")
    return found


def may_review(work: UnitOfWork, programme: Programme, dossier: Dossier, stage: Stage) -> bool:
    """Whether this stage is for coordinators of this institution to review, as the scheme says (`decided_by`)."""
    return reviews(work, programme, dossier.registration.home_tenant_id, stage)


def reviews(work: UnitOfWork, programme: Programme, home: str, stage: Stage) -> bool:
    """The same of whoever belongs to the institution `home`."""
    decider = home if stage.decided_by == "home" else programme.tenant_id
    return work.tenant == decider and "coordinator" in work.actor.roles


def who_reviews(work: UnitOfWork, programme: Programme, dossier: Dossier, stage: Stage) -> str:
    """Who reviews the stage, as a sentence."""
    house = institution(work.session, _decider(programme, dossier, stage)).short_name
    told = "review their own people" if stage.decided_by == "home" else "which runs the programme, review"
    comma = "" if stage.decided_by == "home" else ","
    return f"“{say(stage.title)}”: the coordinators of {house}{comma} {told}."


def is_at(dossier: Dossier, stage: Stage) -> bool:
    """Whether somebody has to review the registration at this stage, or has done so and may think again."""
    now = any(each.stage == stage.id for each in dossier.standings.values())
    return now or stage.id in dossier.reviewed


def _decider(programme: Programme, dossier: Dossier, stage: Stage) -> str:
    return dossier.registration.home_tenant_id if stage.decided_by == "home" else programme.tenant_id


def _demand_at(dossier: Dossier, stage: Stage) -> None:
    name = dossier.registration.name or dossier.registration.email
    if dossier.registration.state == "withdrawn":
        raise Conflict(f"{name} has withdrawn.", "There is nothing to review.")
    if any(each.state in SETTLED for each in dossier.standings.values()):
        raise Conflict(f"{name} is in a mentorship already.", "End that first.")
    if not is_at(dossier, stage):
        raise Conflict(
            f"{name} has not come to “{say(stage.title)}”.",
            "Look at the registration's file: an earlier stage, a gate or a decision comes first.",
        )


def _demand_sound(stage: Stage, answers: Mapping[str, Any], result: Result, why: str) -> None:
    problems = {each.question: each.words for each in compile_form(stage.form).check(answers)} if stage.form else {}
    if result == "no" and not why:
        problems["reason"] = "Write why. It is kept with the result and your name."
    if problems:
        raise Invalid("The review is not complete.", "Everything you typed is still here.", problems)


def _demand_room(everyone: Mapping[UUID, Dossier], dossier: Dossier, stage: Stage) -> None:
    """As far as this institution sees; over all of them it is counted when the programme is settled."""
    if stage.at_most is None:
        return
    taken = [
        each
        for key, each in everyone.items()
        if key != dossier.registration.id
        and each.registration.role == dossier.registration.role
        and each.registration.state == "submitted"
        and _is_forward(each.reviewed.get(stage.id))
    ]
    if len(taken) >= stage.at_most:
        raise Conflict(
            f"“{say(stage.title)}” sends at most {stage.at_most} forward, and {len(taken)} are.",
            "Put somebody in reserve: they move up when one of the others leaves.",
        )


def _is_forward(found: Reviewed | None) -> bool:
    return found is not None and found.result == "forward"


def _score(answers: Mapping[str, Any]) -> float | None:
    score = answers.get(SCORE)
    return float(score) if isinstance(score, int | float) and not isinstance(score, bool) else None


def _reviewer(work: UnitOfWork) -> UUID:
    if work.actor.person_id is None:
        raise NotAllowed("A review is made by a person.", "Sign in as a coordinator.")
    return work.actor.person_id
