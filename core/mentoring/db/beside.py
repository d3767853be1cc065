"""One processor for a thread and for the PostgreSQL process that serves it, as long as they take turns.

Where one asks and waits, and the other answers and waits, on two processors every question and every answer wakes one
that has gone to sleep, and finds none of what was just written in its cache. Of many small statements that is a fifth
of their time, and more on a virtual machine.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psycopg import Connection

_PROCESSOR = 36
"""Where the processor stands among what ``stat`` tells after the name (field 39 in proc(5))."""


@contextmanager
def taking_turns(connection: Connection[tuple[object, ...]]) -> Iterator[None]:
    """Keep this thread, and the process that serves `connection`, on the processor on which the thread is now.

    For a server on the same machine whose processes we may move, and where the system can (Linux); elsewhere nothing
    is done. The thread may go where it likes afterwards; the connection's process stays, and is not used for other
    things.
    """
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if len(allowed) < 2 or not _serves(connection):
        yield
        return
    here = {_processor()} & allowed
    with suppress(OSError):  # it may be another user's
        os.sched_setaffinity(connection.info.backend_pid, here or allowed)
        os.sched_setaffinity(0, here or allowed)
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def _processor() -> int:
    """The one on which this thread runs."""
    told = Path("/proc/thread-self/stat").read_text(encoding="utf-8")
    return int(told.rpartition(")")[2].split()[_PROCESSOR])


def _serves(connection: Connection[tuple[object, ...]]) -> bool:
    """Whether its process is one of this machine, as far as can be seen."""
    if not connection.info.host.startswith("/"):
        return False
    with suppress(OSError):
        return Path(f"/proc/{connection.info.backend_pid}/cmdline").read_bytes().startswith(b"postgres:")
    return False
