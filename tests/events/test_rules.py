"""Sessions, places and moments of events: pure."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.events.rules import (
    Rescheduled,
    Sitting,
    Wish,
    announced_at,
    attended,
    days_before,
    open_sessions,
    places_given,
    rescheduled,
)
from mentoring.schemes.scheme import At, Event

LONDON = ZoneInfo("Europe/London")
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2021, 1, day, hour, tzinfo=UTC)


def event(attend: Literal["one", "all"] = "one", notice: str = "4 weeks") -> Event:
    return Event(title={"en": "Training"}, at=At(asked={}), attend=attend, notice=notice)


def test_a_session_at_a_time_that_stays_stays_and_the_other_moves() -> None:
    have = [Sitting(ONE, at(14)), Sitting(TWO, at(21)), Sitting(THREE, at(28))]
    assert rescheduled(have, [at(14), at(22), at(28)]) == Rescheduled({TWO: at(22)}, (), (), ())


def test_a_time_more_is_a_new_session_and_a_time_less_is_one_that_is_gone() -> None:
    have = [Sitting(ONE, at(14)), Sitting(TWO, at(21))]
    assert rescheduled(have, [at(7), at(14), at(21)]) == Rescheduled({}, (), (at(7),), ())
    assert rescheduled(have, [at(21)]) == Rescheduled({}, (), (), (ONE,))


def test_a_session_whose_date_comes_back_is_the_same_again() -> None:
    have = [Sitting(ONE, at(14)), Sitting(TWO, at(21), live=False, dropped=True)]
    assert rescheduled(have, [at(14), at(21)]) == Rescheduled({}, (TWO,), (), ())


def test_one_that_was_called_off_keeps_its_time_and_never_moves() -> None:
    off = Sitting(ONE, at(14), live=False)
    assert rescheduled([off], [at(14)]) == Rescheduled({}, (), (), ())
    assert rescheduled([off], [at(15)]) == Rescheduled({}, (), (at(15),), (ONE,))


@given(st.lists(st.integers(1, 28)), st.lists(st.integers(1, 28)))
def test_afterwards_the_sessions_are_at_the_times_wanted(have: list[int], want: list[int]) -> None:
    sittings = [Sitting(UUID(int=number), at(day)) for number, day in enumerate(have)]
    plan = rescheduled(sittings, map(at, want))
    kept = [each.starts_at for each in sittings if each.id not in plan.moved and each.id not in plan.gone]
    assert sorted([*kept, *plan.moved.values(), *plan.new]) == sorted(map(at, want))


def test_places_go_to_whoever_replied_first_and_nobody_loses_one() -> None:
    wishes = [
        Wish(ONE, None, at(3)),
        Wish(TWO, None, at(2)),
        Wish(THREE, None, at(4), holds=True),
    ]
    assert places_given(wishes, {None: 2}) == {THREE: "given", TWO: "given", ONE: "waiting"}
    assert places_given(wishes, {None: None}) == dict.fromkeys((ONE, TWO, THREE), "given")
    held = [Wish(ONE, None, at(1), holds=True), Wish(TWO, None, at(2), holds=True)]
    assert places_given(held, {None: 1}) == {ONE: "given", TWO: "given"}


def test_each_session_has_places_of_its_own() -> None:
    wishes = [Wish(ONE, ONE, at(1)), Wish(TWO, ONE, at(2)), Wish(THREE, TWO, at(3))]
    assert places_given(wishes, {ONE: 1, TWO: 1}) == {ONE: "given", TWO: "waiting", THREE: "given"}


def test_one_of_several_is_enough_and_all_of_them_need_all() -> None:
    was = {ONE: "present", TWO: "excused"}
    assert attended(event(), [ONE, TWO], was)
    assert not attended(event(attend="all"), [ONE, TWO], was)
    assert attended(event(attend="all"), [ONE], was)
    assert not attended(event(attend="all"), [], {})
    assert not attended(event(), [ONE], {ONE: "excused"})


def test_one_replies_until_the_session_begins() -> None:
    sittings = [Sitting(ONE, at(14)), Sitting(TWO, at(21)), Sitting(THREE, at(28), live=False)]
    assert [each.id for each in open_sessions(event(), sittings, at(14) - timedelta(seconds=1))] == [ONE, TWO]
    assert [each.id for each in open_sessions(event(), sittings, at(14))] == [TWO]
    assert open_sessions(event(attend="all"), sittings, at(14)) == ()


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        (datetime(2021, 4, 8, 9, tzinfo=UTC), datetime(2021, 3, 11, 9, tzinfo=UTC)),  # ten in London, in summer
        (datetime(2021, 11, 11, 10, tzinfo=UTC), datetime(2021, 10, 14, 8, tzinfo=UTC)),  # ten in London, in winter
    ],
)
def test_people_hear_at_nine_by_the_hosts_clock_on_either_side_of_a_clock_change(
    starts: datetime, told: datetime
) -> None:
    assert announced_at(event(notice="4 weeks"), [Sitting(ONE, starts)], LONDON) == told
    assert days_before(starts, timedelta(days=28), LONDON) == told


def test_nobody_hears_of_what_has_no_session() -> None:
    assert announced_at(event(), [Sitting(ONE, at(14), live=False)], LONDON) is None
