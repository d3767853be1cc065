"""Events in the year: who is invited, gets a place, and hears of changes. Part of settling, at the host.

Who is invited is written down, by a unique key, in the transaction that queues their letter: so nobody is invited
twice. What each guest has heard is kept with them and compared with what is so now: so whoever was told is told again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, select

from mentoring.db.kept import entities
from mentoring.db.rows import insert_given, table_of, write
from mentoring.events.model import EventSession, Guest, Reply
from mentoring.events.rules import (
    ASKED_AGAIN,
    REMINDED,
    SOON,
    Placed,
    Wish,
    announced_at,
    days_before,
    open_sessions,
    places_given,
)
from mentoring.events.sessions import keep_in_step, sitting
from mentoring.events.telling import Case, Note, Told, to_tell
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Event
from mentoring.timeline.invitation import calendar_of, letter_of
from mentoring.timeline.recipients import Person
from mentoring.unit_of_work import UnitOfWork

BATCH = 1_000
_INVITED = ("tenant_id", "registration_id", "event", "programme_id", "home_tenant_id", "invited_at", "told")
_INVITE = insert_given(Guest, _INVITED, "invited").on_conflict_do_nothing().returning(table_of(Guest).c.registration_id)
_EVENTS: Any = any_(bindparam("events", type_=ARRAY(Text)))
_GUESTS = select(Guest).where(
    Guest.tenant_id == bindparam("host"), Guest.programme_id == bindparam("programme"), Guest.event == _EVENTS
)
_REPLIES = (
    select(Reply)
    .where(Reply.tenant_id == bindparam("host"), Reply.programme_id == bindparam("programme"), Reply.event == _EVENTS)
    .execution_options(populate_existing=True)
)


@dataclass
class Gathering:
    """One event with its sessions, guests and replies; `meant` are those whom it is for now, with their pathways."""

    name: str
    event: Event
    sessions: Sequence[EventSession]
    meant: Mapping[UUID, tuple[Person, tuple[str, ...]]]
    guests: dict[UUID, Guest] = field(default_factory=dict)
    replies: dict[UUID, Reply] = field(default_factory=dict)

    @property
    def live(self) -> list[EventSession]:
        """The sessions that take place, in order of time."""
        return [each for each in self.sessions if each.live]

    def chosen(self, guest: Guest) -> UUID | None:
        """The session somebody comes to; None where all are attended, or none is chosen that takes place."""
        said = self.replies.get(guest.registration_id)
        live = {each.id for each in self.live}
        return said.session_id if said and said.coming and said.session_id in live else None


def hold_events(
    work: UnitOfWork, programme: Programme, setting: Setting, people: Mapping[UUID, Person]
) -> list[datetime]:
    """Do what events ask for now; the moments at which there is more to do."""
    if not setting.scheme.activities.events:
        return []
    sessions = keep_in_step(work, programme, setting.scheme, setting.moments)
    coming = {name for name, rows in sessions.items() if any(each.starts_at > work.now for each in rows)}
    guests, replies = _guests(work, programme, coming), _replies(work, programme, coming)
    ahead: list[datetime] = []
    for name, event in setting.scheme.activities.events.items():
        at = announced_at(event, [sitting(each) for each in sessions.get(name, ())], setting.zone)
        if name not in coming or (name not in guests and (at is None or at > work.now)):
            ahead += [at.astimezone(UTC)] if at is not None else []
            continue
        meant = {key: (person, pathways) for key, person in people.items() if (pathways := person.pathways(event.who))}
        one = Gathering(name, event, sessions[name], meant, guests.get(name, {}), replies.get(name, {}))
        fresh = _invite(work, programme, setting, one)
        risen = _place(work, one)
        _tell(work, programme, setting, one, people, fresh=fresh, risen=risen)
        _remind(work, programme, setting, one, people)
        ahead += _moments(setting, one, work.now)
    work.session.flush()
    return [each for each in ahead if each > work.now]


def _guests(work: UnitOfWork, programme: Programme, events: Collection[str]) -> dict[str, dict[UUID, Guest]]:
    """By event and registration; of events that are over nothing need be read."""
    found: dict[str, dict[UUID, Guest]] = {}
    here = {"host": programme.tenant_id, "programme": programme.id, "events": sorted(events)}
    for row in entities(work.session, Guest, _GUESTS, here) if events else ():
        found.setdefault(row.event, {})[row.registration_id] = row
    return found


def _replies(work: UnitOfWork, programme: Programme, events: Collection[str]) -> dict[str, dict[UUID, Reply]]:
    found: dict[str, dict[UUID, Reply]] = {}
    here = {"host": programme.tenant_id, "programme": programme.id, "events": sorted(events)}
    for row in entities(work.session, Reply, _REPLIES, here, look=True) if events else ():
        found.setdefault(row.event, {})[row.registration_id] = row
    return found


def _invite(work: UnitOfWork, programme: Programme, setting: Setting, one: Gathering) -> frozenset[UUID]:
    """Write down who is a guest from now on, and who is none any more; the new ones."""
    sittings = [sitting(each) for each in one.sessions]
    at = announced_at(one.event, sittings, setting.zone)
    if at is None or not open_sessions(one.event, sittings, work.now):
        return frozenset()
    for key, guest in one.guests.items():
        if (key in one.meant) == (guest.away_at is not None):
            guest.away_at = None if key in one.meant else work.now
    if at > work.now:
        return frozenset()
    wanted = [
        {
            "tenant_id": programme.tenant_id,
            "registration_id": key,
            "event": one.name,
            "programme_id": programme.id,
            "home_tenant_id": person.registration.home_tenant_id,
            "invited_at": work.now,
            "told": {},
        }
        for key, (person, _) in one.meant.items()
        if key not in one.guests
    ]
    made: set[UUID] = set()
    for start in range(0, len(wanted), BATCH):
        made |= {key for (key,) in write(work.session, _INVITE, invited=wanted[start : start + BATCH])}
    if made:
        one.guests = _guests(work, programme, [one.name])[one.name]
    return frozenset(made)


def _place(work: UnitOfWork, one: Gathering) -> frozenset[UUID]:
    """Give places to those who come, in the order of their replies; who had waited and has one now."""
    every = one.event.attend == "all"
    begun = {each.id for each in one.live if each.starts_at <= work.now}
    whole_begun = every and bool(begun)
    wishes, staying = [], {}
    for key, guest in one.guests.items():
        said, session = one.replies.get(key), one.chosen(guest)
        comes = said is not None and said.coming and guest.away_at is None and (session is not None or every)
        if whole_begun or (guest.session_id in begun and guest.place is not None):
            staying[key] = guest
        elif comes and said is not None and one.live:
            holds = guest.place == "given" and guest.session_id == session
            wishes.append(Wish(key, session, said.replied_at, holds))
    room = _room(one, staying.values())
    given = places_given(wishes, room)
    risen = set()
    for key, guest in one.guests.items():
        if key in staying:
            continue
        now: Placed | None = given.get(key)
        session = one.chosen(guest) if now else None
        if guest.place == "waiting" and now == "given" and guest.session_id == session:
            risen.add(key)
        if (guest.place, guest.session_id) != (now, session):
            guest.place, guest.session_id = now, session
            guest.placed_at = work.now if now else None
            guest.reminded_at = None
    _count(one)
    return frozenset(risen)


def _room(one: Gathering, staying: Iterable[Guest]) -> dict[UUID | None, int | None]:
    """How many places there are, by session; of an event of several parts as many as its smallest room has."""
    room: dict[UUID | None, int | None] = {each.id: each.places or one.event.places for each in one.live}
    if one.event.attend == "all":
        return {None: min((each for each in room.values() if each is not None), default=None)}
    for guest in staying:
        left = room.get(guest.session_id)
        if left is not None and guest.place == "given":
            room[guest.session_id] = left - 1
    return room


def _count(one: Gathering) -> None:
    """Note at each session how many have a place and how many wait: a partner's people see no other guests."""
    for session in one.sessions:
        here = [each for each in one.guests.values() if each.session_id in {None, session.id} and each.place]
        here = here if session.live else []
        taken, waiting = (sum(each.place == word for each in here) for word in ("given", "waiting"))
        if (session.taken, session.waiting) != (taken, waiting):
            session.taken, session.waiting = taken, waiting


