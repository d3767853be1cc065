"""The register of a session: who was there, as the coordinators of the host or of their institution saw it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, or_, select

from mentoring.db.kept import tuples
from mentoring.db.ready import Ready
from mentoring.db.rows import insert_given, write
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
_SAID = Ready(
    select(EventAttendance.registration_id, EventAttendance.was, EventAttendance.minutes).where(
        EventAttendance.tenant_id == bindparam("host"), EventAttendance.session_id == bindparam("session")
    )
)
_THESE = any_(bindparam("these", type_=ARRAY(Uuid)))
_STRUCK = delete(EventAttendance).where(
    EventAttendance.tenant_id == bindparam("host"),
    EventAttendance.session_id == bindparam("session"),
    EventAttendance.registration_id == _THESE,
)
_WRITTEN = insert_given(
    EventAttendance,
    ("tenant_id", "session_id", "registration_id", "programme_id", "home_tenant_id", "was", "minutes", "recorded_at",
     "recorded_by_tenant", "recorded_by"),
    "marks",
)  # fmt: skip
_SENT = Ready(
    select(Registration.id, Registration.home_tenant_id, Registration.person_id).where(
        Registration.tenant_id == bindparam("host"),
        Registration.programme_id == bindparam("programme"),
        Registration.id == _THESE,
        Registration.submitted_at.is_not(None),
        or_(Registration.tenant_id == bindparam("home"), Registration.home_tenant_id == bindparam("home")),
    )
)
"""Whoever has registered, as far as an institution takes their register: the host everybody's, any other its own's."""


class Marked(NamedTuple):
    """Whom a register is about: a registration, whose it is."""

    id: UUID
    home_tenant_id: str
    person_id: UUID | None


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
    work.session.execute(_STRUCK, {"host": programme.tenant_id, "session": session_id, "these": list(fresh)})
    written = [(people[key], mark) for key, mark in fresh.items() if mark.was is not None]
    if written:
        rows = [_row(work, programme, session_id, person, mark) for person, mark in written]
        write(work.session, _WRITTEN, marks=rows)
    whom = [(people[key].home_tenant_id, people[key].person_id) for key in fresh]
    work.record_each("register", "event_session", [session_id] * len(whom), subjects=whom)
    wake(work, programme.tenant_id, programme.id)
    return len(fresh)


def _differs(mark: Mark, before: Mark) -> bool:
    return mark.was != before.was or mark.minutes not in {None, before.minutes}


def register_of(work: UnitOfWork, programme: Programme, session: EventSession) -> dict[UUID, Mark]:
    """What the register of one session says, by registration, as far as this reader sees it."""
    rows = _SAID.rows(work.session, {"host": programme.tenant_id, "session": session.id})
    return {key: Mark(_was(was), minutes) for key, was, minutes in rows}


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


def _row(work: UnitOfWork, programme: Programme, session: UUID, person: Marked, mark: Mark) -> dict[str, Any]:
    return {
        "tenant_id": programme.tenant_id,
        "session_id": session,
        "registration_id": person.id,
        "programme_id": programme.id,
        "home_tenant_id": person.home_tenant_id,
        "was": mark.was,
        "minutes": mark.minutes,
        "recorded_at": work.now,
        "recorded_by_tenant": work.tenant,
        "recorded_by": work.actor.person_id,
    }


def _registrations(work: UnitOfWork, programme: Programme, ids: Collection[UUID]) -> dict[UUID, Marked]:
    here = {"host": programme.tenant_id, "programme": programme.id, "home": work.tenant, "these": list(ids)}
    return {row.id: Marked(*row) for row in _SENT.rows(work.session, here)}
