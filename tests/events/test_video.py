"""Lists of who was in a video meeting: as tools write them, as people mangle them, and as an attacker would."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import UnsoundFile
from mentoring.events.video import Expected, Matched, Seen, match_people, minutes_of, read_text, text_of

AMARA = Expected(UUID(int=1), "Amara Quarto", "amara.quarto@kcl.example")
DINAH = Expected(UUID(int=2), "Dinah Álmanac", "dinah.almanac@ucl.example")
OTHER = Expected(UUID(int=3), "Amara Quarto", "amara.quarto@ucl.example")

SIMPLE = (Seen(2, "Amara Quarto", "amara.quarto@kcl.example", 88),)


@pytest.mark.parametrize(
    "text",
    [
        "Name,Email,Duration\nAmara Quarto,amara.quarto@kcl.example,88\n",
        "Duration (Minutes);User Email;Name (Original Name)\r\n88;amara.quarto@kcl.example;Amara Quarto\r\n",
        "Join time\tIn-Meeting Duration\tEmail\tFull name\n10:01\t1h 28m 4s\tamara.quarto@kcl.example\tAmara Quarto\n",
        '"Guest","Participant","E-mail address","Time in session"\nNo,Amara Quarto,amara.quarto@kcl.example,01:28:00\n',
    ],
)
def test_the_columns_of_the_usual_tools_are_known_in_whatever_order(text: str) -> None:
    assert read_text(text) == SIMPLE


def test_lines_above_the_table_and_other_encodings_are_passed_over() -> None:
    text = "1. Summary\nTitle\tTraining\nAttended participants\t2\n\n2. Participants\nName\tEmail\nAmara Quarto\t\n"
    (seen,) = read_text(text_of(text.encode("utf-16")))
    assert (seen.line, seen.name, seen.minutes) == (7, "Amara Quarto", None)
    assert read_text(text_of("Name;Duration\nJosé;5".encode("cp1252")))[0].name == "José"
    assert read_text(text_of("\ufeffName,Duration\nJosé,5".encode()))[0].name == "José"


def test_whoever_came_in_several_times_stands_there_once_with_all_their_minutes() -> None:
    text = "Name,Email,Minutes\nAmara,a@kcl.example,30\nDinah,,5\nAmara Quarto,A@kcl.example,40\nDINAH,,6\n"
    assert [(each.line, each.minutes) for each in read_text(text)] == [(2, 70), (3, 11)]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("83", 83), ("83.9", 83), ("1h 23m 4s", 83), ("1 hr 2 min", 62), ("45 min", 45), ("90s", 1), ("01:23:59", 83),
     ("1:23", None), ("", None), ("about an hour", None), ("-5", None), ("1e9", None), ("٣", None), ("9" * 40, None)],
)  # fmt: skip
def test_how_long_somebody_was_there(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


def test_people_are_found_by_address_then_by_a_name_that_one_of_them_has() -> None:
    seen = [
        Seen(2, "A. Q.", "AMARA.QUARTO@kcl.example", 80),
        Seen(3, "almanac, dinah (UCL)", "", 80),
        Seen(4, "Dinah Almanac", "dinah@home.example", 3),
        Seen(5, "Almanac", "", 80),
    ]
    assert match_people(seen, [AMARA, DINAH]) == (
        Matched(seen[0], AMARA.id),
        Matched(seen[1], DINAH.id),
        Matched(seen[2], None, "This is the same person as on line 3.", (DINAH.id,)),
        Matched(seen[3], None, "Nobody here has this name or address.", (DINAH.id,)),
    )


def test_of_two_of_the_same_name_a_person_says_which() -> None:
    (found,) = match_people([Seen(2, "amara quarto", "", 80)], [AMARA, OTHER])
    assert found.why == "2 people here have this name."
    assert found.might == (AMARA.id, OTHER.id)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "No line of this list names its columns"),
        ("Amara Quarto,88\nDinah Almanac,90", "No line of this list names its columns"),
        ("Name,Email,Duration\n", "Nobody stands in this list."),
        ("Name,Email\n,,\n , \n", "Nobody stands in this list."),
        ("Name,Email\n" + "x" * 60_000, "too long"),
        ("Name,Email\n" + "a,b\n" * 6_000, "too long"),
    ],
)
def test_what_is_no_list_says_what_to_do(text: str, told: str) -> None:
    with pytest.raises(UnsoundFile, match=told):
        read_text(text)


def test_a_workbook_is_told_apart() -> None:
    with pytest.raises(UnsoundFile, match="workbook"):
        text_of(b"PK\x03\x04 and so on")


def test_what_a_hostile_list_says_stays_text() -> None:
    text = 'Name,Email,Duration\n"=HYPERLINK(""http://x.example"")","<script>@x","9"\n\u202eolrauQ,\x00,1\n"a\nb",,\n'
    assert [(each.name, each.email) for each in read_text(text)] == [
        ('=HYPERLINK("http://x.example")', "<script>@x"),
        ("olrauQ", ""),
        ("a b", ""),
    ]


@given(st.binary(max_size=300))
def test_nothing_but_a_refusal_comes_of_any_bytes(content: bytes) -> None:
    try:
        read_text(text_of(b"Name,Email,Duration\n" + content))
        read_text(text_of(content))
    except UnsoundFile:
        pass
