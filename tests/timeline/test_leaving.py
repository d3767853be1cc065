"""T3: a partner leaves. What waits is withdrawn, what runs ends in its own time, and then nobody is named any more."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import errors
from psycopg.rows import DictRow, dict_row
from sqlalchemy import update

from makers import Installed, Works
from mentoring.db.embedded import Server
from mentoring.db.engine import Database
from mentoring.errors import Conflict, NotFound, UnsoundDocument
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.model import Decline, Mentorship
from mentoring.messages.model import Message
from mentoring.participants.model import Registration
from mentoring.participants.register import own_registrations, save_answers, start
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import read_programme
from mentoring.programmes.leave import leave, left_on
from mentoring.programmes.model import Programme
from mentoring.schemes.load import load_directory
from mentoring.timeline.forgetting import without_names
from mentoring.timeline.remains import remains_of
from year import B_MENTOR, Year, b_mentor_year, published, ready_pairs, rows

AMARA = "amara.quarto0@kcl.example"
DINAH = "dinah.almanac0@ucl.example"
WAITING = "basil.folio@kcl.example"
DRAFTING = "cato.octavo@kcl.example"
WORDS = ("Amara", "Quarto", "Basil", "Folio", "amara.quarto0", "basil.folio", "a small team one day", "Amara had luck")


@pytest.fixture
def matched_year(database: Database) -> Year:
    """KCL's Amara and UCL's Dinah run; KCL's Basil waits, Cato drafts."""
    made = b_mentor_year(Works(database, Installed(load_directory().schemes)))
    made.register(WAITING, "mentee")
    with made.as_(DRAFTING) as (work, programme):
        save_answers(work, programme, start(work, programme, role="mentee"), answers={"goals": "A secret goal"})
    ready_pairs(made, 1)
    published(made)
    with made.as_(AMARA) as (work, programme):
        (pair,) = rows(work, Mentorship)
        log_meeting(
            work, pair.id, host="ucl", starts_at=work.now - timedelta(hours=2), minutes=60, zone="Europe/London"
        )
        (own,) = own_registrations(work, programme)
        work.add(
            Decline(
                tenant_id="ucl", mentorship_id=pair.id, registration_id=own.id, programme_id=programme.id,
                home_tenant_id="kcl", reason="Amara had luck", at=work.now,
            )
        )  # fmt: skip
    return made


@pytest.fixture
def raw(postgres: Server, database_name: str) -> Iterator[psycopg.Connection[DictRow]]:
    """As the application's role, with nothing but SQL."""
    with psycopg.connect(
        host=str(postgres.socket), user="mentoring_app", dbname=database_name, row_factory=dict_row
    ) as connection:
        yield connection


def leaves(year: Year, partner: str = "kcl", last_day: date | None = None) -> None:
    with year.coordinating("ucl") as (work, programme):
        leave(work, programme, partner, last_day=last_day, reason="They go their own way")


def ends(year: Year) -> None:
    """Every running mentorship reaches its end."""
    with year.at("ucl") as (work, _):
        work.session.execute(
            update(Mentorship).where(Mentorship.state == "running").values(state="completed", ended_at=work.now)
        )


def pair_of(year: Year) -> Mentorship:
    with year.works.work("ucl") as work:
        (found,) = rows(work, Mentorship)
        return found


def seen(raw: psycopg.Connection[DictRow], tenant: str, table: str, where: str = "true") -> list[DictRow]:
    with raw.transaction():
        raw.execute("select set_config('app.tenant_id', %s, true)", (tenant,))
        columns = "registration_id" if table == "monitoring" else "*"
        return raw.execute(f"select {columns} from {table} where {where}").fetchall()


