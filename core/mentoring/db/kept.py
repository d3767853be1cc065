"""Rows kept from one unit of work to the next of the same process, for as long as the database says they are the same.

A row version of PostgreSQL is known by its table, its place there (`ctid`) and the transaction that wrote it (`xmin`):
no other version has all three. So a sum over the versions that a session sees (`version_of`) stays the same only while
every row does, and what was read then need not be read again. Whoever opens a shelf asks for these sums once, under the
locks and behind the walls that hold for reading: what is taken from the shelf is what the database would have answered
at that moment. What a unit of work has itself written to is read anew within it and not kept. Without a shelf
everything is read.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import ARRAY, ColumnClause, Engine, Executable, Select, Uuid, any_, bindparam, event, literal_column
from sqlalchemy.orm import InstrumentedAttribute, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import instance_state

from mentoring.db.base import Base

AT_MOST = 100_000
"""So many rows are kept in a process for one database; those of whoever came longest ago go first."""
AT_MOST_FOR = timedelta(days=1)
"""So long before the last unit of work may another have been whose rows are still kept."""

Key = tuple[Hashable, ...]
Versions = Mapping[str, str | None]
"""By table: the sum of the versions of its rows; None where there is none."""
Spreads = Mapping[str, frozenset[str]]
"""By table: those that its triggers write to."""

T = TypeVar("T")
B = TypeVar("B", bound=Base)

_SHELF = "shelf"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read, from which tables, and what the versions of these were."""

    of: tuple[str, ...]
    versions: tuple[str | None, ...]
    found: Any

    def __len__(self) -> int:
        return max(1, len(self.found)) if isinstance(self.found, Sized) else 1


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What one unit of work may take, what it has taken or read, and what it has written to."""

    owner: Key
    at: datetime
    versions: Versions
    spreads: Spreads
    known: dict[Key, _Kept]
    read: dict[Key, _Kept] = field(default_factory=dict)
    looked_at: list[Sequence[Base]] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    handed_on: dict[Key, _Kept] = field(default_factory=dict)

    def take(self, key: Key, of: tuple[str, ...]) -> _Kept | None:
        """What was kept or read, if the database would answer the same now."""
        found = self.read[key] if key in self.read else self.known.get(key)
        if found is None or found.versions != self._versions(of) or not self.written.isdisjoint(of):
            return None
        return found

    def keep(self, key: Key, of: tuple[str, ...], found: Any) -> None:
        """Keep what was read, unless it may hold what was written since the versions were asked for."""
        if self.written.isdisjoint(of):
            self.read[key] = _Kept(of, self._versions(of), found)

    def note(self, table: str) -> None:
        """This unit of work writes to `table`."""
        self.written.update({table}, self.spreads.get(table, frozenset()))

    def _versions(self, of: tuple[str, ...]) -> tuple[str | None, ...]:
        return tuple([self.versions[name] for name in of])


_KEPT: "WeakKeyDictionary[Engine, OrderedDict[Key, tuple[datetime, dict[Key, _Kept]]]]" = WeakKeyDictionary()
_LOCK = Lock()


def version_of(model: type[Base], where: str) -> str:
    """The sum of the versions of those rows of a table, NULL where there is none: a column, in words."""
    version = "hashtidextended(ctid, xmin::text::int8 << 32 | tableoid::int8)"
    return f"(select sum({version})::text from {model.__tablename__} where {where})"  # noqa: S608 - words of the code


def open_shelf(session: Session, owner: Key, versions: Versions, *, at: datetime, spreads: Spreads) -> None:
    """Let `session` take what was kept for `owner` under these `versions`; once in a session, before it has written.

    What was kept later than `at`, by a clock that has gone back since, is not taken.
    """
    with _LOCK:  # taken off the shelf: no two units of work have the same rows in hand
        since, known = _KEPT.get(session.get_bind().engine, OrderedDict()).pop(owner, (at, {}))
    session.info[_SHELF] = _Shelf(owner, at, versions, spreads, known if since <= at else {})
    event.listen(session, "after_flush", _note_flushed)
    event.listen(session, "do_orm_execute", _note_executed)


def put_back(session: Session) -> None:
    """Keep what `session` has read, for the next: to be called once it has committed and is closed.

    Raises RuntimeError where something was changed that was taken only to be looked at.
    """
    shelf: _Shelf | None = session.info.pop(_SHELF, None)
    if shelf is None:
        return
    if any(instance_state(row).modified for rows in shelf.looked_at for row in rows):
        raise RuntimeError("a row was changed that had been taken only to be looked at")
    kept = shelf.handed_on | {key: each for key, each in shelf.read.items() if shelf.written.isdisjoint(each.of)}
    with _LOCK:
        shelves = _KEPT.setdefault(session.get_bind().engine, OrderedDict())
        shelves[shelf.owner] = shelf.at, kept
        shelves.move_to_end(shelf.owner)
        for owner in [each for each, (at, _) in shelves.items() if at < shelf.at - AT_MOST_FOR]:
            del shelves[owner]
        while sum(len(each) for _, one in shelves.values() for each in one.values()) > AT_MOST:
            shelves.popitem(last=False)


def note_written(session: Session, model: type[Base]) -> None:
    """Whoever writes past the mapper says to which table."""
    shelf: _Shelf | None = session.info.get(_SHELF)
    if shelf is not None:
        shelf.note(model.__tablename__)


def forget_kept() -> None:
    """Keep nothing: the next units of work read everything."""
    with _LOCK:
        _KEPT.clear()


def value(session: Session, key: Key, make: Callable[[], T], *, of: tuple[str, ...]) -> T:
    """What `make` answers, which follows from the `key` and the rows of these tables alone. Nobody changes it."""
    shelf: _Shelf | None = session.info.get(_SHELF)
    if shelf is None:
        return make()
    session.flush()  # as before every query
    known = shelf.take(key, of)
    if known is None:
        found = make()
        shelf.keep(key, of, found)
        return found
    shelf.read[key] = known
    answer: T = known.found
    return answer


def after(session: Session, key: Key, make: Callable[[T | None], T]) -> T:
    """What `make` answers, which is given what it answered the last time; None where that is not known.

    Whatever it takes over from then, it has compared itself with what is so now.
    """
    shelf: _Shelf | None = session.info.get(_SHELF)
    if shelf is None:
        return make(None)
    before = shelf.handed_on.get(key) or shelf.known.get(key)
    found = make(None if before is None else before.found)
    shelf.handed_on[key] = _Kept((), (), found)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Very:
    """This very thing, as part of a key: another that is equal to it is not the same."""

    thing: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Very) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


def tuples(
    session: Session,
    statement: Executable,
    where: Mapping[str, Any],
    *,
    of: tuple[str, ...],
    now: datetime | None = None,
) -> Sequence[Any]:
    """The rows of a statement, which is a constant of its module and reads these tables alone.

    Where it asks for what lies after `now`, it may answer what lay after an earlier one: whoever asks leaves that out.
    """
    return value(session, _key(statement, where), lambda: session.execute(statement, _with(where, now)).all(), of=of)


def entities(
    session: Session,
    entity: type[B],
    statement: Executable,
    where: Mapping[str, Any],
    *,
    of: tuple[str, ...] = (),
    look: bool = False,
    now: datetime | None = None,
) -> Sequence[B]:
    """As `tuples`, of a statement that selects one `entity`, by default from its table alone.

    With `look` nobody changes them, and they may belong to no session.
    """
    shelf: _Shelf | None = session.info.get(_SHELF)
    if shelf is None:
        return session.scalars(statement, _with(where, now)).all()
    key, of = _key(statement, where), of or (entity.__tablename__,)
    known = shelf.known.get(key)
    if known is not None and not look and not _is_free(session, known.found):
        del shelf.known[key]  # some of them were read otherwise: one row is one object in a session
    found: Sequence[B] = value(session, key, lambda: session.scalars(statement, _with(where, now)).all(), of=of)
    if known is not None and found is known.found:
        if look:
            shelf.looked_at.append(found)
        else:
            session.add_all(found)
    return found


class Several:
    """A statement, constant of its module, whose rows are kept one by one: those that have changed are read again.

    `key` is the id that its rows are read by, `models` are all that it reads, and its order is a strict one. Rows that
    were kept belong to no session: whoever changes one adds it first.
    """

    def __init__(
        self, statement: Select[*tuple[Any, ...]], key: InstrumentedAttribute[UUID], *models: type[Base]
    ) -> None:
        tables = [each.__tablename__ for each in models]
        version: ColumnClause[str] = literal_column(
            f"({', '.join(f'{each}.ctid, {each}.xmin' for each in tables)})::text"
        )
        changed: Any = any_(bindparam("changed", type_=ARRAY(Uuid)))
        self.of = tuple(tables)
        self._key = key.key
        self._whole = statement
        self._versions = statement.with_only_columns(key, version, maintain_column_froms=True)
        self._some = statement.where(key == changed)

    def rows(self, session: Session, where: Mapping[str, Any]) -> Sequence[Any]:
        """All there are, in order."""
        shelf: _Shelf | None = session.info.get(_SHELF)
        if shelf is None:
            return session.execute(self._whole, where).all()
        key = self, *_key(self._whole, where)

        def renewed(before: Mapping[Any, Any] | None) -> Mapping[Any, Any]:
            return value(session, (key,), lambda: self._renewed(session, where, before or {}), of=self.of)

        found = after(session, key, renewed)
        shelf.looked_at.append([each for row in found.values() for each in row if each is not None])
        return [*found.values()]

    def _renewed(self, session: Session, where: Mapping[str, Any], known: Mapping[Any, Any]) -> Mapping[Any, Any]:
        """Every row by its key and version; what is known of the same version is not read again."""
        there = [tuple(each) for each in session.execute(self._versions, where)]
        changed = {each[0] for each in there if each not in known or _expired(known[each])}
        again = [each for each in there if each[0] in changed]
        read = session.execute(self._some, {**where, "changed": [*changed]}).all() if changed else ()
        if [getattr(row[0], self._key) for row in read] != [each[0] for each in again]:  # somebody is just writing
            return dict(enumerate(session.execute(self._whole, where).all()))  # of no version: read again next time
        fresh = dict(zip(again, read, strict=True))
        return {each: fresh[each] if each in fresh else known[each] for each in there}


def _expired(row: Iterable[Any]) -> bool:
    """Whether a savepoint that was taken back has made these objects forget what they said."""
    return any(instance_state(each).expired for each in row if each is not None)


def _is_free(session: Session, rows: Sequence[Base]) -> bool:
    """Whether these objects can be, or are, those of the session."""
    there = session.identity_map
    for row in rows:
        state = instance_state(row)
        if state.key is None or there.get(state.key, row) is not row:
            return False
    return True


def _key(statement: Executable, where: Mapping[str, Any]) -> Key:
    return statement, *[tuple(each) if isinstance(each, list) else each for each in where.values()]


def _with(where: Mapping[str, Any], now: datetime | None) -> Mapping[str, Any]:
    return where if now is None else {**where, "now": now}


def _note_flushed(session: Session, _: UOWTransaction) -> None:
    shelf: _Shelf | None = session.info.get(_SHELF)
    for table in {type(row).__tablename__ for rows in (session.new, session.dirty, session.deleted) for row in rows}:
        if shelf is not None:
            shelf.note(table)


def _note_executed(executed: ORMExecuteState) -> None:
    if executed.is_select:
        return
    shelf: _Shelf = executed.session.info[_SHELF]
    table = getattr(executed.statement, "table", None)
    for name in shelf.versions if table is None else (table.name,):
        shelf.note(name)
