"""Lists with people's names that somebody opens: one entry in the trail for each institution whose people stand there.

An entry for each name would be as large as the list, every time. One an hour for the same reader, list and institution
is enough for a person to know: their name stood in it.
"""

from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, exists, func, select

from mentoring.audit.model import AuditEntry
from mentoring.audit.service import write_down
from mentoring.db.ready import Ready
from mentoring.db.unchanged import unchanged
from mentoring.mentorships.model import Member
from mentoring.participants.model import Invitation, Registration
from mentoring.programmes.model import Programme
from mentoring.tenants.model import Tenant
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


_TABLES: dict[People, type[Registration | Member | Invitation]] = {
    "registrations": Registration,
    "members": Member,
    "invited": Invitation,
}


def list_read(work: UnitOfWork, programme: Programme, what: str) -> None:
    """Enter that the actor opens the list `what` (of `LISTS`) of `programme`. One query, and seldom more."""
    write_down(work.session)
    asked: dict[str, Any] = {
        "reader": work.tenant,
        "host": programme.tenant_id,
        "programme": programme.id,
        "actor": work.actor.person_id,
        "since": work.now - EVERY,
        "list": what,
        "object": str(programme.id),
    }
    homes = _HOMES[LISTS[what], work.tenant == programme.tenant_id]
    key = (homes, programme.tenant_id, programme.id, work.actor.person_id, what)
    for home, told in unchanged(work.session, key, lambda: homes.rows(work.session, asked).all()):
        if told is None or told <= asked["since"]:
            work.record("list", what, programme.id, subject=(home, None))


def _homes(people: People, *, host: bool) -> Ready:
    """The institutions whose people this reader sees there, and when it was last written down of each, if lately.

    Each is looked for by itself: there are few of them, and many people.
    """
    table = _TABLES[people]
    stands = exists().where(
        table.tenant_id == bindparam("host"),
        table.programme_id == bindparam("programme"),
        table.home_tenant_id == Tenant.id,
    )
    if table is Registration:
        stands = stands.where(Registration.submitted_at.is_not(None))
    written = select(func.max(AuditEntry.at)).where(
        AuditEntry.tenant_id == bindparam("reader"),
        AuditEntry.actor_id == bindparam("actor"),
        AuditEntry.at > bindparam("since"),
        AuditEntry.action == "list",
        AuditEntry.object == bindparam("list"),
        AuditEntry.object_id == bindparam("object"),
        AuditEntry.subject_tenant_id == Tenant.id,
    )
    wanted = select(Tenant.id, written.scalar_subquery()).where(stands).order_by(Tenant.id)
    own = people == "registrations" and not host
    return Ready(wanted.where(Tenant.id == bindparam("reader")) if own else wanted)


_HOMES = {(people, host): _homes(people, host=host) for people in _TABLES for host in (True, False)}
