"""The second half of a programme: the round is published, and people meet, each in their own rhythm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random  # noqa: TID251 - chance is seeded by the story's own number
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from mentoring.contracts.durations import add, parse_range
from mentoring.db.ready import Ready
from mentoring.meetings.arrange import Plan, arrange_meeting
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.model import Member, Mentorship
from mentoring.rounds.field import round_milestones
from mentoring.rounds.publish import publish
from mentoring.rounds.run import run_round
from mentoring.schemes.scheme import Meetings
from mentoring.simulation.agenda import Agenda
from mentoring.simulation.registering import Season
from mentoring.unit_of_work import Actor, UnitOfWork

LOOKED_AT = timedelta(days=2)
"""How long a proposal is looked at before it is published."""
UNEVEN = (3, 5, 4, 3, 0, 4, 5, 3, 1, 4)
"""How often people have met by now, one mentorship after another: as far as the time allows."""
AWAY = 0.15
"""How likely a member of a group misses a meeting."""
PLACES = ("The café in the library", "https://calls.example/typography", "Room 2.14")
"""Where people meet."""
USUAL = Meetings(every="4-6 weeks")
"""Where a scheme asks for no rhythm."""


class Attendee(NamedTuple):
    """A member of a mentorship that has begun."""

    registration_id: UUID
    role: str
    name: str
    home_tenant_id: str
    person_id: UUID | None


@dataclass(frozen=True, slots=True)
class Group:
    """A mentorship that has begun, with its members; a pair is a group of two. `ends`: its planned end, if any."""

    id: UUID
    pathway: str
    members: tuple[Attendee, ...]
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting to be: when and how long, who is there, and which of them notes it."""

    group: Group
    starts_at: datetime
    minutes: int
    present: tuple[Attendee, ...]
    noted_by: Attendee


def match_and_meet(season: Season, agenda: Agenda, chance: Random) -> None:
    """Put the scheme's rounds into the agenda, and with their publication the meetings."""
    for milestone in round_milestones(season.scheme):
        at = season.moments[milestone].times[0]
        agenda.add(at - LOOKED_AT, _propose, season, agenda, milestone, chance)


def _propose(season: Season, agenda: Agenda, milestone: str, chance: Random) -> None:
    with season.stage.at(season.host, season.slug, season.coordinator(season.host)) as (work, programme):
        made = run_round(work, programme, milestone=milestone)
    published = season.moments[milestone].times[0]
    agenda.add(published, _begin, season, agenda, (made.id, made.version), chance)


def _begin(season: Season, agenda: Agenda, proposal: tuple[UUID, int], chance: Random) -> None:
    """Publish the proposal, and put into the agenda how often its mentorships meet."""
    round_id, version = proposal
    with season.stage.at(season.host, season.slug, season.coordinator(season.host)) as (work, programme):
        publish(work, programme, round_id, version=version)
        groups = _begun(work, round_id)
    for number, group in enumerate(groups):
        for meeting in meetings_of(season, group, UNEVEN[number % len(UNEVEN)], chance, until=agenda.until):
            noted = meeting.starts_at + timedelta(minutes=meeting.minutes + chance.randint(5, 2000))
            agenda.add_quiet(noted, note, season, meeting)
        if number % 3:
            agenda.add_quiet(
                agenda.until - timedelta(days=2 + number % 5), arrange_next, season, group, number, agenda.until
            )


_RUNNING = (
    select(
        Mentorship.id, Mentorship.pathway, Mentorship.planned_end,
        Member.registration_id, Member.role, Member.name, Member.home_tenant_id, Member.person_id,
    )
    .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
    .where(Mentorship.tenant_id == bindparam("host"), Mentorship.state == "running", Member.left_at.is_(None))
    .order_by(Member.name, Member.registration_id, Mentorship.created_at, Mentorship.id)
)  # fmt: skip
_OF_ROUND = Ready(_RUNNING.where(Mentorship.round_id == bindparam("round")))
_FORMED = Ready(
    _RUNNING.where(Mentorship.programme_id == bindparam("programme"), Mentorship.formed_at >= bindparam("since"))
)


def _begun(work: UnitOfWork, round_id: UUID) -> list[Group]:
    """The round's mentorships that run, by their members' names."""
    return _groups(_OF_ROUND.rows(work.session, {"host": work.tenant, "round": round_id}))


