"""Events as the people invited to them read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from mentoring.db.unchanged import once
from mentoring.events.model import EventAttendance, EventSession, Guest, Reply
from mentoring.events.rules import open_sessions
from mentoring.events.sessions import sessions_of, sitting
from mentoring.participants.register import own_registrations
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Event, say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session: when, where, and how many places are left (None: no limit)."""

    id: UUID
    starts_at: datetime
    minutes: int
    place: str
    link: str
    left: int | None
    waiting: int
    live: bool
    open: bool

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def full(self) -> bool:
        """Whether whoever replies now waits."""
        return self.left == 0


@dataclass(frozen=True, slots=True)
class MyEvent:
    """An event to which the reader is invited, in one registration.

    `coming` is what they replied (None: nothing yet), `placed` given or waiting, `session` the one they chose;
    `every`: all sessions are attended. `came`: what the register says, once it is written.
    """

    registration_id: UUID
    event: str
    title: str
    text: str
    role_title: str
    every: bool
    sessions: tuple[SessionView, ...]
    coming: bool | None
    placed: str | None
    session: UUID | None
    came: str | None

    @property
    def open(self) -> tuple[SessionView, ...]:
        """Those for which one may still reply."""
        held = next((each for each in self.sessions if each.id == self.session and self.coming), None)
        begun = held is not None and held.live and not held.open
        return () if begun else tuple(each for each in self.sessions if each.open)

    @property
    def next(self) -> SessionView | None:
        """The session that is theirs and is still to come, or the first they might come to."""
        if self.coming is False:
            return None
        ahead = [each for each in self.sessions if each.open]
        mine = [each for each in ahead if self.session in {None, each.id}]
        return next(iter(mine or ahead), None)


def my_events(work: UnitOfWork, programme: Programme) -> tuple[MyEvent, ...]:
    """The events to which the signed-in person is invited, the next one first; what is over comes last."""
    key = ("my events", programme.tenant_id, programme.id, work.actor.person_id, work.now)
    return once(work.session, key, lambda: _my_events(work, programme))


def _my_events(work: UnitOfWork, programme: Programme) -> tuple[MyEvent, ...]:
    own = {each.id: each for each in own_registrations(work, programme) if each.state == "submitted"}
    if not own:
        return ()
    scheme = scheme_of(programme)
    here = (Guest.tenant_id == programme.tenant_id, Guest.registration_id.in_(own), Guest.away_at.is_(None))
    known = scheme.activities.events
    guests = [each for each in work.session.scalars(select(Guest).where(*here)) if each.event in known]
    if not guests:
        return ()
    replies = {
        (each.registration_id, each.event): each
        for each in work.session.scalars(
            select(Reply).where(Reply.tenant_id == programme.tenant_id, Reply.registration_id.in_(own))
        )
    }
    sessions, came = sessions_of(work, programme), _came(work, programme, own)
    found = []
    for guest in guests:
        said = replies.get((guest.registration_id, guest.event))
        event, rows = scheme.activities.events[guest.event], sessions.get(guest.event, ())
        found.append(
            MyEvent(
                registration_id=guest.registration_id,
                event=guest.event,
                title=say(event.title),
                text=say(event.text),
                role_title=say(scheme.roles[own[guest.registration_id].role].title),
                every=event.attend == "all",
                sessions=session_views(event, rows, work.now),
                coming=said.coming if said else None,
                placed=guest.place,
                session=said.session_id if said else None,
                came=next((came[key] for row in rows if (key := (guest.registration_id, row.id)) in came), None),
            )
        )
    return tuple(sorted(found, key=lambda each: _order(each, work.now)))


def session_views(event: Event, rows: Sequence[EventSession], now: datetime) -> tuple[SessionView, ...]:
    """The sessions as anyone invited sees them; those whose date is gone are left out."""
    still_open = {each.id for each in open_sessions(event, [sitting(row) for row in rows], now)}
    return tuple(
        SessionView(
            id=row.id,
            starts_at=row.starts_at,
            minutes=row.minutes,
            place=row.place or "",
            link=row.link or "",
            left=None if (most := row.places or event.places) is None else max(0, most - row.taken),
            waiting=row.waiting,
            live=row.live,
            open=row.id in still_open,
        )
        for row in rows
        if not row.dropped
    )


def _came(work: UnitOfWork, programme: Programme, own: Collection[UUID]) -> dict[tuple[UUID, UUID], str]:
    rows = work.session.execute(
        select(EventAttendance.registration_id, EventAttendance.session_id, EventAttendance.was).where(
            EventAttendance.tenant_id == programme.tenant_id, EventAttendance.registration_id.in_(own)
        )
    )
    return {(registration, session): was for registration, session, was in rows}


def _order(each: MyEvent, now: datetime) -> tuple[bool, datetime, str]:
    ahead = [session.starts_at for session in each.sessions if session.starts_at > now]
    first = min(ahead, default=max((session.starts_at for session in each.sessions), default=now))
    return not ahead, first, each.event
