"""A coordinator confirms or overrules a verdict. Nothing adverse takes effect without one."""

from collections.abc import Sequence
from uuid import UUID

from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.participants.judge import dossiers
from mentoring.participants.model import Decision, Standing
from mentoring.participants.progress import Confirmed
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

SETTLED = frozenset({"offered", "matched", "completed"})
"""States in which others count on this person: a decision no longer changes anything by itself."""


def decide(
    work: UnitOfWork,
    programme: Programme,
    registration_id: UUID,
    *,
    outcome: Confirmed,
    pathways: Sequence[str] | None = None,
    reason: str = "",
) -> tuple[Decision, ...]:
    """Write the decision on these pathways; by default on all that wait for one, else on all there are.

    A reason is needed to refuse, and wherever the decision differs from what the rules found. Raises
    NotAllowed for coordinators whose decision it is not, NotFound for what they cannot see, Conflict once
    a mentorship hangs on it, and Invalid without a reason.
    """
    work.demand("registration.decide", roles_here(work, programme))
    dossier = dossiers(work, programme, only=registration_id).get(registration_id)
    if dossier is None:
        raise NotFound("There is no such registration here.", "Go back to the list.")
    if not may_decide(work, programme, dossier):
        raise NotAllowed(who_decides(work, programme, dossier), "Ask them.")
    standings = _chosen(dossier, pathways)
    _demand_undone(dossier, standings)
    why = reason.strip()
    if not why and (outcome == "not_eligible" or any(each.verdict != outcome for each in standings)):
        needed = "Write why. It is kept with the decision and your name."
        raise Invalid("A reason is missing.", needed, {"reason": needed})
    made = write_down(work, dossier, standings, outcome, why)
    wake(work, programme.tenant_id, programme.id)
    return made


def write_down(
    work: UnitOfWork, dossier: Dossier, standings: Sequence[Standing], outcome: Confirmed, why: str
) -> tuple[Decision, ...]:
    """The decision's rows and its entry in the trail. Whether it may be made, whoever calls has asked."""
    made = tuple(_decision(work, dossier, each.pathway, outcome, why) for each in standings)
    work.add(*made)
    subject = (dossier.registration.home_tenant_id, dossier.registration.person_id)
    key = dossier.registration.id
    work.record("decide", "registration", key, subject=subject, fields=("outcome",), reason=why)
    return made


def may_decide(work: UnitOfWork, programme: Programme, dossier: Dossier) -> bool:
    """Whether it is for this institution's coordinators to decide, as the scheme says (`decided_by`)."""
    decider = deciding_institution(programme, dossier)
    return work.tenant == decider and "coordinator" in work.actor.roles


def deciding_institution(programme: Programme, dossier: Dossier) -> str:
    """The slug of the institution whose coordinators decide."""
    by_home = scheme_of(programme).eligibility.decided_by == "home"
    return dossier.registration.home_tenant_id if by_home else programme.tenant_id


def who_decides(work: UnitOfWork, programme: Programme, dossier: Dossier) -> str:
    """Who decides, as a sentence."""
    house = institution(work.session, deciding_institution(programme, dossier)).short_name
    if scheme_of(programme).eligibility.decided_by == "home":
        return f"The coordinators of {house} decide about their own people."
    return f"The coordinators of {house}, which runs the programme, decide."


def _chosen(dossier: Dossier, pathways: Sequence[str] | None) -> list[Standing]:
    if not dossier.standings:
        raise Conflict("The rules have not been looked at yet.", "Load the page again.")
    if pathways is None:
        waiting = [each for each in dossier.standings.values() if each.state == "submitted"]
        return waiting or list(dossier.standings.values())
    for name in pathways:
        if name not in dossier.standings:
            raise NotFound(f"They did not register for “{name}”.", "Choose among those they registered for.")
    return [dossier.standings[name] for name in dict.fromkeys(pathways)]


def _demand_undone(dossier: Dossier, standings: Sequence[Standing]) -> None:
    if dossier.registration.state == "withdrawn":
        raise Conflict(f"{dossier.registration.name} has withdrawn.", "There is nothing to decide.")
    if any(each.state in SETTLED for each in standings):
        raise Conflict(f"{dossier.registration.name} is in a mentorship already.", "End that first.")


def _decision(work: UnitOfWork, dossier: Dossier, pathway: str, outcome: Confirmed, reason: str) -> Decision:
    if work.actor.person_id is None:
        raise NotAllowed("A decision is made by a person.", "Sign in as a coordinator.")
    row = dossier.registration
    return Decision(
        tenant_id=row.tenant_id,
        id=work.new_id(),
        registration_id=row.id,
        home_tenant_id=row.home_tenant_id,
        programme_id=row.programme_id,
        pathway=pathway,
        outcome=outcome,
        reason=reason or None,
        decided_by_tenant=work.tenant,
        decided_by=work.actor.person_id,
        decided_at=work.now,
    )
