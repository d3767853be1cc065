"""Short words to the server, past the cursors of driver and SQLAlchemy: what is asked so often that they cost most."""

from typing import Any

from psycopg.errors import error_from_result
from psycopg.pq import Escaping, ExecStatus, TransactionStatus
from sqlalchemy import Connection


def begin(connection: Connection, words: str, **given: str) -> bool:
    """Begin the transaction of `connection` with these words, in one round trip; each of `given` is quoted in them.

    False, with nothing done that matters, where it has begun or cannot: then the words are to be sent as others are,
    and what is wrong is told as it always is.
    """
    link = _link(connection)
    if link.transaction_status != TransactionStatus.IDLE:
        return False
    quoting = Escaping(link)
    quoted = {name: quoting.escape_literal(value.encode()).decode() for name, value in given.items()}
    return bool(link.exec_(f"begin; {words % quoted}".encode()).status == ExecStatus.TUPLES_OK)


def ask(connection: Connection, words: str) -> tuple[str | None, ...] | None:
    """The one row that a constant select of texts answers within a transaction; None where it does not answer."""
    answer = _link(connection).exec_(words.encode())
    if answer.status != ExecStatus.TUPLES_OK or answer.ntuples != 1:
        return None
    cells = (answer.get_value(0, column) for column in range(answer.nfields))
    return tuple([None if cell is None else cell.decode() for cell in cells])


def say(connection: Connection, words: bytes) -> None:
    """Several statements at once, whatever they answer. Raises the driver's own errors."""
    answer = _link(connection).exec_(words)
    if answer.status not in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}:
        raise error_from_result(answer)


def _link(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection  # psycopg's own connection
    return driver.pgconn
