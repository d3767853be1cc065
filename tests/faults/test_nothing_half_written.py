"""A-R3: whatever is done fails at its 1st, 2nd, 3rd ... effect, and each time nothing of it is there.

An effect is a statement that writes. It is refused by the connection, as a full disk or a lost server would, and the
whole database is compared with what it was before. In the end nothing is refused, and it is done.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event, select

from makers import Works
from mentoring.db.engine import Database
from mentoring.gates.service import record_passes
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.answer import answer
from mentoring.mentorships.extend import extend
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.decide import decide
from mentoring.participants.register import own_registrations, save_answers, start, submit, withdraw
from mentoring.programmes.model import Programme
from mentoring.programmes.queries import programme
from mentoring.rounds.model import Round
from mentoring.rounds.publish import publish
from mentoring.rounds.run import run_round
from mentoring.tasks.queries import to_do
from mentoring.tasks.service import do_task
from mentoring.unit_of_work import Actor, UnitOfWork
from year import B_MENTEE, MATCHING, OPEN, Year, b_mentor_year, published, ready_pairs, rows, variant

MOST = int(os.environ.get("MENTORING_EFFECTS", "6"))
"""At how many effects of each use case it fails in `make test`; ``tox -e deep-r3`` fails at every one."""
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")
AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"

Act = Callable[[], object]


class Lost(RuntimeError):
    """The server has gone."""


@contextmanager
def failing_at(engine: Engine, effect: int) -> Iterator[list[str]]:
    """The effect of this number fails; those that were tried come back."""
    tried: list[str] = []

    def before(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().startswith(WRITES):
            tried.append(statement)
            if len(tried) == effect:
                raise Lost(statement)

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield tried
    finally:
        event.remove(engine, "before_cursor_execute", before)


def everything(admin: psycopg.Connection[tuple[object, ...]]) -> dict[str, list[str]]:
    """Every row of every table."""
    tables = admin.execute("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
    return {
        str(name): sorted(
            json.dumps(row)
            for (row,) in admin.execute(sql.SQL("select to_jsonb(t) from {} t").format(sql.Identifier(str(name))))
        )
        for (name,) in tables.fetchall()
    }


def fails_cleanly(year: Year, admin: psycopg.Connection[tuple[object, ...]], act: Act) -> int:
    """`act` fails at each of its effects, leaving nothing; then it is done. How many effects it has."""
    engine = year.works.database._app
    before = everything(admin)
    for effect in range(1, 1000):
        with failing_at(engine, effect if effect <= MOST else 0) as tried:
            try:
                act()
            except Lost:
                assert everything(admin) == before, f"something stayed after {tried[-1][:80]}"
                continue
        assert everything(admin) != before, "nothing was done"
        refused = min(len(tried), MOST)
        print(f"A-R3: {len(tried)} effects of a use case, {refused} refused in turn: nothing stayed of any")  # noqa: T201 - a proof tells its count
        return len(tried)
    raise AssertionError("it never ends")


def acting(year: Year, slug: str, actor: Actor, act: Callable[..., object]) -> Act:
    """One unit of work of that actor, not settled."""

    def once() -> None:
        with year.works.work(slug, actor, year.now) as work:
            act(work, programme(work, year.slug))

    return once


def person(year: Year, email: str) -> Actor:
    return Actor.person(year.person(email).id)


def lead(year: Year, slug: str = "ucl") -> Actor:
    return Actor.person(year.person(f"coordinator@{slug}.example").id, frozenset({"coordinator"}))


@pytest.fixture
def year(database: Database) -> Year:
    asks = {"matching": {"all": {"offers": {"ask": [["mentee", "mentor"]]}}}}
    return b_mentor_year(Works(database, variant("b-mentor", asks)))


@pytest.fixture
def admin(superuser: psycopg.Connection[tuple[object, ...]]) -> psycopg.Connection[tuple[object, ...]]:
    return superuser


Admin = psycopg.Connection[tuple[object, ...]]


def test_registering_and_withdrawing(year: Year, admin: Admin) -> None:
    home, me = "kcl", person(year, "amara.quarto@kcl.example")
    assert fails_cleanly(year, admin, acting(year, home, me, lambda w, p: start(w, p, role="mentee")))
    answers = {**B_MENTEE, "grade": "4"}

    def send(work: UnitOfWork, programme: Programme) -> None:
        (one,) = own_registrations(work, programme)
        save_answers(work, programme, one, answers=answers, declared={"identifies": True})
        submit(work, programme, one)

    assert fails_cleanly(year, admin, acting(year, home, me, send)) > 2
    assert fails_cleanly(year, admin, year.settle) > 2

    def leave(work: UnitOfWork, programme: Programme) -> None:
        withdraw(work, programme, own_registrations(work, programme)[0])

    assert fails_cleanly(year, admin, acting(year, home, me, leave)) > 1
    assert fails_cleanly(year, admin, year.settle) > 1


def test_deciding_and_recording(year: Year, admin: Admin) -> None:
    key = year.register("cato.octavo@kcl.example", "mentee", grade="")
    by = lead(year, "kcl")
    taken = acting(year, "kcl", by, lambda w, p: decide(w, p, key, outcome="eligible", reason="Asked"))
    assert fails_cleanly(year, admin, taken) > 1
    passed = acting(year, "kcl", by, lambda w, p: record_passes(w, p, [key], gate="trained_mentee"))
    assert fails_cleanly(year, admin, passed) > 1


def test_running_and_publishing_a_round_and_answering(year: Year, admin: Admin) -> None:
    ready_pairs(year, 2)
    by = lead(year)
    assert fails_cleanly(year, admin, acting(year, "ucl", by, run_round)) > 1
    with year.works.work("ucl") as work:
        (made,) = rows(work, Round)
    assert (
        fails_cleanly(year, admin, acting(year, "ucl", by, lambda w, p: publish(w, p, made.id, version=made.version)))
        > 3
    )
    year.settle()
    pair = of_(year, AMARA)
    for email in (AMARA, DINAH):
        slug = email.partition("@")[2].removesuffix(".example")
        said = acting(year, slug, person(year, email), lambda w, _: answer(w, pair, host="ucl", accept=True))
        assert fails_cleanly(year, admin, said) > 1
    assert fails_cleanly(year, admin, year.settle) > 3


def test_meeting_going_on_and_the_end(year: Year, admin: Admin) -> None:
    ready_pairs(year, 1)
    published(year)
    pair = of_(year, AMARA)
    for email in (AMARA, DINAH):
        with year.as_(email) as (work, _):
            answer(work, pair, host="ucl", accept=True)
    year.now = MATCHING + timedelta(days=30)
    met = acting(year, "kcl", person(year, AMARA), lambda w, _: log_meeting(
        w, pair, host="ucl", starts_at=year.now - timedelta(days=1), minutes=60, zone="Europe/London"))  # fmt: skip
    assert fails_cleanly(year, admin, met) > 1
    year.now = MATCHING + timedelta(days=340)
    assert fails_cleanly(year, admin, year.settle) > 4, "what the year brings, and the question whether to go on"
    yes = acting(year, "kcl", person(year, AMARA), lambda w, _: extend(w, pair, host="ucl", yes=True))
    assert fails_cleanly(year, admin, yes) > 1
    year.now = MATCHING + timedelta(days=366)
    assert fails_cleanly(year, admin, year.settle) > 2, "it completes"


def test_doing_a_task(year: Year, admin: Admin) -> None:
    year.now = OPEN + timedelta(days=70)
    year.settle()
    with year.works.work("kcl") as work:
        (task, *_) = to_do(work, programme(work, year.slug))
    done = acting(year, "kcl", lead(year, "kcl"), lambda w, p: do_task(w, p, task.id))
    assert fails_cleanly(year, admin, done) > 1


def of_(year: Year, email: str) -> UUID:
    """Somebody's mentorship."""
    someone = year.person(email)
    with year.works.work("ucl") as work:
        found: UUID | None = work.session.scalar(
            select(Mentorship.id)
            .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
            .where(Member.person_id == someone.id)
        )
        assert found is not None
        return found
