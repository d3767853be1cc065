"""What may be logged as a meeting, and the rhythm: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mentoring.contracts.durations import add, parse_range
from mentoring.schemes.scheme import Meetings

LONGEST = 12 * 60
"""Minutes: beyond twelve hours it was no meeting."""


AHEAD = timedelta(days=2 * 366)
"""How far ahead somebody may arrange a meeting: beyond that a year was mistyped."""
PLACE = 300
"""Characters that say where."""


def problems_of_meeting(
    *, starts_at: datetime, minutes: int, formed_at: datetime, now: datetime, ended_at: datetime | None = None
) -> dict[str, str]:
    """What is wrong with logging this meeting, by field: one still to come, or outside its mentorship's time."""
    problems = _problems_of_length(minutes)
    if starts_at > now:
        problems["starts_at"] = "This is still to come. Note a meeting once you have met."
    elif starts_at.date() < formed_at.date():
        problems["starts_at"] = f"Your match began on {formed_at:%-d %B %Y}. Enter that day or a later one."
    elif ended_at is not None and starts_at.date() > ended_at.date():
        problems["starts_at"] = f"Your match ended on {ended_at:%-d %B %Y}. Enter that day or an earlier one."
    return problems


def problems_of_plan(
    *, starts_at: datetime, minutes: int, place: str, now: datetime, planned_end: date | None
) -> dict[str, str]:
    """What is wrong with arranging this meeting, by field. One after the planned end would be cancelled with it."""
    problems = _problems_of_length(minutes)
    if starts_at <= now:
        problems["starts_at"] = "This has passed. Choose a time to come, or log a meeting that you have had."
    elif planned_end is not None and starts_at.date() > planned_end:
        problems["starts_at"] = f"Your match is planned to end on {planned_end:%-d %B %Y}. Choose a day until then."
    elif starts_at > now + AHEAD:
        problems["starts_at"] = "This is more than two years ahead. Look at the year."
    if len(place) > PLACE:
        problems["place"] = f"Write where in at most {PLACE} characters."
    return problems


def _problems_of_length(minutes: int) -> dict[str, str]:
    if 1 <= minutes <= LONGEST:
        return {}
    return {"minutes": f"Enter the length in minutes, from 1 to {LONGEST}."}


def problems_of_number(number: int, *, least: int | None, most: int | None) -> dict[str, str]:
    """What is wrong with wanting so many meetings, where the scheme says at least and at most how many."""
    low, high = least or 1, most or 99
    if low <= number <= high:
        return {}
    return {"number": f"Enter {low}." if low == high else f"Enter a number from {low} to {high}."}


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


def rhythm(meetings: Meetings, held_on: Sequence[date], formed: date, agreed: int | None = None) -> Rhythm:
    """The rhythm of one mentorship with meetings held on these days; `agreed` is the number its members set."""
    return pace(meetings, len(held_on), max(held_on, default=formed), agreed)


def pace(meetings: Meetings, held: int, last: date, agreed: int | None = None) -> Rhythm:
    """The same of one that has held so many, the last on that day, or began then."""
    every = parse_range(meetings.every) if meetings.every else None
    return Rhythm(
        held=held,
        target=agreed or meetings.least,
        minutes=meetings.minutes,
        suggested=add(last, every.least) if every else None,
        late=add(last, every.most) if every else None,
    )
