"""Many rows in one statement, whose words are the same however many there are.

Given as one JSON document, rows are read, planned and sent as one; as values of their own, every number of them would
be another statement, and each is planned anew.
"""

import typing
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnClause,
    CursorResult,
    Executable,
    String,
    Table,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import TableValuedAlias

from mentoring.db.base import Base


def table_of(model: type[Base]) -> Table:
    """The model's table by itself: what is written to it so is not made into objects, nor looked for among them."""
    return typing.cast("Table", model.__table__)


def insert_one(model: type[Base]) -> Insert:
    """An insert of one row into the model's table: each column's value is the parameter of its name."""
    return insert(table_of(model)).values({each.name: bindparam(each.name) for each in table_of(model).columns})


def given(model: type[Base], names: Sequence[str], parameter: str) -> TableValuedAlias:
    """The rows that stand as a JSON document in this `parameter`, with these columns of the model's table."""
    document: BindParameter[str] = bindparam(parameter, type_=String)
    shape: ColumnClause[Any] = literal_column(f"null::{model.__tablename__}")
    return func.json_populate_recordset(shape, cast(document, JSON)).table_valued(*names, name=f"given_{parameter}")


def insert_given(model: type[Base], names: Sequence[str], parameter: str) -> Insert:
    """An insert of such rows; what they do not name is as the database has it by default."""
    rows = given(model, names, parameter)
    return insert(table_of(model)).from_select(names, select(*[rows.c[name] for name in names]), include_defaults=False)


def write(session: Session, statement: Executable, **rows: Sequence[Mapping[str, Any]]) -> Sequence[Any]:
    """Send such a statement with the rows of each of its parameters, after all that waits to be written.

    What it returns comes back, if it returns anything.
    """
    session.flush()
    sent = session.execute(statement, {name: document(each) for name, each in rows.items()})
    result = typing.cast("CursorResult[Any]", sent)
    return result.all() if result.returns_rows else ()


def document(rows: Sequence[Mapping[str, Any]]) -> str:
    """`rows` as such a document. Columns that are not named in them are null there."""
    return msgspec.json.encode(rows).decode()
