"""Lists with people's names that somebody opens: one entry in the trail for each institution whose people stand there.

An entry for each name would be as large as the list, every time. One an hour for the same reader, list and institution
is enough for a person to know: their name stood in it.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from sqlalchemy import select

from mentoring.audit.model import AuditEntry
from mentoring.mentorships.model import Member
from mentoring.participants.model import Invitation, Registration
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

EVERY = timedelta(hours=1)
"""For so long opening the same list again is the same looking."""

People = Literal["registrations", "members", "invited"]
"""Whose names stand in a list: everybody's who has sent a registration, members of mentorships, or who is invited."""

LISTS: dict[str, People] = {
    "registrations": "registrations",
    "attendance": "registrations",
    "selection": "registrations",
    "matching": "registrations",
    "messages": "registrations",
    "effects": "registrations",
    "surveys": "registrations",
    "mentorships": "members",
    "invitations": "invited",
}
"""By what a list is called in the trail: whose names stand in it."""


def list_read(work: UnitOfWork, programme: Programme, what: str) -> None:
    """Enter that the actor opens the list `what` (of `LISTS`) of `programme`. Two queries, and seldom more."""
    known = work.session.scalars(
        select(AuditEntry.subject_tenant_id).where(
            AuditEntry.tenant_id == work.tenant,
            AuditEntry.actor_id == work.actor.person_id,
            AuditEntry.at > work.now - EVERY,
            AuditEntry.action == "list",
            AuditEntry.object == what,
            AuditEntry.object_id == str(programme.id),
        )
    )
    seen = set(known)
    for home in sorted(set(_homes(work, programme, LISTS[what])) - seen):
        work.record("list", what, programme.id, subject=(home, None))


def _homes(work: UnitOfWork, programme: Programme, people: People) -> Iterable[str]:
    """The institutions whose people this reader sees there."""
    if people == "members":
        return work.session.scalars(
            select(Member.home_tenant_id)
            .distinct()
            .where(Member.tenant_id == programme.tenant_id, Member.programme_id == programme.id)
        )
    if people == "invited":
        return work.session.scalars(
            select(Invitation.home_tenant_id)
            .distinct()
            .where(Invitation.tenant_id == programme.tenant_id, Invitation.programme_id == programme.id)
        )
    wanted = (
        select(Registration.home_tenant_id)
        .distinct()
        .where(
            Registration.tenant_id == programme.tenant_id,
            Registration.programme_id == programme.id,
            Registration.submitted_at.is_not(None),
        )
    )
    if work.tenant != programme.tenant_id:
        wanted = wanted.where(Registration.home_tenant_id == work.tenant)
    return work.session.scalars(wanted)
