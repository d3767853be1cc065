"""A scheme's own code at a milestone: it is asked what else is to be done, once, and harms nobody when it fails."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from asking import Odd, odd_directory
from makers import Works
from mentoring.schemes.faults import faults, quarantines
from mentoring.surveys.model import Asked
from mentoring.tasks.queries import to_do
from odd_year import odd_year, registered
from year import Year, rows

WEEK = {"per": "person", "at": {"after": "submitted", "by": "1 weeks"}}
THREE = {"timeline": {name: {"title": name.title(), **WEEK} for name in ("first", "second", "third")}}


@pytest.fixture(scope="module")
def odd() -> Iterator[Odd]:
    with odd_directory() as found:
        yield found


def a_week_later(year: Year) -> None:
    year.now += timedelta(days=8)
    year.settle()


def test_it_is_asked_once_about_all_who_came_and_what_it_answers_is_done_once(works: Works, odd: Odd) -> None:
    year = odd_year(works, odd, {"timeline": {"first": THREE["timeline"]["first"]}})
    quiet = registered(year, "amara.quarto@north.example", "mentee", deed="milestone_due:quiet")
    registered(year, "basil.folio@south.example", "mentee")
    for _ in range(2):
        a_week_later(year)
    with year.works.work("north") as work:
        assert [(each.survey, each.registration_id) for each in rows(work, Asked)] == [("pulse", quiet)]
    assert year.letters("amara.quarto@north.example") == ["registration_received", "survey_asked", "survey_reminder"]
    assert year.letters("basil.folio@south.example") == ["registration_received"]


def test_what_fails_is_recorded_becomes_a_task_and_after_three_times_is_asked_no_more(works: Works, odd: Odd) -> None:
    year = odd_year(works, odd, THREE)
    registered(year, "amara.quarto@north.example", "mentee", deed="milestone_due:raise")
    a_week_later(year)
    with year.coordinating("north") as (work, programme):
        words = [each.words for each in to_do(work, programme)]
        assert [each.partition(":")[0] for each in words] == [
            f"See what should have been done at “{name}”" for name in ("First", "Second", "Third")
        ]
        assert [(each.hook, each.cause) for each in faults(work.session)] == [("milestone_due", "raise")] * 3
        assert list(quarantines(work.session)) == ["odd"]
    a_week_later(year)
    with year.coordinating("north") as (work, programme):
        assert len(to_do(work, programme)) == 3
