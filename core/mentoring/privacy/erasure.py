"""Erasing a person: what would go and what stays, and the steps in which it is done.

Each step is done in the scope of whoever may do it, and finds by itself what is left to do: whatever is cut short is
finished by carrying it out again. The person leaves what runs, the programmes are settled, hosts forget their copies,
then the person's own institution forgets what they said, and them.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from mentoring.accounts.grants import roles_of
from mentoring.accounts.model import SignInLink
from mentoring.errors import Conflict
from mentoring.meetings.model import Meeting
from mentoring.mentorships.model import Exit, GoalEntry, Member, Mentorship
from mentoring.messages.model import Message
from mentoring.participants.leave import forget_registrations, stand_in
from mentoring.participants.model import Invitation, Registration, Standing
from mentoring.people.model import Person
from mentoring.people.service import person
from mentoring.privacy.model import DataRequest
from mentoring.programmes.due import wake
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme, ProgrammeChange
from mentoring.programmes.queries import programme_with_id
from mentoring.timeline.forgetting import forget_copies, forget_members, naming
from mentoring.unit_of_work import SYSTEM, Actor, UnitOfWork

Scope = Callable[[str, Actor], AbstractContextManager[UnitOfWork]]
"""A unit of work of somebody in an institution, committed on leaving."""
Settle = Callable[[Programme], object]
"""Close the difference between what is and what should be, once all that was done is committed."""

REASON = "They asked for their data to be erased"
"""Why a mentorship ended, for coordinators."""


@dataclass(frozen=True, slots=True)
class Held:
    """What an erasure would touch. `running` and `roles` stand in its way or end with it.

    `running` are the programmes in which a mentorship runs; `changes` counts those that the person made to programmes
    as a coordinator: they carry a name and stay.
    """

    registrations: int
    running: tuple[str, ...]
    roles: tuple[str, ...]
    changes: int


def held_of(work: UnitOfWork, person_id: UUID) -> Held:
    """What there is of the person, counted, for them and for whoever carries it out."""
    registrations = work.session.scalar(select(func.count()).where(*_own(work, person_id)))
    running = work.session.scalars(
        select(Programme.title)
        .join(Member, (Member.tenant_id == Programme.tenant_id) & (Member.programme_id == Programme.id))
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .where(*_running(work, person_id))
        .order_by(Programme.title, Mentorship.id)
    )
    changes = select(func.count()).where(
        ProgrammeChange.tenant_id == work.tenant, ProgrammeChange.person_id == person_id
    )
    return Held(
        registrations or 0,
        tuple(running),
        tuple(sorted(roles_of(work, person_id))),
        work.session.scalar(changes) or 0,
    )


def erase(scope: Scope, settle: Settle, *, home: str, by: Actor, request_id: UUID) -> None:
    """Carry out what a person of `home` has asked, to its end. `by` is the coordinator who does.

    Raises NotAllowed, NotFound where nobody asks, Conflict while the person holds a role.
    """
    with scope(home, by) as work:
        me, programmes = _begin(work, request_id)
    with scope(home, Actor.person(me.id)) as work:
        _leave(work, me.id)
    for each in programmes:
        with scope(each.tenant_id, SYSTEM) as work:
            _unname(work, each, me)
        settle(each)
    for each in programmes:
        with scope(each.tenant_id, SYSTEM) as work:
            _forget_at_host(work, each, me)
    with scope(home, by) as work:
        _forget_at_home(work, me)


def _begin(work: UnitOfWork, request_id: UUID) -> tuple[Person, tuple[Programme, ...]]:
    """From here on it cannot be taken back."""
    work.demand("data.answer")
    row = work.session.get(DataRequest, (work.tenant, request_id), with_for_update=True)
    if row is None or row.kind != "erasure" or row.closed_at is not None:
        raise Conflict("Nobody asks for that any more.", "Go back to the list.")
    if roles := roles_of(work, row.person_id):
        held = " and ".join(sorted(roles))
        raise Conflict(f"They are {held} here.", "Take the role back first, under People and roles.")
    if row.begun_at is None:
        row.begun_at = work.now
        work.session.flush()
        work.record("begin", "erasure", row.id, subject=(work.tenant, row.person_id))
    me = person(work, row.person_id)
    return me, _programmes(work, me)


def _programmes(work: UnitOfWork, me: Person) -> tuple[Programme, ...]:
    """Where they registered, were invited or were written to, as far as their own institution knows."""
    beside = {
        model: (model.tenant_id == Programme.tenant_id, model.programme_id == Programme.id)
        for model in (Registration, Invitation, Message)
    }
    registered = select(Registration.id).where(*beside[Registration], *_own(work, me.id))
    invited = select(Invitation.id).where(
        *beside[Invitation], Invitation.home_tenant_id == work.tenant, Invitation.email == me.email
    )
    told = select(Message.id).where(
        *beside[Message],
        Message.home_tenant_id == work.tenant,
        or_(Message.person_id == me.id, Message.to_email == me.email),
    )
    wanted = select(Programme).where(or_(registered.exists(), invited.exists(), told.exists()))
    return tuple(work.session.scalars(wanted.order_by(Programme.tenant_id, Programme.id)))


def _leave(work: UnitOfWork, person_id: UUID) -> None:
    """As the person: out of what runs, without blame, and out of what waits; drafts go."""
    here = (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id)
    for me in work.session.scalars(
        select(Member).join(Mentorship, here).where(*_running(work, person_id)).order_by(Member.mentorship_id)
    ):
        me.left_at = work.now
        work.session.flush()
        work.add(
            Exit(
                tenant_id=me.tenant_id, mentorship_id=me.mentorship_id, registration_id=me.registration_id,
                programme_id=me.programme_id, home_tenant_id=me.home_tenant_id, reason=REASON, words="", apart=False,
                again=False, at=work.now,
            )
        )  # fmt: skip
        work.record("leave", "mentorship", me.mentorship_id, subject=(work.tenant, person_id))
    for row in work.session.scalars(select(Registration).where(*_own(work, person_id)).order_by(Registration.id)):
        if row.state == "draft":
            work.record("delete", "registration", row.id, subject=(work.tenant, person_id))
            work.session.delete(row)
            continue
        if row.state == "submitted" and not _is_over(work, row):
            row.state, row.withdrawn_at = "withdrawn", work.now
            work.record("withdraw", "registration", row.id, subject=(work.tenant, person_id))
        wake(work, row.tenant_id, row.programme_id)
    work.session.execute(
        update(GoalEntry)
        .where(GoalEntry.home_tenant_id == work.tenant, GoalEntry.author_id == person_id)
        .values(sealed=None)
    )
    work.session.execute(
        update(Meeting)
        .where(Meeting.logged_by_tenant == work.tenant, Meeting.logged_by == person_id)
        .values(place=None)
    )
    work.session.flush()


def _is_over(work: UnitOfWork, row: Registration) -> bool:
    """Whether it led to a mentorship that was completed: a figure of the programme, which stays."""
    over = select(Standing.pathway).where(
        Standing.tenant_id == row.tenant_id, Standing.registration_id == row.id, Standing.state == "completed"
    )
    return work.session.scalar(over.limit(1)) is not None


def _unname(work: UnitOfWork, programme: Programme, me: Person) -> None:
    """Before others are told that somebody has left: the letter is about nobody by name."""
    row = locked(work, programme.id)
    ids = [each.id for each in _sent(work, row, me)]
    forget_members(work, row, ids, other=stand_in(work, me.tenant_id))


def _forget_at_host(work: UnitOfWork, programme: Programme, me: Person) -> None:
    row, home = locked(work, programme.id), me.tenant_id
    sent = _sent(work, row, me)
    addresses = {me.email, *(each.email for each in sent)}
    names = {me.name, *(each.name for each in sent)}
    forget_copies(work, row, {each.id: each.name for each in sent}, other=stand_in(work, home))
    theirs = (Message.home_tenant_id == home) & or_(Message.person_id == me.id, Message.to_email.in_(addresses))
    work.session.execute(
        delete(Message).where(
            Message.tenant_id == row.tenant_id,
            Message.programme_id == row.id,
            or_(theirs, naming({*addresses, *names})),
        )
    )
    work.session.execute(
        delete(Invitation).where(
            Invitation.tenant_id == row.tenant_id, Invitation.programme_id == row.id,
            Invitation.home_tenant_id == home, Invitation.invited_by_tenant == row.tenant_id,
            Invitation.email.in_(addresses),
        )
    )  # fmt: skip
    for each in sent:
        work.record("forget", "registration", each.id, subject=(home, me.id), fields=("name", "contact", "letters"))


def _sent(work: UnitOfWork, programme: Programme, me: Person) -> list[Registration]:
    """The person's registrations that the host has, until they are forgotten."""
    return list(
        work.session.scalars(
            select(Registration)
            .where(
                Registration.tenant_id == programme.tenant_id,
                Registration.programme_id == programme.id,
                Registration.home_tenant_id == me.tenant_id,
                Registration.person_id == me.id,
                Registration.forgotten_at.is_(None),
            )
            .order_by(Registration.id)
        )
    )


