"""A database for one evening: one connection on which every unit of work is a transaction, with the walls up.

What a play writes is committed as in production, in the role and scope it would have there, so row-level security
holds in the play as it does in earnest. It is played in a database of its own, which nobody keeps.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from psycopg.sql import SQL, Composable, Identifier
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session

from mentoring.db.beside import taking_turns
from mentoring.db.engine import OWNER, Database, OutsideScope, ScopedSession
from mentoring.db.prepared import Prepared
from mentoring.db.straight import say
from mentoring.errors import SetUpIncomplete

APP = "mentoring_app"
ONCE = (
    "set synchronous_commit = off; set plan_cache_mode = force_generic_plan; set timezone = 'UTC'; set jit = off;"
    " set track_activities = off; set track_counts = off; set update_process_title = off"
)
"""Nothing of it need survive a power cut, and few statements are made many times."""
WHO_ASKS = SQL("select set_config('app.tenant_id', {}, true), set_config('app.person_id', {}, true)")


class Scene(ScopedSession):
    """A session for which it was said who asks together with the transaction it begins: one round trip."""

    def say_who_asks(self, connection: Connection) -> None:
        """Nothing: it is said."""


class OneEvening(Database):
    """A `Database` whose sessions all share one connection, in the `role` last taken. Made by `evening`.

    What a session has done is committed by the next one, or at the end of the evening: that spares it a round trip.
    A session within another is a savepoint, and is kept or undone with it.
    """

    connection: Connection
    role: list[str]
    open: list[str]
    """The savepoints of sessions that are open, the innermost last; the outermost is the transaction itself."""
    sessions: list[int]
    """How many there have been that were not within another, and how many there are to be before rows are counted."""

    @contextmanager
    def session(self, tenant: str, person: UUID | None = None) -> Iterator[ScopedSession]:
        """A session that sees what institution `tenant` may see, as the application's own role."""
        if not tenant:
            raise OutsideScope("a session needs a tenant")
        savepoint = f"work_{len(self.open)}"
        within = bool(self.open)
        if not within:
            self._as(APP)
            self._count()
        self._say(_begin(savepoint if within else "", tenant, str(person or "")))
        self.open.append(savepoint)
        engine: Any = self.connection  # a session takes a connection as well
        try:
            with Scene(engine, tenant, person) as session:
                session.join_transaction_mode = "rollback_only"  # it is committed by whoever comes next
                yield session
        except BaseException:
            self.open.pop()
            undone = SQL("rollback to {0}; release {0}") if within else SQL("rollback; begin")
            self._say(undone.format(Identifier(savepoint)))
            if not within:
                self.role.clear()  # where it was taken in what is undone, it is taken again
            raise
        self.open.pop()
        if within:
            self._say(SQL("release {}").format(Identifier(savepoint)))

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

    def _count(self) -> None:
        """Let PostgreSQL count what the tables hold, each time there have been four times as many sessions.

        It plans by that, and does not count by itself while a connection is never at rest: by what it guesses of tables
        that were empty it looks a row up among all those of its institution.
        """
        self.sessions[0] += 1
        if self.sessions[0] == self.sessions[1]:
            self.sessions[1] *= 4
            self._say(SQL("commit; reset role; analyze; set role {}; begin").format(Identifier(APP)))

    def _as(self, role: str) -> None:
        """Take `role` for the transactions to come, of which no session is open."""
        if self.role != [role]:
            self._say(SQL("commit; set role {}; begin").format(Identifier(role)))
            self.role[:] = [role]

    def _say(self, words: bytes | Composable) -> None:
        """Several statements at once: never prepared, and nothing is read of what they answer."""
        say(self.connection, words if isinstance(words, bytes) else words.as_bytes())


@lru_cache(4_096)
def _begin(savepoint: str, tenant: str, person: str) -> bytes:
    """A transaction, or the savepoint named, and who asks in it: the same few say it over and over."""
    begun = SQL("savepoint {}; ").format(Identifier(savepoint)) if savepoint else SQL("commit; begin; ")
    return (begun + WHO_ASKS.format(tenant, person)).as_bytes()


@contextmanager
def evening(database: Database) -> Iterator[OneEvening]:
    """`database` for a play, whose units of work are committed: it is the play's own, and whoever made it removes it.

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
            connection.exec_driver_sql(ONCE)
            driver.cursor_factory = Prepared(driver)
            play = OneEvening(database.app_url, database.owner_url)
            for name, value in (("connection", connection), ("role", []), ("open", []), ("sessions", [0, 400])):
                object.__setattr__(play, name, value)  # frozen, as every database is
            with taking_turns(driver):
                yield play
            connection.commit()
            connection.invalidate()  # it has taken another role, and prepared much: nobody else uses it
    finally:
        engine.dispose()
