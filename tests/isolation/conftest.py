"""A world in which every table holds rows of every institution, written by those who may."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import DictRow, dict_row

from every_mentorship import SLUGS, id_of
from every_table import fill
from mentoring.db.embedded import Server
from mentoring.db.engine import Database
from mentoring.db.migrate import migrate, undo

Clone = Callable[[], AbstractContextManager[str]]


@dataclass(frozen=True)
class World:
    """A filled database. Of the three institutions each hosts one programme; UCL and KCL are each other's partners.

    In every programme the host's `matched` mentee meets the partner's `mentor`; the host's `unmatched` and
    `drafting`, and the partner's `abroad` and `drafting_abroad`, meet nobody.
    """

    server: Server
    name: str
    database: Database
    slugs: tuple[str, ...] = SLUGS

    def connect(self, role: str) -> psycopg.Connection[DictRow]:
        """A new connection as `role`, not in autocommit."""
        return psycopg.connect(host=str(self.server.socket), user=role, dbname=self.name, row_factory=dict_row)

    def id_of(self, *words: str) -> UUID:
        """The id that a row was given by these words, such as (host, home, who) for a registration."""
        return id_of(*words)


KINDS = ["plain", "partitioned"] if "MENTORING_PAIRS" in os.environ else ["plain"]
"""``tox -e deep-s2`` looks at hash-partitioned tables as well; that each revision makes those, tests/db tries."""


@pytest.fixture(scope="module", params=KINDS)
def world(request: pytest.FixtureRequest, postgres: Server, clone: Clone) -> Iterator[World]:
    """One world for all tests of a file: each undoes what it tries."""
    with clone() as name:
        database = postgres.database(name)
        if request.param == "partitioned":
            undo(database, "base")
            migrate(database, partitions=3)
        fill(database)
        yield World(postgres, name, database)
        database.dispose()
