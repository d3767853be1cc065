"""The sessions of a programme's events: kept in step with its dates, and arranged by the host's coordinators."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.kept import entities
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.events.model import EventSession
from mentoring.events.rules import Sitting, rescheduled
from mentoring.participants.setting import roles_here
from mentoring.programmes.dates import Moments
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Event, Scheme
from mentoring.unit_of_work import UnitOfWork

Sessions = Mapping[str, Sequence[EventSession]]
"""By event, in order of time; those that are off too."""

LONGEST = 500
MOST_PLACES = 100_000
MOST_MINUTES = 10_000

_SESSIONS = (
    select(EventSession)
    .where(EventSession.tenant_id == bindparam("host"), EventSession.programme_id == bindparam("programme"))
    .order_by(EventSession.starts_at, EventSession.id)
)


def sessions_of(work: UnitOfWork, programme: Programme) -> Sessions:
    """All sessions of the programme, as whoever takes part in it sees them."""
    rows = entities(work.session, EventSession, _SESSIONS, {"host": programme.tenant_id, "programme": programme.id})
    found: dict[str, list[EventSession]] = defaultdict(list)
    for each in rows:
        found[each.event].append(each)
    return found


def session_with_id(work: UnitOfWork, programme: Programme, session_id: UUID) -> EventSession:
    """One session of the programme. Raises NotFound."""
    found = work.session.get(EventSession, (programme.tenant_id, session_id))
    if found is None or found.programme_id != programme.id or found.dropped:
        raise NotFound("There is no such session here.", "Go back to the events of the programme.")
    return found


def sitting(row: EventSession) -> Sitting:
    """The session as the rules read it."""
    return Sitting(row.id, row.starts_at, row.sequence, row.live, row.dropped)


def keep_in_step(work: UnitOfWork, programme: Programme, scheme: Scheme, moments: Moments) -> Sessions:
    """Make the sessions those of the programme's dates, and say what moved. At the host, as part of settling."""
    have = sessions_of(work, programme)
    fresh = []
    for name, event in scheme.activities.events.items():
        want = [each.astimezone(UTC) for each in moments[name].times] if name in moments else []
        rows = {row.id: row for row in have.get(name, ())}
        plan = rescheduled([sitting(row) for row in rows.values()], want)
        for key, at in plan.moved.items():
            rows[key].starts_at = at
            _changed(work, rows[key])
        for keys, dropped in ((plan.back, False), (plan.gone, True)):
            for key in keys:
                rows[key].dropped = dropped
                _changed(work, rows[key])
        for row in rows.values():
            if row.minutes != event.minutes:
                row.minutes = event.minutes
                _changed(work, row)
        fresh += [_new(work, programme, name, event, at) for at in plan.new]
    if fresh:
        work.add(*fresh)
        return sessions_of(work, programme)
    work.session.flush()
    return {name: sorted(rows, key=lambda row: (row.starts_at, row.id)) for name, rows in have.items()}


def arrange(
    work: UnitOfWork, programme: Programme, session_id: UUID, *, place: str, link: str, places: str
) -> EventSession:
    """Say where a session is, and how many may come (no number: as many as the scheme says). Only what differs counts.

    At the host. Raises Invalid by field, Conflict for a session that is over or off, NotFound, NotAllowed.
    """
    work.demand("event.arrange", roles_here(work, programme))
    row = _to_come(work, programme, session_id)
    number, problems = arranged(place=place, link=link, places=places)
    if problems:
        raise Invalid("The session is not changed yet.", "Everything you typed is still here.", problems)
    said = (place.strip() or None, link.strip() or None)
    fields = []
    if (row.place, row.link) != said:
        row.place, row.link = said
        fields.append("place")
        _changed(work, row)
    if row.places != number:
        row.places = number
        fields.append("places")
    if fields:
        work.session.flush()
        work.record("arrange", "event_session", row.id, fields=tuple(fields))
        wake(work, programme.tenant_id, programme.id)
    return row


def add_session(
    work: UnitOfWork, programme: Programme, name: str, *, starts_at: datetime, place: str, link: str, places: str
) -> None:
    """Say where a session is that is being added; its time is to be among the dates. Raises as `arrange`."""
    work.demand("event.arrange", roles_here(work, programme))
    number, problems = arranged(place=place, link=link, places=places)
    if problems:
        raise Invalid("The session is not added yet.", "Everything you typed is still here.", problems)
    row = _new(work, programme, name, scheme_of(programme).activities.events[name], starts_at)
    row.place, row.link, row.places = place.strip() or None, link.strip() or None, number
    work.add(row)
    work.record("arrange", "event_session", row.id)
    wake(work, programme.tenant_id, programme.id)


def arranged(*, place: str, link: str, places: str) -> tuple[int | None, dict[str, str]]:
    """How many may come, and what is wrong with what was typed, by field."""
    problems = {}
    for name, text in (("place", place), ("link", link)):
        if len(text) > LONGEST or "\n" in text.strip():
            problems[name] = f"Write it on one line of at most {LONGEST} characters."
    address = link.strip()
    if address and "link" not in problems and not _is_address(address):
        problems["link"] = "Enter an address that begins with https://, for example https://video.example/room."
    tidy = places.strip()
    number = int(tidy) if tidy.isascii() and tidy.isdecimal() and len(tidy) < 7 else None
    if tidy and (number is None or not 1 <= number <= MOST_PLACES):
        problems["places"] = "Enter how many may come as a whole number from 1, or leave it empty."
    return number, problems


def call_off(work: UnitOfWork, programme: Programme, session_id: UUID) -> None:
    """A session does not take place. Whoever heard of it is told. Raises as `arrange` does."""
    work.demand("event.arrange", roles_here(work, programme))
    row = _to_come(work, programme, session_id)
    _switch(work, programme, row, called_off=True)


def put_back(work: UnitOfWork, programme: Programme, session_id: UUID) -> None:
    """A session that was called off takes place after all. Raises Conflict where its time is over."""
    work.demand("event.arrange", roles_here(work, programme))
    row = session_with_id(work, programme, session_id)
    if not row.called_off or row.starts_at <= work.now:
        raise Conflict("This session cannot be put back.", "Add another session instead.")
    _switch(work, programme, row, called_off=False)


def _switch(work: UnitOfWork, programme: Programme, row: EventSession, *, called_off: bool) -> None:
    row.called_off = called_off
    _changed(work, row)
    work.session.flush()
    work.record("call_off" if called_off else "put_back", "event_session", row.id)
    wake(work, programme.tenant_id, programme.id)


def _to_come(work: UnitOfWork, programme: Programme, session_id: UUID) -> EventSession:
    row = session_with_id(work, programme, session_id)
    if not row.live or row.starts_at <= work.now:
        raise Conflict("This session has begun, or does not take place.", "Look at the others of the event.")
    return row


def _new(work: UnitOfWork, programme: Programme, name: str, event: Event, at: datetime) -> EventSession:
    return EventSession(
        tenant_id=programme.tenant_id,
        id=work.new_id(),
        programme_id=programme.id,
        event=name,
        starts_at=at,
        minutes=event.minutes,
        changed_at=work.now,
    )


def _changed(work: UnitOfWork, row: EventSession) -> None:
    row.sequence += 1
    row.changed_at = work.now


def _is_address(text: str) -> bool:
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return found.scheme in {"https", "http"} and bool(found.hostname) and not any(each.isspace() for each in text)
