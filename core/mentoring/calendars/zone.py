"""A time zone as calendars want it told (VTIMEZONE): from when to when which offset holds, out of the tz database.

Programs that do not know a zone's name go by this alone, so it must hold for every time written in that zone.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard, vRecur
from msgspec import Struct

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Change(Struct, frozen=True):
    """A moment at which a zone changes its offset, and its name there before and after."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """What the clocks show as they are changed."""
        return (self.at + self.before).replace(tzinfo=None)


@lru_cache(maxsize=256)
def changes_of(zone: str, first: int, last: int) -> tuple[Change, ...]:
    """Every change of offset in `zone` in the years `first` to `last`, by the tz database, to the second."""
    here = ZoneInfo(zone)
    found = []
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while day < end:
        later = day + timedelta(days=1)
        if _offset(day, here) != _offset(later, here):
            found.append(_between(day, later, here))
        day = later
    return tuple(found)


def vtimezone(zone: str, first: int, last: int) -> Timezone:
    """The zone in the years `first` to `last`: as yearly rules where the years follow one, else change by change."""
    years = range(first - 1, last + 2)  # two more: whoever reads a date at the edge finds what held before
    changes = changes_of(zone, years[0], years[-1])
    made = Timezone()
    made.add("tzid", zone)
    ruled = _ruled(changes, len(years))
    if ruled:
        for change, rule in ruled:
            made.add_component(_observed(change, rule))
        return made
    start = datetime(years[0], 1, 1, tzinfo=UTC)
    offset = _offset(start, ZoneInfo(zone))
    before = Change(start - offset, offset, offset, start.astimezone(ZoneInfo(zone)).tzname() or zone)
    for change in (before, *changes):
        made.add_component(_observed(change))
    return made


def _between(early: datetime, late: datetime, zone: ZoneInfo) -> Change:
    """The change between two moments, found by halving."""
    before, after = _offset(early, zone), _offset(late, zone)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
    return Change(late, before, after, late.astimezone(zone).tzname() or str(zone))


def _ruled(changes: Sequence[Change], years: int) -> list[tuple[Change, dict[str, object]]]:
    """The first of each kind of change with the rule all of that kind follow; nothing where one follows none."""
    kinds: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for each in changes:
        wall = each.wall
        kinds[wall.month, wall.weekday(), wall.time(), each.before, each.after, each.name].append(each)
    found = []
    for same in kinds.values():
        week = _week([each.wall.date() for each in same])
        if week is None or len(same) != years or {b.wall.year - a.wall.year for a, b in pairwise(same)} != {1}:
            return []
        first = same[0].wall
        found.append((same[0], {"freq": "yearly", "bymonth": first.month, "byday": f"{week}{_DAYS[first.weekday()]}"}))
    return found


def _week(days: Sequence[date]) -> int | None:
    """Which such weekday of its month each of `days` is: -1 for the last, else from the start; None if they differ."""
    if all((day + timedelta(days=7)).month != day.month for day in days):
        return -1
    counted = {(day.day + 6) // 7 for day in days}
    return counted.pop() if len(counted) == 1 else None


def _observed(change: Change, rule: dict[str, object] | None = None) -> Component:
    made = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    made.add("dtstart", change.wall)
    made.add("tzoffsetfrom", change.before)
    made.add("tzoffsetto", change.after)
    made.add("tzname", change.name)
    if rule:
        made.add("rrule", vRecur(rule))
    return made


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
