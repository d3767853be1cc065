from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.contracts.durations import (
    Duration,
    Range,
    add,
    last_before,
    months_between,
    parse_duration,
    parse_range,
    subtract,
)
from mentoring.errors import UnsoundDocument


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("1 day", Duration(days=1)),
        ("6 weeks", Duration(days=42)),
        ("3 months", Duration(months=3)),
        ("2 years", Duration(months=24)),
    ],
)
def test_a_duration_is_a_number_and_a_unit(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


def test_a_range_has_two_ends_and_one_unit() -> None:
    assert parse_range("4-6 weeks") == Range(Duration(days=28), Duration(days=42))


@pytest.mark.parametrize(
    "text", ["", "six weeks", "6 fortnights", "0 days", "-1 day", "6weeks", "1.5 months", "1000 years"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UnsoundDocument, match="is not a duration"):
        parse_duration(text)


def test_a_range_is_refused_where_one_duration_is_needed() -> None:
    with pytest.raises(UnsoundDocument) as refused:
        parse_duration("4-6 weeks")
    assert str(refused.value) == "`4-6 weeks` is a range where one duration is needed. Write one such as 6 weeks."


def test_months_keep_the_day_or_take_the_months_last() -> None:
    month = Duration(months=1)
    assert add(date(2021, 1, 28), month) == date(2021, 2, 28)
    assert add(date(2021, 1, 31), month) == date(2021, 2, 28)
    assert add(date(2024, 1, 31), month) == date(2024, 2, 29)
    assert add(date(2020, 11, 30), Duration(months=3)) == date(2021, 2, 28)
    assert subtract(date(2021, 3, 31), month) == date(2021, 2, 28)
    assert subtract(date(2021, 1, 15), Duration(months=1, days=1)) == date(2020, 12, 14)


def test_a_moment_keeps_its_time_on_the_clocks_face_across_the_change_of_the_clocks() -> None:
    london = ZoneInfo("Europe/London")
    assert add(datetime(2021, 3, 14, 10, tzinfo=london), Duration(days=14)) == datetime(2021, 3, 28, 10, tzinfo=london)


def test_whole_months_between_two_days() -> None:
    assert months_between(date(2021, 1, 31), date(2021, 2, 28)) == 1
    assert months_between(date(2021, 1, 15), date(2021, 2, 14)) == 0
    assert months_between(date(2021, 1, 15), date(2022, 1, 15)) == 12
    assert months_between(date(2021, 1, 15), date(2021, 1, 14)) == -1


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_whole_months_are_the_most_that_do_not_pass_the_end(start: date, end: date) -> None:
    months = months_between(start, end)
    assert add(start, Duration(months)) <= end < add(start, Duration(months + 1))


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.builds(Duration, st.integers(0, 30), st.integers(0, 90)))
def test_the_last_day_before_is_the_last_from_which_the_time_has_passed(day: date, by: Duration) -> None:
    found = last_before(day, by)
    assert add(found, by) < day <= add(found + timedelta(days=1), by)
