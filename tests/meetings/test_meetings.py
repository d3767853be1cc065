from datetime import date, timedelta
from uuid import UUID

import pytest

from mentoring.errors import Invalid, NotFound
from mentoring.meetings.queries import held, of_programme, rhythm_of
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.queries import mine, one
from year import Year, counted, published, ready_pairs

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
ZONE = "Europe/London"


@pytest.fixture
def matched(year: Year) -> Year:
    ready_pairs(year, 1)
    published(year)
    year.now += timedelta(days=20)
    return year


def match_of(year: Year, email: str = AMARA) -> UUID:
    with year.as_(email) as (work, _):
        return mine(work)[0].mentorship_id


def test_a_meeting_noted_by_one_is_seen_by_both_and_fills_a_bead(matched: Year) -> None:
    match = match_of(matched)
    with matched.as_(AMARA) as (work, _):
        log_meeting(work, match, host="ucl", starts_at=matched.now - timedelta(days=3), minutes=60, zone=ZONE)
    with matched.as_(DINAH) as (work, _):
        (meeting,) = held(work, match, host="ucl")
        found = rhythm_of(work, match, host="ucl")
    assert (meeting.present, meeting.minutes, meeting.logged_by_me) == (("Amara Quarto0", "Dinah Almanac0"), 60, False)
    assert (found.held, found.target, found.beads) == (1, 6, (True, False, False, False, False, False))


def test_a_meeting_that_is_still_to_come_is_not_noted(matched: Year) -> None:
    match = match_of(matched)
    with pytest.raises(Invalid) as refusal, matched.as_(AMARA) as (work, _):
        log_meeting(work, match, host="ucl", starts_at=matched.now + timedelta(days=1), minutes=0, zone=ZONE)
    assert set(refusal.value.problems) == {"starts_at", "minutes"}


def test_only_members_note_and_only_those_concerned_read(matched: Year) -> None:
    match = match_of(matched)
    at = matched.now - timedelta(days=1)
    with pytest.raises(NotFound), matched.as_("tom.serif@kcl.example") as (work, _):
        log_meeting(work, match, host="ucl", starts_at=at, minutes=60, zone=ZONE)
    with pytest.raises(NotFound), matched.coordinating("kcl") as (work, _):
        log_meeting(work, match, host="ucl", starts_at=at, minutes=60, zone=ZONE)
    with pytest.raises(NotFound), matched.as_("tom.serif@kcl.example") as (work, _):
        held(work, match, host="ucl")
    with pytest.raises(NotFound), matched.coordinating("qmul") as (work, _):
        one(work, match, host="ucl")


def test_a_meeting_names_only_members(matched: Year) -> None:
    match = match_of(matched)
    with pytest.raises(Invalid) as refusal, matched.as_(AMARA) as (work, _):
        log_meeting(
            work, match, host="ucl", starts_at=matched.now, minutes=60, zone=ZONE, present=[UUID(int=1), UUID(int=2)]
        )
    assert set(refusal.value.problems) == {"present"}


def test_coordinators_of_both_institutions_see_that_they_met_and_others_nothing(matched: Year) -> None:
    match = match_of(matched)
    with matched.as_(AMARA) as (work, _):
        log_meeting(work, match, host="ucl", starts_at=matched.now - timedelta(days=3), minutes=60, zone=ZONE)
    for slug in ("ucl", "kcl"):
        with matched.coordinating(slug) as (work, programme):
            (line,) = of_programme(work, programme)
        assert (line.held, line.target, line.last_held, line.quiet) == (1, 6, date(2021, 2, 28), False)
        assert [(seat.name, seat.house) for seat in line.members] == [
            ("Amara Quarto0", "King's"), ("Dinah Almanac0", "UCL"),
        ]  # fmt: skip
    with matched.coordinating("qmul") as here:
        assert of_programme(*here) == ()


@pytest.mark.parametrize("pairs", [1, 3])
def test_lists_take_three_queries_however_many_there_are(year: Year, pairs: int) -> None:
    ready_pairs(year, pairs)
    published(year)
    with year.coordinating("ucl") as (work, programme), counted(work) as listed:
        assert len(of_programme(work, programme)) == pairs
    with year.as_(AMARA) as (work, _), counted(work) as own:
        assert len(mine(work)) == 1
    assert (len(listed), len(own)) == (3, 3)
