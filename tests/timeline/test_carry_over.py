"""From one programme to the next: people are asked once, taken along as they say, and go on together where all stay."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import update

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, NotFound
from mentoring.gates.service import record_pass
from mentoring.mentorships.model import Mentorship, NextTime
from mentoring.mentorships.next_time import own_questions, say_next_time
from mentoring.participants.judge import dossiers
from mentoring.participants.model import Declaration, Registration, Standing
from mentoring.participants.register import own_registrations
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import read_programme
from mentoring.programmes.queries import programme
from year import B_MENTOR, Year, b_mentor_year, published, ready_pairs, rows, variant

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
LONER = "cato.octavo@kcl.example"
ASKED = datetime(2022, 11, 10, 9, tzinfo=UTC)


def year_with(database: Database, silent: str) -> Year:
    """B-MEntor 2021 with a pair and a mentee who was left over, on the day on which they are asked."""
    change: dict[str, Any] = {
        "card": {
            "carry_over": [{"who": "all", "at": "again", "offer": ["stay", "rematch", "leave"], "silent": silent}]
        },
        "timeline": {"again": {"title": "Again?", "at": {"after": "match_by", "by": "20 months"}}},
        "mentorships": {"all": {"end": [{"after": "24 months"}]}},
    }
    return b_mentor_year(Works(database, variant("b-mentor", change)))


def matched(database: Database, silent: str = "leave") -> tuple[Year, dict[str, UUID]]:
    year = year_with(database, silent)
    loner = year.register(LONER, "mentee", line_manager=DINAH)
    ((amara, dinah),) = ready_pairs(year, 1)
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, loner, gate="trained_mentee")
    published(year)
    return year, {AMARA: amara, DINAH: dinah, LONER: loner}


def asked(year: Year) -> list[str]:
    year.now = ASKED
    year.settle()
    with year.works.work("ucl") as work:
        named = {each.id: each.email for each in rows(work, Registration)}
        return sorted(named[each.registration_id] for each in rows(work, NextTime))


def opens_again(year: Year) -> Year:
    """The next programme, a year later."""
    file = read_programme(B_MENTOR)
    dates = {name: tuple(_later(each) for each in days) for name, days in file.dates.items()}
    again = msgspec.structs.replace(file, slug="b-mentor-2022", title="B-MEntor Professional 2022", dates=dates)
    with year.works.work("ucl", now=year.now) as work:
        apply_programme(work, again)
    return Year(year.works, "b-mentor-2022", "ucl", year.now, year.people)


def _later(written: str) -> str:
    return written.replace("2021", "2023").replace("2020", "2022")


def say(year: Year, email: str, choice: str) -> None:
    with year.as_(email) as (work, programme):
        (own,) = own_registrations(work, programme)
        (question,) = own_questions(work, [own])
        say_next_time(work, programme, own, number=question.number, answer=choice)


def registered(year: Year) -> dict[str, str]:
    with year.works.work("ucl") as work:
        here = year.programme_id
        return {each.email: each.state for each in rows(work, Registration) if each.programme_id == here}


def test_who_is_meant_is_asked_once_with_a_letter(database: Database) -> None:
    year, _ = matched(database)
    everybody = sorted([AMARA, DINAH, LONER])
    assert asked(year) == everybody
    year.settle()
    assert asked(year) == everybody
    assert [year.letters(each).count("carry_over_asked") for each in everybody] == [1, 1, 1]


def test_a_pair_that_stays_goes_on_together_and_whoever_was_left_over_keeps_the_rounds_waited(
    database: Database,
) -> None:
    year, keys = matched(database)
    asked(year)
    for email in (AMARA, DINAH, LONER):
        say(year, email, "stay")
    with year.works.work("ucl") as work:
        work.session.execute(update(Standing).where(Standing.registration_id == keys[LONER]).values(waited=2))
    later = opens_again(year)
    later.settle()
    later.settle()
    assert registered(later) == dict.fromkeys((AMARA, DINAH, LONER), "submitted")
    with year.works.work("ucl") as work:
        pairs = [(each.programme_id, each.state, each.because.get("carried")) for each in rows(work, Mentorship)]
        (first,) = [each for each in rows(work, Mentorship) if each.programme_id == year.programme_id]
        new = {each.email: each.id for each in rows(work, Registration) if each.programme_id == later.programme_id}
        waited = dossiers(work, programme(work, later.slug))[new[LONER]].waited
    assert sorted(pairs, key=str) == sorted(
        [(year.programme_id, "running", None), (later.programme_id, "running", str(first.id))], key=str
    )
    assert waited == 2
    assert later.letters(AMARA).count("match_published") == 2


def test_whoever_wants_another_match_is_registered_and_in_the_pool(database: Database) -> None:
    year, _ = matched(database)
    asked(year)
    say(year, AMARA, "rematch")
    say(year, DINAH, "stay")
    later = opens_again(year)
    later.settle()
    assert registered(later) == dict.fromkeys((AMARA, DINAH), "submitted")
    with year.works.work("ucl") as work:
        assert [each.programme_id for each in rows(work, Mentorship)] == [year.programme_id]


@pytest.mark.parametrize(("silent", "along"), [("leave", {}), ("stay", {AMARA, DINAH, LONER})])
def test_silence_means_what_the_scheme_says_three_weeks_later(database: Database, silent: str, along: set[str]) -> None:
    year, _ = matched(database, silent)
    asked(year)
    later = opens_again(year)
    later.settle()
    assert registered(later) == {}
    later.now += timedelta(weeks=3, hours=1)
    later.settle()
    assert set(registered(later)) == set(along)
    with year.works.work("kcl") as work:
        ids = {each.id for each in rows(work, Registration) if each.programme_id == later.programme_id}
        assert not ids & {each.registration_id for each in rows(work, Declaration)}, "silence consents to nothing"
    if silent == "stay":
        with pytest.raises(Conflict):
            say(year, AMARA, "leave")


def test_nobody_answers_for_another_or_what_is_not_offered(database: Database) -> None:
    year, keys = matched(database)
    asked(year)
    with pytest.raises(NotFound):
        say(year, AMARA, "marry")
    with year.as_(LONER) as (work, programme):
        (own,) = own_registrations(work, programme)
        assert own.id == keys[LONER]
        assert [each.registration_id for each in own_questions(work, [own])] == [keys[LONER]]
    with pytest.raises(ValueError, match="not enough values"):
        say(year, "nobody@kcl.example", "stay")


def test_what_was_said_can_be_changed_while_the_question_is_open(database: Database) -> None:
    year, _ = matched(database)
    asked(year)
    say(year, LONER, "stay")
    say(year, LONER, "leave")
    later = opens_again(year)
    later.settle()
    assert registered(later) == {}
    say(year, LONER, "rematch")
    later.now = year.now
    later.settle()
    assert registered(later) == {LONER: "submitted"}
    with pytest.raises(Conflict):
        say(year, LONER, "leave")
