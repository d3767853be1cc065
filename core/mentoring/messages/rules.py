"""When a message leaves, and when it is tried again: pure decisions about time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = time(21), time(7)
"""Nobody's phone lights up at night because of us: from when to when nothing leaves, by the recipient's clock."""

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


def next_try(attempts: int, *, now: datetime, since: datetime, until: datetime | None = None) -> datetime | None:
    """When to try again after so many attempts, made from `since` on; None to give up.

    One minute after the first, and twice as long each time, up to six hours; for three days, or `until` it is of no
    use any more.
    """
    at = now + min(SOONEST * (1 << min(max(attempts, 1) - 1, 20)), LATEST)
    last = min(since + GIVE_UP, until) if until else since + GIVE_UP
    return at if at <= last else None