def _tell(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    one: Gathering,
    people: Mapping[UUID, Person],
    *,
    fresh: frozenset[UUID],
    risen: frozenset[UUID],
) -> None:
    sittings = tuple(sitting(each) for each in one.sessions)
    letters: list[Letter] = []
    for key, guest in sorted(one.guests.items()):
        if key not in people or people[key].registration.forgotten_at is not None:
            continue
        said = one.replies.get(key)
        case = Case(
            every=one.event.attend == "all",
            sittings=sittings,
            now=work.now,
            coming=said.coming if said else None,
            placed=guest.place == "given",
            session=guest.session_id,
            rose=key in risen,
            away=guest.away_at is not None,
        )
        before = None if key in fresh else Told.read(guest.told)
        notes, told = to_tell(case, before)
        if told.kept != guest.told:
            guest.told = told.kept
        if any(note.occasion == "event_changed" for note in notes):
            guest.reminded_at = None
        letters += [_letter(work, programme, setting, one, people[key], note) for note in notes]
    tell_all(work, programme, setting, letters)


def _letter(
    work: UnitOfWork, programme: Programme, setting: Setting, one: Gathering, person: Person, note: Note
) -> Letter:
    registration = person.registration
    _, pathways = one.meant.get(registration.id, (person, tuple(person.states)))
    coming = True if one.guests[registration.id].place == "given" else None
    session = next((each for each in one.sessions if each.id == note.session), None)
    state = ".".join(str(each.sequence) for each in one.sessions)
    key = f"{one.name}:{note.slot}:{note.number}" if session else f"{one.name}:{state}"
    return letter_of(
        setting,
        registration,
        pathways,
        occasion=note.occasion,
        key=one.name if note.occasion == "event_announced" else key,
        event=one.event,
        sessions=[session] if session else one.live,
        calendar=calendar_of(work, programme, setting, registration, session, one.event, note=note, coming=coming)
        if session
        else None,
    )


