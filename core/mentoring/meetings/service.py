"""A member notes that a meeting took place: when, how long, and in a group who was there. Nothing of what was said."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert

from mentoring.contracts.zones import is_zone
from mentoring.db.ready import Ready
from mentoring.db.rows import document, insert_given, table_of
from mentoring.errors import Invalid, NotFound
from mentoring.meetings.model import Attendance, Meeting
from mentoring.meetings.rules import problems_of_meeting
from mentoring.mentorships.members import part
from mentoring.programmes.due import wake
from mentoring.unit_of_work import UnitOfWork

_ARRANGED = Ready(
    select(Meeting.id)
    .where(
        Meeting.tenant_id == bindparam("host"),
        Meeting.mentorship_id == bindparam("mentorship"),
        Meeting.state == "planned",
        Meeting.starts_at >= bindparam("day"),
        Meeting.starts_at < bindparam("next_day"),
        Meeting.starts_at <= bindparam("now"),
    )
    .order_by(Meeting.starts_at, Meeting.id)
    .limit(literal_column("1"))
)
_MEETING = table_of(Meeting)
_NOTED = ("tenant_id", "id", "mentorship_id", "starts_at", "zone", "minutes", "logged_by_tenant", "logged_by",
          "logged_at")  # fmt: skip
_HELD: dict[str, Any] = {"state": literal_column("'held'")}
_BEEN = insert_given(
    Attendance, ("tenant_id", "meeting_id", "registration_id", "mentorship_id", "home_tenant_id", "present"), "people"
)
_NOTE = Ready(
    _BEEN.add_cte(
        insert(_MEETING)
        .values({name: bindparam(name) for name in _NOTED} | _HELD | {"sequence": literal_column("0")})
        .cte("noted")
    )
)
"""A meeting that nobody had arranged, and who was there, in one statement."""
_KEEP = Ready(
    _BEEN.add_cte(
        update(_MEETING)
        .values(_HELD | {"minutes": bindparam("lasted"), "logged_at": bindparam("now")})
        .where(_MEETING.c.tenant_id == bindparam("host"), _MEETING.c.id == bindparam("meeting"))
        .cte("kept")
    )
)
"""The same for one that had been."""


def log_meeting(
    work: UnitOfWork,
    mentorship_id: UUID,
    *,
    host: str,
    starts_at: datetime,
    minutes: int,
    zone: str,
    present: Collection[UUID] | None = None,
) -> UUID:
    """Note a meeting that took place, and say its id; `present` are registrations, by default everyone's.

    `starts_at` is aware, `zone` where its wall time was chosen. One that was arranged for that day is the one meant.
    Raises NotFound for anyone but a member of a mentorship that has begun, Invalid with a problem for each field.
    """
    found = part(work, mentorship_id, host=host)
    if found.formed_at is None:
        raise NotFound("Your match has not begun yet.", "Go back to your page.")
    members = {each.registration_id: each for each in found.members if each.joined_at is not None}
    there = set(members if present is None else present)
    problems = problems_of_meeting(
        starts_at=starts_at,
        minutes=minutes,
        formed_at=found.formed_at,
        now=work.now,
        ended_at=found.ended_at,
    )
    if not is_zone(zone):
        problems["starts_at"] = "The time zone is unknown."
    if not there <= members.keys():
        problems["present"] = "Choose among the members."
    elif len(there) < 2:
        problems["present"] = "A meeting needs at least two of you."
    if problems:
        raise Invalid("The meeting is not noted yet.", "Everything you typed is still here.", problems)
    arranged = _arranged(work, host, mentorship_id, starts_at, ZoneInfo(zone))
    meeting = arranged or work.new_id()
    been = [
        {
            "tenant_id": host,
            "meeting_id": meeting,
            "registration_id": key,
            "mentorship_id": mentorship_id,
            "home_tenant_id": each.home_tenant_id,
            "present": key in there,
        }
        for key, each in members.items()
    ]
    if arranged is not None:
        told = {"host": host, "meeting": meeting, "lasted": minutes, "now": work.now}
        _KEEP.send(work.session, {**told, "people": document(been)})
    else:
        row = (host, meeting, mentorship_id, starts_at, zone, minutes, work.tenant, work.actor.person_id, work.now)
        _NOTE.send(work.session, {**dict(zip(_NOTED, row, strict=True)), "people": document(been)})
    work.record("log", "meeting", meeting)
    wake(work, host, found.programme_id)
    return meeting


def _arranged(work: UnitOfWork, host: str, mentorship_id: UUID, starts_at: datetime, zone: ZoneInfo) -> UUID | None:
    """The first meeting that was arranged for that day and has begun by now."""
    day = starts_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days = {"day": day, "next_day": day + timedelta(days=1), "now": work.now}
    found = _ARRANGED.rows(work.session, {"host": host, "mentorship": mentorship_id, **days}).first()
    return found[0] if found is not None else None
