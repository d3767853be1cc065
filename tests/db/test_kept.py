"""Rows kept from one unit of work to the next: served while the database says they are the same, and no longer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, event, insert, select, text, update

from mentoring.db.engine import Database, ScopedSession
from mentoring.db.kept import Several, entities, forget_kept, open_shelf, put_back, tuples, value, version_of
from mentoring.people.model import Person
from mentoring.settings import new_id

NOW = datetime(2020, 11, 2, 9, tzinfo=UTC)
PEOPLE = ("people",)
_VERSION = text(f"select {version_of(Person, 'tenant_id = :host')}")
_PEOPLE = select(Person).where(Person.tenant_id == bindparam("host")).order_by(Person.email)
_NAMES = select(Person.name).where(Person.tenant_id == bindparam("host")).order_by(Person.email)
_EACH = Several(_PEOPLE, Person.id, Person)
_LATER = _NAMES.where(Person.created_at > bindparam("now"))


def person(name: str, at: datetime = NOW) -> Person:
    return Person(tenant_id="ucl", id=new_id(), email=f"{name.lower()}@ucl.example", name=name, created_at=at)


@contextmanager
def unit(database: Database, at: datetime = NOW) -> Iterator[tuple[ScopedSession, list[str]]]:
    """A unit of work with a shelf, committed on leaving; and what it asks of the database from then on."""
    with database.session("ucl") as session:
        found = session.scalar(_VERSION, {"host": "ucl"})
        open_shelf(session, ("ucl",), {"people": found}, at=at, spreads={})
        sent: list[str] = []
        connection = session.connection()
        note = lambda *told: sent.append(told[2])  # noqa: E731 - listened to by its name
        event.listen(connection, "before_cursor_execute", note)
        yield session, sent
        session.commit()
        event.remove(connection, "before_cursor_execute", note)
    put_back(session)


def names(session: ScopedSession) -> list[str]:
    return [name for (name,) in tuples(session, _NAMES, {"host": "ucl"}, of=PEOPLE)]


def people(session: ScopedSession, *, look: bool = False) -> Sequence[Person]:
    return entities(session, Person, _PEOPLE, {"host": "ucl"}, look=look)


def each(session: ScopedSession) -> list[Person]:
    return [row for (row,) in _EACH.rows(session, {"host": "ucl"})]


@pytest.fixture
def filled(institutions: Database) -> Database:
    forget_kept()
    with institutions.session("ucl") as session:
        session.add_all([person("Amara"), person("Ines")])
        session.commit()
    with unit(institutions) as (session, sent):
        assert (names(session), [each.name for each in people(session)]) == (["Amara", "Ines"], ["Amara", "Ines"])
        assert len(sent) == 2
    return institutions


def test_what_is_unchanged_is_not_read_again(filled: Database) -> None:
    with unit(filled) as (session, sent):
        assert (names(session), [each.name for each in people(session)]) == (["Amara", "Ines"], ["Amara", "Ines"])
        assert sent == []


WRITES: dict[str, Callable[[ScopedSession], Any]] = {
    "insert": lambda session: session.add(person("Zeno")),
    "update": lambda session: session.execute(update(Person).where(Person.name == "Ines").values(name="Inês")),
    "delete": lambda session: session.execute(delete(Person).where(Person.name == "Ines")),
    "nothing": lambda session: session.execute(update(Person).where(Person.name == "Ines").values(name="Ines")),
}
AFTER = {
    "insert": ["Amara", "Ines", "Zeno"],
    "update": ["Amara", "Inês"],
    "delete": ["Amara"],
    "nothing": ["Amara", "Ines"],
}


@pytest.mark.parametrize("write", WRITES)
def test_whatever_somebody_else_has_written_is_read(filled: Database, write: str) -> None:
    with filled.session("ucl") as session:
        WRITES[write](session)
        session.commit()
    with unit(filled) as (session, sent):
        assert (names(session), [each.name for each in people(session)]) == (AFTER[write], AFTER[write])
        assert len(sent) == 2


@pytest.mark.parametrize("write", WRITES)
def test_what_a_unit_of_work_writes_itself_it_reads_and_so_does_the_next(filled: Database, write: str) -> None:
    with unit(filled) as (session, _):
        assert names(session) == ["Amara", "Ines"]
        WRITES[write](session)
        assert (names(session), names(session)) == (AFTER[write], AFTER[write])
    with unit(filled) as (session, sent):
        assert names(session) == AFTER[write]
        assert len(sent) == 1
    with unit(filled) as (session, sent):
        assert (names(session), sent) == (AFTER[write], [])


def test_an_object_that_was_kept_is_the_sessions_own_and_what_is_changed_of_it_is_written(filled: Database) -> None:
    with unit(filled) as (session, _):
        first = people(session)[0]
        first.name = "Amara Quarto"
        session.flush()
        assert names(session) == ["Amara Quarto", "Ines"]
    with filled.session("ucl") as session:
        assert session.scalars(_NAMES, {"host": "ucl"}).all() == ["Amara Quarto", "Ines"]


def test_one_row_is_one_object_though_it_was_read_before_in_another_way(filled: Database) -> None:
    with unit(filled) as (session, _):
        ines = session.scalars(select(Person).where(Person.name == "Ines")).one()
        assert people(session)[1] is ines


def test_what_is_taken_back_is_not_kept(filled: Database) -> None:
    with pytest.raises(ZeroDivisionError), unit(filled) as (session, _):  # noqa: PT012 - what is raised ends it
        people(session)[0].name = "Somebody"
        session.flush()
        raise ZeroDivisionError
    with unit(filled) as (session, _):
        assert [each.name for each in people(session)] == ["Amara", "Ines"]


def test_a_savepoint_taken_back_leaves_nothing_of_itself(filled: Database) -> None:
    with unit(filled) as (session, _):
        nested = session.begin_nested()
        people(session)[0].name = "Somebody"
        session.flush()
        assert names(session) == ["Somebody", "Ines"]
        nested.rollback()
    with unit(filled) as (session, sent):
        assert (names(session), [each.name for each in people(session)]) == (["Amara", "Ines"], ["Amara", "Ines"])
        assert len(sent) == 2


def test_statements_in_words_may_write_to_anything(filled: Database) -> None:
    with unit(filled) as (session, _):
        assert names(session) == ["Amara", "Ines"]
        session.execute(text("update people set name = upper(name)"))
        assert names(session) == ["AMARA", "INES"]


def test_whoever_changes_what_was_taken_to_be_looked_at_is_told_so(filled: Database) -> None:
    with unit(filled) as (session, _):
        people(session, look=True)
    with pytest.raises(RuntimeError, match="only to be looked at"), unit(filled) as (session, _):
        people(session, look=True)[0].name = "Somebody"


def test_what_lies_ahead_is_asked_for_anew_by_a_clock_that_has_gone_back(filled: Database) -> None:
    with filled.session("ucl") as session:
        session.execute(
            insert(Person),
            [{"tenant_id": "ucl", "id": new_id(), "email": "z", "name": "Zeno", "created_at": NOW + timedelta(days=2)}],
        )
        session.commit()
    for days, ahead, reads in ((1, ["Zeno"], 1), (3, ["Zeno"], 0), (-1, ["Amara", "Ines", "Zeno"], 1)):
        now = NOW + timedelta(days=days)
        with unit(filled, now) as (session, sent):
            assert [name for (name,) in tuples(session, _LATER, {"host": "ucl"}, of=PEOPLE, now=now)] == ahead
            assert len(sent) == reads


def test_each_owner_and_each_database_has_a_shelf_of_its_own(filled: Database) -> None:
    for owner, wanted in ((("ucl",), ["Amara", "Ines"]), (("kcl",), ["nobody"])):
        with filled.session("ucl") as session:
            found = session.scalar(_VERSION, {"host": "ucl"})
            open_shelf(session, owner, {"people": found}, at=NOW, spreads={})
            key = (_NAMES, "ucl")
            assert [*value(session, key, lambda: ["nobody"], of=PEOPLE)] in (wanted, [(name,) for name in wanted])


def test_without_a_shelf_everything_is_read(filled: Database) -> None:
    with filled.session("ucl") as session:
        assert names(session) == ["Amara", "Ines"]
        session.execute(update(Person).values(name="Somebody"))
        assert names(session) == ["Somebody", "Somebody"]


@pytest.mark.parametrize("write", WRITES)
def test_of_several_rows_those_that_have_changed_are_read_again(filled: Database, write: str) -> None:
    with unit(filled) as (session, _):
        before = {row.id: row for row in each(session)}
    with filled.session("ucl") as session:
        WRITES[write](session)
        session.commit()
    with unit(filled) as (session, sent):
        now = each(session)
        assert [row.name for row in now] == AFTER[write]
        assert [row is before.get(row.id) for row in now] == [True, *([True] if write == "insert" else []), False][
            : len(now)
        ]
        assert len(sent) == (1 if write == "delete" else 2)
    with unit(filled) as (session, sent):
        assert ([row.name for row in each(session)], sent) == (AFTER[write], [])


@pytest.mark.parametrize("write", WRITES)
def test_what_a_unit_of_work_writes_of_several_rows_is_read_again_and_no_other(filled: Database, write: str) -> None:
    with unit(filled) as (session, _):
        first = each(session)[0]
        WRITES[write](session)
        assert [row.name for row in each(session)] == AFTER[write]
    with unit(filled) as (session, _):
        now = each(session)
        assert ([row.name for row in now], now[0] is first) == (AFTER[write], True)


def test_of_several_rows_one_is_changed_by_whoever_adds_it_first(filled: Database) -> None:
    with unit(filled) as (session, _):
        assert len(each(session)) == 2
    with unit(filled) as (session, _):
        row = each(session)[1]
        session.add(row)
        row.name = "Inês"
    with unit(filled) as (session, _):
        assert [row.name for row in each(session)] == ["Amara", "Inês"]
    with pytest.raises(RuntimeError, match="only to be looked at"), unit(filled) as (session, _):
        each(session)[0].name = "Amara Quarto"


def test_a_row_whose_change_was_taken_back_is_read_again(filled: Database) -> None:
    with unit(filled) as (session, _):
        row = each(session)[1]
        savepoint = session.begin_nested()
        session.add(row)
        row.name = "Inês"
        session.flush()
        savepoint.rollback()
    with unit(filled) as (session, _):
        assert [row.name for row in each(session)] == ["Amara", "Ines"]
