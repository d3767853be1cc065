"""A PgBouncer in transaction mode before a server of the tests: each transaction may meet another server connection."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which

import psycopg
import pytest
from sqlalchemy import URL

from mentoring.db.account import unprivileged
from mentoring.db.embedded import Server

WHERE = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
SETTINGS = """
[databases]
{database} = host={socket} dbname={database}
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
unix_socket_mode = 0700
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
logfile = {folder}/log
"""


@contextmanager
def pooled(server: Server, database: str, *, connections: int) -> Iterator[str]:
    """The address of `database` as the application's role, through a pooler with so many server connections.

    MENTORING_NO_POOLER=1 leaves out whoever asks for it, and says so.
    """
    if os.environ.get("MENTORING_NO_POOLER") == "1":
        pytest.skip("MENTORING_NO_POOLER=1: nothing was tried behind a transaction pooler")
    program = which(os.environ.get("MENTORING_PGBOUNCER", "pgbouncer"), path=WHERE)
    assert program, "PgBouncer is missing: sh tests/set-up/pgbouncer.sh"
    account = unprivileged()  # it refuses to run as root
    with tempfile.TemporaryDirectory(prefix="pooler") as name:  # a socket's path is short
        folder = Path(name)
        account.own(folder)
        (folder / "users").write_text('"mentoring_app" ""\n')
        settings = folder / "pgbouncer.ini"
        settings.write_text(
            SETTINGS.format(database=database, socket=server.socket, folder=folder, connections=connections)
        )
        for file in (folder / "users", settings):
            account.own(file)
        process = subprocess.Popen([*account.prefix, program, "--quiet", settings], cwd="/")
        try:
            _until_it_answers(folder, database, process)
            yield URL.create(
                "postgresql+psycopg", "mentoring_app", database=database, query={"host": name, "port": "6432"}
            ).render_as_string(hide_password=False)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _until_it_answers(folder: Path, database: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), port=6432, user="mentoring_app", dbname=database).close()
            return
        time.sleep(0.05)
    log = folder / "log"
    raise AssertionError(f"the pooler does not answer: {log.read_text() if log.exists() else 'it wrote nothing'}")
