"""What we write is read by two libraries that share no code: icalendar, and vobject with dateutil's own zones."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from mentoring.calendars.entry import Entry, Party, uid_of
from mentoring.calendars.writing import feed, invitation, method_of

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENTRY = Entry(
    uid=uid_of("a1b2", "ucl.example"),
    start=datetime(2027, 1, 14, 10, tzinfo=UTC),
    end=datetime(2027, 1, 14, 11, tzinfo=UTC),
    zone="Europe/London",
    summary="Meeting with Dinah Almanac",
    text="Whether you can come:\nhttps://ucl.example/a",
    where="Room 4; second floor",
    link="https://ucl.example/a",
    organiser=Party("UCL", "mentoring@ucl.example"),
    attendee=Party("Amara Quarto", "amara@ucl.example"),
    written_at=NOW,
)
ZONES = ["Europe/London", "Europe/Dublin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Africa/Casablanca"]


WRITTEN = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//mentoring//calendars//EN
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:20260329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20261025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:a1b2@ucl.example
SEQUENCE:0
DTSTAMP:20261102T093000Z
DTSTART;TZID=Europe/London:20270114T100000
DTEND;TZID=Europe/London:20270114T110000
SUMMARY:Meeting with Dinah Almanac
DESCRIPTION:Whether you can come:\nhttps://ucl.example/a
LOCATION:Room 4\; second floor
URL:https://ucl.example/a
CLASS:PRIVATE
STATUS:CONFIRMED
TRANSP:OPAQUE
ORGANIZER;CN=UCL:mailto:mentoring@ucl.example
ATTENDEE;CN="Amara Quarto";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT
 =NEEDS-ACTION;RSVP=FALSE:mailto:amara@ucl.example
END:VEVENT
END:VCALENDAR
"""


def test_an_invitation_has_these_bytes_each_time() -> None:
    assert invitation(ENTRY) == WRITTEN.replace("\n", "\r\n")


def _instant(at: date) -> datetime:
    assert isinstance(at, datetime)
    return at.astimezone(UTC)


def _read_twice(calendar: str) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """Method, uid, sequence, status, instants and words of the one entry, by each library."""
    ours = Calendar.from_ical(calendar)
    event = ours.events[0]
    theirs = vobject.readOne(calendar)
    other = theirs.vevent
    return (
        (
            str(ours["method"]),
            str(event["uid"]),
            event.sequence,
            str(event["status"]),
            _instant(event.start),
            _instant(event.end),
            str(event["summary"]),
            str(event["location"]),
            str(event["attendee"].params["cn"]),
        ),
        (
            theirs.method.value,
            other.uid.value,
            int(other.sequence.value),
            other.status.value,
            other.dtstart.value.astimezone(UTC),
            other.dtend.value.astimezone(UTC),
            other.summary.value,
            other.location.value,
            other.attendee.params["CN"][0],
        ),
    )


