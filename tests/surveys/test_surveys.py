"""A survey from being asked to being answered: who is written to, who reads what, and what follows, each once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from mentoring.errors import Conflict, NotAllowed, NotFound
from mentoring.participants.model import Registration
from mentoring.reports.survey_results import exported, results
from mentoring.surveys.answer import own_asked, save, send
from mentoring.surveys.model import Answers, Asked, UnsignedAnswers
from mentoring.surveys.queries import answered_of_members
from mentoring.tasks.queries import to_do
from mentoring.unit_of_work import SYSTEM, Actor
from year import MATCHING, Year, rows

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
FOUR = ("for_the_host", "for_the_pair", "open_to_both", "without_names")


def at(year: Year, days: float) -> Year:
    year.now = MATCHING + timedelta(days=days)
    year.settle()
    return year


def asked(year: Year, email: str, survey: str) -> UUID:
    with year.works.work(year.host) as work:
        wanted = (
            select(Asked.id)
            .join(Registration, Registration.id == Asked.registration_id)
            .where(Registration.email == email, Asked.survey == survey)
        )
        return work.session.scalars(wanted).one()


def answer(year: Year, email: str, survey: str, answers: Mapping[str, Any]) -> None:
    key = asked(year, email, survey)
    with year.as_(email) as (work, programme):
        one = own_asked(work, programme, key)
        save(work, programme, one, answers)
        send(work, programme, one)


def read(year: Year, slug: str, email: str = "") -> list[str]:
    """The surveys of which a scope sees somebody's answers: an institution, or a person in it."""
    with year.works.work(slug, actor=Actor.person(year.person(email).id) if email else SYSTEM) as work:
        return sorted(each.survey for each in rows(work, Answers) if each.answers)


def tasks(year: Year) -> list[str]:
    with year.coordinating("ucl") as (work, programme):
        return [each.words for each in to_do(work, programme)][2:]


def test_answers_are_read_by_those_whom_the_survey_names_and_by_nobody_before_they_are_sent(pair: Year) -> None:
    at(pair, 8)
    for survey in FOUR:
        key = asked(pair, AMARA, survey)
        with pair.as_(AMARA) as (work, programme):
            save(work, programme, own_asked(work, programme, key), {"going": "well"})
    assert [read(pair, "ucl"), read(pair, "kcl"), read(pair, "ucl", DINAH)] == [[], [], []]
    assert read(pair, "kcl", AMARA) == list(FOUR)
    for survey in FOUR:
        answer(pair, AMARA, survey, {"more": "We talk"})
    assert read(pair, "kcl") == ["open_to_both"]
    assert read(pair, "ucl") == ["for_the_host", "open_to_both"]
    assert read(pair, "ucl", DINAH) == ["for_the_host", "for_the_pair", "open_to_both"]
    assert read(pair, "kcl", AMARA) == ["for_the_host", "for_the_pair", "open_to_both"]
    with pair.as_(DINAH) as (work, programme):
        others = answered_of_members(work, own_asked(work, programme, asked(pair, DINAH, "for_the_pair")).asked)
        assert [each.answers for each in others] == [{"going": "well", "more": "We talk"}]
        with pytest.raises(NotFound, match="You are not asked this"):
            own_asked(work, programme, asked(pair, AMARA, "open_to_both"))


def test_answers_without_names_hold_no_trace_of_who_gave_them_and_are_shown_of_eight_at_least(pair: Year) -> None:
    at(pair, 8)
    answer(pair, AMARA, "without_names", {"going": "well"})
    with pair.works.work("ucl") as work:
        (kept,) = work.session.execute(select(*UnsignedAnswers.__table__.columns)).mappings()
        assert {name: kept[name] for name in kept if name not in {"id", "programme_id"}} == {
            "tenant_id": "ucl",
            "survey": "without_names",
            "answers": {"going": "well"},
        }
    with pair.works.work("kcl") as work:
        assert rows(work, UnsignedAnswers) == []
    with pair.as_(AMARA) as (work, programme):
        one = own_asked(work, programme, asked(pair, AMARA, "without_names"))
        assert one.answers == {}
        with pytest.raises(Conflict, match="already"):
            save(work, programme, one, {"going": "badly"})
    with pair.coordinating("ucl") as (work, programme):
        found = results(work, programme, "without_names")
        assert (found.answered, found.counts, found.words, found.withheld) == (1, (), (), "open")
    at(pair, 40)
    with pair.coordinating("ucl") as (work, programme):
        assert results(work, programme, "without_names").withheld == "few"
        with pytest.raises(Conflict, match="no answers that could leave"):
            exported(work, programme, "without_names")


def test_reminders_go_to_those_who_have_not_answered_once_each_and_never_late_twice(pair: Year) -> None:
    at(pair, 8)
    answer(pair, AMARA, "for_the_host", {"going": "well"})
    for days in (15.5, 15.6, 16):
        at(pair, days)
    told = [pair.letters(each).count("survey_reminder") for each in (AMARA, DINAH)]
    assert told == [4, 5], "all five of that day, but for the one that is answered"
    at(pair, 27)
    assert pair.letters(DINAH).count("survey_reminder") == 5 + 5
    at(pair, 60)
    assert pair.letters(DINAH).count("survey_reminder") == 10, "what has closed is left alone"


def test_an_alarm_sets_one_task_that_names_whom_it_is_about_where_answers_bear_names(pair: Year) -> None:
    at(pair, 8)
    for survey in ("open_to_both", "without_names"):
        answer(pair, AMARA, survey, {"going": "badly"})
    assert tasks(pair) == ["Ask what would help", "Somebody finds it hard"]
    with pair.coordinating("ucl") as (work, programme):
        about = {each.words: each.about[0] for each in to_do(work, programme)}
        assert (about["Ask what would help"], about["Somebody finds it hard"]) == ("registration", "")
    answer(pair, AMARA, "open_to_both", {"going": "well"})
    answer(pair, AMARA, "open_to_both", {"going": "badly"})
    assert tasks(pair) == ["Ask what would help", "Somebody finds it hard"]


def test_answers_change_until_they_close_and_leave_in_a_file_for_those_who_read_them(pair: Year) -> None:
    at(pair, 8)
    answer(pair, AMARA, "for_the_host", {"going": "well"})
    answer(pair, AMARA, "for_the_host", {"going": "badly", "more": None})
    with pair.coordinating("ucl") as (work, programme):
        (found,) = results(work, programme, "for_the_host").counts
        assert found.counts == (("well", 0), ("badly", 1))
        assert exported(work, programme, "for_the_host").decode().splitlines()[1].endswith("badly,")
    with pair.coordinating("kcl") as (work, programme):
        assert results(work, programme, "for_the_host").withheld == "host"
    with pair.as_(AMARA) as (work, programme), pytest.raises(NotAllowed):
        results(work, programme, "for_the_host")
    at(pair, 40)
    with pair.as_(AMARA) as (work, programme):
        one = own_asked(work, programme, asked(pair, AMARA, "for_the_host"))
        with pytest.raises(Conflict, match="closed"):
            save(work, programme, one, {"going": "well"})
