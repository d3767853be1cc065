"""One data directory of PostgreSQL: made, started and stopped. The caller holds the gate (`embedded`)."""

import hashlib
import os
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg

from mentoring.db.account import Account, unprivileged
from mentoring.db.binaries import Binaries, find_binaries
from mentoring.db.postmaster import is_postgres, read_postmaster, remove_stale
from mentoring.errors import SetUpIncomplete

SUPERUSER = "postgres"
PATIENCE = 60.0  # seconds for a start, with recovery after a crash, or for a stop

_LONGEST_SOCKET_PATH = 107
_SOCKET_FILE = ".s.PGSQL.5432"
_HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Cluster:
    """The server whose data lies in `folder`/data and whose log is `folder`/postgres.log.

    `durable=False` trades safety against power cuts for speed. `accounts` are those to choose from, as root.
    """

    folder: Path
    durable: bool = True
    accounts: tuple[Account, ...] | None = None

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.folder / "data"

    @cached_property
    def account(self) -> Account:
        """As whom the server's programs run."""
        return unprivileged(self.accounts)

    @cached_property
    def binaries(self) -> Binaries:
        """The server's programs, of the version that made the data where there is data."""
        made_by = self.data / "PG_VERSION"
        return find_binaries(int(made_by.read_text(encoding="utf-8")) if made_by.exists() else None)

    def running_at(self) -> Path | None:
        """The folder of the running server's socket, once it answers; None where no server runs."""
        left = read_postmaster(self.data)
        if left is None or not is_postgres(left.pid):
            return None
        if _answers(left.socket):
            return left.socket
        self.stop()  # alive but unreachable: someone tidied the temporary directory
        return None

    def start(self) -> Path:
        """Start the server, making its data first where there is none; the folder of its socket.

        Raises `SetUpIncomplete` with the end of the server's log.
        """
        remove_stale(self.data)
        if not self.data.exists():
            self._make()
        socket = socket_folder(self.folder)
        for left in socket.glob(f"{_SOCKET_FILE}*"):
            left.unlink()
        options = ["listen_addresses=", f"unix_socket_directories={socket}", "unix_socket_permissions=0700"]
        options += [] if self.durable else _HASTY
        given = " ".join(f"-c {shlex.quote(option)}" for option in options)
        try:
            self._run("pg_ctl", "start", "-w", "-t", str(int(PATIENCE)), "-l", self._log, "-o", given, "-D", self.data)
        except SetUpIncomplete:
            _tidy(socket)
            raise
        return socket

    def stop(self) -> None:
        """Stop the server: connections are ended, what is committed is on disk. Nothing to do where none runs."""
        left = read_postmaster(self.data)
        if left is None or not is_postgres(left.pid):
            return
        for how in (signal.SIGINT, signal.SIGQUIT):  # fast; then at once, to be recovered at the next start
            os.kill(left.pid, how)
            if _until(lambda: not is_postgres(left.pid)):
                _tidy(left.socket)
                return
        raise SetUpIncomplete(f"The database server (process {left.pid}) does not stop.", f"See {self._log}.")

    @property
    def _log(self) -> Path:
        return self.folder / "postgres.log"

    def _make(self) -> None:
        """Make the data aside and move it into place whole: a kill half way leaves nothing that looks finished."""
        aside = self.folder / "data.new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        self.account.own(aside)
        self._run(
            "initdb", "--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-locale",
            *([] if self.durable else ["--no-sync"]), "--pgdata", aside,
        )  # fmt: skip
        aside.rename(self.data)

    def _run(self, program: str, *arguments: str | Path) -> None:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        command = [*self.account.prefix, self.binaries.folder / program, *arguments]
        done = subprocess.run(
            command, env=environment, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False, start_new_session=True,
        )  # fmt: skip
        if done.returncode:
            log = self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""
            said = "\n".join((log + done.stderr).splitlines()[-8:])
            raise SetUpIncomplete(
                f"PostgreSQL's {program} failed in {self.folder}:\n{said}",
                "Mend what it names, set MENTORING_DATA_DIR to another folder, or set MENTORING_DATABASE_URL.",
            )


def socket_folder(folder: Path, temporary: Path | None = None) -> Path:
    """The folder for the socket of the server in `folder`: short, and entered by this user alone.

    Raises `SetUpIncomplete` where someone else made it, so that no one can stand between.
    """
    name = f"mentoring-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]}"
    socket = (temporary or Path(tempfile.gettempdir())) / name
    if len(os.fsencode(socket / f"{_SOCKET_FILE}.lock")) > _LONGEST_SOCKET_PATH:
        socket = Path("/tmp") / name  # noqa: S108 - made 0700 and looked at below
    socket.mkdir(mode=0o700, exist_ok=True)
    is_ = socket.lstat()
    if not stat.S_ISDIR(is_.st_mode) or is_.st_uid != os.geteuid() or stat.S_IMODE(is_.st_mode) & 0o077:
        raise SetUpIncomplete(
            f"{socket} belongs to someone else or is open to others.", "Remove it, or set TMPDIR to another folder."
        )
    return socket


def _tidy(socket: Path) -> None:
    with suppress(OSError):  # gone already, or with files of someone else's
        socket.rmdir()


def _answers(socket: Path) -> bool:
    """Whether a server answers there; waits while it is starting, recovering or stopping."""
    failures: list[str] = []

    def tried() -> bool:
        try:
            psycopg.connect(host=str(socket), user=SUPERUSER, dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError as error:
            failures.append(str(error))
            return "the database system is" not in failures[-1]
        failures.clear()
        return True

    return _until(tried) and not failures


def _until(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
