"""A database for one evening: everything in one transaction, with the walls up, and nothing of it stays.

Every unit of work is a savepoint of that transaction, in the role and scope it would have in production, so row-level
security holds in the play as it does in earnest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session

from mentoring.db.engine import OWNER, Database, OutsideScope, ScopedSession
from mentoring.errors import SetUpIncomplete

APP = "mentoring_app"


class OneEvening(Database):
    """A `Database` whose sessions all share one connection, in the `role` last taken. Made by `evening`."""

    connection: Connection
    role: list[str]

    @contextmanager
    def session(self, tenant: str, person: UUID | None = None) -> Iterator[ScopedSession]:
        """A session that sees what institution `tenant` may see, as the application's own role."""
        if not tenant:
            raise OutsideScope("a session needs a tenant")
        self._as(APP)
        engine: Any = self.connection  # a session takes a connection as well
        self.connection.exec_driver_sql("savepoint work")
        try:
            with ScopedSession(engine, tenant, person) as session:
                session.join_transaction_mode = "rollback_only"  # the savepoint here is what it commits to
                yield session
        except BaseException:
            if self.connection.in_nested_transaction():
                self.connection.exec_driver_sql("rollback to savepoint work")
            raise
        self.connection.exec_driver_sql("release savepoint work")

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
            try:
                yield from _played(database, connection)
            finally:  # one connection for all, so statements are prepared on it: a pooler's next client wants none
                connection.exec_driver_sql("deallocate all")
    finally:
        engine.dispose()


def _played(database: Database, connection: Connection) -> Iterator[OneEvening]:
    with connection.begin() as everything:
        with connection.begin_nested():  # within a savepoint, sessions make savepoints of their own
            play = OneEvening(database.app_url, database.owner_url)
            for name, value in (("connection", connection), ("role", [])):
                object.__setattr__(play, name, value)  # frozen, as every database is
            yield play
        everything.rollback()
