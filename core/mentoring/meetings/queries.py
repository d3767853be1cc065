"""Meetings as members and coordinators read them: that they took place, and when; and the rhythm they keep."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Date, Uuid, any_, bindparam, cast, func, select

from mentoring.errors import NotFound
from mentoring.meetings.model import Attendance, Meeting
from mentoring.meetings.rules import Rhythm, pace, rhythm
from mentoring.mentorships.members import overseen
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.queries import programme_with_id
from mentoring.programmes.unchanged import while_unchanged
from mentoring.schemes.scheme import Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

STATES = {
    "offered": "Members are being asked",
    "running": "Running",
    "completed": "Completed",
    "ended": "Ended early",
    "declined": "Did not come about",
}
"""The states of a mentorship, in words for coordinators."""

_HERE = (Mentorship.tenant_id == bindparam("host"), Mentorship.programme_id == bindparam("programme"))
PACES = (
    select(
        Mentorship.id,
        Mentorship.pathway,
        Mentorship.title,
        Mentorship.state,
        Mentorship.created_at,
        Mentorship.formed_at,
        Mentorship.planned_end,
        Mentorship.agreed_meetings,
        func.count(Meeting.id).label("held"),
        func.max(cast(func.timezone(Meeting.zone, Meeting.starts_at), Date)).label("last"),
    )
    .outerjoin(
        Meeting,
        (Meeting.tenant_id == Mentorship.tenant_id)
        & (Meeting.mentorship_id == Mentorship.id)
        & (Meeting.state == "held"),
    )
    .where(*_HERE)
    .group_by(Mentorship.tenant_id, Mentorship.id)
)
"""The mentorships of a programme that the reader sees, with how often they have met, and on which day last."""
_IN_ORDER = PACES.order_by(Mentorship.created_at, Mentorship.id)
_SEATS = (
    select(
        Member.mentorship_id,
        Mentorship.pathway,
        Member.registration_id,
        Member.role,
        Member.name,
        Member.home_tenant_id,
        Member.institution,
    )
    .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
    .where(*_HERE)
    .order_by(Member.mentorship_id, Member.added_at, Member.registration_id)
)
_IDS: Any = any_(bindparam("ids", type_=ARRAY(Uuid)))
_THESE_SEATS = _SEATS.where(Member.mentorship_id == _IDS)


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """One meeting that took place; names of who was there and who was not."""

    id: UUID
    starts_at: datetime
    zone: str
    minutes: int
    present: tuple[str, ...]
    absent: tuple[str, ...]
    logged_by_me: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A member in a list."""

    registration_id: UUID
    name: str
    house: str
    role_title: str
    leads: bool


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One mentorship in the coordinators' list, with its rhythm: that they met, never what was said."""

    mentorship_id: UUID
    pathway: str
    pathway_title: str
    title: str
    state: str
    state_words: str
    formed_at: datetime | None
    planned_end: date | None
    members: tuple[Seat, ...]
    held: int
    target: int | None
    last_held: date | None
    quiet: bool


