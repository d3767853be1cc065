"""The register of a session: who was there, as the coordinators of the host or of their institution saw it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from mentoring.db.kept import tuples
from mentoring.errors import Conflict, NotFound
from mentoring.events.model import EventAttendance, EventSession
from mentoring.events.rules import Was
from mentoring.events.rules import attended as has_attended
from mentoring.events.sessions import session_with_id, sessions_of
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork

_REGISTERS = select(EventAttendance.registration_id, EventAttendance.session_id, EventAttendance.was).where(
    EventAttendance.tenant_id == bindparam("host"), EventAttendance.programme_id == bindparam("programme")
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the register says of one person; `was` None: nothing."""

    was: Was | None
    minutes: int | None = None


NOT_SAID = Mark(None)


def take_register(work: UnitOfWork, programme: Programme, session_id: UUID, marks: Mapping[UUID, Mark]) -> int:
    """Write down who was there, by registration; whoever is not named stays as they are. How many are otherwise now.

    Minutes that a list told stay where they are not told anew.
    A gate that asks for the event is passed by whoever attended it, at the next settling. Raises NotFound for a session
    or registration that is not this reader's to see, Conflict before the session has begun, NotAllowed.
    """
    work.demand("attendance.record", roles_here(work, programme))
    session = session_with_id(work, programme, session_id)
    if session.starts_at > work.now or session.called_off:
        raise Conflict("This session has not taken place yet.", "Take the register once it has begun.")
    people = _registrations(work, programme, marks)
    if len(people) != len(marks):
        raise NotFound("Somebody in this list is not registered here.", "Load the page again.")
    before = register_of(work, programme, session)
    fresh = {key: mark for key, mark in marks.items() if _differs(mark, before.get(key, NOT_SAID))}
    if not fresh:
        return 0
    work.session.execute(
        delete(EventAttendance).where(
            EventAttendance.tenant_id == programme.tenant_id,
            EventAttendance.session_id == session_id,
            EventAttendance.registration_id.in_(fresh),
        )
    )
    written = [(people[key], mark) for key, mark in fresh.items() if mark.was is not None]
    if written:
        work.add(*(_row(work, programme, session_id, person, mark) for person, mark in written))
    whom = [(people[key].home_tenant_id, people[key].person_id) for key in fresh]
    work.record_each("register", "event_session", [session_id] * len(whom), subjects=whom)
    wake(work, programme.tenant_id, programme.id)
    return len(fresh)


def _differs(mark: Mark, before: Mark) -> bool:
    return mark.was != before.was or mark.minutes not in {None, before.minutes}


def register_of(work: UnitOfWork, programme: Programme, session: EventSession) -> dict[UUID, Mark]:
    """What the register of one session says, by registration, as far as this reader sees it."""
    rows = work.session.scalars(
        select(EventAttendance).where(
            EventAttendance.tenant_id == programme.tenant_id, EventAttendance.session_id == session.id
        )
    )
    return {row.registration_id: Mark(_was(row.was), row.minutes) for row in rows}


CameOrNot = tuple[frozenset[UUID], frozenset[UUID]]


def attended(work: UnitOfWork, programme: Programme, scheme: Scheme) -> dict[str, CameOrNot]:
    """By event: the registrations that have attended it, and those of whom the register says that they have not."""
    known: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    here = {"host": programme.tenant_id, "programme": programme.id}
    for key, session, was in tuples(work.session, _REGISTERS, here, of=(EventAttendance.__tablename__,)):
        known[key][session] = was
    if not known:
        return {}
    sessions = sessions_of(work, programme)
    found = {}
    for name, event in scheme.activities.events.items():
        own = {row.id for row in sessions.get(name, ())}
        live = {row.id for row in sessions.get(name, ()) if row.live}
        theirs = {key: {each: was for each, was in marks.items() if each in own} for key, marks in known.items()}
        yes = frozenset(key for key, was in theirs.items() if has_attended(event, live, was))
        found[name] = (yes, frozenset(key for key, was in theirs.items() if was) - yes)
    return found


def _was(word: str) -> Was:
    return "present" if word == "present" else "absent" if word == "absent" else "excused"


def _row(work: UnitOfWork, programme: Programme, session: UUID, person: Registration, mark: Mark) -> EventAttendance:
    return EventAttendance(
        tenant_id=programme.tenant_id,
        session_id=session,
        registration_id=person.id,
        programme_id=programme.id,
        home_tenant_id=person.home_tenant_id,
        was=mark.was or "",
        minutes=mark.minutes,
        recorded_at=work.now,
        recorded_by_tenant=work.tenant,
        recorded_by=work.actor.person_id,
    )


def _registrations(work: UnitOfWork, programme: Programme, ids: Collection[UUID]) -> dict[UUID, Registration]:
    wanted = select(Registration).where(
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.id.in_(ids),
        Registration.submitted_at.is_not(None),
    )
    if work.tenant != programme.tenant_id:
        wanted = wanted.where(Registration.home_tenant_id == work.tenant)
    return {row.id: row for row in work.session.scalars(wanted)}
