"""Changing the keys: a new key in the file, every data key wrapped by it, and everything sealed again with new ones.

Each step finds by itself what is left to do, so a change cut short at any moment is finished by the next; until then
every value opens, with the old keys or the new. Writers go on meanwhile: a value is replaced only where it is still
the one that was opened.
"""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Column, CursorResult, Table, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from mentoring.db.base import Base
from mentoring.db.engine import Database, ScopedSession
from mentoring.db.keyfile import read_keys, write_keys
from mentoring.db.model import DataKey
from mentoring.db.sealed import Ciphertext, Place, Sealed
from mentoring.errors import Conflict, SealBroken

BATCH = 500
"""As many values as are sealed again in one transaction."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One sealed value as it lies there: `key` are its table's key columns, the institution first."""

    place: Place
    key: tuple[object, ...]
    sealed: Ciphertext


@dataclass(frozen=True, slots=True)
class Health:
    """How the sealed values of one institution stand. `late` were sealed with a retired key, and open."""

    tenant: str
    keys: int
    whole: int
    late: int
    broken: tuple[SealBroken, ...]


def rotate(database: Database, tenants: Iterable[str], *, told: Callable[[str], None] = print) -> int:
    """Change all keys, or finish a change that was cut short; how many values were sealed again.

    A key added to the file beforehand (`FileKeys.added`) is the one taken. Raises Conflict while somebody else does it.
    """
    keys, tenants = database.keys, list(tenants)
    keys.file()  # made here where there is none yet
    with _alone(database):
        file = read_keys(keys.path)
        if file.is_changing:
            told("A change of keys was cut short: it is finished now.")
        else:
            file = (file if list(file.keys)[-1] != file.current else file.added()).turned()
            write_keys(keys.path, file)
        keys.forget()
        for tenant in tenants:
            _renew(database, tenant)
        keys.forget()
        sealed = sum(_reseal(database, tenant, column, tenants) for tenant in tenants for column in sealed_columns())
        write_keys(keys.path, file.finished())
        keys.forget()
    return sealed


def health(database: Database, tenants: Iterable[str]) -> Iterator[Health]:
    """Open every sealed value of each institution, and say what does not."""
    keys, tenants = database.keys, list(tenants)
    found: dict[str, list[tuple[bool, SealBroken | None]]] = {tenant: [] for tenant in tenants}
    for tenant in tenants:
        for column in sealed_columns():
            for _, spots in _walk(database, tenant, column):
                for spot in spots:
                    retired = spot.sealed.key_id != keys.current(spot.place.tenant)
                    try:
                        keys.open(spot.place, spot.sealed)
                    except SealBroken as error:
                        found[spot.place.tenant].append((retired, error))
                    else:
                        found[spot.place.tenant].append((retired, None))
    for tenant, values in found.items():
        with database.session(tenant) as session:
            rows = session.scalars(select(DataKey).where(DataKey.tenant_id == tenant)).all()
        for row in rows:
            keys.unwrap(row)
        broken = tuple(error for _, error in values if error is not None)
        late = sum(1 for retired, error in values if retired and error is None)
        yield Health(tenant, len(rows), len(values) - late - len(broken), late, broken)


def sealed_columns() -> list[Column[Ciphertext]]:
    """Every sealed column of every table that is known by now, in order."""
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    return [column for table in tables for column in table.columns if isinstance(column.type, Sealed)]


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    path = database.keys.path
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("Somebody is changing these keys already.", "Wait until that is done.") from error
        yield


def _renew(database: Database, tenant: str) -> None:
    """Wrap the institution's keys by the file's current one, and let a new one take over from those born before."""
    keys = database.keys
    current = keys.file().current
    with database.session(tenant) as session:
        rows = session.scalars(select(DataKey).where(DataKey.tenant_id == tenant).with_for_update()).all()
        for row in rows:
            if row.wrapped_by != current:
                row.wrapped, row.wrapped_by = keys.wrap(tenant, row.id, keys.unwrap(row))
            if row.born_under != current and row.retired_at is None:
                row.retired_at = func.now()  # the database's clock, as of `made_at`
        session.flush()
        if rows:
            session.execute(insert(DataKey).values(keys.fresh(tenant)).on_conflict_do_nothing())
        session.commit()


