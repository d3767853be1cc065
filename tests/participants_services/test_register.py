import pytest

from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.participants.register import (
    own_registrations,
    problems_of,
    registration_for,
    save_answers,
    start,
    submit,
    withdraw,
)
from mentoring.programmes.pinned import scheme_of
from year import CLOSED, OPEN, Year

AMARA = "amara.quarto@kcl.example"


def test_a_draft_keeps_what_was_typed_sound_or_not_and_says_what_is_wrong(year: Year) -> None:
    with year.as_(AMARA) as (work, programme):
        draft = start(work, programme, role="mentee")
        problems = save_answers(
            work, programme, draft, answers={"line_manager": "nobody", "goals": "Lead\x00", "wants": ["budgets"]}
        )
        told = {problem.question for problem in problems}
    with year.as_(AMARA) as (work, programme):
        kept = registration_for(work, programme, "mentee")
        assert kept is not None
        assert told == {"line_manager", "goals"}
        assert kept.answers == {"line_manager": "nobody", "wants": ["budgets"]}
        assert kept.state == "draft"


def test_beginning_twice_gives_the_same_draft(year: Year) -> None:
    with year.as_(AMARA) as (work, programme):
        first = start(work, programme, role="mentee").id
    with year.as_(AMARA) as (work, programme):
        assert start(work, programme, role="mentee").id == first
        assert len(own_registrations(work, programme)) == 1


def test_a_draft_is_seen_by_nobody_else(year: Year) -> None:
    with year.as_(AMARA) as (work, programme):
        start(work, programme, role="mentee")
    with year.as_("dinah.almanac@kcl.example") as (work, programme):
        assert own_registrations(work, programme) == ()
    with year.works.work("ucl") as work:
        assert work.session.connection().exec_driver_sql("select count(*) from registrations").scalar() == 0


def test_whoever_leaves_something_out_is_told_everything_that_is_missing(year: Year) -> None:
    with year.as_(AMARA) as (work, programme):
        draft = start(work, programme, role="mentee")
        save_answers(work, programme, draft, answers={"job_title": "Officer", "unit": "Finance"})
        with pytest.raises(Invalid) as refusal:
            submit(work, programme, draft)
        missing = [problem.question for problem in problems_of(work, programme, draft)]
    assert list(refusal.value.problems) == missing
    required = scheme_of(programme).registration["mentee"].form["required"]
    assert missing == [name for name in required if name not in {"job_title", "unit"}]


def test_registration_is_open_until_the_end_of_its_last_day(year: Year) -> None:
    year.now = CLOSED.replace(day=18, hour=23, minute=59)
    year.register(AMARA, "mentee")
    year.now = CLOSED.replace(day=19, hour=0, minute=0)
    with pytest.raises(Conflict, match="closed on 18 December 2020"), year.as_("tom.serif@ucl.example") as here:
        start(*here, role="mentee")


def test_an_institution_that_takes_no_part_cannot_register_anyone(year: Year) -> None:
    year.now = OPEN.replace(month=9)  # the partners join in October
    with pytest.raises(Conflict, match="does not take part"), year.as_(AMARA) as here:
        start(*here, role="mentee")


def test_nobody_writes_another_persons_registration(year: Year) -> None:
    year.register(AMARA, "mentee")
    with year.as_(AMARA) as (work, programme):
        hers = own_registrations(work, programme)[0]
    with pytest.raises(NotFound), year.as_("tom.serif@kcl.example") as (work, programme):
        withdraw(work, programme, hers)


def test_what_was_submitted_is_changed_as_a_whole_and_only_when_sound(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    with pytest.raises(Invalid), year.as_(AMARA) as (work, programme):
        save_answers(work, programme, own_registrations(work, programme)[0], answers={"wants": []})
    with year.as_(AMARA) as (work, programme):
        save_answers(work, programme, own_registrations(work, programme)[0], answers={"job_title": "Adviser"})
    assert year.registration(key).job_title == "Adviser"
    assert year.registration(key).answers["wants"] == ["budgets", "leadership"]


def test_withdrawing_frees_the_place_and_returning_queues_anew(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    with year.as_(AMARA) as (work, programme):
        withdraw(work, programme, own_registrations(work, programme)[0], reason="A new post")
    assert year.state(key) == "withdrawn"
    assert year.registration(key).withdraw_reason == "A new post"
    year.now = OPEN.replace(day=20)
    with year.as_(AMARA) as (work, programme):
        submit(work, programme, own_registrations(work, programme)[0])
    assert year.state(key) == "eligible"
    assert year.registration(key).submitted_at == year.now
    assert year.letters(AMARA) == ["registration_received", "registration_withdrawn", "registration_received"]


def test_a_draft_that_is_withdrawn_is_deleted_with_everything_in_it(year: Year) -> None:
    with year.as_(AMARA) as (work, programme):
        draft = start(work, programme, role="mentee")
        save_answers(work, programme, draft, answers={"goals": "Lead"}, declared={"identifies": True})
        withdraw(work, programme, draft)
    with year.as_(AMARA) as (work, programme):
        assert own_registrations(work, programme) == ()
        assert work.session.connection().exec_driver_sql("select count(*) from declarations").scalar() == 0
