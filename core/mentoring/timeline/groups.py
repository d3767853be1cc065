"""The mentorships of a programme as the timeline sees them: their members, when they met, how long they last."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from mentoring.contracts.durations import months_between
from mentoring.db.kept import tuples
from mentoring.meetings.model import Meeting
from mentoring.mentorships.model import Member, Mentorship
from mentoring.mentorships.seats import Seats, seats_of
from mentoring.participants.record import Dossier
from mentoring.programmes.dates import Moment
from mentoring.programmes.model import Programme
from mentoring.timeline.rules import Life, Pin, pin
from mentoring.unit_of_work import UnitOfWork

Everyone = Mapping[UUID, Dossier]
"""By registration."""

ANCHORS = ("formed", "first_meeting", "each_meeting", "last_meeting", "planned_end", "ended")
OWN = frozenset(ANCHORS) - {"planned_end"}

_IDS: Any = any_(bindparam("ids", type_=ARRAY(Uuid)))
_HELD = (
    select(Meeting.mentorship_id, Meeting.id, Meeting.starts_at, Meeting.logged_at)
    .where(Meeting.tenant_id == bindparam("host"), Meeting.state == "held", Meeting.mentorship_id == _IDS)
    .order_by(Meeting.starts_at, Meeting.id)
)


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place, and since when it is known."""

    id: UUID
    starts_at: datetime
    logged_at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """One mentorship that has begun. `members` are all who ever joined; `meetings` those held, the earliest first."""

    mentorship: Mentorship
    members: Sequence[Member] = ()
    meetings: Sequence[Held] = field(default_factory=tuple)

    @property
    def present(self) -> tuple[Member, ...]:
        """Its members; of one that is over, those who were there to the end."""
        over = self.mentorship.ended_at
        return tuple(m for m in self.members if m.left_at is None or (over is not None and m.left_at >= over))

    def life(self) -> Life:
        """From forming to its end; what is counted from its end comes after that."""
        row = self.mentorship
        lasting = {"ended", "planned_end"} if row.state == "completed" else {"ended"}
        return Life(row.formed_at, row.ended_at, OWN, frozenset(lasting))

    def moments(self, *, wanted: Collection[str]) -> Hashable:
        """What `pins` follow from, with what is `wanted` of them."""
        row, held = self.mentorship, self.meetings
        told = tuple(held) if "each_meeting" in wanted or len(held) < 2 else (held[0], held[-1])
        return row.formed_at, row.planned_end, row.ended_at, row.state, told

    def pins(self, zone: ZoneInfo, *, wanted: Collection[str]) -> dict[str, tuple[Pin, ...]]:
        """What its milestones may hang on, beside the programme's dates; each meeting only where that is `wanted`."""
        row = self.mentorship
        found: dict[str, tuple[Pin, ...]] = {}
        if "each_meeting" in wanted:
            found["each_meeting"] = tuple(
                pin(each.starts_at, "each_meeting", zone, key=str(each.id), known=each.logged_at)
                for each in self.meetings
            )
        if row.formed_at is not None:
            found["formed"] = (pin(row.formed_at, "formed", zone),)
        if self.meetings:
            first, last = self.meetings[0], self.meetings[-1]
            found["first_meeting"] = (pin(first.starts_at, "first_meeting", zone, known=first.logged_at),)
            found["last_meeting"] = (pin(last.starts_at, "last_meeting", zone, key=str(last.id), known=last.logged_at),)
        if row.planned_end is not None and row.state in {"running", "completed"}:
            day = datetime.combine(row.planned_end, time(9), zone)
            found["planned_end"] = (Pin(Moment((day,), deadline=True), "planned_end"),)
        if row.ended_at is not None:
            found["ended"] = (pin(row.ended_at, "ended", zone),)
        return found

    def facts(self, now: datetime, zone: ZoneInfo) -> Mapping[str, Any]:
        """What a milestone's `if` may ask of it."""
        row = self.mentorship
        formed = (row.formed_at or now).astimezone(zone).date()
        return {
            "pathway": row.pathway,
            "mentorship.meetings": len(self.meetings),
            "mentorship.months": months_between(formed, now.astimezone(zone).date()),
            "mentorship.size": len(self.present),
        }


Meetings = Mapping[UUID, Sequence[Held]]
"""Those that were held, by mentorship."""


def end_of(row: Mentorship, zone: ZoneInfo) -> datetime | None:
    """The instant at which its planned end has come: the end of that day, in the host's zone."""
    if row.planned_end is None:
        return None
    return datetime.combine(row.planned_end + timedelta(days=1), time(), zone).astimezone(UTC)


def groups_of(work: UnitOfWork, programme: Programme, seats: Seats | None = None) -> dict[UUID, Group]:
    """Every mentorship of `programme` that has begun, in the order in which they were made; three queries.

    One, where the `seats` are known.
    """
    seats = seats or seats_of(work, programme)
    return begun(seats, held_meetings(work, programme, seats))


def begun(seats: Seats, meetings: Meetings) -> dict[UUID, Group]:
    """Those that have begun, as they stand now."""
    return {
        row.id: Group(row, [m for m in seats.members[row.id] if m.joined_at is not None], meetings.get(row.id, ()))
        for row in seats.mentorships
        if row.formed_at is not None
    }


def held_meetings(work: UnitOfWork, programme: Programme, seats: Seats) -> Meetings:
    """The meetings that were held, the earliest first, by mentorship; no query while none has begun."""
    if all(row.formed_at is None for row in seats.mentorships):
        return {}
    found: dict[UUID, list[Held]] = defaultdict(list)
    here = {"host": programme.tenant_id, "ids": [row.id for row in seats.mentorships]}
    rows = tuples(work.session, _HELD, here, of=(Meeting.__tablename__,))
    for key, meeting, starts_at, logged_at in rows:
        found[key].append(Held(meeting, starts_at, logged_at))
    return found
