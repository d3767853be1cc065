"""When a message leaves, and when it is tried again: pure decisions about time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = time(21), time(7)
"""Nobody's phone lights up at night because of us: from when to when nothing leaves, by the recipient's clock."""

DIGEST = "digest"
"""The occasion of a mail that carries several letters."""

DIGEST_AT = time(8)
"""When the day's letters leave together, by the recipient's clock."""

URGENT = frozenset({
    "sign_in_link", "address_changed", "event_changed", "event_cancelled", "meeting_arranged", "meeting_changed",
    "meeting_cancelled", "meeting_declined",
})  # fmt: skip
"""What waits for no digest: ways in, and dates that change."""

SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=6)
GIVE_UP = timedelta(days=3)
"""How long a message is tried that the mail server does not take; then it has failed."""


def after_quiet_hours(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from `now` on that lies outside the quiet hours of `zone`."""
    there = now.astimezone(zone)
    if QUIET_UNTIL <= there.time() < QUIET_FROM:
        return now
    day = there.date() if there.time() < QUIET_UNTIL else there.date() + timedelta(days=1)
    return datetime.combine(day, QUIET_UNTIL, zone).astimezone(now.tzinfo)


def waits_for_digest(occasion: str, *, wanted: bool, until: datetime | None, calendar: str | None) -> bool:
    """Whether a letter waits for the day's mail: wanted by its reader, not urgent, and without an invitation."""
    return wanted and until is None and calendar is None and occasion not in URGENT


def next_digest(now: datetime, zone: ZoneInfo) -> datetime:
    """The next moment at which the day's letters leave in `zone`."""
    there = now.astimezone(zone)
    day = there.date() if there.time() < DIGEST_AT else there.date() + timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, zone).astimezone(now.tzinfo)


def next_try(attempts: int, *, now: datetime, since: datetime, until: datetime | None = None) -> datetime | None:
    """When to try again after so many attempts, made from `since` on; None to give up.

    One minute after the first, and twice as long each time, up to six hours; for three days, or `until` it is of no
    use any more.
    """
    at = now + min(SOONEST * (1 << min(max(attempts, 1) - 1, 20)), LATEST)
    last = min(since + GIVE_UP, until) if until else since + GIVE_UP
    return at if at <= last else None
