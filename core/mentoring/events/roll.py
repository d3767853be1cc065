"""Events as coordinators read them: who is invited, who comes, and who was there."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import NotFound
from mentoring.events.model import EventAttendance, EventSession, Guest, Reply
from mentoring.events.queries import SessionView, session_views
from mentoring.events.sessions import sessions_of
from mentoring.participants.judge import dossiers
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.participants.whom import inside
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Event, Who, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

ABSENT = frozenset({"draft", "refused", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Guesting:
    """Somebody whom an event is for, or who was invited to it.

    `coming` is their reply (None: nothing yet), `placed` given or waiting, `session` the one they chose; `was` what the
    register says, by session, and `minutes` how long they were there where a list said so.
    """

    registration_id: UUID
    name: str
    email: str
    house: str
    role_title: str
    invited: bool
    coming: bool | None
    placed: str | None
    session: UUID | None
    was: Mapping[UUID, str]
    minutes: Mapping[UUID, int | None]

    def expected(self, session: UUID) -> bool:
        """Whether they have a place in this session."""
        return self.placed == "given" and self.session in {None, session}


@dataclass(frozen=True, slots=True)
class Roll:
    """One event: its sessions in order of time, and its people by name."""

    event: str
    title: str
    text: str
    every: bool
    gates: tuple[str, ...]
    sessions: tuple[SessionView, ...]
    people: tuple[Guesting, ...]

    @property
    def replies(self) -> Counter[str]:
        """How many of those invited: coming, waiting, not coming, silent."""
        return Counter(reply_of(each) for each in self.people if each.invited)

    @property
    def came(self) -> int:
        """How many were at a session."""
        return sum("present" in each.was.values() for each in self.people)


def reply_of(each: Guesting) -> str:
    """``coming``, ``waiting``, ``not coming``, ``silent``; ``choosing`` for a yes whose session is off."""
    if each.coming is None:
        return "silent"
    if not each.coming:
        return "not coming"
    return {"given": "coming", "waiting": "waiting"}.get(each.placed or "", "choosing")


def rolls(
    work: UnitOfWork, programme: Programme, *, everyone: Mapping[UUID, Dossier] | None = None
) -> tuple[Roll, ...]:
    """Every event of the programme, in order of time, with the people whom this reader may see; `everyone`, if read.

    A fixed number of queries. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("attendance.record", roles_here(work, programme))
    scheme = scheme_of(programme)
    everyone = everyone if everyone is not None else dossiers(work, programme)
    guests, replies, marks = _guests(work, programme), _replies(work, programme), _marks(work, programme)
    sessions = sessions_of(work, programme)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    roles = {name: say(role.title) for name, role in scheme.roles.items()}
    found = []
    for name, event in scheme.activities.events.items():
        rows = sessions.get(name, ())
        people = [
            _line(each, guests.get((key, name)), replies.get((key, name)), marks.get(key, {}), rows, houses, roles)
            for key, each in everyone.items()
            if _concerns(event, each, guests.get((key, name)))
        ]
        found.append(
            Roll(
                event=name,
                title=say(event.title),
                text=say(event.text),
                every=event.attend == "all",
                gates=tuple(
                    say(gate.title)
                    for gate in scheme.activities.gates.values()
                    if any(need.get("attended") == name for need in gate.needs)
                ),
                sessions=session_views(event, list(rows), work.now),
                people=tuple(sorted(people, key=lambda each: (each.name, each.registration_id))),
            )
        )
    return tuple(sorted(found, key=lambda each: min((s.starts_at for s in each.sessions), default=work.now)))


def roll(work: UnitOfWork, programme: Programme, event: str) -> Roll:
    """One event. Raises NotFound, NotAllowed."""
    for each in rolls(work, programme):
        if each.event == event:
            return each
    raise NotFound("There is no such event here.", "Go back to the events of the programme.")


def _concerns(event: Event, dossier: Dossier, guest: Guest | None) -> bool:
    if guest is not None and guest.away_at is None:
        return dossier.registration.submitted_at is not None
    present = {name: each.state for name, each in dossier.standings.items() if each.state not in ABSENT}
    if dossier.registration.state != "submitted" or not present:
        return False
    return _in_state(event.who, present) and inside(
        event.who, role=dossier.registration.role, pathways=tuple(present), facts={}
    )


def _in_state(who: Who, states: Mapping[str, str]) -> bool:
    return not who.state or any(state in who.state for state in states.values())


def _line(
    dossier: Dossier,
    guest: Guest | None,
    said: Reply | None,
    marks: Mapping[UUID, EventAttendance],
    rows: Sequence[EventSession],
    houses: Mapping[str, str],
    roles: Mapping[str, str],
) -> Guesting:
    one = dossier.registration
    own = {row.id: marks[row.id] for row in rows if row.id in marks}
    return Guesting(
        registration_id=one.id,
        name=one.name or one.email,
        email=one.email,
        house=one.listed or houses.get(one.home_tenant_id, one.home_tenant_id),
        role_title=roles[one.role],
        invited=guest is not None and guest.away_at is None,
        coming=said.coming if said else None,
        placed=guest.place if guest else None,
        session=said.session_id if said else None,
        was={key: row.was for key, row in own.items()},
        minutes={key: row.minutes for key, row in own.items()},
    )


def _guests(work: UnitOfWork, programme: Programme) -> dict[tuple[UUID, str], Guest]:
    rows = work.session.scalars(
        select(Guest).where(Guest.tenant_id == programme.tenant_id, Guest.programme_id == programme.id)
    )
    return {(row.registration_id, row.event): row for row in rows}


def _replies(work: UnitOfWork, programme: Programme) -> dict[tuple[UUID, str], Reply]:
    rows = work.session.scalars(
        select(Reply).where(Reply.tenant_id == programme.tenant_id, Reply.programme_id == programme.id)
    )
    return {(row.registration_id, row.event): row for row in rows}


def _marks(work: UnitOfWork, programme: Programme) -> dict[UUID, dict[UUID, EventAttendance]]:
    found: dict[UUID, dict[UUID, EventAttendance]] = defaultdict(dict)
    for row in work.session.scalars(
        select(EventAttendance).where(
            EventAttendance.tenant_id == programme.tenant_id, EventAttendance.programme_id == programme.id
        )
    ):
        found[row.registration_id][row.session_id] = row
    return found
