"""Why somebody looks: asked before a registration is read on which nothing is to be decided, and kept in the trail.

Whether a reason is asked at all is the permission table's to say. It holds for that registration, in the session in
which it was said, for an hour: as long as opening a list again is the same looking (`privacy.lists`). Whoever comes
back later says why again. The person it is about reads it on their page *My data*.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from mentoring.access.permissions import asks_reason
from mentoring.audit.model import AuditEntry
from mentoring.audit.service import write_down
from mentoring.contracts.lengths import at_most
from mentoring.errors import Invalid, NotFound, ReasonNeeded
from mentoring.participants.model import Registration
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.unit_of_work import UnitOfWork

REMEMBERED = timedelta(hours=1)
"""For so long, at most, nobody is asked again about the same registration."""

MOST = 500
"""Characters of a reason."""


def is_open(programme: Programme, dossier: Dossier) -> bool:
    """Whether something is to be decided on this registration: then reading it is what a coordinator is there for."""
    one = dossier.registration
    if one.state != "submitted":
        return False
    stages = {each.id for each in scheme_of(programme).registration[one.role].stages}
    undecided = not dossier.standings or any(each.state == "submitted" for each in dossier.standings.values())
    return undecided or bool(stages - set(dossier.reviewed))


def demand_reason(work: UnitOfWork, programme: Programme, dossier: Dossier) -> None:
    """Raise `ReasonNeeded` where somebody at another institution is to be read about and nobody said why."""
    one = dossier.registration
    if one.home_tenant_id == work.tenant or not asks_reason("registration.read") or is_open(programme, dossier):
        return
    if work.actor.kind == "person" and not said_why(work, one.id):
        raise ReasonNeeded(
            "Nothing is to be decided on this registration, and it belongs to somebody at another institution.",
            "Say why you read it. They see your reason on their page My data.",
        )


def shows_declaration(work: UnitOfWork, programme: Programme, dossier: Dossier) -> bool:
    """Whether what the person declared about themself is shown to this reader now."""
    one = dossier.registration
    oneself = (one.home_tenant_id, one.person_id) == (work.tenant, work.actor.person_id)
    return oneself or not asks_reason("declaration.read") or is_open(programme, dossier) or said_why(work, one.id)


def said_why(work: UnitOfWork, registration_id: UUID) -> bool:
    """Whether this reader has said, in this session and not long ago, why they read this; or has decided on it."""
    begun = work.now - REMEMBERED
    write_down(work.session)
    if work.actor.since is not None:
        begun = max(begun, work.actor.since)
    found = work.session.scalar(
        select(AuditEntry.id)
        .where(
            AuditEntry.tenant_id == work.tenant,
            AuditEntry.actor_id == work.actor.person_id,
            AuditEntry.at > begun,
            AuditEntry.action.in_(("say_why", "decide", "review", "set_level")),
            AuditEntry.object_id == str(registration_id),
        )
        .limit(1)
    )
    return found is not None


def say_why(work: UnitOfWork, programme: Programme, registration_id: UUID, *, reason: str) -> None:
    """Keep why this registration is going to be read.

    Raises Invalid without a reason, NotFound for what this institution does not see, NotAllowed for anyone but
    coordinators.
    """
    work.demand("registration.read", roles_here(work, programme))
    one = _sent(work, programme, registration_id)
    if not reason.strip():
        raise Invalid("The reason is missing.", "Write it in a sentence.", {"reason": "Say why you read it"})
    subject = (one.home_tenant_id, one.person_id)
    work.record("say_why", "registration", one.id, subject=subject, reason=at_most(reason, MOST, "reason"))


def name_of(work: UnitOfWork, programme: Programme, registration_id: UUID) -> str:
    """Whose registration it is, as the lists show it. Raises NotFound, NotAllowed."""
    work.demand("registration.read", roles_here(work, programme))
    one = _sent(work, programme, registration_id)
    return one.name or one.email


def _sent(work: UnitOfWork, programme: Programme, registration_id: UUID) -> Registration:
    """A registration that was sent, and that this institution sees. Raises NotFound."""
    found = work.session.scalar(
        select(Registration).where(
            Registration.tenant_id == programme.tenant_id,
            Registration.programme_id == programme.id,
            Registration.id == registration_id,
            Registration.submitted_at.is_not(None),
        )
    )
    if found is None:
        raise NotFound("There is no such registration here.", "Go back to the list.")
    return found