def _forget_at_home(work: UnitOfWork, me: Person) -> None:
    """What they said, then they themself; with them go by the database's own hand notes, sessions and ways in."""
    own = list(work.session.scalars(select(Registration).where(*_own(work, me.id)).order_by(Registration.id)))
    for host, programme_id in sorted({(each.tenant_id, each.programme_id) for each in own}):
        forget_registrations(work, programme_with_id(work, host, programme_id), [each.id for each in own])
    work.session.execute(delete(SignInLink).where(SignInLink.tenant_id == work.tenant, SignInLink.email == me.email))
    work.session.execute(
        delete(Message).where(
            Message.tenant_id == work.tenant,
            or_(Message.to_email == me.email, Message.person_id == me.id, naming({me.email})),
        )
    )
    work.session.execute(
        delete(Invitation).where(
            Invitation.home_tenant_id == work.tenant,
            Invitation.invited_by_tenant == work.tenant,
            Invitation.email == me.email,
        )
    )
    work.session.execute(delete(Person).where(Person.tenant_id == work.tenant, Person.id == me.id))
    work.record("erase", "person", me.id, subject=(work.tenant, me.id))


def _own(work: UnitOfWork, person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (Registration.home_tenant_id == work.tenant, Registration.person_id == person_id)


def _running(work: UnitOfWork, person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        Member.home_tenant_id == work.tenant,
        Member.person_id == person_id,
        Member.joined_at.is_not(None),
        Member.left_at.is_(None),
        Mentorship.state == "running",
    )
