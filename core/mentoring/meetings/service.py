"""A member notes that a meeting took place: when, how long, and in a group who was there. Nothing of what was said."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from uuid import UUID
from zoneinfo import available_timezones

from mentoring.errors import Invalid, NotFound
from mentoring.meetings.model import Attendance, Meeting
from mentoring.meetings.rules import problems_of_meeting
from mentoring.mentorships.members import membership
from mentoring.programmes.due import wake
from mentoring.unit_of_work import UnitOfWork


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

    `starts_at` is aware, `zone` where its wall time was chosen. Raises NotFound for anyone but a member of a
    mentorship that has begun, Invalid with a problem for each field.
    """
    found = membership(work, mentorship_id, host=host)
    mentorship = found.mentorship
    if mentorship.formed_at is None:
        raise NotFound("Your match has not begun yet.", "Go back to your page.")
    members = {each.registration_id: each for each in found.members if each.joined_at is not None}
    there = set(members if present is None else present)
    problems = problems_of_meeting(starts_at=starts_at, minutes=minutes, formed_at=mentorship.formed_at, now=work.now)
    if zone not in _zones():
        problems["starts_at"] = "The time zone is unknown."
    if not there <= members.keys():
        problems["present"] = "Choose among the members."
    elif len(there) < 2:
        problems["present"] = "A meeting needs at least two of you."
    if problems:
        raise Invalid("The meeting is not noted yet.", "Everything you typed is still here.", problems)
    meeting = Meeting(
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
    work.add(meeting)
    work.add(
        *(
            Attendance(
                tenant_id=host,
                meeting_id=meeting.id,
                registration_id=key,
                mentorship_id=mentorship_id,
                home_tenant_id=each.home_tenant_id,
                present=key in there,
            )
            for key, each in members.items()
        )
    )
    work.record("log", "meeting", meeting.id)
    wake(work, host, mentorship.programme_id)
    return meeting


@cache
def _zones() -> frozenset[str]:
    """The names of all zones: found by walking through folders, so once."""
    return frozenset(available_timezones())
