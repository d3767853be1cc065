"""Statements of one connection, each prepared when it is first asked and only filled in from then on.

For who asks the same few hundred statements thousands of times and waits for each answer: the driver's own cursor can
do much more, and takes longer for it than PostgreSQL for one row.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from psycopg import Connection
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

NOTHING: Mapping[str, Any] = {}

_NAMED = re.compile(r"%(?:%|\((\w+)\)s)")
_Column = tuple[str, int, None, None, None, None, None]


@dataclass(slots=True)
class _Asked:
    """A prepared statement: under which name, and what its rows consist of, once there was an answer."""

    name: bytes
    columns: list[_Column] | None = None


class Prepared:
    """What is prepared on `connection`. Makes the cursors of it: `connection.cursor_factory` is set to one."""

    def __init__(self, connection: Connection[Any]) -> None:
        self.link = connection.pgconn
        self.values = Transformer(connection)
        self.known: dict[tuple[bytes, tuple[int, ...]], _Asked] = {}

    def __call__(self, _: Connection[Any], **__: object) -> "Cursor":
        """A new cursor."""
        return Cursor(self)

    def ask(self, words: str, given: Mapping[str, Any]) -> tuple[Any, list[_Column] | None]:
        """PostgreSQL's answer, and its columns if it has rows. Raises the driver's own errors."""
        if self.link.transaction_status == TransactionStatus.IDLE:
            _sound(self.link.exec_(b"begin"))
        statement, names = _filled_in(words)
        values: Any = self.values.dump_sequence([given[name] for name in names], [PyFormat.AUTO] * len(names))
        kind = statement, self.values.types or ()
        asked = self.known.get(kind)
        if asked is None:
            asked = _Asked(b"asked_%d" % len(self.known))
            _sound(self.link.prepare(asked.name, *kind))
            self.known[kind] = asked
        answer = _sound(self.link.exec_prepared(asked.name, values, self.values.formats))
        if asked.columns is None and answer.status == ExecStatus.TUPLES_OK:
            numbers = range(answer.nfields)
            asked.columns = [(answer.fname(n).decode(), answer.ftype(n), None, None, None, None, None) for n in numbers]
        return answer, asked.columns


def _sound(answer: Any) -> Any:
    if answer.status not in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}:
        raise error_from_result(answer)
    return answer


@lru_cache(10_000)
def _filled_in(words: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement with its parameters numbered as PostgreSQL has them, and their names in that order."""
    names: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        return "%" if found[1] is None else f"${names.setdefault(found[1], len(names) + 1)}"

    return _NAMED.sub(numbered, words).encode(), tuple(names)


class Cursor:
    """As much of a cursor (PEP 249) as SQLAlchemy needs. All rows are read at once."""

    arraysize = 1

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._left: list[Any] = []
        self.rowcount = -1
        self.description: list[_Column] | None = None

    def execute(self, words: str, given: Mapping[str, Any] = NOTHING) -> None:
        """Ask this; parameters are named."""
        answer, self.description = self._prepared.ask(words, given)
        if self.description is None:
            self.rowcount, self._left = answer.command_tuples or 0, []
            return
        values = self._prepared.values
        values.set_pgresult(answer)
        self.rowcount, self._left = answer.ntuples, values.load_rows(0, answer.ntuples, tuple)

    def executemany(self, words: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Ask this once for each of these."""
        touched = 0
        for given in rows:
            self.execute(words, given)
            touched += self.rowcount
        self.rowcount = touched

    def fetchall(self) -> list[Any]:
        """All that is left."""
        left, self._left = self._left, []
        return left

    def fetchmany(self, size: int = 1) -> Sequence[Any]:
        """So many of what is left."""
        some, self._left = self._left[:size], self._left[size:]
        return some

    def fetchone(self) -> Any:
        """The next, None after the last."""
        return self._left.pop(0) if self._left else None

    def close(self) -> None:
        """Nothing more is asked of it."""
        self._left = []
