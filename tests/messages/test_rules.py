from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentoring.messages.rules import after_quiet_hours, next_try

LONDON = ZoneInfo("Europe/London")
SINCE = datetime(2021, 1, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2021-01-04 09:00", "2021-01-04 09:00"),
        ("2021-01-04 20:59", "2021-01-04 20:59"),
        ("2021-01-04 21:00", "2021-01-05 07:00"),
        ("2021-01-05 06:59", "2021-01-05 07:00"),
        ("2021-01-05 07:00", "2021-01-05 07:00"),
        ("2021-07-05 20:30", "2021-07-06 06:00"),  # half past nine in summer
        ("2021-03-27 22:00", "2021-03-28 06:00"),  # the night in which the clocks go forward
        ("2021-10-30 22:00", "2021-10-31 07:00"),  # and back
    ],
)
def test_at_night_nothing_leaves_by_the_recipients_clock(now: str, leaves: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert after_quiet_hours(at, LONDON) == datetime.fromisoformat(leaves).replace(tzinfo=UTC)


def test_what_is_not_taken_is_tried_again_twice_as_late_each_time_for_three_days() -> None:
    waits = [next_try(n, now=SINCE, since=SINCE) for n in (1, 2, 3, 9, 10, 50)]
    assert [each and each - SINCE for each in waits] == [
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(minutes=4),
        timedelta(minutes=256),
        timedelta(hours=6),
        timedelta(hours=6),
    ]
    assert next_try(20, now=SINCE + timedelta(days=2, hours=18), since=SINCE) == SINCE + timedelta(days=3)
    assert next_try(20, now=SINCE + timedelta(days=2, hours=18, seconds=1), since=SINCE) is None


def test_what_is_of_no_use_later_is_given_up_then() -> None:
    until = SINCE + timedelta(minutes=30)
    assert next_try(1, now=until - timedelta(minutes=1), since=SINCE, until=until) == until
    assert next_try(2, now=until - timedelta(minutes=1), since=SINCE, until=until) is None
