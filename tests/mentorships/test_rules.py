from datetime import UTC, date, datetime

from mentoring.mentorships.rules import planned_end
from mentoring.programmes.dates import Moment
from mentoring.schemes.scheme import Point

ENDS = {"ends": Moment((datetime(2021, 12, 12, 9, tzinfo=UTC),), deadline=True)}
FORMED = date(2021, 2, 11)


def test_the_first_of_the_points_is_the_planned_end() -> None:
    assert planned_end((Point(after="12 months"), Point(at="ends")), formed=FORMED, moments=ENDS) == date(2021, 12, 12)
    assert planned_end((Point(after="6 months"), Point(at="ends")), formed=FORMED, moments=ENDS) == date(2021, 8, 11)


def test_a_number_of_meetings_has_no_day() -> None:
    assert planned_end((Point(meetings=4), Point(after="12 months")), formed=FORMED, moments={}) == date(2022, 2, 11)
    assert planned_end((Point(meetings=4),), formed=FORMED, moments={}) is None


def test_without_points_it_is_open_ended() -> None:
    assert planned_end((), formed=FORMED, moments=ENDS) is None
