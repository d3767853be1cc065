"""One entry of a calendar, as plain values."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
"""What a calendar is for (RFC 5546): REQUEST invites or changes, CANCEL takes back, PUBLISH only tells."""


class Party(Struct, frozen=True):
    """Somebody with an address: who invites, or who is invited."""

    name: str
    address: str


class Entry(Struct, frozen=True, kw_only=True):
    """One date in somebody's calendar.

    `uid` stays the same as long as the thing it stands for, `sequence` rises with each change that people must hear of.
    `start` and `end` are aware times, written as the wall time of `zone` (IANA), or both are days, the last included.
    `summary` is read over shoulders: keep it neutral. `text` and `where` are for whoever opens the entry. `written_at`
    is when what it says was decided, so that the same entry gives the same bytes. `attendee` is the one recipient of
    an invitation, `coming` what they have said (None: nothing yet).
    """

    uid: str
    start: datetime | date
    end: datetime | date
    zone: str
    summary: str
    organiser: Party
    written_at: datetime
    sequence: int = 0
    text: str = ""
    where: str = ""
    link: str = ""
    attendee: Party | None = None
    coming: bool | None = None
    cancelled: bool = False


def uid_of(key: UUID | str, domain: str) -> str:
    """The uid of whatever is known by `key`, everywhere and for good; `domain` is its institution's."""
    return f"{key}@{domain}"
