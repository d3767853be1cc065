"""A member arranges a meeting, changes it, calls it off, or says whether it suits them; and how many there should be.

Only what they say is written here. Whoever else has to hear of it is told as part of settling (`timeline.meetings`).
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select

from mentoring.contracts.zones import is_zone
from mentoring.db.one import add_one
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.meetings.model import Meeting, MeetingGuest
from mentoring.meetings.rules import problems_of_number, problems_of_plan
from mentoring.mentorships.members import Membership, membership
from mentoring.programmes.due import wake
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.queries import programme_with_id
from mentoring.unit_of_work import UnitOfWork


class Plan(Struct, frozen=True, kw_only=True):
    """When, for how long and where: `starts_at` is aware, `zone` where its wall time was chosen; a place or a link."""

    starts_at: datetime
    minutes: int
    zone: str
    place: str = ""


def arrange_meeting(work: UnitOfWork, mentorship_id: UUID, *, host: str, plan: Plan) -> Meeting:
    """Arrange a meeting for all members.

    Raises NotFound for anyone but a member of a mentorship that is running, Invalid with a problem for each field.
    """
    found = _running(work, mentorship_id, host=host)
    _check(work, found, plan)
    meeting = Meeting(
        tenant_id=host,
        id=work.new_id(),
        mentorship_id=mentorship_id,
        starts_at=plan.starts_at,
        zone=plan.zone,
        minutes=plan.minutes,
        state="planned",
        place=plan.place.strip() or None,
        logged_by_tenant=work.tenant,
        logged_by=work.actor.person_id,
        logged_at=work.now,
        changed_at=work.now,
    )
    add_one(work.session, meeting)
    work.record("arrange", "meeting", meeting.id)
    wake(work, host, found.mentorship.programme_id)
    return meeting


def change_meeting(
    work: UnitOfWork, mentorship_id: UUID, meeting_id: UUID, *, host: str, plan: Plan, sequence: int
) -> None:
    """Arrange it for another time or place. What says the same changes nothing, so nobody is written to.

    Raises as `arrange_meeting`, and Conflict where somebody has changed it since it read `sequence`.
    """
    found = _running(work, mentorship_id, host=host)
    meeting = _ahead(work, mentorship_id, meeting_id, host=host)
    _check(work, found, plan)
    if meeting.sequence != sequence:
        raise Conflict("Somebody has changed this meeting meanwhile.", "Look at it again; nothing is lost.")
    said = (plan.starts_at, plan.minutes, plan.zone, plan.place.strip() or None)
    if said == (meeting.starts_at, meeting.minutes, meeting.zone, meeting.place):
        return
    meeting.starts_at, meeting.minutes, meeting.zone, meeting.place = said
    guest = _guest(work, found, meeting)
    if guest is not None:  # it suits whoever chose it; the others are asked again
        guest.coming, guest.replied_at = True, work.now
    _changed(work, found, meeting, "change")


def call_off(work: UnitOfWork, mentorship_id: UUID, meeting_id: UUID, *, host: str) -> None:
    """It does not take place; also one whose time has passed. Raises NotFound."""
    found = membership(work, mentorship_id, host=host)
    meeting = _planned(work, mentorship_id, meeting_id, host=host)
    meeting.state = "cancelled"
    _changed(work, found, meeting, "call_off")


def reply_to_meeting(work: UnitOfWork, mentorship_id: UUID, meeting_id: UUID, *, host: str, coming: bool) -> None:
    """Say whether it suits; another answer replaces the first. Raises NotFound where nobody has asked."""
    found = _running(work, mentorship_id, host=host)
    meeting = _ahead(work, mentorship_id, meeting_id, host=host)
    guest = _guest(work, found, meeting)
    if guest is None or guest.off:
        raise _none()
    if guest.coming is coming:
        return
    guest.coming, guest.replied_at = coming, work.now
    work.session.flush()
    work.record("reply", "meeting", meeting.id)
    wake(work, host, found.mentorship.programme_id)


def want_meetings(work: UnitOfWork, mentorship_id: UUID, *, host: str, number: int) -> None:
    """Say how many meetings there should be, where the scheme leaves it to the members; it holds once all say the same.

    Raises NotFound where the scheme does not, Invalid.
    """
    found = _running(work, mentorship_id, host=host)
    asked = scheme_of(programme_with_id(work, host, found.mentorship.programme_id))
    terms = asked.mentorships[found.mentorship.pathway].meetings
    if terms.set_by != "members" or found.me is None:
        raise NotFound("The scheme sets the number of meetings.", "Go back to your page.")
    if problems := problems_of_number(number, least=terms.least, most=terms.most):
        raise Invalid("The number is not kept yet.", "Everything you typed is still here.", problems)
    if found.me.meetings_wanted == number:
        return
    found.me.meetings_wanted = number
    work.session.flush()
    work.record("want_meetings", "mentorship", mentorship_id, subject=(work.tenant, found.me.person_id))
    wake(work, host, found.mentorship.programme_id)


def _running(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Membership:
    found = membership(work, mentorship_id, host=host)
    me = found.me
    if found.mentorship.state != "running" or me is None or me.joined_at is None or me.left_at is not None:
        raise NotFound("This match is not running.", "Go back to your page.")
    return found


def _check(work: UnitOfWork, found: Membership, plan: Plan) -> None:
    problems = problems_of_plan(
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        place=plan.place.strip(),
        now=work.now,
        planned_end=found.mentorship.planned_end,
    )
    if not is_zone(plan.zone):
        problems["starts_at"] = "The time zone is unknown."
    if problems:
        raise Invalid("The meeting is not arranged yet.", "Everything you typed is still here.", problems)


def _planned(work: UnitOfWork, mentorship_id: UUID, meeting_id: UUID, *, host: str) -> Meeting:
    meeting = work.session.scalar(
        select(Meeting)
        .where(Meeting.tenant_id == host, Meeting.mentorship_id == mentorship_id, Meeting.id == meeting_id)
        .with_for_update()
    )
    if meeting is None or meeting.state != "planned":
        raise _none()
    return meeting


def _ahead(work: UnitOfWork, mentorship_id: UUID, meeting_id: UUID, *, host: str) -> Meeting:
    meeting = _planned(work, mentorship_id, meeting_id, host=host)
    if meeting.starts_at <= work.now:
        raise _none()
    return meeting


def _guest(work: UnitOfWork, found: Membership, meeting: Meeting) -> MeetingGuest | None:
    me = found.me
    return work.session.get(MeetingGuest, (meeting.tenant_id, meeting.id, me.registration_id)) if me else None


def _changed(work: UnitOfWork, found: Membership, meeting: Meeting, deed: str) -> None:
    meeting.sequence += 1
    meeting.changed_at = work.now
    work.session.flush()
    work.record(deed, "meeting", meeting.id)
    wake(work, found.mentorship.tenant_id, found.mentorship.programme_id)


def _none() -> NotFound:
    return NotFound("There is no such meeting ahead.", "Go back to your page.")
