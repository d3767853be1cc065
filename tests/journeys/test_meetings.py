"""Meetings over HTTP: a pair arranges, changes, declines, calls off and logs; a circle replies; calendars read it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

from makers import Works
from mentoring.db.engine import Database
from mentoring.mentorships.extend import extend
from mentoring.mentorships.queries import mine
from mentoring.messages.model import Message
from served import Served, served
from year import LSE_MATCHING, b_mentor_year, published, ready_pairs, rows, variant

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
DAY = {"day.day": "1", "day.month": "4", "day.year": "2021", "time": "10:00"}
"""Behind the change of clocks."""
AT = datetime(2021, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def pair(database: Database, tmp_path: Path) -> Iterator[Served]:
    """A pair that has begun; they agree the number of meetings, and a coordinator whether they go on."""
    terms = {
        "meetings": {"least": 2, "most": 9, "set_by": "members", "every": "4-6 weeks"},
        "extend": {"by": "3 months", "times": 1, "agreed_by": ["members", "coordinator"]},
    }
    year = b_mentor_year(Works(database, variant("b-mentor", {"mentorships": {"all": terms}})))
    ready_pairs(year, 1)
    published(year)
    with served(year, tmp_path) as site:
        yield site


def test_a_pair_arranges_its_meetings_and_both_calendars_follow(pair: Served) -> None:
    amara, dinah = pair.as_(AMARA), pair.as_(DINAH)
    for browser, home in ((amara, "kcl"), (dinah, "ucl")):
        assert "Meet for the first time around" in browser.open(f"/{home}/b-mentor-2021/mine").words
    assert amara.follow("Arrange a meeting").heading == "Arrange a meeting"
    assert amara.press("Arrange it", {**DAY, "time": "ten"}).problems == ["Enter a time such as 10:00 or 14:30."]
    gap = {**DAY, "day.day": "28", "day.month": "3", "time": "01:30"}
    assert amara.press("Arrange it", gap).problems == [
        "The clocks go forward over this time. Choose an earlier or a later one."
    ]
    past = amara.press("Arrange it", {**DAY, "day.year": "2020"})
    assert past.problems == ["This has passed. Choose a time to come, or log a meeting that you have had."]
    page = amara.press("Arrange it", {**DAY, "place": "https://calls.kcl.example/x"})
    assert "Your next meeting" in page.words
    assert page.links("Open the call") == ["https://calls.kcl.example/x"]
    the_other_changes_it(pair)
    they_meet(pair)
    they_agree_on_a_number(pair)
    they_let_time_pass(pair)


def the_other_changes_it(site: Served) -> None:
    amara, dinah = site.as_(AMARA), site.as_(DINAH)
    assert "Amara Quarto0 can come." in dinah.open("/ucl/b-mentor-2021/mine").words
    stale = dinah.follow("Change it or call it off")
    assert stale.heading == "Change this meeting"
    page = dinah.press("Change it for everyone", {"time": "16:30", "place": "Library"})
    assert "16:30" in page.words
    page = amara.open("/kcl/b-mentor-2021/mine")
    assert "60 minutes. Library. Dinah Almanac0 can come." in page.words
    page = amara.press("I cannot come")
    assert "You have said that you cannot come." in page.words
    assert "Amara Quarto0 cannot come." in dinah.open("/ucl/b-mentor-2021/mine").words
    dinah.follow("Change it or call it off")
    page = dinah.press("Call this meeting off")
    assert "Arrange a meeting" in page.words
    with site.year.works.work("ucl") as work:
        told = sorted(rows(work, Message), key=lambda each: (each.created_at, each.to_email))
        carried = [Calendar.from_ical(each.calendar) for each in told if each.calendar and each.to_email == AMARA]
    assert [(str(each["method"]), each.events[0].sequence) for each in carried if each.events] == [
        ("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2),
    ]  # fmt: skip
    assert [each for each in site.year.letters(AMARA) if each.startswith("meeting_")] == [
        "meeting_arranged", "meeting_changed", "meeting_cancelled",
    ]  # fmt: skip
    assert site.year.letters(DINAH)[-2:] == ["meeting_declined", "meeting_cancelled"]


def they_meet(site: Served) -> None:
    amara = site.as_(AMARA)
    amara.open("/kcl/b-mentor-2021/mine")
    amara.follow("Arrange a meeting")
    amara.press("Arrange it", {**DAY, "minutes": "45"})
    site.year.now = AT + timedelta(hours=2)
    site.browsers.clear()  # nobody stays signed in for so long
    amara = site.as_(AMARA)
    page = amara.open("/kcl/b-mentor-2021/mine")
    assert "Did you meet?" in page.words
    assert amara.follow("Yes, log it").heading == "Log a meeting"
    page = amara.press("Log this meeting")
    assert "One meeting held." in page.words
    assert "45 minutes" in page.words


def they_agree_on_a_number(site: Served) -> None:
    amara, dinah = site.as_(AMARA), site.as_(DINAH)
    amara.open("/kcl/b-mentor-2021/mine")
    assert amara.follow("Agree how often you meet").heading == "How often you meet"
    assert amara.press("Keep this number", number="12").problems == ["Enter a number from 2 to 9."]
    amara.press("Keep this number", number="4")
    dinah.open("/ucl/b-mentor-2021/mine")
    assert "Amara Quarto0 would like 4." in dinah.follow("Agree how often you meet").words
    assert "at least four meetings" in dinah.press("Keep this number", number="4").words


def they_let_time_pass(site: Served) -> None:
    """A day that has passed is not suggested."""
    assert "Meet again around" in site.as_(AMARA).open("/kcl/b-mentor-2021/mine").words
    site.year.now = AT + timedelta(days=60)
    site.browsers.clear()
    page = site.as_(AMARA).open("/kcl/b-mentor-2021/mine").words
    assert "It is time to meet again As soon as it suits you both" in page
    assert "Meet again around" not in page


def test_a_calendar_reads_everything_of_mine_and_nothing_once_the_address_is_taken_back(pair: Served) -> None:
    amara = pair.as_(AMARA)
    amara.open("/kcl/b-mentor-2021/mine")
    amara.follow("Arrange a meeting")
    amara.press("Arrange it", {**DAY, "place": "Room 4"})
    assert amara.open("/kcl/account").heading == "How you sign in"
    first = amara.press("Make an address").root.all("code")[0].words
    assert first.startswith("https://mentoring.example/kcl/calendar/")
    assert first not in amara.open("/kcl/account").words, "it is shown once"
    feed = pair.client.get(first)
    assert (feed.status_code, feed.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert feed.headers["cache-control"] == "private, max-age=900"
    assert "set-cookie" not in feed.headers
    read = Calendar.from_ical(feed.content)
    (meeting,) = [each for each in read.events if str(each["summary"]) == "Meeting with Dinah"]
    assert (meeting.start, str(meeting["location"])) == (AT, "Room 4")
    assert len(read.events) == 3, "the programme's dates are there too"
    assert len(vobject.readOne(feed.text).vevent_list) == len(read.events)
    for word in ("B-MEntor", "mentor 2021", "Black", "ethnic"):
        assert word.lower() not in feed.text.lower().replace("b-mentor-2021/mine", "")
    again = pair.client.get(first, headers={"If-None-Match": feed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    nothing_opens(pair, first)


def nothing_opens(site: Served, first: str) -> None:
    amara, token = site.as_(AMARA), first.rpartition("/")[2]
    amara.open("/kcl/account")
    second = amara.press("Make another address").root.all("code")[0].words
    assert site.client.get(second).status_code == 200
    elsewhere = second.replace("/kcl/", "/ucl/")
    amara.open("/kcl/account")
    assert "taken back" in amara.press("Take it back").words
    answers = [
        site.client.get(address)
        for address in (first, second, elsewhere, first.replace(token, "x" * 43 + ".ics"), first.replace(token, "x"))
    ]
    assert {each.status_code for each in answers} == {404}
    told = [each.text.replace("/ucl/", "/kcl/").replace("UCL", "King's College London") for each in answers[:2]]
    assert told[0] == told[1]
    for _ in range(130):
        last = site.client.get(first)
    assert last.status_code == 429


def test_a_coordinator_agrees_that_a_pair_goes_on(pair: Served) -> None:
    pair.year.now = datetime(2022, 1, 14, 10, tzinfo=UTC)
    pair.year.settle()
    with pair.year.as_(AMARA) as (work, _):
        match = mine(work)[0].mentorship_id
    for email in (AMARA, DINAH):
        with pair.year.as_(email) as (work, _):
            extend(work, match, host="ucl", yes=True)
    maya = pair.coordinator("ucl")
    words = "Say whether Amara Quarto0 and Dinah Almanac0 may go on past their planned end."
    assert words in maya.open("/ucl/console").words
    assert "Amara Quarto0 and Dinah Almanac0" in maya.follow("Say whether they may go on").words
    assert maya.press("Keep this answer").problems == ["Choose yes or no"]
    page = maya.press("Keep this answer", go_on="yes")
    assert page.heading == "Mentorships"
    assert words not in maya.open("/ucl/console").words
    assert pair.year.letters(AMARA)[-1] == "extension_agreed"
    assert pair.coordinator("kcl").open(f"/kcl/console/b-mentor-2021/mentorships/{match}/go-on").status == 403


def test_in_a_circle_everyone_is_invited_and_reads_who_can_come(lse: Served) -> None:
    year = lse.year
    people = {"fern.recto": "mentee", "basil.folio": "mentee", "iris.stanza": "mentee", "nora.serif": "mentor"}
    for number, (name, role) in enumerate(people.items()):
        year.register(f"{name}@lse.example", role, **({"unit": f"Unit {number}"} if role == "mentee" else {}))
    year.now = LSE_MATCHING
    year.settle()
    published(year)
    basil, fern, nora = (lse.as_(f"{name}@lse.example") for name in ("basil.folio", "fern.recto", "nora.serif"))
    basil.open(f"/lse/{year.slug}/mine")
    assert basil.follow("Arrange a meeting").heading == "Arrange a meeting"
    when = year.now + timedelta(days=30)
    typed = {"day.day": str(when.day), "day.month": str(when.month), "day.year": str(when.year), "time": "12:30"}
    assert "Your next meeting" in basil.press("Arrange it", typed).words
    for browser, said in ((fern, "I can come"), (nora, "I cannot come")):
        browser.open(f"/lse/{year.slug}/mine")
        browser.press(said)
    page = basil.open(f"/lse/{year.slug}/mine")
    assert "Fern Recto can come. Nora Serif cannot come." in page.words
    with year.works.work("lse") as work:
        invited = [each for each in rows(work, Message) if each.occasion == "meeting_arranged"]
        entries = [Calendar.from_ical(each.calendar or "").events[0] for each in invited]
    assert sorted(each.to_email for each in invited) == sorted(f"{name}@lse.example" for name in people)
    assert {str(each["summary"]) for each in entries} == {"Group meeting"}
    assert {len(each.get("attendee", "").split(",")) for each in entries} == {1}
    year.now = when + timedelta(days=1)
    lse.browsers.clear()
    fern = lse.as_("fern.recto@lse.example")
    fern.open(f"/lse/{year.slug}/mine")
    fern.follow("Yes, log it")
    there = [each.attributes["value"] for each in fern.page.root.all("input") if "checked" in each.attributes]
    page = fern.press("Log this meeting", present=there[:2])
    assert "One meeting held." in page.words
