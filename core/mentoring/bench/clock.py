"""How long something takes, and how much memory, in a process of its own."""

import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")


def seconds(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """Processor seconds of the fastest of so many runs, with what the last gave."""
    best, result = float("inf"), None
    for _ in range(times):
        gc.collect()
        begun = time.process_time()
        result = work()
        best = min(best, time.process_time() - begun)
    return best, result


def peak() -> int:
    """The most memory this process ever held, in bytes.

    Linux tells a new process's `ru_maxrss` from what its parent held: there it is read from /proc, in kilobytes.
    """
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024


def apart(module: str, *arguments: str) -> dict[str, Any]:
    """What a module of this package prints as JSON, run in a process of its own: peaks do not mix."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
