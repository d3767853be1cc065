"""Where a play takes place: a database of its own on the private server, copied from an empty one, dropped afterwards.

What is imported here is all that is needed to start the server, which takes a while: the rest is read meanwhile.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count

import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401 - else it is looked for later, perhaps by two threads
from psycopg import Connection, sql

from mentoring.db.embedded import Server, embedded_server
from mentoring.db.engine import Database
from mentoring.db.revision import newest, revision_of
from mentoring.db.roles import prepare
from mentoring.settings import Settings

DATABASE = "simulation"
"""Beside the real one on the private server, and always empty: each play has a copy."""
_NUMBERS = count(1)


@contextmanager
def playhouse() -> Iterator[Database]:
    """An empty database on the private server, at this version and one's own; it is gone afterwards.

    It is copied from one that is kept empty. What a process that was killed has left goes with the next one's coming.
    """
    settings = Settings.read({**os.environ, "MENTORING_MODE": "development"})
    own = f"{DATABASE}_{os.getpid()}_{next(_NUMBERS)}"
    with embedded_server(settings.data_dir / "postgres") as server:
        with server.superuser() as admin:
            admin.execute("select pg_advisory_lock(hashtext(%s))", (DATABASE,))  # held until it closes
            _tidy(admin)
            _keep_empty(server, admin)
            prepare(admin, own, template=DATABASE)
            here = server.superuser(own)  # so that nobody takes it for left
        database = server.database(own)
        try:
            yield database
        finally:
            database.dispose()
            here.close()
            with server.superuser() as admin:
                _drop(admin, own)


def _tidy(admin: Connection[tuple[object, ...]]) -> None:
    """Drop the databases of plays in which nobody is any more."""
    left = admin.execute(
        "select datname from pg_database where starts_with(datname, %s)"
        " and not exists (select from pg_stat_activity where pg_stat_activity.datname = pg_database.datname)",
        (f"{DATABASE}_",),
    )
    for (name,) in left.fetchall():
        _drop(admin, str(name))


def _keep_empty(server: Server, admin: Connection[tuple[object, ...]]) -> None:
    """Have the database that is copied: at this version, and nothing in it."""
    if _other_version(server, admin, DATABASE):
        _drop(admin, DATABASE)
    prepare(admin, DATABASE)
    database = server.database(DATABASE)
    try:
        if revision_of(database) is None:
            import_module("mentoring.db.migrate").migrate(database)  # seldom: not read otherwise
    finally:
        database.dispose()


def _other_version(server: Server, admin: Connection[tuple[object, ...]], name: str) -> bool:
    """Whether it is there, made by an older or a newer version of this program: as nothing is in it, it can go."""
    if admin.execute("select from pg_database where datname = %s", (name,)).fetchone() is None:
        return False
    database = server.database(name)
    try:
        return revision_of(database) not in {None, newest()}
    finally:
        database.dispose()


def _drop(admin: Connection[tuple[object, ...]], name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
