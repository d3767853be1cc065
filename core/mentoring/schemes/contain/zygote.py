"""The process that forks: ``python -m mentoring.schemes.contain.zygote FD``. Small, without threads or secrets.

At the other end of the socket FD is the application. It says at once whether calls can be confined here, then waits.
Each message asks for one call: how many seconds it may take, with three open files: the question, the answer, and
where to say how the call ended. The fork does the rest; here its time is kept, and it is buried.
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy.random  # noqa: F401 - loaded before, since nothing can be loaded in a call

from mentoring.schemes.contain import filters
from mentoring.schemes.contain.cell import call_once
from mentoring.schemes.contain.limits import held_bytes

UNCONFINED = "--unconfined"


@dataclass(frozen=True)
class Call:
    """A running fork: its process, until when it may run (by a steady clock), where to tell its end."""

    process: int
    until: float
    status: int


def main(control: socket.socket, *, confined: bool) -> None:
    """Serve until the application closes its end; then end every call that is left."""
    why = filters.why_missing() if confined else ""
    control.send(json.dumps({"why": why}).encode())
    if why:
        return
    importing, called = (filters.while_importing().load, filters.while_called().load) if confined else (_open, _open)
    held = held_bytes()
    gc.freeze()
    calls: dict[int, Call] = {}
    poller = select.poll()
    poller.register(control, select.POLLIN)
    while True:
        for ready, _ in poller.poll(_patience(calls)):
            if ready == control.fileno():
                message, files, _, _ = socket.recv_fds(control, 64, 3)
                if not message:
                    for call in calls.values():
                        os.kill(call.process, signal.SIGKILL)
                    return
                seconds = float(message)
                process = _forked(control, files, calls, held, seconds, importing, called)
                watched = os.pidfd_open(process)
                calls[watched] = Call(process, time.monotonic() + seconds, files[2])
                poller.register(watched, select.POLLIN)
            else:
                poller.unregister(ready)
                _bury(calls.pop(ready), ready, late=False)
        for watched in [key for key, call in calls.items() if call.until <= time.monotonic()]:
            poller.unregister(watched)
            _bury(calls.pop(watched), watched, late=True)


def _forked(
    control: socket.socket,
    files: list[int],
    calls: dict[int, Call],
    held: int,
    seconds: float,
    importing: Callable[[], Any],
    called: Callable[[], Any],
) -> int:
    """Fork one call; the process that forks goes on with its number, and without the question and the answer."""
    request, answer, status = files
    process = os.fork()
    if process == 0:
        control.close()
        for watched, call in calls.items():
            os.close(watched)
            os.close(call.status)
        os.close(status)
        call_once(request, answer, held=held, seconds=seconds, importing=importing, called=called)
    os.close(request)
    os.close(answer)
    return process


def _patience(calls: dict[int, Call]) -> float | None:
    """Milliseconds until the next call is overdue; None while there is none."""
    nearest = min((call.until for call in calls.values()), default=None)
    return None if nearest is None else max(0.0, nearest - time.monotonic()) * 1000 + 1


def _bury(call: Call, watched: int, *, late: bool) -> None:
    """End the call if it is overdue, and tell the application how it ended."""
    if late:
        os.kill(call.process, signal.SIGKILL)
    _, ended = os.waitpid(call.process, 0)
    code = os.waitstatus_to_exitcode(ended)
    with contextlib.suppress(BrokenPipeError), _closing(call.status, watched):
        os.write(call.status, json.dumps({"late": late and code < 0, "code": code}).encode())


@contextlib.contextmanager
def _closing(*files: int) -> Iterator[None]:
    try:
        yield
    finally:
        for file in files:
            os.close(file)


def _open() -> None:
    """No filter is laid on: an operator has said so."""


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as _control:
        main(_control, confined=UNCONFINED not in sys.argv)
