"""The embedded server, for real: shared, stopped by the last, standing up again after every kind of death."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from mentoring.db.account import Account, namespace, nobody, unprivileged
from mentoring.db.binaries import find_binaries
from mentoring.db.cluster import Cluster, socket_folder
from mentoring.db.embedded import Server, embedded_server
from mentoring.db.postmaster import is_postgres, read_postmaster
from mentoring.errors import SetUpIncomplete

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root must become someone else")

HOLD = """
import sys
from pathlib import Path
from mentoring.db.embedded import embedded_server
with embedded_server(Path(sys.argv[1]), durable=False):
    print("here", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose data is made once for all tests here; each leaves the server stopped."""
    folder = tmp_path_factory.mktemp("server")
    with embedded_server(folder, durable=False):
        pass
    return folder


@pytest.fixture
def other(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the server until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        yield process


def pid_of(folder: Path) -> int:
    left = read_postmaster(folder / "data")
    assert left is not None
    return left.pid


def ask(server: Server) -> object:
    with server.superuser("mentoring") as connection:
        row = connection.execute("select current_setting('listen_addresses'), current_setting('server_encoding')")
        return row.fetchone()


def test_it_listens_on_a_socket_alone_and_holds_the_roles_and_the_database(folder: Path) -> None:
    with embedded_server(folder, durable=False) as server:
        assert ask(server) == ("", "UTF8")
        assert server.socket.stat().st_mode & 0o777 == 0o700
        with server.superuser("mentoring") as connection:
            owner = connection.execute("select datdba::regrole::text from pg_database where datname = 'mentoring'")
            assert owner.fetchone() == ("mentoring_owner",)
            login = connection.execute(
                "select rolname, rolcanlogin from pg_roles where rolname like 'mentoring%' order by 1"
            )
            assert login.fetchall() == [("mentoring_app", True), ("mentoring_owner", False), ("mentoring_report", True)]


def test_the_last_to_leave_stops_it_and_tidies_the_socket_away(folder: Path) -> None:
    with ExitStack() as first, ExitStack() as second:
        server = first.enter_context(embedded_server(folder, durable=False))
        pid = pid_of(folder)
        second.enter_context(embedded_server(folder, durable=False))
        first.close()
        assert (is_postgres(pid), ask(server)) == (True, ("", "UTF8"))
        second.close()
        assert (is_postgres(pid), server.socket.exists()) == (False, False)


def test_two_processes_share_one_server(folder: Path, other: subprocess.Popen[str]) -> None:
    pid = pid_of(folder)
    with embedded_server(folder, durable=False) as server:
        assert pid_of(folder) == pid
        other.communicate("")
        assert ask(server) == ("", "UTF8")
    assert not is_postgres(pid)


def test_a_killed_user_leaves_a_server_that_the_next_one_finds_and_stops(
    folder: Path, other: subprocess.Popen[str]
) -> None:
    pid = pid_of(folder)
    other.kill()
    other.wait()
    assert is_postgres(pid)
    with embedded_server(folder, durable=False) as server:
        assert (pid_of(folder), ask(server)) == (pid, ("", "UTF8"))
    assert not is_postgres(pid)


def test_what_was_committed_outlives_a_killed_server(folder: Path) -> None:
    with embedded_server(folder) as server, server.superuser("mentoring") as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('folio')")
        os.kill(pid_of(folder), signal.SIGKILL)
    with embedded_server(folder, durable=False) as server, server.superuser("mentoring") as connection:
        assert connection.execute("table kept").fetchall() == [("folio",)]
        connection.execute("drop table kept")


def test_a_stale_file_that_names_a_living_stranger_does_not_keep_it_from_starting(folder: Path) -> None:
    socket = socket_folder(folder)
    stale = f"{os.getpid()}\n{folder / 'data'}\n1606900000\n5432\n{socket}\n\n  1   1\nready   \n"
    (folder / "data" / "postmaster.pid").write_text(stale, encoding="utf-8")
    (socket / ".s.PGSQL.5432.lock").write_text(stale, encoding="utf-8")
    with embedded_server(folder, durable=False) as server:
        assert ask(server) == ("", "UTF8")


def test_a_server_whose_socket_was_tidied_away_is_started_again(folder: Path, other: subprocess.Popen[str]) -> None:
    pid = pid_of(folder)
    for file in socket_folder(folder).iterdir():
        file.unlink()
    with embedded_server(folder, durable=False) as server:
        assert ask(server) == ("", "UTF8")
        assert pid_of(folder) != pid
        other.communicate("")


def test_half_made_data_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "data.new").mkdir()
    (tmp_path / "data.new" / "PG_VERSION").write_text("1", encoding="utf-8")
    with embedded_server(tmp_path, durable=False) as server:
        assert ask(server) == ("", "UTF8")
    assert not (tmp_path / "data.new").exists()


def test_data_of_another_version_is_named_with_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("9\n", encoding="utf-8")
    with pytest.raises(SetUpIncomplete, match=r"The data was made by PostgreSQL 9, .* Install PostgreSQL 9, or move"):
        Cluster(tmp_path).start()


def test_a_server_that_cannot_start_says_what_its_log_says(tmp_path: Path) -> None:
    with embedded_server(tmp_path, durable=False):
        pass
    (tmp_path / "data" / "postgresql.conf").write_text("no_such_setting = 1\n", encoding="utf-8")
    with pytest.raises(SetUpIncomplete, match="unrecognized configuration parameter"), embedded_server(tmp_path):
        pass


def test_a_long_temporary_directory_gives_a_short_socket_path(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    socket = socket_folder(tmp_path, long)
    assert str(socket) == f"/tmp/{socket.name}"  # noqa: S108 - the short one is what is wanted
    socket.rmdir()


def test_a_socket_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    socket = socket_folder(tmp_path)
    socket.chmod(0o755)
    with pytest.raises(SetUpIncomplete, match="belongs to someone else or is open to others"):
        socket_folder(tmp_path)
    socket.rmdir()


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SetUpIncomplete, match="There is no PostgreSQL of version 15 or newer on this machine"):
        find_binaries(folders=[tmp_path])


def test_programs_made_for_another_machine_are_passed_over(tmp_path: Path) -> None:
    for name in ("initdb", "postgres", "pg_ctl"):
        (tmp_path / name).write_bytes(b"\0")
    assert find_binaries(folders=[tmp_path, find_binaries().folder]) == find_binaries()


@AS_ROOT
@pytest.mark.parametrize("account", [namespace(), nobody()], ids=["namespace", "nobody"])
def test_root_becomes_someone_else(account: Account, tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, durable=False, accounts=(account,))
    try:
        assert cluster.account == account
    except SetUpIncomplete:
        pytest.skip("this machine does not allow it")
    socket = cluster.start()
    try:
        with psycopg.connect(host=str(socket), user="postgres", dbname="postgres") as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    finally:
        cluster.stop()


@AS_ROOT
def test_root_that_can_become_no_one_is_told_what_to_do() -> None:
    with pytest.raises(SetUpIncomplete, match="as an ordinary user, or set MENTORING_DATABASE_URL"):
        unprivileged(())
