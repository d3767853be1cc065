"""A private PostgreSQL server, started when first needed and stopped by the last to leave.

Every process that uses it holds a shared lock on ``users.lock`` for as long; starting and stopping happen
under ``gate.lock``. The kernel drops the locks of a killed process, so nothing is left behind: the next
one finds the server running, or starts it again over the stale files. It listens on a Unix socket alone,
in a folder that only this user can enter, which is why connections need no password.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from sqlalchemy import URL

from mentoring.db.cluster import SUPERUSER, Cluster
from mentoring.db.engine import Database
from mentoring.db.roles import prepare


@dataclass(frozen=True)
class Server:
    """A running embedded server. `socket` is the folder of its socket, `keys` the key file of its databases.

    That file is made when first needed, unless `makes_keys` is False.
    """

    socket: Path
    keys: Path | None = None
    makes_keys: bool = True

    def url(self, role: str, database: str) -> str:
        """The address of `database` as `role`."""
        url = URL.create("postgresql+psycopg", username=role, database=database, query={"host": str(self.socket)})
        return url.render_as_string(hide_password=False)

    def database(self, name: str = "mentoring") -> Database:
        """The three addresses of database `name`."""
        app, owner, report = (self.url(role, name) for role in ("mentoring_app", SUPERUSER, "mentoring_report"))
        return Database(app, owner, report, self.keys, makes_keys=self.makes_keys)

    def superuser(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A new connection of the server's administrator, in autocommit. No policy holds for it."""
        return psycopg.connect(host=str(self.socket), user=SUPERUSER, dbname=database, autocommit=True)


@contextmanager
def embedded_server(folder: Path, *, durable: bool = True, keys: Path | None = None) -> Iterator[Server]:
    """The server whose data lies in `folder`, started if it is not running; with the roles and the database.

    Holds the shared lock until left; the last to leave stops the server. `durable=False` trades safety
    against power cuts for speed, for tests. Raises `SetUpIncomplete` with what the server's log says.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    cluster = Cluster(folder, durable=durable)
    with _locked(folder / "users.lock", fcntl.LOCK_SH) as users:
        with _locked(folder / "gate.lock", fcntl.LOCK_EX):
            server = Server(cluster.running_at() or cluster.start(), keys)
            with server.superuser() as admin:
                prepare(admin, "mentoring")
        try:
            yield server
        finally:
            with _locked(folder / "gate.lock", fcntl.LOCK_EX), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while anyone else is here
                cluster.stop()


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[IO[bytes]]:
    with path.open("ab") as file:
        fcntl.flock(file, kind)
        yield file
