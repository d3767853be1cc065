"""One row of the mapper's, written by a statement put into words once (`mentoring.db.ready`).

A flush sorts what there is to write, and puts each statement together anew. Where one row is written, and it is known
which and what, that costs several times as much as to write it. Sealed columns are written by the mapper.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from psycopg.types.json import Json, Jsonb
from sqlalchemy import JSON, bindparam, update
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from mentoring.db.base import Base
from mentoring.db.kept import note_written
from mentoring.db.ready import Ready
from mentoring.db.rows import table_of

_KEY = "key_"
"""What parameters begin with that say which row is changed."""


def add_one(session: Session, row: Base) -> None:
    """Write a new row, after all that waits to be written, and let it be of `session`.

    What the database itself fills in is read when it is asked for.
    """
    _send(session, row, _insert)
    as_read(session, row)


def add_unless_there(session: Session, row: Base) -> bool:
    """As `add_one`; False, with nothing done, where such a row is there already."""
    if added := _send(session, row, _insert_unless_there) == 1:
        as_read(session, row)
    return added


def change(session: Session, row: Base, **values: Any) -> bool:
    """Write those of `values` that are new into a row of `session`, whose object says so from now on; whether any were.

    Raises StaleDataError where nothing could be written, as a flush does.
    """
    model = type(row)
    new = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not new:
        return False
    key = {f"{_KEY}{each.name}": getattr(row, each.name) for each in table_of(model).primary_key}
    if _update(model, tuple(new)).rows(session, {**_given(model, new), **key}).rowcount != 1:
        raise StaleDataError(f"no row of {model.__tablename__} was changed, and one was to be")
    note_written(session, model)
    for name, value in new.items():
        set_committed_value(row, name, value)
    return True


def as_read(session: Session, row: Base) -> None:
    """Let `row`, which stands in the database, be of `session` as if it had been read there."""
    make_transient_to_detached(row)
    session.add(row)


def _send(session: Session, row: Base, words: Callable[[type[Base]], Ready]) -> int:
    """How many rows were written; `row` says what they hold, its defaults too."""
    model = type(row)
    values = {name: getattr(row, name) for name in _said(model)}
    written = words(model).rows(session, _given(model, values)).rowcount
    note_written(session, model)
    instance_dict(row).update(values)
    return written


@cache
def _insert(model: type[Base]) -> Ready:
    return Ready(_inserted(model))


@cache
def _insert_unless_there(model: type[Base]) -> Ready:
    return Ready(_inserted(model).on_conflict_do_nothing())


def _inserted(model: type[Base]) -> Insert:
    return insert(table_of(model)).values({name: bindparam(name) for name in _said(model)})


@cache
def _update(model: type[Base], names: tuple[str, ...]) -> Ready:
    table = table_of(model)
    these = [each == bindparam(f"{_KEY}{each.name}") for each in table.primary_key]
    return Ready(update(table).values({name: bindparam(name) for name in names}).where(*these))


@cache
def _said(model: type[Base]) -> Mapping[str, Callable[[Any], Any] | None]:
    """The columns that the database does not fill in itself; with each what its values are given to the driver as."""
    return {
        each.name: Jsonb if isinstance(each.type, JSONB) else Json if isinstance(each.type, JSON) else None
        for each in table_of(model).columns
        if each.server_default is None
    }


def _given(model: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    wraps = _said(model)
    return {
        name: value if value is None or (wrap := wraps[name]) is None else wrap(value) for name, value in values.items()
    }
