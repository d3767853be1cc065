"""One PostgreSQL server for the whole run, shared by all workers; one migrated database, cloned for each test.

And one number for the whole run: the ids that a test gives out, and what Hypothesis draws, hang on it and on the name
of the test, so that a run says the same here and elsewhere. `tox -e deep-seeds` runs all under another number.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, count
from pathlib import Path
from random import Random  # noqa: TID251 - the seed is the run's
from typing import Any
from uuid import UUID

import hypothesis
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from makers import Installed, Works, tenant
from mentoring import settings
from mentoring.db.embedded import Server, embedded_server
from mentoring.db.engine import Database
from mentoring.db.migrate import migrate
from mentoring.db.roles import prepare
from mentoring.schemes.load import load_directory
from year import Year, b_mentor_year, lse_year

TEMPLATE = "migrated"
KEPT = "MENTORING_TEST_SERVER"
"""Names the folder of a server that a campaign of many runs keeps between them: made and migrated once."""

GIVING: Any = settings
"""The module whose `new_id` the application gives ids by."""

LOOKED_AT = re.compile(r"^axe: (\d+) pages in both schemes, (\d+) of them with errors$", re.MULTILINE)
AT_RANDOM = GIVING.uuid4
SEED = os.environ.get("MENTORING_TEST_SEED", "0")
hypothesis.settings.register_profile("repeatable", derandomize=SEED == "0", deadline=None)
hypothesis.settings.load_profile("repeatable")

Superuser = psycopg.Connection[tuple[object, ...]]
Clone = Callable[[], AbstractContextManager[str]]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ids follow from the number of the run and the name of the test, before any fixture asks for one."""
    chance = Random(f"{SEED} {item.nodeid}")
    GIVING.uuid4 = lambda: UUID(bytes=chance.randbytes(16), version=4)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many pages axe has looked at, by test file: what `chromium.tell_looked_at` printed, added up."""
    told: dict[str, list[int]] = {}
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if getattr(report, "when", "") == "teardown":
            for pages, errors in LOOKED_AT.findall("\n".join(text for _, text in report.sections)):
                sums = told.setdefault(report.nodeid.partition("::")[0], [0, 0])
                sums[0] += int(pages)
                sums[1] += int(errors)
    rows = sorted(told.items())
    for file, (pages, errors) in rows:
        terminalreporter.write_line(f"axe: {pages} pages in both schemes, {errors} of them with errors, by {file}")
    if len(rows) > 1:
        pages, errors = (sum(row[place] for _, row in rows) for place in (0, 1))
        terminalreporter.write_line(f"axe: {pages} pages in both schemes, {errors} of them with errors, in all")


def _ids_of_its_own() -> None:
    """A process that forks off would else give out the very ids that the next one gives out."""
    GIVING.uuid4 = AT_RANDOM


os.register_at_fork(after_in_child=_ids_of_its_own)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, with the migrated template. Workers meet at it by the server's own shared lock."""
    base = tmp_path_factory.getbasetemp()
    own = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "postgres"
    folder = Path(os.environ.get(KEPT, own))
    with embedded_server(folder, durable=False, keys=folder.with_name("keys")) as server:
        _make_template(server, folder)
        yield server


def _make_template(server: Server, folder: Path) -> None:
    with (folder / "template.lock").open("w") as lock, server.superuser() as admin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if admin.execute("select from pg_database where datname = %s", (TEMPLATE,)).fetchone() is not None:
            return
        prepare(admin, "migrating")
        database = server.database("migrating")
        migrate(database)
        database.dispose()
        admin.execute(sql.SQL("alter database migrating rename to {}").format(sql.Identifier(TEMPLATE)))


@pytest.fixture(scope="session")
def clone(postgres: Server) -> Clone:
    """Makes migrated, empty databases: `with clone() as name`. Each is dropped on leaving."""
    numbers = count(1)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")

    @contextmanager
    def cloned() -> Iterator[str]:
        name = sql.Identifier(f"{worker}_{os.getpid()}_{next(numbers)}")  # no other run's, on a server that is kept
        with postgres.superuser() as admin:
            admin.execute(
                sql.SQL("create database {} template {} strategy file_copy owner mentoring_owner").format(
                    name, sql.Identifier(TEMPLATE)
                )
            )
            try:
                yield name.as_string().strip('"')
            finally:
                admin.execute(sql.SQL("drop database {} with (force)").format(name))

    return cloned


@pytest.fixture
def database_name(clone: Clone) -> Iterator[str]:
    """A migrated database of this test's own, by name."""
    with clone() as name:
        yield name


@pytest.fixture
def database(postgres: Server, database_name: str) -> Iterator[Database]:
    """A migrated, empty database of this test's own. It has no institutions: see `institutions`."""
    database = postgres.database(database_name)
    yield database
    database.dispose()


@pytest.fixture
def institutions(database: Database) -> Database:
    """The same database, with ucl, kcl and lse in the directory."""
    add_institutions(database, "ucl", "kcl", "lse")
    return database


@pytest.fixture
def works(database: Database) -> Works:
    """The same database, with three real institutions: north, south and west."""
    works = Works(database, Installed())
    works.apply(tenant("north"), tenant("south"), tenant("west"))
    return works


@pytest.fixture
def real(database: Database) -> Works:
    """The same database, with the schemes that are installed."""
    return Works(database, Installed(load_directory().schemes))


@pytest.fixture
def year(real: Works) -> Year:
    """B-MEntor Professional 2021, hosted by UCL, while registration is open."""
    return b_mentor_year(real)


@pytest.fixture
def lse(real: Works) -> Year:
    """LSE's programme of 2025, while registration is open."""
    return lse_year(real)


@pytest.fixture
def superuser(postgres: Server, database_name: str) -> Iterator[Superuser]:
    """The administrator's connection to this test's database: no policy holds for it."""
    with postgres.superuser(database_name) as connection:
        yield connection


def add_institutions(database: Database, *slugs: str) -> None:
    """Put `slugs` into the directory, as the owner."""
    with database.owner() as owner:
        owner.execute(
            text("insert into tenants values (:slug, upper(:slug), '{}', '', '2020-11-02T09:00Z')"),
            [{"slug": slug} for slug in slugs],
        )
