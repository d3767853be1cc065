"""A meeting as an entry of a calendar, and in words."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from mentoring.calendars.entry import Entry, Party, uid_of
from mentoring.meetings.model import Meeting


def summary_of(others: Sequence[str]) -> str:
    """What a calendar calls a meeting: read over shoulders, so no word of what for."""
    return f"Meeting with {others[0].split(' ', 1)[0]}" if len(others) == 1 else "Group meeting"


def entry_of(
    meeting: Meeting,
    *,
    domain: str,
    summary: str,
    link: str,
    organiser: Party,
    sequence: int | None = None,
    attendee: Party | None = None,
    coming: bool | None = None,
    cancelled: bool = False,
) -> Entry:
    """A meeting as an entry; `domain` is the host's, `link` the page where everything else stands."""
    return Entry(
        uid=uid_of(meeting.id, domain),
        sequence=meeting.sequence if sequence is None else sequence,
        start=meeting.starts_at,
        end=meeting.starts_at + timedelta(minutes=meeting.minutes),
        zone=meeting.zone,
        summary=summary,
        text=link,
        where=meeting.place or "",
        link=link,
        organiser=organiser,
        attendee=attendee,
        coming=coming,
        cancelled=cancelled,
        written_at=meeting.changed_at or meeting.logged_at,
    )


def when_words(meeting: Meeting) -> str:
    """``Thursday 14 January 2021, 10:00 to 11:00``, by the clock of where it was arranged."""
    zone = ZoneInfo(meeting.zone)
    start = meeting.starts_at.astimezone(zone)
    end = (meeting.starts_at + timedelta(minutes=meeting.minutes)).astimezone(zone)
    return f"{format_datetime(start, 'EEEE d MMMM y, HH:mm', locale='en_GB')} to {end:%H:%M}"
