"""A database for one evening: everything in one transaction, with the walls up, and nothing of it stays.

Every unit of work is a savepoint of that transaction, in the role and scope it would have in production, so row-level
security holds in the play as it does in earnest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
from psycopg.sql import SQL, Composable, Identifier
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session

from mentoring.db.engine import OWNER, Database, OutsideScope, ScopedSession
from mentoring.errors import SetUpIncomplete

APP = "mentoring_app"
BEGIN = SQL(
    "savepoint {}; select set_config('app.tenant_id', {}, true), set_config('app.person_id', {}, true),"
    " set_config('TimeZone', 'UTC', true)"
)


class Scene(ScopedSession):
    """A session for which it was said who asks together with the savepoint it lives in: one round trip."""

    def say_who_asks(self, connection: Connection) -> None:
        """Nothing: it is said."""


class OneEvening(Database):
    """A `Database` whose sessions all share one connection, in the `role` last taken. Made by `evening`.

    What a session has done is let stand by the next one, or by the end of the evening: that spares it a round trip.
    """

    connection: Connection
    role: list[str]
    open: list[str]
    """The savepoints of sessions that are open, the innermost last."""
    done: list[str]
    """That of the last session, while it is still to be let stand."""

    @contextmanager
    def session(self, tenant: str, person: UUID | None = None) -> Iterator[ScopedSession]:
        """A session that sees what institution `tenant` may see, as the application's own role."""
        if not tenant:
            raise OutsideScope("a session needs a tenant")
        self._as(APP)
        savepoint = f"work_{len(self.open)}"
        stand = SQL("release {};").format(Identifier(self.done.pop())) if self.done else SQL("")
        self._say(stand + BEGIN.format(Identifier(savepoint), tenant, str(person or "")))
        self.open.append(savepoint)
        engine: Any = self.connection  # a session takes a connection as well
        try:
            with Scene(engine, tenant, person) as session:
                session.join_transaction_mode = "rollback_only"  # the savepoint here is what it commits to
                yield session
        except BaseException:
            self.open.pop()
            if self.connection.in_nested_transaction():
                self._say(SQL("rollback to {0}; release {0}").format(Identifier(savepoint)))
            raise
        self.open.pop()
        if self.open:
            self._say(SQL("release {}").format(Identifier(savepoint)))
        else:
            self.done.append(savepoint)

    @contextmanager
    def directory(self) -> Iterator[Session]:
        """A session of no institution."""
        self._as(APP)
        self.connection.execute(text("select set_config('app.tenant_id', '', true)"))
        with Session(self.connection, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def owner(self) -> Iterator[Connection]:
        """The owner's rights, on the same connection."""
        self._as(OWNER)
        yield self.connection

    def _as(self, role: str) -> None:
        if self.role != [role]:
            self.connection.execute(text(f"set local role {role}"))
            self.role[:] = [role]

    def _say(self, words: Composable) -> None:
        """Several statements at once: never prepared, and nothing is read of what they answer."""
        driver: Any = self.connection.connection.dbapi_connection
        driver.execute(words, prepare=False).close()


@contextmanager
def evening(database: Database) -> Iterator[OneEvening]:
    """`database` for a play: what is written while this is open is gone afterwards.

    Needs the address of an account that may take the other roles. Raises SetUpIncomplete without one.
    """
    if database.owner_url is None:
        raise SetUpIncomplete(
            "MENTORING_DATABASE_OWNER_URL is not set, and it is needed to play a programme.",
            "Set it, or leave MENTORING_DATABASE_URL out: then a private database is used.",
        )
    engine = create_engine(database.owner_url, json_deserializer=msgspec.json.decode)
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            driver.prepare_threshold, driver.prepared_max = 1, 10_000
            try:
                yield from _played(database, connection)
            finally:  # one connection for all, so statements are prepared on it: a pooler's next client wants none
                connection.exec_driver_sql("deallocate all")
    finally:
        engine.dispose()


def _played(database: Database, connection: Connection) -> Iterator[OneEvening]:
    with connection.begin() as everything:
        connection.exec_driver_sql("set local plan_cache_mode = force_generic_plan")
        with connection.begin_nested():  # within a savepoint, sessions make savepoints of their own
            play = OneEvening(database.app_url, database.owner_url)
            for name, value in (("connection", connection), ("role", []), ("open", []), ("done", [])):
                object.__setattr__(play, name, value)  # frozen, as every database is
            yield play
        everything.rollback()
