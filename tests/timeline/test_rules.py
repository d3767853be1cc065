"""When milestones come: pure, for the programme, for people and for mentorships (contract, section 7)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentoring.contracts.merge import merge_patch
from mentoring.programmes.dates import resolve_dates
from mentoring.schemes.build import build_scheme
from mentoring.schemes.load import load_directory
from mentoring.schemes.scheme import Scheme
from mentoring.timeline.rules import Calendar, Life, Per, Pin, pin, programme_pins, programme_turns

LONDON = ZoneInfo("Europe/London")
LATER = datetime(2022, 12, 1, tzinfo=UTC)
OWN = frozenset({"formed", "each_meeting", "last_meeting", "first_meeting", "submitted"})


def scheme_with(timeline: Mapping[str, Any]) -> Scheme:
    """The smallest scheme with these milestones; whatever is left out of one is made up."""
    documents = load_directory().get("hello").documents
    full = {name: {"title": name, "do": [{"task": "Look"}], **entry} for name, entry in timeline.items()}
    return build_scheme("hello", "1", merge_patch(documents, {"timeline": full}))


def at(day: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=zone)


def of_one(
    per: Per,
    timeline: Mapping[str, Any],
    *,
    life: Life | None = None,
    now: datetime = LATER,
    dates: Mapping[str, str] | None = None,
    **pins: Pin | tuple[Pin, ...],
) -> list[tuple[str, str, str]]:
    """Milestone, key and instant of each occurrence."""
    full = {name: {"per": per, **entry} for name, entry in timeline.items()}
    asked = {name: {"at": {"set": "a day"}} for name in dates or {}}
    scheme = scheme_with({**asked, **full})
    given = {"match_by": "2021-01-01", **(dates or {})}
    moments = resolve_dates(scheme, {name: (day,) for name, day in given.items()}, LONDON.key)
    own = {name: (each if isinstance(each, tuple) else (each,)) for name, each in pins.items()}
    found = Calendar(scheme, per, zone=LONDON, now=now).turns({**programme_pins(moments), **own}, life or Life(own=OWN))
    return [(turn.milestone, turn.key, turn.at.isoformat()) for turn in found if turn.milestone in timeline]


def formed(day: str) -> Pin:
    return pin(at(day), "formed", LONDON)


@pytest.mark.parametrize(
    ("entry", "instant"),
    [
        ({"after": "formed"}, "2021-02-11T14:30:00+00:00"),
        ({"after": "formed", "by": "3 days"}, "2021-02-14T09:00:00+00:00"),
        ({"after": "formed", "by": "2 months"}, "2021-04-11T08:00:00+00:00"),  # British summer time
        ({"after": "formed", "by": "1 year"}, "2022-02-11T09:00:00+00:00"),
    ],
)
def test_what_hangs_on_a_mentorship_comes_at_nine_by_the_hosts_clock(entry: Mapping[str, str], instant: str) -> None:
    found = of_one("mentorship", {"then": {"at": entry}}, formed=formed("2021-02-11T14:30"))
    assert found == [("then", "", instant)]


def test_a_month_after_the_last_day_of_a_month_is_the_last_day_of_the_next() -> None:
    found = of_one("mentorship", {"then": {"at": {"after": "formed", "by": "1 month"}}}, formed=formed("2021-01-31"))
    assert found == [("then", "", "2021-02-28T09:00:00+00:00")]


def test_a_stated_time_replaces_nine_oclock_even_on_the_day_itself() -> None:
    found = of_one("mentorship", {"then": {"at": {"after": "formed"}, "time": "16:15"}}, formed=formed("2021-02-11"))
    assert found == [("then", "", "2021-02-11T16:15:00+00:00")]


def test_nine_oclock_stays_nine_oclock_over_both_changes_of_the_clock() -> None:
    found = of_one(
        "mentorship",
        {"daily": {"at": {"every": "1 day", "from": "formed", "until": "over"}}},
        dates={"over": "2021-03-30"},
        formed=formed("2021-03-26"),
    )
    assert [instant for *_, instant in found] == [
        "2021-03-27T09:00:00+00:00", "2021-03-28T08:00:00+00:00", "2021-03-29T08:00:00+00:00",
        "2021-03-30T08:00:00+00:00",
    ]  # fmt: skip
    found = of_one(
        "mentorship",
        {"daily": {"at": {"every": "1 day", "from": "formed", "until": "over"}}},
        dates={"over": "2021-11-01"},
        formed=formed("2021-10-29"),
    )
    assert [instant for *_, instant in found] == [
        "2021-10-30T08:00:00+00:00", "2021-10-31T09:00:00+00:00", "2021-11-01T09:00:00+00:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("time", "instant"),
    [("01:30", "2021-03-28T01:30:00+00:00"), ("02:30", "2021-03-28T01:30:00+00:00")],
)
def test_an_hour_that_the_clock_leaves_out_has_an_instant_all_the_same(time: str, instant: str) -> None:
    entry = {"at": {"after": "formed", "by": "1 day"}, "time": time}
    assert of_one("mentorship", {"then": entry}, formed=formed("2021-03-27")) == [("then", "", instant)]


def test_a_deadline_has_come_when_its_day_is_over() -> None:
    scheme = scheme_with({"closes": {"at": {"set": "a day"}}})
    documents = merge_patch(scheme.documents, {"registration": {"newcomer": {"closes": "closes"}}})
    closing = build_scheme("hello", "1", documents)
    moments = resolve_dates(closing, {"closes": ("2021-06-18",), "match_by": ("2021-07-01",)}, "Europe/London")
    turn, _ = programme_turns(closing, moments)
    assert turn.at.isoformat() == "2021-06-18T23:00:00+00:00"


def test_what_repeats_is_numbered_and_runs_to_the_last_day() -> None:
    found = of_one(
        "mentorship",
        {"check": {"at": {"every": "4 weeks", "from": "formed", "until": "over"}}},
        dates={"over": "2021-04-12"},
        formed=formed("2021-02-01"),
    )
    assert [(key, instant[:10]) for _, key, instant in found] == [("1", "2021-03-01"), ("2", "2021-03-29")]


def test_what_repeats_without_end_tells_what_has_come_and_the_next() -> None:
    entry = {"check": {"at": {"every": "1 month", "from": "formed"}}}
    found = of_one("mentorship", entry, now=at("2021-04-02"), formed=formed("2021-01-31"))
    assert [(key, instant[:10]) for _, key, instant in found] == [
        ("1", "2021-02-28"), ("2", "2021-03-31"), ("3", "2021-04-30"),
    ]  # fmt: skip


def test_from_the_last_meeting_it_starts_again_at_each_meeting() -> None:
    entry = {"quiet": {"at": {"every": "6 weeks", "from": "last_meeting"}}}
    now = at("2021-04-01")
    assert of_one("mentorship", entry, now=now, formed=formed("2021-02-01")) == [], "nobody has met yet"
    first = pin(at("2021-02-10T16:00"), "last_meeting", LONDON, key="one")
    assert [(key, instant[:10]) for _, key, instant in of_one("mentorship", entry, now=now, last_meeting=first)] == [
        ("one:1", "2021-03-24"), ("one:2", "2021-05-05"),
    ]  # fmt: skip
    second = pin(at("2021-03-20T16:00"), "last_meeting", LONDON, key="two")
    assert [(key, instant[:10]) for _, key, instant in of_one("mentorship", entry, now=now, last_meeting=second)] == [
        ("two:1", "2021-05-01")
    ]


def test_after_each_meeting_there_is_one_for_each() -> None:
    meetings = tuple(
        pin(at(f"2021-0{month}-10T16:00"), "each_meeting", LONDON, key=f"m{month}", known=at(f"2021-0{month}-12"))
        for month in (3, 4)
    )
    found = of_one("mentorship", {"how": {"at": {"after": "each_meeting"}}}, each_meeting=meetings)
    assert found == [("how", "m3", "2021-03-10T16:00:00+00:00"), ("how", "m4", "2021-04-10T15:00:00+00:00")]


def test_milestones_of_one_person_may_hang_on_each_other() -> None:
    chain = {
        "second": {"at": {"after": "first", "by": "1 week"}},
        "first": {"at": {"after": "submitted", "by": "3 days"}},
    }
    found = of_one("person", chain, submitted=pin(at("2021-01-04T11:00"), "submitted", LONDON))
    assert [(name, instant[:10]) for name, _, instant in found] == [("second", "2021-01-14"), ("first", "2021-01-07")]


def test_what_hangs_on_what_has_not_happened_does_not_come() -> None:
    entry = {"then": {"at": {"after": "first_meeting", "by": "1 day"}}}
    assert of_one("mentorship", entry, formed=formed("2021-02-01")) == []
    repeating = {"then": {"at": {"every": "1 week", "from": "formed", "until": "ended"}}}
    assert of_one("mentorship", repeating, formed=formed("2021-02-01")) == []


def test_nothing_comes_for_what_did_not_exist_yet_or_is_over() -> None:
    entries = {
        "early": {"at": {"before": "day"}},
        "late": {"at": {"after": "day", "by": "6 months"}},
        "after": {"at": {"after": "ended", "by": "6 months"}},
    }
    life = Life(at("2021-03-01"), at("2021-05-01"), OWN, frozenset({"ended"}))
    found = of_one(
        "mentorship", entries, life=life, dates={"day": "2021-02-01"}, ended=pin(at("2021-05-01"), "ended", LONDON)
    )
    assert [(name, instant[:10]) for name, _, instant in found] == [("after", "2021-11-01")]