def _remind(
    work: UnitOfWork, programme: Programme, setting: Setting, one: Gathering, people: Mapping[UUID, Person]
) -> None:
    """Remind those who come, and ask again those who have not replied; once each."""
    letters: list[Letter] = []
    for key, guest in sorted(one.guests.items()):
        due = _reminder(setting, one, guest, work.now)
        if due is None or key not in people or guest.away_at is not None:
            continue
        occasion, at, sessions = due
        if at > work.now:
            continue
        if occasion == "event_reminder":
            guest.reminded_at = work.now
        else:
            guest.asked_again_at = work.now
        if work.now < sessions[0].starts_at:
            _, pathways = one.meant.get(key, (people[key], tuple(people[key].states)))
            first = f"{one.name}:{sessions[0].id}:{sessions[0].starts_at:%Y%m%dT%H%M}"
            letters.append(
                letter_of(
                    setting,
                    people[key].registration,
                    pathways,
                    occasion=occasion,
                    key=first,
                    event=one.event,
                    sessions=sessions,
                )
            )
    tell_all(work, programme, setting, letters)


def _reminder(
    setting: Setting, one: Gathering, guest: Guest, now: datetime
) -> tuple[str, datetime, list[EventSession]] | None:
    """The reminder that is still to come for a guest, when, and of which sessions; None without one."""
    ahead = [each for each in one.live if each.starts_at > now]
    if guest.place == "given":
        theirs = [each for each in ahead if guest.session_id in {None, each.id}]
        if not theirs or guest.reminded_at is not None:
            return None
        at = days_before(theirs[0].starts_at, REMINDED, setting.zone)
        heard = max(guest.invited_at, guest.placed_at or guest.invited_at, theirs[0].changed_at)
        return ("event_reminder", at, theirs) if heard <= at - SOON else None
    if guest.registration_id in one.replies or not ahead or guest.asked_again_at is not None:
        return None
    at = days_before(ahead[0].starts_at, ASKED_AGAIN, setting.zone)
    return ("event_unanswered", at, ahead) if guest.invited_at <= at - SOON else None


def _moments(setting: Setting, one: Gathering, now: datetime) -> Iterator[datetime]:
    """When there is something to do again: the announcement, reminders, and the start of each session."""
    at = announced_at(one.event, [sitting(each) for each in one.sessions], setting.zone)
    if at is not None and one.meant:
        yield at.astimezone(UTC)
    reminders = (_reminder(setting, one, guest, now) for guest in one.guests.values() if guest.away_at is None)
    yield from {due[1].astimezone(UTC) for due in reminders if due is not None}
