"""Durations as the contract writes them, and arithmetic on dates with them (contract, sections 1 and 7).

Months and years keep the day of the month, or take the month's last; weeks and days are counted.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self, TypeVar

from mentoring.errors import UnsoundDocument

Day = TypeVar("Day", bound=date)

_WRITTEN = re.compile(r"([1-9][0-9]{0,2})(?:-([1-9][0-9]{0,2}))? (day|week|month|year)s?")
_UNITS = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "year": (12, 0)}


@dataclass(frozen=True, slots=True)
class Duration:
    """So many months, then so many days."""

    months: int = 0
    days: int = 0

    def __mul__(self, times: int) -> Self:
        return type(self)(self.months * times, self.days * times)


@dataclass(frozen=True, slots=True)
class Range:
    """From one duration to another, both included."""

    least: Duration
    most: Duration


def parse_duration(text: str) -> Duration:
    """``6 weeks`` as a Duration. Raises UnsoundDocument for anything else, ranges included."""
    found = parse_range(text)
    if found.least != found.most:
        raise UnsoundDocument(f"`{text}` is a range where one duration is needed.", "Write one such as 6 weeks.")
    return found.least


@lru_cache(maxsize=1_000)
def parse_range(text: str) -> Range:
    """``4-6 weeks`` as a Range; a single duration is a range of itself. Raises UnsoundDocument."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise UnsoundDocument(
            f"`{text}` is not a duration.", "Write a number and days, weeks, months or years: 6 weeks, 4-6 weeks."
        )
    least, most = int(found[1]), int(found[2] or found[1])
    if most < least:
        raise UnsoundDocument(f"`{text}` ends before it begins.", "Write the shorter duration first.")
    unit = Duration(*_UNITS[found[3]])
    return Range(unit * least, unit * most)


def add(day: Day, by: Duration) -> Day:
    """The day (or moment, on the clock's face) that lies `by` after `day`."""
    if not by.months:
        return day + timedelta(days=by.days)
    months = day.year * 12 + day.month - 1 + by.months
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return day.replace(year=year, month=month, day=min(day.day, last)) + timedelta(days=by.days)


def subtract(day: Day, by: Duration) -> Day:
    """The day that lies `by` before `day`."""
    return add(day, by * -1)


def last_before(day: date, by: Duration) -> date:
    """The last day that lies more than `by` before `day`: `add` of it is earlier than `day`, of the next one not."""
    found = subtract(day, by)
    while add(found, by) < day:
        found += timedelta(days=1)
    while add(found, by) >= day:
        found -= timedelta(days=1)
    return found


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`: the most that, added to `start`, do not pass `end`.

    31 January to 28 February is one month; a day before `start` is -1.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if add(start, Duration(months)) > end else months
