"""Dates for a programme that nobody has opened: a year in which everything the scheme asks for has its place."""

from collections.abc import Iterator
from datetime import date, timedelta

from mentoring.errors import UnsoundDocument
from mentoring.programmes.dates import Asked, dated, resolve_dates
from mentoring.schemes.scheme import Event, Milestone, Scheme
from mentoring.testing.ground import FIRST_DAY, dates_for

LATE_STATES = frozenset({"matched", "completed", "unmatched"})
YEAR = timedelta(weeks=44)


def year_of(scheme: Scheme, zone: str) -> Asked:
    """Registration, what comes before the round, the round, then the rest; the last days at the end of the year.

    Raises UnsoundDocument where no order of the dates that are asked works out.
    """
    for asked in _orders(scheme):
        try:
            resolve_dates(scheme, asked, zone)
        except UnsoundDocument:
            continue
        return asked
    found = dates_for(scheme)
    if found.refusal:
        raise UnsoundDocument(found.refusal, "Write a programme's file with dates, and give it as --programme.")
    return found.asked


def _orders(scheme: Scheme) -> Iterator[Asked]:
    entries = {name: entry for name, entry in dated(scheme).items() if entry.at.asked is not None}
    ends = {point.at for each in scheme.mentorships.values() for point in each.end}
    last = [name for name, entry in entries.items() if name in ends]
    after = [name for name, entry in entries.items() if name not in last and _is_late(entry)]
    first = [name for name in entries if name not in {*last, *after}]
    for pause in (3, 5, 8):
        day = FIRST_DAY + timedelta(weeks=8)
        asked: dict[str, tuple[str, ...]] = {}
        for name in first:
            asked[name], day = _on(day, entries[name])
        day += timedelta(weeks=pause)
        for number, name in enumerate(after):
            asked[name], _ = _on(day if number == 0 else day + YEAR - timedelta(weeks=2 * number), entries[name])
        for name in last:
            asked[name], _ = _on(day + YEAR, entries[name])
        yield asked


def _is_late(entry: Milestone | Event) -> bool:
    return isinstance(entry, Event) and bool(entry.who.state) and set(entry.who.state) <= LATE_STATES


def _on(day: date, entry: Milestone | Event) -> tuple[tuple[str, ...], date]:
    """Its sessions from that day on, and the day two weeks after the last."""
    sessions = entry.sessions if isinstance(entry, Event) else 1
    days = [day + timedelta(weeks=number) for number in range(sessions)]
    return tuple(each.isoformat() for each in days), days[-1] + timedelta(weeks=2)
