"""Statements put into words once: what every page asks goes to the driver as it is.

To build a statement, to look it up among those compiled, and to load what it finds as the mapper does, costs more than
PostgreSQL needs for one row. Only columns are asked for, and they come as the driver gives them: texts, numbers, ids,
times, arrays, bytes, and JSON read. Anything whose column turns values (sealed ones) is asked by the mapper.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Dialect, Insert, SelectBase, Update
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.orm import Session

_DIALECT: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call] # SQLAlchemy's own


class Ready:
    """A select of columns, or what writes to a table: a constant of its module, whose parameters are named in it.

    `in_` is not put into words.
    """

    def __init__(self, wanted: SelectBase | Insert | Update) -> None:
        compiled = wanted.compile(dialect=_DIALECT)
        self._words = str(compiled)
        self._given = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, session: Session, asked: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
        """What is found in `session`, after what it has still to write."""
        session.flush()
        return session.connection().exec_driver_sql(self._words, {**self._given, **asked})

    def send(self, session: Session, asked: Mapping[str, Any]) -> None:
        """Write, after what `session` has still to write: to a table whose rows nobody keeps (`db.kept`)."""
        self.rows(session, asked)