def test_registration_closes_at_once_and_what_waits_is_withdrawn(matched_year: Year) -> None:
    year = matched_year
    leaves(year)
    with year.works.work("kcl") as work:
        found = {each.email.split("@")[0]: each.state for each in rows(work, Registration)}
        assert [(each.state, each.forgotten_at is None) for each in rows(work, Registration)].count(
            ("submitted", True)
        ) == 1
    assert "amara.quarto0" in found
    assert "cato.octavo" not in found, "a draft is deleted"
    with pytest.raises(Conflict, match="does not take part"), year.as_("emil.cicero@kcl.example") as (work, programme):
        start(work, programme, role="mentee")


def test_a_running_mentorship_runs_on_for_both(matched_year: Year) -> None:
    year = matched_year
    leaves(year)
    pair = pair_of(year)
    assert (pair.state, pair.seen_by) == ("running", ["kcl", "ucl"])
    with year.as_(AMARA) as (work, _):
        log_meeting(
            work, pair.id, host="ucl", starts_at=work.now - timedelta(minutes=90), minutes=60, zone="Europe/London"
        )
    with year.works.work("ucl") as work:
        assert {each.name for each in rows(work, Registration) if each.forgotten_at is None} >= {"Amara Quarto0"}


def test_after_the_end_the_partners_coordinator_reads_nothing_of_the_hosts(
    matched_year: Year, raw: psycopg.Connection[DictRow]
) -> None:
    before = {table: len(seen(raw, "kcl", table, "tenant_id = 'ucl'")) for table in OF_A_MENTORSHIP}
    assert before == {"mentorships": 1, "members": 2, "meetings": 1, "attendances": 2}
    leaves(matched_year)
    ends(matched_year)
    assert [seen(raw, "kcl", table, "tenant_id = 'ucl'") for table in OF_A_MENTORSHIP] == [[], [], [], []]
    assert seen(raw, "kcl", "messages", "tenant_id = 'ucl' and state <> 'queued'") == []
    assert {each["findings"] == [] for each in seen(raw, "kcl", "standings", "tenant_id = 'ucl'")} == {True}


OF_A_MENTORSHIP = ("mentorships", "members", "meetings", "attendances")


def test_after_the_end_the_host_names_nobody_of_the_partners(
    matched_year: Year, raw: psycopg.Connection[DictRow], superuser: psycopg.Connection[tuple[object, ...]]
) -> None:
    year = matched_year
    sent(year)
    leaves(year)
    sent(year)
    ends(year)
    sent(year)
    year.settle()
    tables = [
        str(name)
        for (name,) in superuser.execute(
            "select table_name from information_schema.columns where table_schema = 'public'"
            " and column_name = 'tenant_id' and table_name not in ('people', 'sessions')"
        ).fetchall()
    ]
    assert len(tables) > 20
    held = {}
    for table in tables:
        text = str(seen(raw, "ucl", table))
        found = [word for word in WORDS if word in text]
        if found:
            held[table] = found
    assert held == {}
    pair = pair_of(year)
    assert pair.seen_by == ["ucl"]
    assert {each["name"] for each in seen(raw, "ucl", "members")} == {"Dinah Almanac0", "Somebody of King's"}


def sent(year: Year) -> None:
    """Every letter that waits is sent."""
    with year.at("ucl") as (work, _):
        work.session.execute(update(Message).values(state="sent", sent_at=work.now))


def test_the_states_and_figures_stay_as_they_were(matched_year: Year) -> None:
    year = matched_year
    with year.works.work("ucl") as work:
        ids = {each.name: each.id for each in rows(work, Registration)}
    leaves(year)
    ends(year)
    with year.coordinating("ucl"):
        pass
    year.settle()
    assert year.state(ids["Amara Quarto0"]) == "completed"
    assert year.state(ids["Basil Folio"]) == "withdrawn"


@pytest.mark.usefixtures("matched_year")
def test_nobody_writes_who_sees_a_mentorship(raw: psycopg.Connection[DictRow]) -> None:
    for tenant in ("ucl", "kcl"):
        for table in OF_A_MENTORSHIP:
            with raw.transaction(force_rollback=True):
                raw.execute("select set_config('app.tenant_id', %s, true)", (tenant,))
                with pytest.raises(errors.InsufficientPrivilege):
                    raw.execute(f"update {table} set seen_by = array['kcl', 'lse']")