def held(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> tuple[HeldMeeting, ...]:
    """The meetings held, the latest first. Raises NotFound for whom it does not concern."""
    found = overseen(work, mentorship_id, host=host)
    names = {each.registration_id: each.name for each in found.members}
    meetings = list(
        work.session.scalars(
            select(Meeting)
            .where(Meeting.tenant_id == host, Meeting.mentorship_id == mentorship_id, Meeting.state == "held")
            .order_by(Meeting.starts_at.desc(), Meeting.id)
        )
    )
    there: dict[UUID, dict[str, bool]] = defaultdict(dict)
    for row in work.session.scalars(
        select(Attendance).where(Attendance.tenant_id == host, Attendance.mentorship_id == mentorship_id)
    ):
        there[row.meeting_id][names.get(row.registration_id, "")] = row.present
    return tuple(
        HeldMeeting(
            id=each.id,
            starts_at=each.starts_at.astimezone(ZoneInfo(each.zone)),
            zone=each.zone,
            minutes=each.minutes,
            present=tuple(sorted(name for name, was in there[each.id].items() if was)),
            absent=tuple(sorted(name for name, was in there[each.id].items() if not was)),
            logged_by_me=each.logged_by is not None
            and (each.logged_by_tenant, each.logged_by) == (work.tenant, work.actor.person_id),
        )
        for each in meetings
    )


def rhythm_of(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Rhythm:
    """How a mentorship keeps time. Raises NotFound for whom it does not concern, or before it has begun."""
    found = overseen(work, mentorship_id, host=host).mentorship
    if found.formed_at is None:
        raise NotFound("Your match has not begun yet.", "Go back to your page.")
    scheme = scheme_of(programme_with_id(work, host, found.programme_id))
    days = _days(work, host, [mentorship_id])
    asked = scheme.mentorships[found.pathway].meetings
    return rhythm(asked, days.get(mentorship_id, []), found.formed_at.date(), found.agreed_meetings)


def of_programme(work: UnitOfWork, programme: Programme) -> tuple[MatchLine, ...]:
    """The programme's mentorships that this institution sees, in the order in which they were made.

    A fixed number of queries. Raises NotAllowed for anyone but coordinators.
    """
    rows = _paced(work, programme)
    seats = _seats(work, programme, None)
    scheme = scheme_of(programme)
    return tuple(line_of(scheme, row, work.now.date(), seats.get(row.id, ())) for row in rows)


def paces(work: UnitOfWork, programme: Programme) -> tuple[MatchLine, ...]:
    """The same without their members, for which one asks where they are shown (`seated`); one query."""
    work.demand("mentorship.list", roles_here(work, programme))
    scheme, today = scheme_of(programme), work.now.date()

    def lines() -> tuple[MatchLine, ...]:
        return tuple(line_of(scheme, row, today) for row in _paced(work, programme))

    return while_unchanged(work, programme, ("paces", today), lines)


def _paced(work: UnitOfWork, programme: Programme) -> Sequence[Any]:
    work.demand("mentorship.list", roles_here(work, programme))
    return work.session.execute(_IN_ORDER, {"host": programme.tenant_id, "programme": programme.id}).all()


def line_of(scheme: Scheme, row: Any, today: date, members: tuple[Seat, ...] = ()) -> MatchLine:
    """A row of `PACES` as a line, with these members."""
    last: date | None = row.last
    found = pace(
        scheme.mentorships[row.pathway].meetings,
        row.held,
        last or (row.formed_at or row.created_at).date(),
        row.agreed_meetings,
    )
    return MatchLine(
        mentorship_id=row.id,
        pathway=row.pathway,
        pathway_title=say(scheme.pathways[row.pathway].title),
        title=row.title or "",
        state=row.state,
        state_words=STATES[row.state],
        formed_at=row.formed_at,
        planned_end=row.planned_end,
        members=members,
        held=found.held,
        target=found.target,
        last_held=last,
        quiet=row.state == "running" and found.late is not None and found.late < today,
    )


def seated(work: UnitOfWork, programme: Programme, lines: Sequence[MatchLine]) -> tuple[MatchLine, ...]:
    """These mentorships, as `paces` told them, with their members; one query, and the institutions."""
    seats = _seats(work, programme, [line.mentorship_id for line in lines])
    return tuple(replace(line, members=seats.get(line.mentorship_id, ())) for line in lines)


def _seats(work: UnitOfWork, programme: Programme, only: Sequence[UUID] | None) -> Mapping[UUID, tuple[Seat, ...]]:
    """By mentorship, of `only` some: its members, those who are served first."""
    scheme = scheme_of(programme)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    roles = {name: say(role.title) for name, role in scheme.roles.items()}
    served = {name: pathway.served_role for name, pathway in scheme.pathways.items()}
    here: dict[str, Any] = {"host": programme.tenant_id, "programme": programme.id}
    rows = (
        work.session.execute(_SEATS, here)
        if only is None
        else work.session.execute(_THESE_SEATS, here | {"ids": list(only)})
    )
    found: dict[UUID, list[Seat]] = defaultdict(list)
    for key, pathway, registration_id, role, name, home, institution in rows:
        seat = Seat(registration_id, name, houses.get(home, institution), roles[role], role != served[pathway])
        found[key].append(seat)
    return {key: tuple(sorted(seats, key=lambda seat: seat.leads)) for key, seats in found.items()}


def _days(work: UnitOfWork, host: str, mentorships: Collection[UUID]) -> Mapping[UUID, list[date]]:
    """The days of meetings held, where the meetings were, by mentorship."""
    rows = work.session.execute(
        select(Meeting.mentorship_id, func.timezone(Meeting.zone, Meeting.starts_at))
        .where(Meeting.tenant_id == host, Meeting.mentorship_id.in_(mentorships), Meeting.state == "held")
        .order_by(Meeting.starts_at)
    )
    found: dict[UUID, list[date]] = defaultdict(list)
    for key, moment in rows:
        found[key].append(moment.date())
    return found
