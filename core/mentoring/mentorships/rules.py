"""When a mentorship is planned to end: pure (contract, `mentorships.end`)."""

from collections.abc import Mapping
from datetime import date

from mentoring.contracts.durations import add, parse_duration
from mentoring.programmes.dates import Moment
from mentoring.schemes.scheme import Point


def planned_end(points: tuple[Point, ...], *, formed: date, moments: Mapping[str, Moment]) -> date | None:
    """The first of the points whose day is known when it forms; None when none is (open-ended, or by meetings).

    A point that hangs on meetings has no day until they are held.
    """
    days = [day for point in points if (day := _day(point, formed, moments)) is not None]
    return min(days, default=None)


def _day(point: Point, formed: date, moments: Mapping[str, Moment]) -> date | None:
    if point.at is not None:
        moment = moments.get(point.at)
        return moment.day if moment else None
    if point.after is None:
        return None
    if point.anchor == "formed":
        return add(formed, parse_duration(point.after))
    anchor = moments.get(point.anchor)
    return add(anchor.day, parse_duration(point.after)) if anchor else None