def _reseal(database: Database, tenant: str, column: Column[Ciphertext], tenants: list[str]) -> int:
    """Seal again what lies in `column` within reach of `tenant` and is not sealed with a current key."""
    keys, done = database.keys, 0
    current = {each: keys.current(each) for each in tenants if _has_keys(database, each)}
    for session, spots in _walk(database, tenant, column):
        late = [spot for spot in spots if spot.sealed.key_id != current[spot.place.tenant]]
        for spot in late:
            fresh = keys.seal(spot.place, keys.open(spot.place, spot.sealed))
            done += _swap(session, column, spot, fresh)
        session.commit()
    return done


def _has_keys(database: Database, tenant: str) -> bool:
    with database.session(tenant) as session:
        return session.scalar(select(DataKey.id).where(DataKey.tenant_id == tenant).limit(1)) is not None


def _swap(session: ScopedSession, column: Column[Ciphertext], spot: Spot, fresh: Ciphertext) -> int:
    """Replace the value if it is still the one that was opened; else somebody has written a newer one."""
    table = _table(column)
    keyed = tuple_(*table.primary_key.columns) == spot.key
    wanted = update(table).where(keyed, column == spot.sealed).values({column: fresh})
    done = session.execute(wanted)
    return done.rowcount if isinstance(done, CursorResult) else 0


def _walk(
    database: Database, tenant: str, column: Column[Ciphertext]
) -> Iterator[tuple[ScopedSession, tuple[Spot, ...]]]:
    """Every value of `column` within reach of `tenant`, in batches, each with the session that may replace them."""
    reach = column.type.reach if isinstance(column.type, Sealed) else "tenant"
    if reach == "report":
        with database.report_session(tenant) as session:
            for spots in _batches(session, column):
                yield session, spots
    elif reach == "tenant":
        with database.session(tenant) as session:
            for spots in _batches(session, column):
                yield session, spots
    else:
        people = Base.metadata.tables["people"]
        with database.session(tenant) as session:
            authors = session.scalars(select(people.c.id).where(people.c.tenant_id == tenant)).all()
        for author in authors:
            with database.session(tenant, author) as session:
                for spots in _batches(session, column, author=author):
                    yield session, spots


def _batches(session: ScopedSession, column: Column[Ciphertext], **author: object) -> Iterator[tuple[Spot, ...]]:
    """In the order of the table's key, each batch beginning behind the one before: committing between them is fine."""
    table = _table(column)
    key = list(table.primary_key.columns)
    mine = (table.c.home_tenant_id if author else table.c.tenant_id) == session.tenant
    wanted = select(*key, column).where(mine, column.is_not(None)).order_by(*key).limit(BATCH)
    if author:
        wanted = wanted.where(table.c.author_id == author["author"])
    rows = session.execute(wanted).all()
    while rows:
        yield tuple(_spot(table, column, tuple(row[:-1]), row[-1]) for row in rows)
        rows = session.execute(wanted.where(tuple_(*key) > tuple(rows[-1][:-1]))).all()


def _spot(table: Table, column: Column[Ciphertext], key: tuple[object, ...], sealed: Ciphertext) -> Spot:
    named = dict(zip((each.name for each in table.primary_key.columns), key, strict=True))
    tenant = str(named.pop("tenant_id"))
    return Spot(Place(tenant, table.name, "/".join(map(str, named.values())), column.name), key, sealed)


def _table(column: Column[Ciphertext]) -> Table:
    if not isinstance(column.table, Table):
        raise TypeError(f"{column} is in no table")
    return column.table
