"""Entries as the bytes of an iCalendar (RFC 5545): whatever somebody wrote in a text stays in that text."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from mentoring.calendars.entry import Entry, Method, Party
from mentoring.calendars.zone import vtimezone

PRODUCT = "-//mentoring//calendars//EN"
LONGEST = 2000
"""Characters of a text: more is cut off, since some programs refuse entries that are very long."""


def invitation(entry: Entry) -> str:
    """What a letter carries so that a calendar takes the date up, changes it or takes it out again; CRLF line ends."""
    made = _calendar("CANCEL" if entry.cancelled else "REQUEST")
    return _bytes(made, [entry]).decode("utf-8")


def feed(entries: Iterable[Entry], *, name: str, refresh: timedelta) -> bytes:
    """A calendar to subscribe to, under this name; programs are asked to look again after `refresh`."""
    made = _calendar("PUBLISH")
    made.add("name", _plain(name, " "))
    made.add("x-wr-calname", _plain(name, " "))
    hours = f"PT{int(refresh.total_seconds()) // 3600}H"
    made.add("refresh-interval", vText(hours), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", hours)
    return _bytes(made, sorted(entries, key=lambda each: (_moment(each.start, each.zone), each.uid)))


def method_of(calendar: str) -> Method:
    """What a calendar that `invitation` wrote is for."""
    return "CANCEL" if "\r\nMETHOD:CANCEL\r\n" in calendar else "REQUEST"


def _bytes(calendar: Calendar, entries: Sequence[Entry]) -> bytes:
    """The zones of the entries, then the entries; no zone is put into lines twice."""
    for each in entries:
        calendar.add_component(_event(each))
    head, begun, events = bytes(calendar.to_ical(sorted=False)).partition(b"\r\nBEGIN:VEVENT\r\n")
    if not begun:
        return head
    return head + b"\r\n" + b"".join(_zones(entries)) + begun[2:] + events


def _zones(entries: Sequence[Entry]) -> Iterator[bytes]:
    years: dict[str, list[int]] = {}
    for each in entries:
        if isinstance(each.start, datetime) and each.zone != "UTC":
            years.setdefault(each.zone, []).extend(_wall(each, at).year for at in (each.start, each.end))
    for zone in sorted(years):
        yield _zone(zone, min(years[zone]), max(years[zone]))


@lru_cache(maxsize=200)
def _zone(zone: str, first: int, last: int) -> bytes:
    return bytes(vtimezone(zone, first, last).to_ical(sorted=False))


def _calendar(method: Method) -> Calendar:
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODUCT)
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def _event(entry: Entry) -> Event:
    made = Event()
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.written_at.astimezone(UTC).replace(microsecond=0))
    made.add("dtstart", _wall(entry, entry.start))
    end = _wall(entry, entry.end)
    made.add("dtend", end if isinstance(end, datetime) else end + timedelta(days=1))  # the first day that is free again
    made.add("summary", _plain(entry.summary, " "))
    for field, words in (("description", entry.text), ("location", _plain(entry.where, " "))):
        if words:
            made.add(field, _plain(words))
    if entry.link:
        made.add("url", entry.link)
    made.add("class", "PRIVATE")  # a shared calendar shows others that the time is taken, and no more
    made.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    made.add("transp", "OPAQUE" if isinstance(entry.start, datetime) and not entry.cancelled else "TRANSPARENT")
    made.add("organizer", _address(entry.organiser))
    if entry.attendee is not None:
        said = {None: "NEEDS-ACTION", True: "ACCEPTED", False: "DECLINED"}[entry.coming]
        asked = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": said, "RSVP": "FALSE"}
        made.add("attendee", _address(entry.attendee, asked))  # answers are given on our pages: no mail is asked for
    return made


def _wall(entry: Entry, at: datetime | date) -> datetime | date:
    """As the clocks of its zone show it; UTC in the hour that comes twice, where that would not say which is meant."""
    if not isinstance(at, datetime):
        return at
    there = at.astimezone(ZoneInfo(entry.zone))
    twice = there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()
    return at.astimezone(UTC) if twice else there


def _moment(at: datetime | date, zone: str) -> datetime:
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=ZoneInfo(zone))


def _address(party: Party, said: dict[str, str] | None = None) -> vCalAddress:
    made = vCalAddress("mailto:" + quote(party.address, safe="@+!#$&'*/=?^_`{|}~-."))
    for name, value in {"CN": _plain(party.name, " "), **(said or {})}.items():
        made.params[name] = vText(value)
    return made


def _plain(words: str, line_end: str = "\n") -> str:
    """Text without anything that could end a line where the format does not expect it; at most so many characters."""
    lines = "\n".join(words.split("\r\n")).splitlines()
    kept = ("".join(each for each in line if unicodedata.category(each) not in {"Cc", "Cs"}) for line in lines)
    return line_end.join(kept)[:LONGEST]
