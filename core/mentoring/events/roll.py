"""Events as coordinators read them: who is invited, who comes, and who was there."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Subquery, Text, Uuid, and_, any_, false, func, select, true
from sqlalchemy.dialects.postgresql import array

from mentoring.errors import NotFound
from mentoring.events.model import EventAttendance, EventSession, Guest, Reply
from mentoring.events.queries import SessionView, session_views
from mentoring.events.sessions import sessions_of
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.participants.sorts import Sort, sort_of, sorts
from mentoring.participants.whom import inside
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.schemes.scheme import Event, Who, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

ABSENT = frozenset({"draft", "refused", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Guesting:
    """Somebody whom an event is for, or who was invited to it.

    `coming` is their reply (None: nothing yet), `placed` given or waiting, `session` the one they chose; `was` what the
    register says, by session, and `minutes` how long they were there where a list said so. `alike`: somebody else of
    those asked for is called the same.
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
    alike: bool = False

    def expected(self, session: UUID) -> bool:
        """Whether they have a place in this session."""
        return self.placed == "given" and self.session in {None, session}


@dataclass(frozen=True, slots=True)
class Roll:
    """One event: its sessions in order of time, and counts over its people; `people` are those of them that were read.

    `number` is how many it is for or were invited; `replies` counts those invited: coming, waiting, not coming, silent;
    `came` those who were at a session. `expected` counts who has a place, by session (None: in whichever there is).
    `there` counts who was at each session, and `found` those who were asked for, where people were read; `page` is the
    one of them that was read.
    """

    event: str
    title: str
    text: str
    every: bool
    gates: tuple[str, ...]
    sessions: tuple[SessionView, ...]
    number: int
    replies: Counter[str]
    came: int
    expected: Counter[UUID | None]
    there: Counter[UUID]
    people: tuple[Guesting, ...] = ()
    found: int = 0
    page: int = 1


def reply_of(each: Guesting) -> str:
    """``coming``, ``waiting``, ``not coming``, ``silent``; ``choosing`` for a yes whose session is off."""
    return _reply(each.coming, each.placed)


def _reply(coming: bool | None, placed: str | None) -> str:
    if coming is None:
        return "silent"
    if not coming:
        return "not coming"
    return {"given": "coming", "waiting": "waiting"}.get(placed or "", "choosing")


