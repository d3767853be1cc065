"""Engines, and sessions that belong to one institution.

Row-level security is the wall. What is here makes sure that every session says whose it is: the tenant
and the person are set in each transaction, for that transaction alone, so nothing leaks through a pool or
a pooler; and a session without a tenant raises.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from select import POLLIN, poll
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Dialect, Engine, create_engine, event, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session, SessionTransaction

from mentoring.db.keys import Keys
from mentoring.db.straight import begin
from mentoring.errors import SetUpIncomplete

OWNER = "mentoring_owner"


class OutsideScope(RuntimeError):
    """A query was about to be made for no institution. A fault in the code, never shown to a person as such."""


class ScopedSession(Session):
    """A session of one institution, and of one person there where `person` is given. Times come back in UTC.

    `keys` open what is sealed; None where the database was opened without a key file.
    """

    def __init__(self, engine: Engine, tenant: str, person: UUID | None = None, keys: Keys | None = None) -> None:
        if not tenant:
            raise OutsideScope("a session needs a tenant")
        super().__init__(engine, expire_on_commit=False, autobegin=True)
        self.tenant = tenant
        self.person = person
        self.keys = keys

    def say_who_asks(self, connection: Connection) -> None:
        """Whose rows are seen until the transaction ends; that times are in UTC, and one process to each question."""
        who = {"tenant": self.tenant, "person": str(self.person or "")}
        if not begin(connection, _WHO_ASKS, **who):
            connection.exec_driver_sql(_WHO_ASKS, who)


_WHO_ASKS = (
    "select set_config('app.tenant_id', %(tenant)s, true), set_config('app.person_id', %(person)s, true),"
    " set_config('TimeZone', 'UTC', true), set_config('max_parallel_workers_per_gather', '0', true)"
)  # sent with the beginning of every transaction
"""Questions of a page are answered in milliseconds: to start other processes for one takes longer than it does."""


@event.listens_for(ScopedSession, "after_begin", propagate=True)
def _say_who_asks(session: ScopedSession, transaction: SessionTransaction, connection: Connection) -> None:
    if not transaction.nested:
        session.say_who_asks(connection)


@dataclass(frozen=True)
class Database:
    """Where the data is: three addresses, one for each role. Engines are made when first asked for.

    `app_url` for the application, `owner_url` to migrate and write the directory, `report_url` to count.
    `key_file` holds what unwraps the institutions' keys; it is made when first needed where `makes_keys` says so.
    """

    app_url: str
    owner_url: str | None = None
    report_url: str | None = None
    key_file: Path | None = None
    makes_keys: bool = False
    echo: bool = field(default=False, kw_only=True)

    @cached_property
    def keys(self) -> Keys:
        """The keys of this database. Raises SetUpIncomplete where no key file is named."""
        if self.key_file is None:
            raise SetUpIncomplete(
                "No key file is named, and what is sealed needs one.", "Set MENTORING_KEYS to the key file."
            )
        return Keys(self.key_file, self.session, makes=self.makes_keys)

    @contextmanager
    def session(self, tenant: str, person: UUID | None = None) -> Iterator[ScopedSession]:
        """A session that sees what institution `tenant` (and there `person`) may see. The caller commits.

        Raises `OutsideScope` for an empty tenant.
        """
        with ScopedSession(self._app, tenant, person, self.keys if self.key_file else None) as session:
            yield session

    @contextmanager
    def directory(self) -> Iterator[Session]:
        """A session of no institution, a worker's: sees ``tenants``, ``due`` and ``post``, and no other row."""
        with Session(self._app, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def report_session(self, tenant: str) -> Iterator[ScopedSession]:
        """A session of the report role, for `tenant`. Raises `SetUpIncomplete` without its address."""
        with ScopedSession(self._report, tenant, None, self.keys if self.key_file else None) as session:
            yield session

    @contextmanager
    def owner(self) -> Iterator[Connection]:
        """One transaction as the owner role, committed at the end: migrations and the directory.

        Raises `SetUpIncomplete` without its address. Even the owner sees no row of a tenant's table.
        """
        with self._owner.begin() as connection:
            connection.execute(text(f"set local role {OWNER}"))
            yield connection

    def dispose(self) -> None:
        """Close all connections."""
        for name in ("_app", "_owner", "_report"):
            engine = self.__dict__.get(name)
            if engine is not None:
                engine.dispose()

    @cached_property
    def _app(self) -> Engine:
        return self._engine(self.app_url, pool_size=10, max_overflow=20)

    @cached_property
    def _owner(self) -> Engine:
        return self._engine(_needed(self.owner_url, "MENTORING_DATABASE_OWNER_URL", "migrate and apply tenants"))

    @cached_property
    def _report(self) -> Engine:
        return self._engine(_needed(self.report_url, "MENTORING_DATABASE_REPORT_URL", "issue releases"))

    def _engine(self, url: str, *, pool_size: int = 2, max_overflow: int = 3) -> Engine:
        made = create_engine(
            url,
            echo=self.echo,
            pool_size=pool_size,
            max_overflow=max_overflow,
            json_deserializer=msgspec.json.decode,  # several times as fast as the standard one, and most rows hold some
            connect_args={
                "prepare_threshold": None,  # a transaction pooler gives each transaction another server connection
                "application_name": "mentoring",
            },
        )
        event.listen(made, "checkout", partial(_still_there, made.dialect))
        return made


def _still_there(dialect: Dialect, connection: Any, *_: object) -> None:
    """A connection of the pool, before it is used: the server may have been restarted under us.

    To an idle connection a server says nothing but its farewell. So it is asked only where there is something to be
    read, and else no time is lost.
    """
    waiting = poll()
    waiting.register(connection, POLLIN)
    if not waiting.poll(0):
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.OperationalError as ended:
        raise InvalidatePoolError("the server has ended this connection") from ended


def _needed(url: str | None, variable: str, purpose: str) -> str:
    if url is None:
        raise SetUpIncomplete(
            f"{variable} is not set, and it is needed to {purpose}.",
            "Set it to the address of that role on the same database.",
        )
    return url
