"""A member notes that a meeting took place: when, how long, and in a group who was there. Nothing of what was said."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import bindparam, select

from mentoring.db.rows import insert_given, write
from mentoring.errors import Invalid, NotFound
from mentoring.meetings.model import Attendance, Meeting
from mentoring.meetings.rules import problems_of_meeting
from mentoring.mentorships.members import membership
from mentoring.programmes.due import wake
from mentoring.unit_of_work import UnitOfWork

_ARRANGED = (
    select(Meeting)
    .where(
        Meeting.tenant_id == bindparam("host"),
        Meeting.mentorship_id == bindparam("mentorship"),
        Meeting.state == "planned",
        Meeting.starts_at >= bindparam("day"),
        Meeting.starts_at < bindparam("next_day"),
        Meeting.starts_at <= bindparam("now"),
    )
    .order_by(Meeting.starts_at, Meeting.id)
    .limit(1)
)
_BEEN = insert_given(
    Attendance, ("tenant_id", "meeting_id", "registration_id", "mentorship_id", "home_tenant_id", "present"), "people"
)


def log_meeting(
    work: UnitOfWork,
    mentorship_id: UUID,
    *,
    host: str,
    starts_at: datetime,
    minutes: int,
    zone: str,
    present: Collection[UUID] | None = None,
) -> Meeting:
    """Note a meeting that took place; `present` are registrations, by default everyone's.

    `starts_at` is aware, `zone` where its wall time was chosen. One that was arranged for that day is the one meant.
    Raises NotFound for anyone but a member of a mentorship that has begun, Invalid with a problem for each field.
    """
    found = membership(work, mentorship_id, host=host)
    mentorship = found.mentorship
    if mentorship.formed_at is None:
        raise NotFound("Your match has not begun yet.", "Go back to your page.")
    members = {each.registration_id: each for each in found.members if each.joined_at is not None}
    there = set(members if present is None else present)
    problems = problems_of_meeting(
        starts_at=starts_at,
        minutes=minutes,
        formed_at=mentorship.formed_at,
        now=work.now,
        ended_at=mentorship.ended_at,
    )
    if zone not in zones():
        problems["starts_at"] = "The time zone is unknown."
    if not there <= members.keys():
        problems["present"] = "Choose among the members."
    elif len(there) < 2:
        problems["present"] = "A meeting needs at least two of you."
    if problems:
        raise Invalid("The meeting is not noted yet.", "Everything you typed is still here.", problems)
    meeting = _arranged(work, host, mentorship_id, starts_at, ZoneInfo(zone)) or Meeting(
        tenant_id=host,
        id=work.new_id(),
        mentorship_id=mentorship_id,
        starts_at=starts_at,
        zone=zone,
        minutes=minutes,
        state="held",
        logged_by_tenant=work.tenant,
        logged_by=work.actor.person_id,
        logged_at=work.now,
    )
    meeting.state, meeting.minutes, meeting.logged_at = "held", minutes, work.now
    work.add(meeting)
    been = [
        {
            "tenant_id": host,
            "meeting_id": meeting.id,
            "registration_id": key,
            "mentorship_id": mentorship_id,
            "home_tenant_id": each.home_tenant_id,
            "present": key in there,
        }
        for key, each in members.items()
    ]
    write(work.session, _BEEN, people=been)
    work.record("log", "meeting", meeting.id)
    wake(work, host, mentorship.programme_id)
    return meeting


def _arranged(work: UnitOfWork, host: str, mentorship_id: UUID, starts_at: datetime, zone: ZoneInfo) -> Meeting | None:
    """The first meeting that was arranged for that day and has begun by now."""
    day = starts_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days = {"day": day, "next_day": day + timedelta(days=1), "now": work.now}
    return work.session.scalar(_ARRANGED, {"host": host, "mentorship": mentorship_id, **days})


@cache
def zones() -> frozenset[str]:
    """The names of all zones: found by walking through folders, so once."""
    return frozenset(available_timezones())
