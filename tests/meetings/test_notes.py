"""Notes: members read them, those who join later only later ones, and nobody else; at rest they are sealed."""

from datetime import timedelta
from uuid import UUID

import pytest
from psycopg import Connection

from mentoring.audit.model import AuditEntry
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.meetings.notes import delete_note, notes_of, own_note, rewrite_note, write_note
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.queries import mine
from year import Year, published, ready_pairs, rows

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
TEXT = "Amara wants to lead\nthe summer rota."


@pytest.fixture
def matched(year: Year) -> Year:
    ready_pairs(year, 1)
    published(year)
    year.now += timedelta(days=20)
    return year


def match_of(year: Year) -> UUID:
    with year.as_(AMARA) as (work, _):
        return mine(work)[0].mentorship_id


def written(year: Year, email: str = AMARA, text: str = TEXT) -> UUID:
    match = match_of(year)
    with year.as_(email) as (work, _):
        return write_note(work, match, host="ucl", text=text).id


def read(year: Year, email: str, page: int = 1) -> list[tuple[str, bool, str]]:
    match = match_of(year)
    with year.as_(email) as (work, _):
        return [(each.author, each.mine, each.text) for each in notes_of(work, match, host="ucl", page=page)[0]]


def test_both_members_read_what_either_wrote_the_latest_first(matched: Year) -> None:
    written(matched)
    written(matched, DINAH, "The book is in the library.")
    both = [("Dinah Almanac0", True, "The book is in the library."), ("Amara Quarto0", False, TEXT)]
    assert read(matched, DINAH) == both
    assert read(matched, AMARA) == [(author, not mine, text) for author, mine, text in both]


def test_nobody_else_reads_or_writes_them(matched: Year) -> None:
    note, match = written(matched), match_of(matched)
    for slug in ("ucl", "kcl"):
        with pytest.raises(NotFound), matched.coordinating(slug) as (work, _):
            notes_of(work, match, host="ucl")
        with matched.coordinating(slug) as (work, _):
            assert work.session.connection().exec_driver_sql("select count(*) from notes").scalar_one() == 0
    with pytest.raises(NotFound), matched.as_("tom.serif@kcl.example") as (work, _):
        write_note(work, match, host="ucl", text="From outside")
    with pytest.raises(NotFound), matched.as_(DINAH) as (work, _):
        rewrite_note(work, match, note, host="ucl", text="Not hers to change")
    with pytest.raises(NotFound), matched.as_(DINAH) as (work, _):
        delete_note(work, match, note, host="ucl")


def test_what_lies_in_the_database_is_sealed_and_the_trail_says_nothing(
    matched: Year, superuser: Connection[tuple[object, ...]]
) -> None:
    with matched.works.work("ucl") as work:
        before = len(rows(work, AuditEntry))
    written(matched)
    ((lying,),) = superuser.execute("select encode(sealed, 'escape') from notes").fetchall()
    assert ("summer rota" in str(lying), len(str(lying)) > len(TEXT)) == (False, True)
    with matched.works.work("ucl") as work:
        assert [each.object for each in rows(work, AuditEntry)[before:] if each.object == "note"] == []


def test_a_note_of_mine_is_changed_and_deleted_for_everyone(matched: Year) -> None:
    note, match = written(matched), match_of(matched)
    with matched.as_(AMARA) as (work, _):
        rewrite_note(work, match, note, host="ucl", text="  Shorter. ")
    assert read(matched, DINAH) == [("Amara Quarto0", False, "Shorter.")]
    with matched.as_(AMARA) as (work, _):
        delete_note(work, match, note, host="ucl")
    assert read(matched, DINAH) == []
    with pytest.raises(NotFound), matched.as_(AMARA) as (work, _):
        own_note(work, match, note, host="ucl")


def test_it_may_be_about_one_of_our_meetings_and_no_other(matched: Year) -> None:
    match = match_of(matched)
    with matched.as_(AMARA) as (work, _):
        at = matched.now - timedelta(days=3)
        met = log_meeting(work, match, host="ucl", starts_at=at, minutes=60, zone="Europe/London")
    with matched.as_(AMARA) as (work, _):
        write_note(work, match, host="ucl", text="About the rota", meeting_id=met)
        ((note,), older) = notes_of(work, match, host="ucl")
    assert (note.meeting_id, note.met_at, older) == (met, at, False)
    with pytest.raises(Invalid) as refusal, matched.as_(AMARA) as (work, _):
        write_note(work, match, host="ucl", text=" ", meeting_id=UUID(int=5))
    assert refusal.value.problems == {
        "text": "Write something before you keep it.",
        "meeting": "Choose one of your meetings, or none.",
    }
    with pytest.raises(Invalid) as refusal, matched.as_(AMARA) as (work, _):
        write_note(work, match, host="ucl", text="a" * 10_001)
    assert refusal.value.problems == {"text": "Shorten it to 10,000 characters; it has 10,001."}


def test_many_notes_stand_on_several_pages(matched: Year) -> None:
    match = match_of(matched)
    with matched.as_(AMARA) as (work, _):
        for number in range(31):
            write_note(work, match, host="ucl", text=f"Thought {number}")
    assert (len(read(matched, DINAH)), len(read(matched, DINAH, page=2)), read(matched, DINAH, page=3)) == (30, 1, [])


def test_who_joined_later_reads_later_notes_alone_and_who_left_writes_none(
    matched: Year, superuser: Connection[tuple[object, ...]]
) -> None:
    written(matched)
    match = match_of(matched)
    superuser.execute("update members set added_at = clock_timestamp() where name like 'Dinah%'")
    written(matched, text="After she came")
    assert [text for _, _, text in read(matched, DINAH)] == ["After she came"]
    superuser.execute("update members set left_at = now() where name like 'Dinah%'")
    with pytest.raises(Conflict, match="You have left"), matched.as_(DINAH) as (work, _):
        write_note(work, match, host="ucl", text="Too late")
    assert read(matched, DINAH) == [], "what the others write among themselves is theirs"
    assert [text for _, _, text in read(matched, AMARA)] == ["After she came", TEXT]
