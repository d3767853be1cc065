"""The application's side of containment: a zygote at hand, asked one call at a time by any thread."""

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, BinaryIO

from mentoring.schemes.contain.limits import ANSWER, SECONDS
from mentoring.schemes.contain.zygote import UNCONFINED

GRACE = 5.0
"""Seconds beyond a call's own that the zygote has to tell its end."""

VARIABLE = "MENTORING_UNCONFINED_PLUGINS"
"""Set to 1, calls run without filters: on a machine that has none, where the operator trusts every scheme."""

SCRUBBED = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",  # the same order of sets in every call
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a fork has one thread
    "OMP_NUM_THREADS": "1",
}
"""Everything that a zygote inherits of its surroundings."""


class Fault(Exception):
    """A call that gave no answer: `cause` in one word, `words` in the scheme's own."""

    def __init__(self, cause: str, words: str) -> None:
        super().__init__(f"{cause}: {words}")
        self.cause = cause
        self.words = words


@dataclass(frozen=True)
class _Process:
    control: socket.socket
    child: "subprocess.Popen[bytes]"
    why: str

    def end(self) -> None:
        self.control.close()
        self.child.wait()


class Zygote:
    """A process that forks once for each call: started when first needed, again should it be killed.

    `why_off` is empty where calls can run. It ends with this object, or with the application. `seconds` says, by hook,
    how long a call may take.
    """

    def __init__(self, *, confined: bool | None = None, seconds: Mapping[str, float] = SECONDS) -> None:
        self._confined = os.environ.get(VARIABLE) != "1" if confined is None else confined
        self._seconds = seconds
        self._lock = Lock()
        self._process: _Process | None = None
        self._finalizer: weakref.finalize[[], Zygote] | None = None

    @property
    def confined(self) -> bool:
        """Whether the kernel holds what is called."""
        return self._confined

    @property
    def why_off(self) -> str:
        """Why nothing can be called on this machine; empty where it can."""
        if sys.platform != "linux":
            return "code hooks need Linux"
        return self._started().why

    def call(self, *, module: str, scheme: str, hook: str, arguments: Mapping[str, Any]) -> Any:
        """What the hook answers, as plain JSON; blocks of numbers as `wire.array_of` reads them. Raises Fault."""
        if why := self.why_off:
            raise Fault("off", why)
        asked = {"module": module, "scheme": scheme, "hook": hook, "arguments": arguments, "path": sys.path}
        seconds = self._seconds[hook]
        with _sheet() as request, _sheet() as answer:
            request.write(json.dumps(asked, allow_nan=False).encode())
            request.flush()
            ended = self._ended(request.fileno(), answer.fileno(), seconds)
            return _understood(ended, os.pread(answer.fileno(), ANSWER + 1, 0), seconds)

    def close(self) -> None:
        """End the process; the next call starts another."""
        with self._lock:
            if self._finalizer is not None:
                self._finalizer()
            self._process = None

    def _started(self) -> _Process:
        with self._lock:
            if self._process is None:
                self._process = _start(confined=self._confined)
                self._finalizer = weakref.finalize(self, self._process.end)
            return self._process

    def _ended(self, request: int, answer: int, seconds: float) -> Mapping[str, Any] | None:
        """How the call ended, as the zygote tells it; None where the zygote itself is gone."""
        process = self._started()
        reading, status = os.pipe()
        try:
            try:
                socket.send_fds(process.control, [str(seconds).encode()], [request, answer, status])
            finally:
                os.close(status)
            waiting = select.poll()
            waiting.register(reading, select.POLLIN)
            told = os.read(reading, 1024) if waiting.poll((seconds + GRACE) * 1000) else b""
        except OSError:
            told = b""
        finally:
            os.close(reading)
        if not told:
            self.close()
            return None
        found: Mapping[str, Any] = json.loads(told)
        return found


def _start(*, confined: bool) -> _Process:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-s", "-P", "-m", "mentoring.schemes.contain.zygote", str(theirs.fileno())]
        child = subprocess.Popen(
            command if confined else [*command, UNCONFINED],
            env=SCRUBBED,
            cwd="/",
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt at the terminal is the application's to deal with
        )
    hello = ours.recv(4096)
    why = json.loads(hello)["why"] if hello else "the process that calls them does not start"
    return _Process(ours, child, why)


def _sheet() -> contextlib.AbstractContextManager[BinaryIO]:
    """An unnamed file: in memory, never on a disk, where the machine has such files."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("call"), "w+b")
    return tempfile.TemporaryFile()


def _understood(ended: Mapping[str, Any] | None, written: bytes, seconds: float) -> Any:
    """The answer, or the Fault that is in its place."""
    if ended is None:
        raise Fault("killed", "the process that calls schemes was killed")
    if ended["late"]:
        raise Fault("slow", f"it was ended after {seconds:g} seconds")
    if ended["code"]:
        how = f"by signal {-ended['code']}" if ended["code"] < 0 else f"with code {ended['code']}"
        raise Fault("exit", f"it ended {how}")
    try:
        told = json.loads(written)
        if "fault" not in told:
            return told["answer"]
        cause, words = str(told["fault"]), str(told["words"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Fault("exit", "it ended without an answer") from None
    raise Fault(cause, words)
