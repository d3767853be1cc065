"""When a mentorship is planned to end, and whether it may go on: pure (contract, `mentorships.end`, `extend`)."""

from collections.abc import Mapping
from datetime import date

from mentoring.contracts.durations import add, parse_duration, subtract
from mentoring.programmes.dates import Moment
from mentoring.schemes.scheme import Mentorships, Point

ASKED_BEFORE = parse_duration("4 weeks")
"""How long before its planned end the members are asked whether they would like to go on (contract, `extend`)."""


def planned_end(terms: Mentorships, *, formed: date, moments: Mapping[str, Moment], extended: int = 0) -> date | None:
    """The first of the end's points whose day is known; None when none is (open-ended, or by meetings alone).

    A point that hangs on meetings has no day until they are held. Each time it was `extended` adds to it.
    """
    days = [day for point in terms.end if (day := day_of(point, formed, moments)) is not None]
    first = min(days, default=None)
    if first is None or terms.extend is None:
        return first
    return add(first, parse_duration(terms.extend.by) * extended)


def enough(terms: Mentorships, *, agreed: int | None, extended: int = 0) -> int | None:
    """After how many meetings it is complete, whatever the date; None where meetings do not end it.

    One that has been extended goes on until its date.
    """
    if extended:
        return None
    counts = [agreed if point.meetings == "agreed" else point.meetings for point in terms.end]
    return min((each for each in counts if isinstance(each, int)), default=None)


def may_extend(terms: Mentorships, *, extended: int) -> bool:
    """Whether the members may be asked (once more) to go on."""
    return terms.extend is not None and (terms.extend.times == "any" or extended < terms.extend.times)


def asked_on(end: date) -> date:
    """The day on which members are asked whether to go on past `end`."""
    return subtract(end, ASKED_BEFORE)


def day_of(point: Point, formed: date, moments: Mapping[str, Moment]) -> date | None:
    """The day of a point, for a mentorship formed on that day; None where it hangs on meetings or is not known."""
    if point.at is not None:
        moment = moments.get(point.at)
        return moment.day if moment else None
    if point.after is None:
        return None
    if point.anchor == "formed":
        return add(formed, parse_duration(point.after))
    anchor = moments.get(point.anchor)
    return add(anchor.day, parse_duration(point.after)) if anchor else None
