"""Mentorships complete at their planned end or after so many meetings, whichever is first; or go on when all say so."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from makers import Works
from mentoring.db.engine import Database
from mentoring.meetings.model import Meeting
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.extend import agree_to_extend, extend
from mentoring.mentorships.model import Mentorship
from mentoring.surveys.model import Asked
from mentoring.tasks.queries import to_do
from year import MATCHING, Year, b_mentor_year, published, ready_pairs, rows, variant

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
END = datetime(2022, 2, 12, tzinfo=UTC)
"""A year after the pair formed, the last day over."""
ASKED = datetime(2022, 1, 14, 9, tzinfo=UTC)


def matched(database: Database, mentorships: Mapping[str, Any] | None = None, **more: Any) -> Year:
    """A pair that has begun on 11 February 2021."""
    terms = {} if mentorships is None else {"mentorships": {"all": mentorships}}
    year = b_mentor_year(Works(database, variant("b-mentor", {**terms, **more})))
    ready_pairs(year, 1)
    published(year)
    return year


def at(year: Year, now: datetime) -> Mentorship:
    """The pair as it is, settled at that moment."""
    year.now = now
    year.settle()
    return pair_of(year)


def pair_of(year: Year) -> Mentorship:
    with year.works.work("ucl") as work:
        (found,) = rows(work, Mentorship)
        return found


def meet(year: Year, on: datetime) -> None:
    pair = pair_of(year).id
    year.now = on + timedelta(days=1)
    with year.as_(AMARA) as (work, _):
        log_meeting(work, pair, host="ucl", starts_at=on, minutes=60, zone="Europe/London")


def say_to(year: Year, email: str, *, yes: bool) -> None:
    pair = pair_of(year).id
    with year.as_(email) as (work, _):
        extend(work, pair, host="ucl", yes=yes)


def test_it_completes_when_its_last_day_is_over(database: Database) -> None:
    year = matched(database)
    assert at(year, END - timedelta(seconds=1)).state == "running"
    pair = at(year, END)
    assert (pair.state, pair.ended_at) == ("completed", END)
    assert year.letters(AMARA).count("mentorship_completed") == 1


def test_after_a_standstill_it_has_ended_when_it_should_have(database: Database) -> None:
    assert at(matched(database), END + timedelta(days=40)).ended_at == END


def test_twelve_months_or_four_meetings_whichever_is_first(database: Database) -> None:
    year = matched(database, {"end": [{"after": "12 months"}, {"meetings": 4}], "extend": None})
    days = [MATCHING + timedelta(weeks=weeks, days=1) for weeks in (4, 8, 12, 16)]
    for day in days[:3]:
        meet(year, day)
    assert pair_of(year).state == "running"
    meet(year, days[3])
    pair = pair_of(year)
    assert (pair.state, pair.ended_at) == ("completed", days[3])


def test_a_follow_up_comes_after_the_end(database: Database) -> None:
    later = {
        "later": {"title": "Later", "per": "mentorship", "at": {"after": "ended", "by": "6 months"},
                  "do": [{"ask": "fit"}]}
    }  # fmt: skip
    year = matched(database, timeline=later)
    at(year, END)
    at(year, datetime(2022, 8, 12, 8, tzinfo=UTC))
    with year.works.work("ucl") as work:
        asked = [each.asked_at for each in rows(work, Asked) if each.occasion.startswith("later:")]
    assert asked == [datetime(2022, 8, 12, 8, tzinfo=UTC)] * 2


def test_four_weeks_before_its_end_both_are_asked_and_silence_completes_it(database: Database) -> None:
    year = matched(database)
    at(year, ASKED - timedelta(seconds=1))
    assert "extension_asked" not in year.letters(AMARA)
    at(year, ASKED)
    at(year, ASKED + timedelta(days=1))
    assert [year.letters(each).count("extension_asked") for each in (AMARA, DINAH)] == [1, 1]
    assert at(year, END).state == "completed"


def test_it_goes_on_when_both_say_yes_and_not_when_one_says_no(database: Database) -> None:
    year = matched(database)
    at(year, ASKED)
    say_to(year, AMARA, yes=True)
    assert pair_of(year).planned_end == date(2022, 2, 11)
    say_to(year, DINAH, yes=True)
    pair = pair_of(year)
    assert (pair.planned_end, pair.extended) == (date(2022, 5, 11), 1)
    assert [year.letters(each)[-1] for each in (AMARA, DINAH)] == ["extension_agreed", "extension_agreed"]
    assert at(year, END).state == "running"
    at(year, datetime(2022, 4, 20, tzinfo=UTC))
    assert year.letters(AMARA).count("extension_asked") == 1, "once is all the scheme allows"
    assert at(year, datetime(2022, 5, 12, tzinfo=UTC)).state == "completed"


def test_one_no_lets_it_complete_as_planned(database: Database) -> None:
    year = matched(database)
    at(year, ASKED)
    say_to(year, AMARA, yes=True)
    say_to(year, DINAH, yes=False)
    assert at(year, END).state == "completed"


def test_nobody_is_heard_before_they_are_asked(database: Database) -> None:
    year = matched(database)
    with pytest.raises(Exception, match="no such question"):
        say_to(year, AMARA, yes=True)


def test_where_the_scheme_says_so_a_coordinator_agrees_as_well(database: Database) -> None:
    terms = {"extend": {"by": "3 months", "times": "any", "agreed_by": ["members", "coordinator"]}}
    year = matched(database, terms)
    at(year, ASKED)
    with year.coordinating("ucl") as (work, programme):
        assert [each.words for each in to_do(work, programme)][-1] == (
            "Say whether Amara Quarto0 and Dinah Almanac0 may go on past their planned end."
        )
    for email in (AMARA, DINAH):
        say_to(year, email, yes=True)
    assert pair_of(year).extended == 0
    with year.coordinating("ucl") as (work, programme):
        agree_to_extend(work, programme, pair_of(year).id, yes=True)
    assert pair_of(year).extended == 1


def test_when_the_programmes_last_day_moves_so_does_the_planned_end(database: Database) -> None:
    ends = {"ends": {"title": "Ends", "at": {"after": "match_by", "by": "10 months"}}}
    year = matched(database, {"end": [{"at": "ends"}], "extend": None}, timeline=ends)
    assert pair_of(year).planned_end == date(2021, 12, 11)
    with year.coordinating("ucl") as (_, programme):
        programme.dates = {**programme.dates, "ends": ["2021-11-30"]}
    assert at(year, MATCHING + timedelta(days=2)).planned_end == date(2021, 11, 30)


def test_what_was_planned_for_after_the_end_is_cancelled(database: Database) -> None:
    year = matched(database)
    pair: UUID = pair_of(year).id
    with year.works.work("ucl", now=year.now) as work:
        for starts in (END - timedelta(days=3), END + timedelta(days=3)):
            work.add(
                Meeting(
                    tenant_id="ucl", id=work.new_id(), mentorship_id=pair, starts_at=starts, zone="Europe/London",
                    minutes=60, state="planned", logged_by_tenant="ucl", logged_at=work.now,
                )
            )  # fmt: skip
    at(year, END)
    with year.works.work("ucl") as work:
        assert list(work.session.scalars(select(Meeting.state).order_by(Meeting.starts_at))) == ["planned", "cancelled"]
