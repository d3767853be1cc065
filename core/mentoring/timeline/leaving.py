"""After a partner has left: what is waiting is withdrawn, what runs goes on, and what has ended is forgotten.

Each step is done in the scope of whoever may do it: the partner's own for what its people said, the host's for what
it copied or wrote. Each finds by itself what is left to do, so whatever is cut short is done by the next settling.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, select

from mentoring.mentorships.model import Member, Mentorship
from mentoring.messages.model import Message
from mentoring.participants.leave import forget_registrations, stand_in, withdraw_waiting
from mentoring.participants.model import Invitation, Registration
from mentoring.programmes.leave import gone_from, partner_in
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Partner, Programme
from mentoring.programmes.queries import programme_with_id
from mentoring.timeline.forgetting import forget_copies, naming
from mentoring.unit_of_work import UnitOfWork

Scope = Callable[[str], AbstractContextManager[UnitOfWork]]
"""A unit of work of the system in an institution."""

RUNNING = ("offered", "running")


def leavers_of(work: UnitOfWork, programme: Programme) -> tuple[str, ...]:
    """The partners that have left and of whose people something waits, or may be forgotten now."""
    gone = gone_from(programme)
    if not gone:
        return ()
    fresh = select(Partner.partner_id).where(
        Partner.tenant_id == programme.tenant_id, Partner.programme_id == programme.id,
        Partner.left_at.is_not(None), Partner.cleared_at.is_(None),
    )  # fmt: skip
    ended = select(Registration.home_tenant_id).where(
        Registration.tenant_id == programme.tenant_id, Registration.programme_id == programme.id,
        Registration.home_tenant_id.in_(gone), Registration.forgotten_at.is_(None),
        Registration.id.not_in(still_running(programme)),
    )  # fmt: skip
    letters = select(Message.home_tenant_id).where(_late_letters(programme, gone))
    return tuple(sorted({*(slug for query in (fresh, ended, letters) for slug in work.session.scalars(query))}))


def see_off(
    scope: Scope,
    leavers: Iterable[str],
    *,
    host: str,
    programme_id: UUID,
    settle: Callable[[UnitOfWork, Programme], object],
) -> None:
    """Withdraw what waits, let the host `settle` what follows, and forget whoever is in nothing that runs."""
    leavers = tuple(leavers)
    for partner in leavers:
        with scope(partner) as work:
            withdraw_waiting(work, programme_with_id(work, host, programme_id))
    with scope(host) as work:
        programme = locked(work, programme_id)
        settle(work, programme)
        for partner in leavers:
            row = partner_in(work, programme, partner)
            row.cleared_at = row.cleared_at or work.now
    for partner in leavers:
        forget_people(scope, host=host, programme_id=programme_id, partner=partner)
    with scope(host) as work:
        work.session.execute(delete(Message).where(_late_letters(locked(work, programme_id), leavers)))


def forget_people(scope: Scope, *, host: str, programme_id: UUID, partner: str) -> int:
    """Take the partner's people out of the host's rows, all who are in nothing that runs; how many.

    The host's copies go first: they are found by the names that the registrations still hold.
    """
    with scope(host) as work:
        programme = locked(work, programme_id)
        rows = to_forget(work, programme, partner)
        if not rows:
            return 0
        _forget_copies(work, programme, partner, rows)
    with scope(partner) as work:
        ids = [each.id for each in rows]
        return forget_registrations(work, programme_with_id(work, host, programme_id), ids)


def to_forget(work: UnitOfWork, programme: Programme, partner: str) -> list[Registration]:
    """The registrations of a partner's people who are in nothing that runs, and are not forgotten yet."""
    return list(
        work.session.scalars(
            select(Registration)
            .where(
                *_of(programme, partner),
                Registration.forgotten_at.is_(None),
                Registration.id.not_in(still_running(programme)),
            )
            .order_by(Registration.id)
        )
    )


def still_running(programme: Programme) -> Any:
    """The ids of registrations that are in something that is offered or runs, as a query."""
    return (
        select(Member.registration_id)
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .where(
            Member.tenant_id == programme.tenant_id,
            Member.programme_id == programme.id,
            Member.left_at.is_(None),
            Mentorship.state.in_(RUNNING),
        )
    )


def _of(programme: Programme, partner: str) -> tuple[Any, ...]:
    return (
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.home_tenant_id == partner,
    )


def _forget_copies(work: UnitOfWork, programme: Programme, partner: str, rows: Collection[Registration]) -> None:
    """What the host copied, wrote or sent about these people, in one transaction."""
    names = {each.id: each.name for each in rows}
    forget_copies(work, programme, names, other=stand_in(work, partner))
    work.session.execute(
        delete(Message).where(
            Message.tenant_id == programme.tenant_id,
            Message.programme_id == programme.id,
            Message.home_tenant_id != partner,
            naming(names.values()),
        )
    )
    work.session.execute(
        delete(Invitation).where(
            Invitation.tenant_id == programme.tenant_id, Invitation.programme_id == programme.id,
            Invitation.home_tenant_id == partner, Invitation.invited_by_tenant == programme.tenant_id,
        )
    )  # fmt: skip
    work.session.flush()
    work.record("forget", "partner", f"{programme.id}/{partner}", fields=("names", "contacts", "answers"))


def _late_letters(programme: Programme, partners: Collection[str]) -> Any:
    """Which letters have been sent, or could not be, to people of these partners who are forgotten."""
    people = select(Registration.person_id).where(
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.home_tenant_id.in_(partners),
        Registration.forgotten_at.is_not(None),
    )
    return and_(
        Message.tenant_id == programme.tenant_id,
        Message.programme_id == programme.id,
        Message.home_tenant_id.in_(partners),
        Message.person_id.in_(people),
        Message.state != "queued",
    )
