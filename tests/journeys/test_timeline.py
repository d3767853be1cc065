"""A coordinator reads the year, does a task with a click, and moves the registration deadline: seen before it is so."""

from datetime import UTC, datetime
from pathlib import Path

from makers import Works
from mentoring.db.engine import Database
from mentoring.mentorships.model import Decline
from served import Served, served
from year import CLOSED, b_mentor_year, published, ready_pairs, rows, variant

AT = "/ucl/console/b-mentor-2021/timeline"


def settled(site: Served, now: datetime) -> None:
    site.year.now = now
    site.year.settle()


def test_the_year_is_read_with_what_happens_and_to_how_many(b_mentor: Served) -> None:
    b_mentor.year.register("amara.quarto@kcl.example", "mentee")
    lead = b_mentor.coordinator("ucl")
    page = lead.open(AT)
    assert page.heading == "Timeline"
    for words in (
        "Registration closes for mentees",
        "Friday 18 December 2020, whole day",
        "1 week before Registration closes",
        "Thursday 14 January 2021, 10:00",
        "Thursday 28 January 2021, 10:00",
        "2 weeks after Training for mentors",
        "Matches are published by you",
        "Decide the registrations of your own people that still need a person to look: 5 as things stand",
        "Survey “Before you begin”, to them",
    ):
        assert words in page.words, words
    assert b_mentor.coordinator("kcl").open("/kcl/console/b-mentor-2021/timeline").status == 403


def test_a_task_stands_on_today_until_it_is_done(b_mentor: Served) -> None:
    settled(b_mentor, datetime(2021, 1, 1, 9, tzinfo=UTC))
    kcl = b_mentor.coordinator("kcl")
    assert "Decide the registrations of your own people" in kcl.open("/kcl/console").words
    assert "Decide the registrations of your own people" not in kcl.press("Done").words


def test_the_deadline_is_moved_once_every_consequence_was_seen(b_mentor: Served) -> None:
    settled(b_mentor, CLOSED.replace(day=11, hour=9))
    settled(b_mentor, CLOSED.replace(day=14, hour=9))
    lead = b_mentor.coordinator("ucl")
    lead.open(AT)
    assert lead.follow("Move a date").heading == "Dates and places"
    eighth = {"dates.closes.day": "8", "dates.closes.month": "1", "dates.closes.year": "2021"}
    page = lead.press("Show what this changes", eighth)
    for words in ("Registration closes", "A week before registration closes", "Doubtful registrations decided"):
        assert words in page.words, words
    assert "Friday 22 January 2021" in page.words, "two weeks after the new day"
    assert (
        "It follows from other dates. Its day is over, and would be ahead again: what opens, closes or begins with it "
        "does so then." in page.words
    )
    assert lead.press("Save", reason="Two institutions ask for more time").status == 200
    words = lead.open(AT).words
    assert "Friday 8 January 2021, whole day" in words


def test_a_pair_says_that_they_would_like_to_go_on(real: Works, tmp_path: Path) -> None:
    year = b_mentor_year(real)
    ready_pairs(year, 1)
    published(year)
    with served(year, tmp_path) as site:
        settled(site, datetime(2022, 1, 14, 9, tzinfo=UTC))
        amara, dinah = site.as_("amara.quarto0@kcl.example"), site.as_("dinah.almanac0@ucl.example")
        for somebody, home in ((amara, "kcl"), (dinah, "ucl")):
            somebody.open(f"/{home}/mine")
            assert "Would you like to go on?" in somebody.open(f"/{home}/b-mentor-2021/mine").words
            somebody.follow("Say yes or no")
            assert somebody.press("Send my answer").problems == ["Choose yes or no"]
            page = somebody.press("Send my answer", go_on="yes")
        assert "Would you like to go on?" not in page.words
        assert "until 11 May 2022" in page.words


def test_a_no_to_an_offer_may_say_why_to_coordinators_alone(database: Database, tmp_path: Path) -> None:
    asks = {"matching": {"all": {"offers": {"ask": ["mentee", "mentor"]}}}}
    year = b_mentor_year(Works(database, variant("b-mentor", asks)))
    ready_pairs(year, 1)
    published(year)
    with served(year, tmp_path) as site:
        amara = site.as_("amara.quarto0@kcl.example")
        amara.open("/kcl/b-mentor-2021/mine")
        amara.follow("Say yes or no")
        amara.press("Send my answer", answer="no", reason="We share an office")
    with year.works.work("ucl") as work:
        assert [each.reason for each in rows(work, Decline)] == ["We share an office"]
