"""A-S2, behind a transaction pooler: institutions that share connections read and write their own rows alone.

What an institution (and a person there) sees without a pooler is proven elsewhere; here many ask at once over few
connections, and each must read exactly that. The same reading with a tenant that is set once for a connection reads
foreign rows, as it must: else this would prove nothing. ``tox -e deep-s2`` does 100,000 transactions.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from random import Random  # noqa: TID251 - seeded by the client's number
from typing import Any, Protocol
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from mentoring.db.embedded import Server
from mentoring.db.engine import Database
from pooler import pooled

TRANSACTIONS = int(os.environ.get("MENTORING_TRANSACTIONS", "2000"))
CLIENTS, CONNECTIONS = 8, 3
WHO: tuple[tuple[str, str | None], ...] = (
    ("ucl", None), ("kcl", None), ("lse", None), ("ucl", "matched"), ("kcl", "mentor"), ("kcl", "matched"),
)  # fmt: skip

Asker = tuple[str, UUID | None]
Keys = frozenset[tuple[Any, ...]]
Open = Callable[[str, UUID | None], AbstractContextManager[Session]]


class World(Protocol):
    server: Server
    name: str

    def connect(self, role: str) -> psycopg.Connection[Any]: ...
    def id_of(self, *words: str) -> UUID: ...


@pytest.fixture(scope="module")
def askers(world: World) -> list[Asker]:
    return [(slug, world.id_of(slug, who) if who else None) for slug, who in WHO]


@pytest.fixture(scope="module")
def keys(world: World) -> dict[str, str]:
    """By table, what tells its rows apart, as one selects it."""
    with world.connect("postgres") as admin:
        found = admin.execute(
            "select relname as name, string_agg(quote_ident(attname), ', ' order by attnum) as columns"
            " from pg_index join pg_class c on c.oid = indrelid"
            " join pg_attribute a on a.attrelid = indrelid and attnum = any(indkey)"
            " where indisprimary and relnamespace = 'public'::regnamespace and not relispartition"
            " and relname not in ('due', 'post')"
            " and has_any_column_privilege('mentoring_app', c.oid, 'select') group by relname"
        ).fetchall()
    return {row["name"]: row["columns"] for row in found}


@pytest.fixture(scope="module")
def theirs(world: World, keys: Mapping[str, str], askers: list[Asker]) -> dict[tuple[Asker, str], Keys]:
    """What each asker sees of each table over a connection of their own."""
    direct = world.server.database(world.name)
    found = {(who, table): read(direct.session, who, table, keys) for who in askers for table in keys}
    direct.dispose()
    assert len({rows for (_, table), rows in found.items() if table == "people"}) == 3
    return found


def read(opened: Open, who: Asker, table: str, keys: Mapping[str, str]) -> Keys:
    with opened(*who) as session:
        return frozenset(tuple(row) for row in session.execute(text(f"select {keys[table]} from {table}")))


def played(
    opened: Callable[[], AbstractContextManager[Open]],
    askers: list[Asker],
    keys: Mapping[str, str],
    theirs: Mapping[tuple[Asker, str], Keys],
    transactions: int,
) -> Counter[str]:
    """Many clients at once, each with one transaction after the other for whoever asks: reading, or writing."""

    def client(number: int) -> Counter[str]:
        chance, told = Random(number), Counter[str]()
        with opened() as open_:
            for _ in range(transactions // CLIENTS):
                who = chance.choice(askers)
                if chance.random() < 0.2:
                    told["wrong"] += written(open_, who, theirs)
                else:
                    table = chance.choice(sorted(keys))
                    told["wrong"] += len(read(open_, who, table, keys) ^ theirs[who, table])
                told["transactions"] += 1
        return told

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(client, range(CLIENTS)), Counter[str]())


def written(opened: Open, who: Asker, theirs: Mapping[tuple[Asker, str], Keys]) -> int:
    """Every person's unit that the wall lets through, marked with the institution; how many too many or too few."""
    with opened(*who) as session:
        touched = session.execute(text("update people set unit = :unit returning id"), {"unit": who[0]}).all()
        session.commit()
    return abs(len(touched) - len(theirs[who, "people"]))


@pytest.mark.parametrize("world", ["plain"], indirect=True)
def test_behind_a_pooler_everybody_reads_and_writes_their_own_rows_alone(
    world: World, askers: list[Asker], keys: dict[str, str], theirs: dict[tuple[Asker, str], Keys]
) -> None:
    with pooled(world.server, world.name, connections=CONNECTIONS) as url:
        database = Database(url)
        told = played(lambda: nullcontext(database.session), askers, keys, theirs, TRANSACTIONS)
        database.dispose()
    with world.connect("postgres") as admin:
        mixed = admin.execute("select count(*) as n from people where unit <> tenant_id").fetchall()
    print(  # noqa: T201 - a proof tells its counts
        f"\nA-S2: {told['transactions']} transactions of {CLIENTS} clients over {CONNECTIONS} connections: "
        f"{told['wrong']} wrong rows"
    )
    assert (told["wrong"], mixed[0]["n"], told["transactions"] >= TRANSACTIONS) == (0, 0, True)


@pytest.mark.parametrize("world", ["plain"], indirect=True)
def test_a_tenant_set_once_for_a_connection_reads_foreign_rows(
    world: World, askers: list[Asker], keys: dict[str, str], theirs: dict[tuple[Asker, str], Keys]
) -> None:
    with pooled(world.server, world.name, connections=CONNECTIONS) as url:
        told = played(lambda: set_once(url), askers, keys, theirs, 800)
    print(f"\nA-S2: with the tenant set once for a connection, {told['wrong']} wrong rows")  # noqa: T201 - its count
    assert told["wrong"] > 0


@contextmanager
def set_once(url: str) -> Iterator[Open]:
    """How one would do it without a pooler: a connection for each asker, told once who asks."""
    with ExitStack() as leaving:
        engines: dict[Asker, Engine] = {}

        @contextmanager
        def opened(tenant: str, person: UUID | None) -> Iterator[Session]:
            if (tenant, person) not in engines:
                engine = create_engine(url, pool_size=1, connect_args={"prepare_threshold": None})
                engines[tenant, person] = engine
                leaving.callback(engine.dispose)
                with engine.begin() as connection:
                    connection.execute(SET_ONCE, {"tenant": tenant, "person": str(person or "")})
            with Session(engines[tenant, person]) as session:
                yield session

        yield opened


SET_ONCE = text("select set_config('app.tenant_id', :tenant, false), set_config('app.person_id', :person, false)")
