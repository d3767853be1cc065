"""Meetings as members and coordinators read them: that they took place, and when; and the rhythm they keep."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from mentoring.errors import NotFound
from mentoring.meetings.model import Attendance, Meeting
from mentoring.meetings.rules import Rhythm, rhythm
from mentoring.mentorships.members import overseen
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.queries import programme_with_id
from mentoring.schemes.scheme import say
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
    work.demand("mentorship.list", roles_here(work, programme))
    scheme = scheme_of(programme)
    here = (Mentorship.tenant_id == programme.tenant_id, Mentorship.programme_id == programme.id)
    rows = work.session.execute(
        select(Mentorship, Member)
        .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
        .where(*here)
        .order_by(Mentorship.created_at, Mentorship.id, Member.added_at, Member.registration_id)
    )
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    mentorships: dict[UUID, Mentorship] = {}
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    for mentorship, member in rows:
        mentorships[mentorship.id] = mentorship
        leads = member.role != scheme.pathways[mentorship.pathway].served_role
        house = houses.get(member.home_tenant_id, member.institution)
        seats[mentorship.id].append(
            Seat(member.registration_id, member.name, house, say(scheme.roles[member.role].title), leads)
        )
    days = _days(work, programme.tenant_id, list(mentorships))
    lines = []
    for key, each in mentorships.items():
        found = rhythm(
            scheme.mentorships[each.pathway].meetings,
            days.get(key, []),
            (each.formed_at or each.created_at).date(),
            each.agreed_meetings,
        )
        lines.append(
            MatchLine(
                mentorship_id=key,
                pathway=each.pathway,
                pathway_title=say(scheme.pathways[each.pathway].title),
                title=each.title or "",
                state=each.state,
                state_words=STATES[each.state],
                formed_at=each.formed_at,
                planned_end=each.planned_end,
                members=tuple(sorted(seats[key], key=lambda seat: seat.leads)),
                held=found.held,
                target=found.target,
                last_held=max(days.get(key, []), default=None),
                quiet=each.state == "running" and found.late is not None and found.late < work.now.date(),
            )
        )
    return tuple(lines)


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
