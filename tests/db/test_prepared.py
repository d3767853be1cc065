"""Statements prepared on one connection answer as the driver's own cursor does."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from mentoring.db.cluster import SUPERUSER
from mentoring.db.embedded import Server
from mentoring.db.prepared import Prepared
from mentoring.settings import new_id


@pytest.fixture
def connection(postgres: Server) -> Iterator[Connection]:
    """One connection whose statements are prepared; what is written on it does not stay."""
    engine = create_engine(postgres.url(SUPERUSER, "postgres"), json_deserializer=msgspec.json.decode)
    with engine.connect() as made:
        driver = made.connection.dbapi_connection
        assert driver is not None
        vars(driver)["cursor_factory"] = Prepared(driver)  # type: ignore[arg-type] # psycopg's, as this engine has
        yield made
        made.rollback()
        made.invalidate()
    engine.dispose()


def test_values_of_all_kinds_come_back_as_they_were_given(connection: Connection) -> None:
    given = {
        "id": new_id(),
        "at": datetime(2021, 1, 14, 10, tzinfo=UTC),
        "words": "50 % of «é»",
        "many": ["a", "b"],
        "nothing": None,
    }
    asked = text(
        "select :id, :at, cast(:words as text), cast(:many as text[]), cast(:nothing as text), :words like '%é%'"
    )
    assert connection.execute(asked, given).one() == (*given.values(), True)
    assert connection.execute(text("""select '{"a": [1, null]}'::json""")).scalar_one() == {"a": [1, None]}


def test_one_statement_is_prepared_once_for_values_of_one_kind(connection: Connection) -> None:
    for number in (1, 2, 70_000, 2**40, 3):
        assert connection.execute(text("select :number + 1"), {"number": number}).scalar_one() == number + 1
    prepared = "select count(*) from pg_prepared_statements where statement like '%+ 1'"
    assert connection.execute(text(prepared)).scalar_one() == 3


def test_rows_that_were_written_are_counted(connection: Connection) -> None:
    connection.execute(text("create temporary table kept (id int primary key)"))
    rows = [{"id": number} for number in range(5)]
    assert connection.execute(text("insert into kept values (:id)"), rows).rowcount == 5
    assert connection.execute(text("delete from kept where id > :id"), {"id": 2}).rowcount == 2
    found = connection.execute(text("select id from kept order by id"))
    assert (found.fetchone(), found.fetchmany(1), found.fetchall(), found.fetchone()) == ((0,), [(1,)], [(2,)], None)


def test_what_is_refused_is_told_as_ever_and_a_savepoint_saves_the_rest(connection: Connection) -> None:
    connection.execute(text("create temporary table kept (id int primary key)"))
    connection.execute(text("insert into kept values (1)"))
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(text("insert into kept values (1)"))
    with pytest.raises(ProgrammingError), connection.begin_nested():
        connection.execute(text("select nowhere"))
    assert connection.execute(text("select id from kept")).scalars().all() == [1]


def test_a_transaction_begins_with_the_first_statement(connection: Connection) -> None:
    events: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *said: events.append(said[2]))
    connection.execute(text("create temporary table kept (id int)"))
    connection.rollback()
    assert connection.execute(text("select to_regclass('kept')")).scalar_one() is None
    assert len(events) == 2
