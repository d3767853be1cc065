"""Meetings that are arranged, as members read them: when, where, and who can come."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import select, tuple_

from mentoring.meetings.model import Meeting, MeetingGuest
from mentoring.mentorships.members import membership
from mentoring.unit_of_work import UnitOfWork


class Arranged(Struct, frozen=True):
    """One meeting that is arranged. `asked`: I am invited; `coming` is what I said; others' answers by name.

    `over` is one whose time has passed and of which nobody has said yet whether it took place.
    """

    id: UUID
    sequence: int
    starts_at: datetime
    zone: str
    minutes: int
    place: str
    asked: bool
    coming: bool | None
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    over: bool


def arranged(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> tuple[Arranged, ...]:
    """What is arranged, the earliest first. Raises NotFound for anyone but a member."""
    found = membership(work, mentorship_id, host=host)
    names = {each.registration_id: each.name for each in found.members}
    me = found.me.registration_id if found.me else None
    guests: dict[UUID, list[MeetingGuest]] = defaultdict(list)
    for guest in work.session.scalars(
        select(MeetingGuest)
        .where(MeetingGuest.tenant_id == host, MeetingGuest.mentorship_id == mentorship_id, MeetingGuest.off.is_(False))
        .order_by(MeetingGuest.registration_id)
    ):
        guests[guest.meeting_id].append(guest)
    meetings = work.session.scalars(
        select(Meeting)
        .where(Meeting.tenant_id == host, Meeting.mentorship_id == mentorship_id, Meeting.state == "planned")
        .order_by(Meeting.starts_at, Meeting.id)
    )
    made = []
    for each in meetings:
        asked = guests[each.id]
        own = next((guest for guest in asked if guest.registration_id == me), None)
        made.append(
            Arranged(
                id=each.id,
                sequence=each.sequence,
                starts_at=each.starts_at.astimezone(ZoneInfo(each.zone)),
                zone=each.zone,
                minutes=each.minutes,
                place=each.place or "",
                asked=own is not None,
                coming=own.coming if own else None,
                can=_said(asked, names, me, coming=True),
                cannot=_said(asked, names, me, coming=False),
                over=each.starts_at <= work.now,
            )
        )
    return tuple(made)


def _said(
    guests: Sequence[MeetingGuest], names: Mapping[UUID, str], me: UUID | None, *, coming: bool
) -> tuple[str, ...]:
    said = (names[each.registration_id] for each in guests if each.coming is coming and each.registration_id != me)
    return tuple(sorted(said))


def for_calendar(
    work: UnitOfWork, mentorships: Collection[tuple[str, UUID]], *, since: timedelta
) -> tuple[Meeting, ...]:
    """The meetings of these mentorships, arranged and held, from so long ago on: for a member's own calendar."""
    if not mentorships:
        return ()
    return tuple(
        work.session.scalars(
            select(Meeting)
            .where(
                tuple_(Meeting.tenant_id, Meeting.mentorship_id).in_(mentorships),
                Meeting.state.in_(("planned", "held")),
                Meeting.starts_at >= work.now - since,
            )
            .order_by(Meeting.starts_at, Meeting.id)
        )
    )
