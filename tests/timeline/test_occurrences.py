"""What is done when a milestone's moment comes: to whom, once each, in order, and late as one summary."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from psycopg import Connection
from sqlalchemy import select

from makers import Works
from mentoring.db.engine import Database
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.model import Mentorship
from mentoring.messages.model import Message
from mentoring.participants.register import start
from mentoring.surveys.model import Asked
from mentoring.tasks.queries import to_do
from mentoring.tasks.service import do_task
from mentoring.timeline.model import Occurrence
from year import CLOSED, MATCHING, OPEN, Year, b_mentor_year, published, ready_pairs, rows, variant

AMARA = "amara.quarto@kcl.example"


def with_timeline(database: Database, timeline: Mapping[str, Any]) -> Year:
    """B-MEntor with these milestones besides its own."""
    full = {name: {"title": name.replace("_", " ").title(), **entry} for name, entry in timeline.items()}
    return b_mentor_year(Works(database, variant("b-mentor", {"timeline": full})))


def at(year: Year, now: datetime) -> Year:
    """Settled at that moment."""
    year.now = now
    year.settle()
    return year


def tasks(year: Year, slug: str) -> list[str]:
    with year.coordinating(slug) as (work, programme):
        return [each.words for each in to_do(work, programme)]


def asked(year: Year) -> list[tuple[str, str]]:
    """Occasion and survey."""
    with year.works.work(year.host) as work:
        return sorted((each.occasion.rpartition(":")[0], each.survey) for each in rows(work, Asked))


def pair_of(year: Year) -> UUID:
    with year.works.work(year.host) as work:
        found: UUID | None = work.session.scalar(select(Mentorship.id))
        assert found is not None
        return found


def test_a_week_before_registration_closes_those_who_have_not_sent_theirs_hear_of_it_once(year: Year) -> None:
    for email in (AMARA, "basil.folio@ucl.example"):
        with year.as_(email) as (work, programme):
            start(work, programme, role="mentee")
    year.register("cato.octavo@kcl.example", "mentee")
    at(year, CLOSED.replace(day=11))
    at(year, CLOSED.replace(day=12))
    with year.works.work("kcl") as work:
        mine = [each for each in rows(work, Message) if each.occasion == "last_call"]
    assert [(each.tenant_id, each.to_email) for each in mine] == [("kcl", AMARA)]
    assert "Questions: equalities@ucl.example" in mine[0].body, "the host's, though their own institution writes"
    assert year.letters("basil.folio@ucl.example") == ["last_call"]
    assert year.letters("cato.octavo@kcl.example") == ["registration_received"]


def test_the_host_does_not_learn_who_at_a_partner_has_begun_a_draft(year: Year) -> None:
    with year.as_(AMARA) as (work, programme):
        start(work, programme, role="mentee")
    at(year, CLOSED.replace(day=11))
    with year.works.work("ucl") as work:
        assert {each.recipient for each in rows(work, Occurrence)} == {""}
        assert rows(work, Message) == []
    with year.works.work("kcl") as work:
        (mine,) = rows(work, Occurrence)
        assert (mine.milestone, mine.action) == ("last_call", "send:last_call")


def test_what_an_institution_did_for_its_drafts_is_not_done_again_after_a_cut(year: Year) -> None:
    with year.as_(AMARA) as (work, programme):
        start(work, programme, role="mentee")
    at(year, CLOSED.replace(day=11))
    with year.works.database.owner() as owner:
        owner.exec_driver_sql("alter table occurrences no force row level security")
        owner.exec_driver_sql("delete from occurrences where home_tenant_id = 'ucl'")  # as if it had been cut there
    at(year, CLOSED.replace(day=11, hour=10))
    with year.works.work("kcl") as work:
        assert len(rows(work, Message)) == 1


def test_coordinators_of_every_institution_get_the_task_and_do_it_with_a_click(year: Year) -> None:
    at(year, datetime(2021, 1, 1, 9, tzinfo=UTC))
    words = "Decide the registrations of your own people that still need a person to look"
    assert {slug: tasks(year, slug) for slug in ("ucl", "kcl", "sgul")} == {s: [words] for s in ("ucl", "kcl", "sgul")}
    with year.coordinating("kcl") as (work, programme):
        (task,) = to_do(work, programme)
        do_task(work, programme, task.id)
    assert (tasks(year, "kcl"), tasks(year, "ucl")) == ([], [words])


def test_a_mentorships_milestones_come_for_it_alone_and_once(year: Year) -> None:
    ready_pairs(year, 1)
    published(year)
    for days in (42, 60, 61):
        at(year, MATCHING + timedelta(days=days))
    assert asked(year) == [("baseline:", "baseline")] * 2 + [("fit_60:", "fit")] * 2
    assert year.letters("amara.quarto0@kcl.example").count("first_meeting_late") == 1


def test_if_is_looked_at_when_the_moment_comes(year: Year) -> None:
    ready_pairs(year, 1)
    published(year)
    pair = pair_of(year)
    with year.as_("amara.quarto0@kcl.example") as (work, _):
        log_meeting(work, pair, host="ucl", starts_at=year.now - timedelta(hours=1), minutes=60, zone="Europe/London")
    at(year, MATCHING + timedelta(weeks=7))
    assert "first_meeting_late" not in year.letters("amara.quarto0@kcl.example")
    with year.works.work("ucl") as work:
        (one,) = [each for each in rows(work, Occurrence) if each.milestone == "first_meeting_late"]
    assert not one.held


def test_after_a_standstill_each_person_gets_one_letter_that_names_what_happened(year: Year) -> None:
    ready_pairs(year, 1)
    published(year)
    before = year.letters("amara.quarto0@kcl.example")
    at(year, MATCHING + timedelta(days=200))
    assert year.letters("amara.quarto0@kcl.example")[len(before) :] == ["came_late"]
    with year.works.work("ucl") as work:
        letters = [each for each in rows(work, Message) if each.occasion == "came_late"]
    assert len(letters) == 2
    assert (
        "- No first meeting after six weeks (25 March 2021)\n"
        "- Half of the year, fewer than three meetings (11 August 2021)\n" in letters[0].body
    )
    assert letters[0].body.count("\n- ") == 5, "what was asked meanwhile stands in it as well"
    assert asked(year) == sorted([("baseline:", "baseline"), ("fit_60:", "fit"), ("halfway:", "halfway")] * 2), (
        "questions wait on the page: no storm of letters"
    )


def test_an_hours_standstill_delays_and_sums_up_nothing(year: Year) -> None:
    ready_pairs(year, 1)
    published(year)
    at(year, datetime(2021, 3, 25, 9, 59, tzinfo=UTC))
    letters = year.letters("amara.quarto0@kcl.example")
    assert ("first_meeting_late" in letters, "came_late" in letters) == (True, False)


def test_a_clock_that_goes_back_does_nothing_twice_and_undoes_nothing(year: Year) -> None:
    ready_pairs(year, 1)
    published(year)
    at(year, MATCHING + timedelta(days=60))
    before, letters = asked(year), year.letters("amara.quarto0@kcl.example")
    at(year, MATCHING + timedelta(days=59))
    at(year, MATCHING + timedelta(days=60))
    assert (asked(year), year.letters("amara.quarto0@kcl.example")) == (before, letters)


def test_however_many_settle_at_once_each_thing_is_done_once(year: Year) -> None:
    ready_pairs(year, 2)
    published(year)
    year.now = MATCHING + timedelta(days=60)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: year.settle().done, range(4)))
    assert sorted(done) == [0, 0, 0, sum(done)]
    assert sum(done) == 12  # for four people: baseline, fit, and that they have not met


def test_the_table_itself_refuses_what_is_there(year: Year, superuser: Connection[tuple[object, ...]]) -> None:
    at(year, CLOSED.replace(day=11))
    with superuser.transaction(force_rollback=True), pytest.raises(Exception, match="occurrences"):
        superuser.execute("insert into occurrences select tenant_id, gen_random_uuid(), programme_id,"
                          " home_tenant_id, milestone, key, subject, action, recipient, held, at, taken_at"
                          " from occurrences")  # fmt: skip


def test_nothing_from_before_the_programme_was_opened_is_done_now(database: Database) -> None:
    year = with_timeline(database, {"long_ago": {"at": {"before": "closes", "by": "3 months"}, "do": [{"task": "X"}]}})
    at(year, OPEN + timedelta(days=1))
    assert tasks(year, "ucl") == []


def test_whom_an_action_is_for_is_narrowed_by_role_state_and_condition(database: Database) -> None:
    year = with_timeline(
        database,
        {
            "to_mentors": {"at": {"after": "closes", "by": "1 day"}, "do": [{"send": "no_match", "to": "mentor"}]},
            "to_looked_at": {
                "at": {"after": "closes", "by": "2 days"},
                "do": [{"send": "waiting", "to": {"state": "submitted"}}],
            },
            "to_ual": {
                "at": {"after": "closes", "by": "3 days"},
                "do": [{"send": "place_given", "to": {"role": "mentee", "if": {"institution": {"const": "ual"}}}}],
            },
        },
    )
    year.register(AMARA, "mentee")
    year.register("cato.octavo@kcl.example", "mentee", grade="")
    year.register("ines.serif@ual.example", "mentee")
    year.register("dinah.almanac@ucl.example", "mentor")
    for day in (19, 20, 21):
        at(year, CLOSED.replace(day=day))
    told = {name: [each for each in year.letters(name)[1:] if each != "event_announced"]
            for name in (AMARA, "cato.octavo@kcl.example", "ines.serif@ual.example")}  # fmt: skip
    assert told == {AMARA: [], "cato.octavo@kcl.example": ["waiting"], "ines.serif@ual.example": ["place_given"]}
    assert year.letters("dinah.almanac@ucl.example")[1:] == ["no_match"]