@pytest.mark.parametrize("month", [1, 7])
@pytest.mark.parametrize("zone", ZONES)
def test_two_readers_find_the_same_instant_in_winter_and_in_summer(zone: str, month: int) -> None:
    start = datetime(2027, month, 14, 10, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    entry = replace(ENTRY, start=start, end=start + HOUR, zone=zone)
    ours, theirs = _read_twice(invitation(entry))
    assert ours == theirs
    assert ours[4:6] == (start, start + HOUR)


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_no_hour_of_a_day_on_which_the_clocks_change_is_read_as_another(day: str) -> None:
    for half_hours in range(48):
        start = datetime.fromisoformat(f"{day}T00:00:00+00:00") + half_hours * HOUR / 2
        ours, theirs = _read_twice(invitation(replace(ENTRY, start=start, end=start + HOUR)))
        assert ours[4:6] == theirs[4:6] == (start, start + HOUR), start


@pytest.mark.parametrize("zone", ZONES)
def test_a_program_that_knows_no_zone_reads_the_right_offset_all_year(zone: str) -> None:
    start = datetime(2027, 1, 4, 12, tzinfo=UTC)
    spanning = [replace(ENTRY, start=start, end=start + HOUR, zone=zone)]
    spanning.append(replace(ENTRY, start=start + 365 * 24 * HOUR, end=start + 366 * 24 * HOUR, zone=zone))
    read = tzical(StringIO(feed(spanning, name="Dates", refresh=HOUR).decode())).get(zone)
    assert read is not None
    there = ZoneInfo(zone)
    for day in range(2 * 365):
        noon = datetime(2027, 1, 1, 12, tzinfo=there) + timedelta(days=day)
        assert noon.replace(tzinfo=read).utcoffset() == noon.utcoffset(), noon


def test_a_change_keeps_the_uid_and_raises_the_number_and_a_cancellation_takes_it_out() -> None:
    changed = replace(ENTRY, sequence=1, start=ENTRY.start + HOUR, end=ENTRY.end + HOUR)
    gone = replace(changed, sequence=2, cancelled=True)
    read = [_read_twice(invitation(each)) for each in (ENTRY, changed, gone)]
    assert [ours[:4] for ours, _ in read] == [theirs[:4] for _, theirs in read]
    assert [ours[:4] for ours, _ in read] == [
        ("REQUEST", "a1b2@ucl.example", 0, "CONFIRMED"),
        ("REQUEST", "a1b2@ucl.example", 1, "CONFIRMED"),
        ("CANCEL", "a1b2@ucl.example", 2, "CANCELLED"),
    ]
    assert [method_of(invitation(each)) for each in (ENTRY, gone)] == ["REQUEST", "CANCEL"]


HOSTILE = 'Tea\r\nBEGIN:VEVENT\nUID:evil\r\nATTACH:https://evil.example\x00\x07\u2028X-EVIL:1\x85; a, b\\n \\, "q" ^n'


def test_whatever_somebody_writes_stays_within_its_text() -> None:
    entry = replace(
        ENTRY, summary=HOSTILE, text=HOSTILE, where=HOSTILE, attendee=Party(HOSTILE, "a;x=\r\ny:@b.example")
    )
    written = invitation(entry)
    ours, theirs = _read_twice(written)
    one_line = 'Tea BEGIN:VEVENT UID:evil ATTACH:https://evil.example X-EVIL:1 ; a, b\\n \\, "q" ^n'
    assert ours[6:8] == (one_line, one_line)
    assert theirs[6:8] == (one_line, one_line)
    assert theirs[8] == one_line.replace('"', "^'").replace("^n", "^^n")  # RFC 6868, which this reader does not know
    event = Calendar.from_ical(written).events[0]
    assert str(event["description"]) == HOSTILE.replace("\r\n", "\n").replace("\x00\x07\u2028", "\n").replace(
        "\x85", "\n"
    )
    assert event["attendee"] == "mailto:a%3Bx=%0D%0Ay%3A@b.example"
    assert [line for line in written.split("\r\n") if line.startswith(("X-EVIL", "ATTACH", "UID:evil"))] == []


@given(st.text(max_size=300), st.text(max_size=300))
def test_every_text_is_read_back_and_no_line_is_longer_than_75_octets(summary: str, name: str) -> None:
    entry = replace(ENTRY, summary=summary, attendee=Party(name, "a@b.example"))
    written = invitation(entry).encode()
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert b"\n" not in written.replace(b"\r\n", b"")
    event = Calendar.from_ical(written).events[0]
    assert (event["uid"], event["sequence"]) == (ENTRY.uid, 0)
    assert vobject.readOne(written.decode()).vevent.summary.value == str(event["summary"])


def test_names_of_every_script_are_read_by_both() -> None:
    name = "Zoë Ångström 李小龍 Ọlá " * 5
    ours, theirs = _read_twice(invitation(replace(ENTRY, summary=name, attendee=Party(name.strip(), "a@b.example"))))
    assert (ours, ours[6]) == (theirs, name)


def test_a_feed_holds_entries_in_their_order_and_each_zone_once() -> None:
    day = Entry(
        uid="d@x",
        start=date(2027, 1, 31),
        end=date(2027, 1, 31),
        zone="Europe/London",
        summary="A day",
        organiser=ENTRY.organiser,
        written_at=NOW,
    )
    later = replace(
        ENTRY, uid="l@x", start=ENTRY.start + 24 * 300 * HOUR, end=ENTRY.end + 24 * 300 * HOUR, attendee=None
    )
    written = feed([later, day, ENTRY], name="Meetings and dates", refresh=4 * HOUR)
    assert written == feed([ENTRY, day, later], name="Meetings and dates", refresh=4 * HOUR)
    read = Calendar.from_ical(written)
    assert [str(each["uid"]) for each in read.events] == [ENTRY.uid, "d@x", "l@x"]
    assert [str(each["tzid"]) for each in read.walk("VTIMEZONE")] == ["Europe/London"]
    assert (read["method"], read["x-wr-calname"]) == ("PUBLISH", "Meetings and dates")
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in written
    assert (read.events[1].start, read.events[1].end) == (date(2027, 1, 31), date(2027, 2, 1))
    assert [each.uid.value for each in vobject.readOne(written.decode()).vevent_list] == [ENTRY.uid, "d@x", "l@x"]


def test_an_empty_feed_is_a_calendar_too() -> None:
    written = feed([], name="Meetings and dates", refresh=HOUR)
    assert Calendar.from_ical(written).events == []
    assert vobject.readOne(written.decode()).version.value == "2.0"