def rolls(work: UnitOfWork, programme: Programme) -> tuple[Roll, ...]:
    """Every event of the programme, in order of time, with counts over the people whom this reader may see.

    A fixed number of queries. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("attendance.record", roles_here(work, programme))
    found = [each for each, _ in _rolls(work, programme, None)]
    return tuple(sorted(found, key=lambda each: min((s.starts_at for s in each.sessions), default=work.now)))


def roll(
    work: UnitOfWork,
    programme: Programme,
    event: str,
    *,
    session: UUID | None = None,
    find: str = "",
    page: int = 1,
    size: int | None = None,
) -> Roll:
    """One event with its people by name: all, or so many on a page, the last one at most.

    With a `session` those come first who have a place in it; with `find` they are those whose name or address holds it.
    Raises NotFound, NotAllowed.
    """
    work.demand("attendance.record", roles_here(work, programme))
    if event not in scheme_of(programme).activities.events:
        raise NotFound("There is no such event here.", "Go back to the events of the programme.")
    ((found, concerned),) = _rolls(work, programme, event)
    own = [each.id for each in found.sessions]
    last = -(-found.number // size) if size else 1
    asked = _Asked(event, concerned, session, find, max(1, min(page, last)), size)
    whole, people = _people(work, programme, asked, own)
    key = ("event there", event, *own)
    there = while_unchanged(work, programme, key, lambda: _there(work, programme, event, concerned, own))
    return replace(found, people=tuple(people), there=there, found=whole, page=asked.page)


class _Asked(NamedTuple):
    """Which people of an event: see `roll`. `concerned` are the sorts whom it is for without being invited."""

    event: str
    concerned: Sequence[str]
    session: UUID | None
    find: str
    page: int
    size: int | None


def _rolls(work: UnitOfWork, programme: Programme, only: str | None) -> Iterator[tuple[Roll, list[str]]]:
    """Each event with the sorts of people whom it concerns without being invited."""
    scheme = scheme_of(programme)
    events = {name: event for name, event in scheme.activities.events.items() if only in {None, name}}
    sessions = sessions_of(work, programme)
    counts: dict[str, list[_Count]] = defaultdict(list)
    key = ("events", *events)
    counted = while_unchanged(work, programme, key, lambda: [*_counts(work, programme, list(events))]) if events else ()
    for each in counted:
        counts[each.event].append(each)
    for name, event in events.items():
        concerned = {each.sort for each in counts[name] if _concerns(event, sort_of(each.sort))}
        mine = [each for each in counts[name] if each.invited or each.sort in concerned]
        replies, expected = Counter[str](), Counter[UUID | None]()
        for each in mine:
            if each.invited:
                replies[_reply(each.coming, each.placed)] += each.number
            if each.placed == "given":
                expected[each.session] += each.number
        yield (
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
                sessions=session_views(event, list(sessions.get(name, ())), work.now),
                number=sum(each.number for each in mine),
                replies=replies,
                came=sum(each.number for each in mine if each.came),
                expected=expected,
                there=Counter(),
            ),
            sorted(concerned),
        )


def _concerns(event: Event, sort: Sort) -> bool:
    """Whether an event is for people of this sort, invited or not."""
    present = {name: state for name, state in sort.states.items() if state not in ABSENT}
    if sort.state != "submitted" or not present:
        return False
    return _in_state(event.who, present) and inside(event.who, role=sort.role, pathways=tuple(present), facts={})


def _in_state(who: Who, states: Mapping[str, str]) -> bool:
    return not who.state or any(state in who.state for state in states.values())


class _Count(NamedTuple):
    """So many people of one sort who stand alike to an event."""

    event: str
    sort: str
    invited: bool
    placed: str | None
    coming: bool | None
    session: UUID | None
    came: bool
    number: int


def _counts(work: UnitOfWork, programme: Programme, events: list[str]) -> Iterator[_Count]:
    people = sorts(work, programme)
    each = func.unnest(array(events, type_=Text)).table_valued("event").render_derived()
    was_there = (
        select(EventAttendance.registration_id, EventSession.event)
        .join(
            EventSession,
            (EventSession.tenant_id == EventAttendance.tenant_id) & (EventSession.id == EventAttendance.session_id),
        )
        .where(
            EventAttendance.tenant_id == programme.tenant_id,
            EventAttendance.programme_id == programme.id,
            EventAttendance.was == "present",
            ~EventSession.dropped,
        )
        .distinct()
        .subquery()
    )
    alike = (
        each.c.event,
        people.c.sort,
        _INVITED,
        Guest.place,
        Reply.coming,
        Reply.session_id,
        was_there.c.registration_id.is_not(None),
    )
    rows = work.session.execute(
        select(*alike, func.count())
        .select_from(people)
        .join(each, true())
        .outerjoin(Guest, _of(Guest, programme, people, each.c.event))
        .outerjoin(Reply, _of(Reply, programme, people, each.c.event))
        .outerjoin(was_there, (was_there.c.registration_id == people.c.id) & (was_there.c.event == each.c.event))
        .group_by(*alike)
    )
    return (_Count(*row) for row in rows)


_INVITED = and_(Guest.registration_id.is_not(None), Guest.away_at.is_(None))


def _of(
    table: type[Guest | Reply], programme: Programme, people: Subquery, event: ColumnElement[str] | str
) -> ColumnElement[bool]:
    return and_(
        table.tenant_id == programme.tenant_id,
        table.programme_id == programme.id,
        table.registration_id == people.c.id,
        table.event == event,
    )


def _people(
    work: UnitOfWork, programme: Programme, asked: _Asked, sessions: Sequence[UUID]
) -> tuple[int, Iterator[Guesting]]:
    """How many are asked for, and a page of them; with what the registers of the sessions say of them."""
    one = Registration
    called = func.coalesce(func.nullif(one.name, ""), one.email).collate("C").label("called")
    people = sorts(work, programme, called, one.email, one.role, one.listed, one.home_tenant_id)
    place = func.coalesce(
        and_(Guest.place == "given", func.coalesce(Reply.session_id == asked.session, true())), false()
    )
    wanted = (
        select(
            people, _INVITED.label("invited"), Guest.place, Reply.coming, Reply.session_id,
            func.count().over().label("whole"),
            func.count().over(partition_by=func.lower(people.c.called)).label("called_so"),
        )
        .outerjoin(Guest, _of(Guest, programme, people, asked.event))
        .outerjoin(Reply, _of(Reply, programme, people, asked.event))
        .where(_INVITED | people.c.sort.in_(asked.concerned))
    )  # fmt: skip
    if asked.find:
        part = asked.find.lower()
        wanted = wanted.where(
            func.lower(people.c.called).contains(part, autoescape=True) | people.c.email.contains(part, autoescape=True)
        )
    if asked.session is not None:
        wanted = wanted.order_by(place.desc())
    rows = work.session.execute(
        wanted.order_by(people.c.called, people.c.id)
        .offset(None if asked.size is None else asked.size * (asked.page - 1))
        .limit(asked.size)
    ).all()
    return (rows[0].whole if rows else 0), _guests(work, programme, rows, sessions)


def _guests(
    work: UnitOfWork, programme: Programme, rows: Sequence[Row[Any]], sessions: Sequence[UUID]
) -> Iterator[Guesting]:
    marks: dict[UUID, dict[UUID, Mark]] = defaultdict(dict)
    for registration_id, session_id, was, minutes in work.session.execute(
        select(
            EventAttendance.registration_id, EventAttendance.session_id, EventAttendance.was, EventAttendance.minutes
        ).where(
            EventAttendance.tenant_id == programme.tenant_id,
            EventAttendance.session_id.in_(sessions),
            EventAttendance.registration_id == any_(array([row.id for row in rows], type_=Uuid)),
        )
    ):
        marks[registration_id][session_id] = (was, minutes)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    roles = {name: say(role.title) for name, role in scheme_of(programme).roles.items()}
    for row in rows:
        own = marks.get(row.id, {})
        yield Guesting(
            registration_id=row.id,
            name=row.called,
            email=row.email,
            house=row.listed or houses.get(row.home_tenant_id, row.home_tenant_id),
            role_title=roles[row.role],
            invited=row.invited,
            coming=row.coming,
            placed=row.place,
            session=row.session_id,
            was={key: was for key, (was, _) in own.items()},
            minutes={key: minutes for key, (_, minutes) in own.items()},
            alike=row.called_so > 1,
        )


Mark = tuple[str, int | None]


def _there(
    work: UnitOfWork, programme: Programme, event: str, concerned: Sequence[str], sessions: Sequence[UUID]
) -> Counter[UUID]:
    """How many of the event's people were at each of its sessions."""
    people = sorts(work, programme)
    rows = work.session.execute(
        select(EventAttendance.session_id, func.count())
        .join(people, people.c.id == EventAttendance.registration_id)
        .outerjoin(Guest, _of(Guest, programme, people, event))
        .where(
            EventAttendance.tenant_id == programme.tenant_id,
            EventAttendance.session_id.in_(sessions),
            EventAttendance.was == "present",
            _INVITED | people.c.sort.in_(concerned),
        )
        .group_by(EventAttendance.session_id)
    )
    return Counter({key: number for key, number in rows})  # noqa: C416 - rows to pairs
