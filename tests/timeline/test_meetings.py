"""Meetings in the year: who is invited, what their calendars are told, and the one question after a silence."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.meetings.arrange import (
    Plan,
    arrange_meeting,
    call_off,
    change_meeting,
    reply_to_meeting,
    want_meetings,
)
from mentoring.meetings.model import Meeting, MeetingGuest
from mentoring.meetings.planned import arranged
from mentoring.meetings.queries import held, of_programme, rhythm_of
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.model import Mentorship
from mentoring.messages.model import Message
from year import Year, b_mentor_year, published, ready_pairs, rows, variant

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
ZONE = "Europe/London"
FIRST = datetime(2021, 3, 4, 10, tzinfo=UTC)
SPRING = datetime(2021, 4, 1, 9, tzinfo=UTC)
"""10:00 in London, where the clocks have gone forward."""
END = datetime(2022, 2, 12, tzinfo=UTC)


def matched(database: Database, mentorships: Mapping[str, Any] | None = None, **more: Any) -> Year:
    """A pair that has begun on 11 February 2021."""
    terms = {"mentorships": {"all": mentorships}} if mentorships else {}
    year = b_mentor_year(Works(database, variant("b-mentor", {**terms, **more})))
    ready_pairs(year, 1)
    published(year)
    return year


@pytest.fixture
def pair(database: Database) -> Year:
    return matched(database)


def id_of(year: Year) -> UUID:
    with year.works.work("ucl") as work:
        (found,) = rows(work, Mentorship)
        return found.id


def plan(starts_at: datetime = FIRST, place: str = "Room 4") -> Plan:
    return Plan(starts_at=starts_at, minutes=60, zone=ZONE, place=place)


def arrange(year: Year, starts_at: datetime = FIRST) -> UUID:
    with year.as_(AMARA) as (work, _):
        return arrange_meeting(work, id_of(year), host="ucl", plan=plan(starts_at)).id


def carried(year: Year, email: str) -> list[tuple[str, str, int, str, datetime]]:
    """What the letters told somebody's calendar, read by a calendar's library: the oldest first."""
    with year.works.work("ucl") as work:
        letters = sorted(rows(work, Message), key=lambda each: (each.created_at, each.occasion))
        own = [each for each in letters if each.to_email == email and each.calendar]
    found = []
    for each in own:
        calendar = Calendar.from_ical(each.calendar or "")
        (entry,) = calendar.events
        assert isinstance(entry.start, datetime)
        assert str(entry["attendee"]) == f"mailto:{email}"
        found.append(
            (each.occasion, str(calendar["method"]), entry.sequence, str(entry["summary"]), entry.start.astimezone(UTC))
        )
    return found


def meeting_letters(year: Year, email: str) -> list[str]:
    return [each for each in year.letters(email) if each.startswith("meeting_")]


def test_a_meeting_is_arranged_changed_and_called_off_and_each_calendar_hears_of_it_once(pair: Year) -> None:
    match, meeting = id_of(pair), arrange(pair)
    with pair.as_(DINAH) as (work, _):
        (seen,) = arranged(work, match, host="ucl")
        assert (seen.asked, seen.coming, seen.can, seen.place) == (True, None, ("Amara Quarto0",), "Room 4")
        change_meeting(work, match, meeting, host="ucl", plan=plan(SPRING), sequence=0)
    with pair.as_(DINAH) as (work, _):  # the same again is no change
        change_meeting(work, match, meeting, host="ucl", plan=plan(SPRING), sequence=1)
    with pair.as_(AMARA) as (work, _):
        (seen,) = arranged(work, match, host="ucl")
        assert (seen.coming, seen.can) == (None, ("Dinah Almanac0",)), "whoever chose it comes, the other is asked"
    with pytest.raises(Conflict), pair.as_(AMARA) as (work, _):
        change_meeting(work, match, meeting, host="ucl", plan=plan(FIRST), sequence=0)
    with pair.as_(AMARA) as (work, _):
        call_off(work, match, meeting, host="ucl")
    pair.settle()
    assert carried(pair, AMARA) == [
        ("meeting_arranged", "REQUEST", 0, "Meeting with Dinah", FIRST),
        ("meeting_changed", "REQUEST", 1, "Meeting with Dinah", SPRING),
        ("meeting_cancelled", "CANCEL", 2, "Meeting with Dinah", SPRING),
    ]
    assert [each[:4] for each in carried(pair, DINAH)] == [
        ("meeting_arranged", "REQUEST", 0, "Meeting with Amara"),
        ("meeting_changed", "REQUEST", 1, "Meeting with Amara"),
        ("meeting_cancelled", "CANCEL", 2, "Meeting with Amara"),
    ]
    with pair.works.work("ucl") as work:
        told = [each for each in rows(work, Message) if each.occasion.startswith("meeting_")]
        uids = {str(Calendar.from_ical(each.calendar or "").events[0]["uid"]) for each in told}
    assert uids == {f"{meeting}@ucl.example"}
    assert {each.subject for each in told} == {
        "A meeting is arranged",
        "A meeting has changed",
        "A meeting is cancelled",
    }
    changed = next(each for each in told if each.occasion == "meeting_changed")
    assert "Thursday 1 April 2021, 10:00 to 11:00" in changed.body
    assert [each for each in told if "Room 4" in each.body] == [], "coordinators read letters, and not where they meet"


def test_whoever_cannot_come_says_so_and_the_other_hears_of_it(pair: Year) -> None:
    match, meeting = id_of(pair), arrange(pair)
    for coming in (False, False, True):
        with pair.as_(DINAH) as (work, _):
            reply_to_meeting(work, match, meeting, host="ucl", coming=coming)
    assert meeting_letters(pair, AMARA) == ["meeting_arranged", "meeting_declined"]
    assert meeting_letters(pair, DINAH) == ["meeting_arranged"]
    with pair.works.work("ucl") as work:
        assert {each.coming for each in rows(work, MeetingGuest)} == {True}
    for stranger in ("tom.serif@kcl.example", "coordinator@ucl.example"):
        with pytest.raises(NotFound), pair.as_(stranger) as (work, _):
            reply_to_meeting(work, match, meeting, host="ucl", coming=True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": datetime(2021, 1, 1, tzinfo=UTC)}, "starts_at"),
        ({"starts_at": END + timedelta(days=1)}, "starts_at"),
        ({"minutes": 0}, "minutes"),
        ({"zone": "Here/There"}, "starts_at"),
        ({"place": "x" * 301}, "place"),
    ],
)
def test_what_cannot_be_arranged_is_refused_by_its_field(pair: Year, changes: dict[str, Any], field: str) -> None:
    asked: dict[str, Any] = {"starts_at": FIRST, "minutes": 60, "zone": ZONE, **changes}
    with pytest.raises(Invalid) as refusal, pair.as_(AMARA) as (work, _):
        arrange_meeting(work, id_of(pair), host="ucl", plan=Plan(**asked))
    assert set(refusal.value.problems) == {field}


def test_a_meeting_that_was_arranged_for_that_day_is_the_one_that_is_logged(pair: Year) -> None:
    match, meeting = id_of(pair), arrange(pair)
    pair.now = FIRST + timedelta(hours=3)
    with pair.as_(AMARA) as (work, _):
        assert [each.over for each in arranged(work, match, host="ucl")] == [True]
        assert log_meeting(work, match, host="ucl", starts_at=FIRST, minutes=45, zone=ZONE) == meeting
    with pair.as_(DINAH) as (work, _):
        assert [(each.id, each.minutes) for each in held(work, match, host="ucl")] == [(meeting, 45)]
        assert arranged(work, match, host="ucl") == ()


def test_when_a_mentorship_ends_its_meetings_ahead_are_cancelled_and_earlier_ones_can_still_be_logged(
    database: Database,
) -> None:
    year = matched(database, {"end": [{"meetings": 2}]})
    match = id_of(year)
    arrange(year, FIRST + timedelta(days=60))
    for day in (1, 2):
        year.now = FIRST + timedelta(days=day)
        with year.as_(AMARA) as (work, _):
            log_meeting(work, match, host="ucl", starts_at=year.now - timedelta(hours=1), minutes=60, zone=ZONE)
    assert [each[:3] for each in carried(year, DINAH)] == [
        ("meeting_arranged", "REQUEST", 0),
        ("meeting_cancelled", "CANCEL", 1),
    ]
    year.now = FIRST + timedelta(days=9)
    with year.as_(DINAH) as (work, _):
        log_meeting(work, match, host="ucl", starts_at=FIRST - timedelta(days=1), minutes=60, zone=ZONE)
    with pytest.raises(Invalid, match="not noted"), year.as_(DINAH) as (work, _):
        log_meeting(work, match, host="ucl", starts_at=FIRST + timedelta(days=5), minutes=60, zone=ZONE)
    with pytest.raises(NotFound), year.as_(DINAH) as (work, _):
        arrange_meeting(work, match, host="ucl", plan=plan(FIRST + timedelta(days=30)))


def test_silence_is_nudged_once_after_each_meeting_and_ends_nothing(database: Database) -> None:
    unwatched = {"first_meeting_late": None}  # the scheme's own letter to those who have not met
    year = matched(database, {"meetings": {"least": 6, "every": "4-6 weeks"}}, timeline=unwatched)
    silent = datetime(2021, 3, 26, 9, tzinfo=UTC)  # six weeks after 11 February are over
    at(year, silent - timedelta(seconds=1))
    assert meeting_letters(year, AMARA) == []
    for later in (0, 1, 40):
        at(year, silent + timedelta(days=later))
    assert (meeting_letters(year, AMARA), meeting_letters(year, DINAH)) == (["meeting_nudge"], ["meeting_nudge"])
    with year.coordinating("ucl") as (work, programme):
        assert [(each.quiet, each.state) for each in of_programme(work, programme)] == [(True, "running")]
    with year.as_(DINAH) as (work, _):
        log_meeting(work, id_of(year), host="ucl", starts_at=year.now, minutes=60, zone=ZONE)
    arrange(year, year.now + timedelta(days=50))
    at(year, year.now + timedelta(days=49))
    assert meeting_letters(year, AMARA) == ["meeting_nudge", "meeting_arranged"], "nobody asks while one is arranged"
    for _ in range(2):
        at(year, year.now + timedelta(days=2))
    assert meeting_letters(year, AMARA) == ["meeting_nudge", "meeting_arranged", "meeting_nudge"]


def test_where_meetings_need_not_be_logged_nobody_is_nudged(database: Database) -> None:
    year = matched(database, {"meetings": {"every": "4-6 weeks", "log": "optional"}})
    at(year, datetime(2021, 7, 1, tzinfo=UTC))
    assert meeting_letters(year, AMARA) == []


def test_members_agree_on_a_number_and_it_ends_with_that(database: Database) -> None:
    asked = {"least": 2, "most": 8, "set_by": "members"}
    year = matched(database, {"meetings": asked, "end": [{"meetings": "agreed"}]})
    match = id_of(year)
    with pytest.raises(Invalid), year.as_(AMARA) as (work, _):
        want_meetings(work, match, host="ucl", number=9)
    for email, number, target in ((AMARA, 3, 2), (DINAH, 2, 2), (DINAH, 3, 3), (AMARA, 4, 3)):
        with year.as_(email) as (work, _):
            want_meetings(work, match, host="ucl", number=number)
        with year.as_(email) as (work, _):
            assert rhythm_of(work, match, host="ucl").target == target
    for day in range(3):
        year.now = FIRST + timedelta(days=day)
        with year.as_(AMARA) as (work, _):
            log_meeting(work, match, host="ucl", starts_at=year.now, minutes=60, zone=ZONE)
    with year.works.work("ucl") as work:
        assert [each.state for each in rows(work, Mentorship)] == ["completed"]


def test_where_the_scheme_sets_the_number_members_do_not(pair: Year) -> None:
    with pytest.raises(NotFound), pair.as_(AMARA) as (work, _):
        want_meetings(work, id_of(pair), host="ucl", number=4)


def test_a_programme_in_another_zone_arranges_by_its_own_clock(pair: Year) -> None:
    with pair.as_(AMARA) as (work, _):
        starts = datetime(2021, 3, 15, 14, tzinfo=UTC)  # 10:00 in New York, a week before Europe's clocks
        arrange_meeting(work, id_of(pair), host="ucl", plan=Plan(starts_at=starts, minutes=30, zone="America/New_York"))
    assert [each[4] for each in carried(pair, DINAH)] == [starts]
    with pair.works.work("ucl") as work:
        assert "Monday 15 March 2021, 10:00 to 10:30" in next(
            each.body for each in rows(work, Message) if each.occasion == "meeting_arranged"
        )
        assert [each.state for each in rows(work, Meeting)] == ["planned"]


def at(year: Year, now: datetime) -> None:
    year.now = now
    year.settle()