def formed(work: UnitOfWork, programme_id: UUID, *, since: datetime) -> list[Group]:
    """The programme's mentorships that were formed `since` then and run, by their members' names."""
    here = {"host": work.tenant, "programme": programme_id, "since": since}
    return _groups(_FORMED.rows(work.session, here))


def _groups(rows: Iterable[Any]) -> list[Group]:
    found: dict[tuple[UUID, str, date | None], list[Attendee]] = {}
    for key, pathway, ends, *member in rows:
        found.setdefault((key, pathway, ends), []).append(Attendee(*member))
    groups = [Group(key, pathway, tuple(members), ends) for (key, pathway, ends), members in found.items()]
    return sorted(groups, key=lambda group: [each.name for each in group.members])  # of one person's two, by the other


def together() -> ColumnElement[str]:
    """The names in a member's mentorship, in order: what tells one person's mentorships apart, whatever their ids."""
    other = aliased(Member)
    names = select(func.string_agg(other.name, aggregate_order_by(literal(", "), other.name, other.registration_id)))
    mine = (other.tenant_id == Member.tenant_id, other.mentorship_id == Member.mentorship_id)
    return names.where(*mine).scalar_subquery()


def meetings_of(
    season: Season, group: Group, often: int, chance: Random, *, until: datetime, first: timedelta | None = None
) -> list[Meeting]:
    """`often` meetings on weekdays over the time `until` then, but no faster than the scheme asks.

    The `first` is about so long from now; by default it waits as the others do.
    """
    asked = season.scheme.mentorships[group.pathway].meetings
    every = parse_range(asked.every or USUAL.every or "")
    zone = ZoneInfo(season.zone)
    day = season.stage.now.astimezone(zone).date()
    found: list[Meeting] = []
    spread = (until.date() - day) / (often + 1)
    while len(found) < often:
        usual = max(add(day, every.least), day + spread)
        day = (usual if found or first is None else day + first) + timedelta(days=chance.randint(-4, 4))
        day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
        starts = datetime.combine(day, time(chance.randint(9, 16), chance.choice((0, 30))), zone)
        if starts + timedelta(days=2) >= until:
            break
        away = [m for m in group.members[2:] if chance.random() < AWAY]
        present = tuple(each for each in group.members if each not in away)
        minutes = max(15, asked.minutes + 5 * chance.randint(-3, 3))
        found.append(Meeting(group, starts, minutes, present, _noting(asked, present, chance)))
    return found


def _noting(asked: Meetings, present: tuple[Attendee, ...], chance: Random) -> Attendee:
    """Usually someone of the role that organises."""
    organising = [each for each in present if each.role == asked.organiser]
    return chance.choice(organising if organising and chance.random() < 0.8 else present)


def note(season: Season, meeting: Meeting) -> None:
    """One of them notes that they met."""
    by = meeting.noted_by
    if by.person_id is None:
        return
    with season.stage.work(by.home_tenant_id, Actor.person(by.person_id)) as work:
        log_meeting(
            work,
            meeting.group.id,
            host=season.host,
            starts_at=meeting.starts_at,
            minutes=meeting.minutes,
            zone=season.zone,
            present=[each.registration_id for each in meeting.present],
        )


def arrange_next(season: Season, group: Group, number: int, now: datetime) -> None:
    """One of them arranges the next meeting, for a weekday within three weeks from `now`."""
    zone = ZoneInfo(season.zone)
    day = (now + timedelta(days=3 + number % 17)).astimezone(zone).date()
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    starts_at = datetime.combine(day, time(9 + number % 7, 30 * (number % 2)), zone)
    minutes = season.scheme.mentorships[group.pathway].meetings.minutes
    by = next((each for each in group.members if each.person_id is not None), group.members[0])
    arrange(season, Meeting(group, starts_at, minutes, group.members, by), place=PLACES[number % len(PLACES)])


def arrange(season: Season, meeting: Meeting, *, place: str = "") -> None:
    """Whoever notes it later arranges it first."""
    by = meeting.noted_by
    if by.person_id is None:
        return
    starts_at = meeting.starts_at.astimezone(UTC)
    plan = Plan(starts_at=starts_at, minutes=meeting.minutes, zone=season.zone, place=place)
    with season.stage.work(by.home_tenant_id, Actor.person(by.person_id)) as work:
        arrange_meeting(work, meeting.group.id, host=season.host, plan=plan)
