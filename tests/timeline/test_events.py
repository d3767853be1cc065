"""Events in the year: invited once, placed exactly, told again of changes, and through the gate by the register."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from makers import Works
from mentoring.contracts.problems import Path
from mentoring.db.engine import Database
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.events.attendance import Mark, take_register
from mentoring.events.model import EventSession, Guest
from mentoring.events.reply import reply
from mentoring.events.sessions import arrange, call_off, put_back
from mentoring.gates.service import passes
from mentoring.messages.model import Message
from mentoring.programmes.adjust import Asked, save, wanted
from mentoring.programmes.history import newest
from year import Year, b_mentor_year, rows, variant

AMARA, DINAH, FERN = "amara.quarto@kcl.example", "dinah.almanac@ucl.example", "fern.recto@ucl.example"
ANNOUNCED = datetime(2020, 12, 17, 9, tzinfo=UTC)
"""Four weeks before the training for mentees, in the morning."""
TRAINING = datetime(2021, 1, 14, 10, tzinfo=UTC)
EVENT = "induction_mentee"


def settled(year: Year, now: datetime) -> None:
    year.now = now
    year.settle()


def events_of(year: Year, email: str) -> list[str]:
    return [each for each in year.letters(email) if each.startswith("event_")]


def session_of(year: Year, event: str = EVENT) -> UUID:
    with year.works.work(year.host) as work:
        return next(each.id for each in rows(work, EventSession) if each.event == event and not each.dropped)


def places_of(year: Year) -> Counter[str]:
    with year.works.work(year.host) as work:
        return Counter(each.place or "none" for each in rows(work, Guest))


def come(year: Year, email: str, key: UUID, *, coming: bool = True, session: UUID | None = None) -> None:
    with year.as_(email) as (work, programme):
        reply(work, programme, key, EVENT, coming=coming, session_id=session)


def change(year: Year, asked: Asked) -> None:
    with year.coordinating(year.host) as (work, programme):
        made = wanted(work, programme, asked)
        save(work, programme, made, base=newest(work, programme), author="Maya Archive", reason="The room is taken")


def limited(database: Database, **changes: Any) -> Year:
    """B-MEntor with other numbers for the training of mentees."""
    return b_mentor_year(Works(database, variant("b-mentor", {"activities": {"events": {EVENT: changes}}})))


def test_everybody_meant_is_invited_once_at_the_stated_notice_and_whoever_comes_later_at_once(year: Year) -> None:
    year.register(AMARA, "mentee")
    year.register(DINAH, "mentor")
    settled(year, ANNOUNCED - timedelta(seconds=1))
    assert events_of(year, AMARA) == []
    settled(year, ANNOUNCED)
    year.settle()
    assert events_of(year, AMARA) == ["event_announced"]
    assert events_of(year, DINAH) == [], "the training for mentors is two weeks later"
    year.register(FERN, "mentee")
    assert events_of(year, FERN) == ["event_announced"]
    settled(year, ANNOUNCED + timedelta(weeks=2))
    assert events_of(year, DINAH) == ["event_announced"]


def test_whoever_has_not_replied_is_asked_again_and_whoever_comes_is_reminded(year: Year) -> None:
    amara = year.register(AMARA, "mentee")
    year.register(FERN, "mentee")
    settled(year, ANNOUNCED)
    come(year, AMARA, amara)
    settled(year, datetime(2021, 1, 7, 9, tzinfo=UTC))
    settled(year, datetime(2021, 1, 12, 9, tzinfo=UTC))
    year.settle()
    assert events_of(year, FERN) == ["event_announced", "event_unanswered"]
    assert events_of(year, AMARA) == ["event_announced", "event_reminder"]


def test_a_date_that_moves_is_told_to_those_who_heard_of_it_and_a_reminder_comes_for_the_new_one(year: Year) -> None:
    amara = year.register(AMARA, "mentee")
    settled(year, ANNOUNCED)
    come(year, AMARA, amara)
    session = session_of(year)
    change(year, Asked(dates={EVENT: ("2021-01-19T14:00",)}))
    year.settle()
    assert events_of(year, AMARA) == ["event_announced", "event_changed"]
    assert session_of(year) == session, "it is the same session, at another time"
    with year.works.work("ucl") as work:
        entries = [Calendar.from_ical(each.calendar).walk("VEVENT")[0] for each in rows(work, Message) if each.calendar]
    assert len({str(each["uid"]) for each in entries}) == 1
    assert sorted((each["sequence"], each.decoded("dtstart")) for each in entries) == [
        (0, TRAINING),
        (1, datetime(2021, 1, 19, 14, tzinfo=UTC)),
    ]
    settled(year, datetime(2021, 1, 17, 9, tzinfo=UTC))
    assert events_of(year, AMARA)[2:] == ["event_reminder"]


def test_a_place_that_changes_is_told_and_the_same_again_is_not(year: Year) -> None:
    year.register(AMARA, "mentee")
    settled(year, ANNOUNCED)
    for _ in range(2):
        with year.coordinating("ucl") as (work, programme):
            arrange(work, programme, session_of(year), place="Room 5", link="https://video.example/5", places="")
    assert events_of(year, AMARA) == ["event_announced", "event_changed"]
    with year.coordinating("ucl") as (work, programme), pytest.raises(Invalid) as refusal:
        arrange(work, programme, session_of(year), place="", link="javascript:alert(1)", places="none")
    assert set(refusal.value.problems) == {"link", "places"}
    with year.coordinating("kcl") as (work, programme), pytest.raises(NotAllowed):
        arrange(work, programme, session_of(year), place="Elsewhere", link="", places="")


def test_a_session_that_is_called_off_frees_everybody_and_may_be_put_back(year: Year) -> None:
    amara = year.register(AMARA, "mentee")
    settled(year, ANNOUNCED)
    come(year, AMARA, amara)
    assert places_of(year) == Counter(given=1)
    with year.coordinating("ucl") as (work, programme):
        call_off(work, programme, session_of(year))
    assert places_of(year) == Counter(none=1)
    with year.as_(AMARA) as (work, programme), pytest.raises(Conflict, match="does not take place any more"):
        reply(work, programme, amara, EVENT, coming=False)
    with year.coordinating("ucl") as (work, programme):
        put_back(work, programme, session_of(year))
    assert places_of(year) == Counter(given=1), "what they said holds again"
    assert events_of(year, AMARA) == ["event_announced", "event_cancelled", "event_changed"]


def test_the_last_word_counts_until_the_session_begins_and_only_whoever_is_invited_has_one(year: Year) -> None:
    amara, dinah = year.register(AMARA, "mentee"), year.register(DINAH, "mentor")
    settled(year, ANNOUNCED)
    come(year, AMARA, amara)
    come(year, AMARA, amara, coming=False)
    assert places_of(year) == Counter(none=1)
    assert events_of(year, AMARA) == ["event_announced", "event_reply_noted"], "it is taken out of the calendar"
    for email, key, event in ((DINAH, dinah, EVENT), (DINAH, amara, EVENT), (AMARA, amara, "no_event")):
        with year.as_(email) as (work, programme), pytest.raises(NotFound):
            reply(work, programme, key, event, coming=True)
    year.now = TRAINING
    with year.as_(AMARA) as (work, programme), pytest.raises(Conflict, match="has begun"):
        reply(work, programme, amara, EVENT, coming=True)


def test_whoever_withdraws_frees_their_place_for_the_next(database: Database) -> None:
    year = limited(database, places=1)
    keys = {email: year.register(email, "mentee") for email in (AMARA, FERN)}
    settled(year, ANNOUNCED)
    for email, key in keys.items():
        come(year, email, key)
    assert places_of(year) == Counter(given=1, waiting=1)
    come(year, AMARA, keys[AMARA], coming=False)
    assert places_of(year) == Counter(given=1, none=1)
    assert events_of(year, FERN)[-1] == "event_place_given"


def test_one_of_several_sessions_is_chosen_and_another_may_be(database: Database) -> None:
    year = limited(database, places=1)
    more: dict[tuple[str, Path], Any] = {("activities", ("events", EVENT, "sessions")): 2}
    change(year, Asked(edits=more, dates={EVENT: ("2021-01-13", "2021-01-14")}))
    keys = {email: year.register(email, "mentee") for email in (AMARA, FERN)}
    settled(year, ANNOUNCED)
    with year.works.work("ucl") as work:
        first, second = (each.id for each in sorted(rows(work, EventSession), key=lambda each: each.starts_at)
                         if each.event == EVENT)  # fmt: skip
    with year.as_(AMARA) as (work, programme), pytest.raises(Invalid):
        reply(work, programme, keys[AMARA], EVENT, coming=True)
    come(year, AMARA, keys[AMARA], session=first)
    come(year, FERN, keys[FERN], session=first)
    assert places_of(year) == Counter(given=1, waiting=1)
    come(year, FERN, keys[FERN], session=second)
    assert places_of(year) == Counter(given=2)
    assert events_of(year, FERN) == ["event_announced", "event_reply_noted"]
    with year.works.work("ucl") as work:
        noted = [each for each in rows(work, Message) if each.occasion == "event_reply_noted"]
        (entry,) = [each.calendar or "" for each in noted if each.to_email == FERN]
    (found,) = Calendar.from_ical(entry).walk("VEVENT")
    assert found.decoded("dtstart") == TRAINING
    assert found.decoded("dtstart").tzinfo is not None
    assert (str(found["summary"]), found["sequence"]) == ("Training for mentees", 0)


def test_of_many_who_reply_at_once_as_many_as_there_are_places_get_one(database: Database) -> None:
    year = limited(database, places=4)
    keys = {email: year.register(email, "mentee") for number in range(12)
            for email in (f"amara.quarto{number}@{('kcl', 'ucl')[number % 2]}.example",)}  # fmt: skip
    settled(year, ANNOUNCED)
    for email in keys:
        year.person(email)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: come(year, *each), keys.items()))
    assert places_of(year) == Counter(given=4, waiting=8)
    with year.works.work("ucl") as work:
        assert [(each.taken, each.waiting) for each in rows(work, EventSession) if each.event == EVENT] == [(4, 8)]


def test_the_register_opens_the_gate_and_closes_it_when_it_was_wrong(year: Year) -> None:
    amara = year.register(AMARA, "mentee")
    with year.coordinating("kcl") as (work, programme), pytest.raises(Conflict, match="not taken place yet"):
        take_register(work, programme, session_of(year), {amara: Mark("present")})
    year.now = TRAINING + timedelta(hours=3)
    with year.coordinating("kcl") as (work, programme):
        assert take_register(work, programme, session_of(year), {amara: Mark("present", 88)}) == 1
        assert take_register(work, programme, session_of(year), {amara: Mark("present", 88)}) == 0
    with year.coordinating("ucl") as (work, programme):
        assert passes(work, programme) == {amara: frozenset({"trained_mentee"})}
        take_register(work, programme, session_of(year), {amara: Mark("excused")})
    with year.works.work("ucl") as work:
        assert passes(work, programme) == {}
    with year.coordinating("qmul") as (work, programme), pytest.raises(NotFound):
        take_register(work, programme, session_of(year), {amara: Mark("present")})


@pytest.mark.parametrize(("day", "utc"), [("2021-03-25", 10), ("2021-04-01", 9)])
def test_ten_in_london_is_ten_on_either_side_of_the_change_of_clocks(year: Year, day: str, utc: int) -> None:
    dates = {EVENT: (day,), "induction_mentor": (day,)}
    change(year, Asked(dates=dates))
    with year.works.work("ucl") as work:
        starts = {each.starts_at for each in rows(work, EventSession) if each.event in dates}
    assert starts == {datetime.fromisoformat(day).replace(hour=utc, tzinfo=UTC)}
