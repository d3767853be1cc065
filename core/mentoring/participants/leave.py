"""What an institution that has left does with its own people's rows: withdraws what waits, then forgets.

In the scope of that institution, by the system: nobody else writes what people say.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from mentoring.participants.model import Invitation, Registration, Standing
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

NOWHERE = "left.invalid"
"""The domain of addresses that stand where one was forgotten; mail to it goes nowhere (RFC 2606)."""
KEPT = ("matched", "completed")
"""States in which nothing waits."""


def withdraw_waiting(work: UnitOfWork, programme: Programme) -> int:
    """Withdraw this institution's people who are in no running mentorship, delete its drafts; how many."""
    own = (
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.home_tenant_id == work.tenant,
    )
    matched = select(Standing.registration_id).where(
        Standing.tenant_id == programme.tenant_id, Standing.programme_id == programme.id, Standing.state.in_(KEPT)
    )
    rows = list(
        work.session.scalars(
            select(Registration).where(*own, Registration.state != "withdrawn", Registration.id.not_in(matched))
        )
    )
    reason = f"{institution(work.session, work.tenant).short_name} has left the programme."
    for row in rows:
        subject = (work.tenant, row.person_id)
        if row.state == "draft":
            work.record("delete", "registration", row.id, subject=subject, reason=reason)
            work.session.execute(delete(Registration).where(*own, Registration.id == row.id))
            continue
        row.state, row.withdrawn_at, row.withdraw_reason = "withdrawn", work.now, reason
        work.record("withdraw", "registration", row.id, subject=subject, reason=reason)
    work.session.execute(
        delete(Invitation).where(
            Invitation.tenant_id == programme.tenant_id,
            Invitation.programme_id == programme.id,
            Invitation.home_tenant_id == work.tenant,
            Invitation.invited_by_tenant == work.tenant,
        )
    )
    work.session.flush()
    if rows:
        wake(work, programme.tenant_id, programme.id)
    return len(rows)


def forget_registrations(work: UnitOfWork, programme: Programme, ids: Collection[UUID]) -> int:
    """Take name, address and answers out of these registrations of this institution's people; how many.

    The database takes declarations, monitoring and what was written about them in deciding with it.
    """
    rows = list(
        work.session.scalars(
            select(Registration).where(
                Registration.tenant_id == programme.tenant_id,
                Registration.home_tenant_id == work.tenant,
                Registration.id.in_(ids),
                Registration.forgotten_at.is_(None),
            )
        )
    )
    for row in rows:
        row.name = stand_in(work, work.tenant)
        row.email = f"{row.id}@{NOWHERE}"
        row.job_title = row.unit = row.grade = row.kind = row.withdraw_reason = None
        row.answers = {}
        row.forgotten_at = work.now
        work.record("forget", "registration", row.id, subject=(work.tenant, row.person_id), fields=FORGOTTEN)
    work.session.flush()
    return len(rows)


def stand_in(work: UnitOfWork, home: str) -> str:
    """What is read where a name was."""
    return f"Somebody of {institution(work.session, home).short_name}"


FORGOTTEN = (
    "name",
    "email",
    "job_title",
    "unit",
    "grade",
    "kind",
    "answers",
    "withdraw_reason",
    "declaration",
    "monitoring",
)