def test_while_it_takes_part_a_partner_keeps_what_it_sees_after_an_end(
    matched_year: Year, raw: psycopg.Connection[DictRow]
) -> None:
    ends(matched_year)
    assert pair_of(matched_year).seen_by == ["kcl", "ucl"]
    assert len(seen(raw, "kcl", "members")) == 2


def test_a_partner_that_left_adds_nobody_by_sql_either(matched_year: Year, raw: psycopg.Connection[DictRow]) -> None:
    leaves(matched_year)
    person = matched_year.person("emil.cicero@kcl.example")
    with raw.transaction(force_rollback=True):
        raw.execute("select set_config('app.tenant_id', 'kcl', true)")
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            raw.execute(
                "insert into registrations (tenant_id, id, programme_id, home_tenant_id, person_id, role, email, name,"
                " answers, wishes, state, created_at, saved_at) values ('ucl', gen_random_uuid(), %s, 'kcl', %s,"
                " 'mentee', 'emil.cicero@kcl.example', 'Emil', '{}', '{}', 'draft', now(), now())",
                (matched_year.programme_id, person.id),
            )


def test_on_its_last_day_a_partner_takes_part_and_the_day_after_it_has_left(matched_year: Year) -> None:
    year = matched_year
    last = year.now.date() + timedelta(days=3)
    leaves(year, last_day=last)
    year.now = year.now.replace(hour=20) + timedelta(days=3)
    year.settle()
    with year.works.work("ucl") as work:
        assert [left_on(each, "kcl") for each in rows(work, Programme)] == [None]
    year.now += timedelta(hours=5)
    year.settle()
    with year.works.work("ucl") as work:
        assert [left_on(each, "kcl") for each in rows(work, Programme)] == [last + timedelta(days=1)]


def test_what_remains_is_named_with_the_reason(matched_year: Year) -> None:
    year = matched_year
    leaves(year)
    with year.coordinating("ucl") as (work, programme):
        running = {each.what: each.count for each in remains_of(work, programme, "kcl")}
        which = [each.which for each in remains_of(work, programme, "kcl") if each.what.startswith("offered")]
    assert running["offered or running mentorships"] == 1
    assert running["registrations without name, address and answers"] == 1
    assert which[0][0].startswith(f"{pair_of(year).id}, running")
    ends(year)
    with year.coordinating("ucl") as (work, programme):
        left = {each.what: each.count for each in remains_of(work, programme, "kcl")}
    assert "offered or running mentorships" not in left
    assert left["registrations without name, address and answers"] == 2
    assert left["mentorships that have ended"] == 1


def test_a_partner_leaves_once_and_does_not_come_back_by_its_file(matched_year: Year) -> None:
    year = matched_year
    leaves(year)
    with pytest.raises(Conflict, match="left B-MEntor Professional 2021"):
        leaves(year)
    with pytest.raises(NotFound, match="lse is no partner"):
        leaves(year, "lse")
    with pytest.raises(UnsoundDocument, match="does not come back into this programme"), year.works.work("ucl") as work:
        apply_programme(work, read_programme(B_MENTOR))


def test_names_go_from_whatever_a_round_has_kept() -> None:
    key = str(UUID(int=1))
    document = {
        "registrations": [
            {"id": key, "name": "Amara Quarto", "verdicts": [{"said": "Grade 6"}]},
            {"id": "2", "name": "D"},
        ],
        "words": ["Amara wants budgets; Dinah offers it", "Amaranth stays"],
    }
    assert without_names(document, {key: "Amara Quarto"}, "Somebody") == {
        "registrations": [{"id": key, "name": "Somebody", "verdicts": []}, {"id": "2", "name": "D"}],
        "words": ["Somebody wants budgets; Dinah offers it", "Amaranth stays"],
    }
