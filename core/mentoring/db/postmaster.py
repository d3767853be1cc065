"""The file in which a PostgreSQL server says who and where it is, and what to do when it lies."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    """What ``postmaster.pid`` says: the process and the folder of its socket."""

    pid: int
    socket: Path


def read_postmaster(data: Path) -> Postmaster | None:
    """The server that left its file in `data`, alive or not; None where there is no whole file."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return Postmaster(int(lines[0]), Path(lines[4]))
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_postgres(pid: int) -> bool:
    """Whether process `pid` is alive and may be a PostgreSQL server. A killed server's number may be another's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    command = Path(f"/proc/{pid}/cmdline")
    if not command.exists():
        return not Path("/proc/self").exists()  # without /proc nothing more can be told
    words = command.read_bytes().split(b"\0")
    return Path(os.fsdecode(words[0])).name.startswith("postgres")


def remove_stale(data: Path) -> None:
    """Remove the file of a server that is gone. The caller holds the gate, so none is starting."""
    left = read_postmaster(data)
    if left is None or not is_postgres(left.pid):
        (data / "postmaster.pid").unlink(missing_ok=True)
