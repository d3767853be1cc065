"""What may be logged as a meeting, and the rhythm: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mentoring.contracts.durations import add, parse_range
from mentoring.schemes.scheme import Meetings

LONGEST = 12 * 60
"""Minutes: beyond twelve hours it was no meeting."""


def problems_of_meeting(*, starts_at: datetime, minutes: int, formed_at: datetime, now: datetime) -> dict[str, str]:
    """What is wrong with logging this meeting, by field: one that is still to come, or before its mentorship formed."""
    problems: dict[str, str] = {}
    if starts_at > now:
        problems["starts_at"] = "This is still to come. Note a meeting once you have met."
    elif starts_at.date() < formed_at.date():
        problems["starts_at"] = f"Your match began on {formed_at:%-d %B %Y}. Enter that day or a later one."
    if not 1 <= minutes <= LONGEST:
        problems["minutes"] = f"Enter the length in minutes, from 1 to {LONGEST}."
    return problems


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a mentorship keeps time: `held` of `target` meetings (None: no target), `suggested` and `late` days.

    `suggested` is the first day on which the next meeting is suggested, `late` the last one before silence is
    nudged; both None without a rhythm. Silence never ends anything.
    """

    held: int
    target: int | None
    minutes: int
    suggested: date | None
    late: date | None

    @property
    def beads(self) -> tuple[bool, ...]:
        """One bead a meeting: filled ones are held; as many as the target, or as were held if more."""
        return tuple(n < self.held for n in range(max(self.held, self.target or 0)))


def rhythm(meetings: Meetings, held_on: Sequence[date], formed: date) -> Rhythm:
    """The rhythm of one mentorship with meetings held on these days."""
    last = max(held_on, default=formed)
    every = parse_range(meetings.every) if meetings.every else None
    return Rhythm(
        held=len(held_on),
        target=meetings.least,
        minutes=meetings.minutes,
        suggested=add(last, every.least) if every else None,
        late=add(last, every.most) if every else None,
    )
