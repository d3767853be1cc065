from collections.abc import Mapping
from datetime import UTC, date, datetime

from mentoring.mentorships import rules
from mentoring.programmes.dates import Moment
from mentoring.schemes.scheme import Extend, Mentorships, Point

ENDS = {"ends": Moment((datetime(2021, 12, 12, 9, tzinfo=UTC),), deadline=True)}
FORMED = date(2021, 2, 11)


def planned_end(points: tuple[Point, ...], *, formed: date, moments: Mapping[str, Moment]) -> date | None:
    return rules.planned_end(Mentorships(end=points), formed=formed, moments=moments)


def test_the_first_of_the_points_is_the_planned_end() -> None:
    assert planned_end((Point(after="12 months"), Point(at="ends")), formed=FORMED, moments=ENDS) == date(2021, 12, 12)
    assert planned_end((Point(after="6 months"), Point(at="ends")), formed=FORMED, moments=ENDS) == date(2021, 8, 11)


def test_a_number_of_meetings_has_no_day() -> None:
    assert planned_end((Point(meetings=4), Point(after="12 months")), formed=FORMED, moments={}) == date(2022, 2, 11)
    assert planned_end((Point(meetings=4),), formed=FORMED, moments={}) is None


def test_without_points_it_is_open_ended() -> None:
    assert planned_end((), formed=FORMED, moments=ENDS) is None


def test_each_extension_adds_to_the_first_end() -> None:
    terms = Mentorships(end=(Point(after="12 months"),), extend=Extend(by="3 months", times=2))
    ends = [rules.planned_end(terms, formed=FORMED, moments={}, extended=times) for times in (0, 1, 2)]
    assert ends == [date(2022, 2, 11), date(2022, 5, 11), date(2022, 8, 11)]
    assert [rules.may_extend(terms, extended=times) for times in (0, 1, 2)] == [True, True, False]
    assert rules.asked_on(date(2022, 2, 11)) == date(2022, 1, 14)


def test_it_is_complete_after_so_many_meetings_unless_it_was_extended() -> None:
    terms = Mentorships(end=(Point(after="12 months"), Point(meetings=4)))
    assert (rules.enough(terms, agreed=None), rules.enough(terms, agreed=None, extended=1)) == (4, None)
    agreed = Mentorships(end=(Point(meetings="agreed"),))
    assert (rules.enough(agreed, agreed=None), rules.enough(agreed, agreed=6)) == (None, 6)
