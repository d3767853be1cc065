"""How much of the machine one call may use; the kernel keeps count."""

import resource
from pathlib import Path

MEMORY = 512 * 1024 * 1024
"""Bytes that a call may take beyond what the zygote holds."""

ANSWER = 8 * 1024 * 1024
"""Bytes of the longest answer."""

FILES = 64

SECONDS = {"documents": 10.0, "derive": 5.0, "score": 10.0, "propose_matches": 30.0, "milestone_due": 5.0}
"""How long a call of each hook may take by the clock on the wall, importing the scheme included."""


def held_bytes() -> int:
    """How much address space this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def limit_this_process(held: int, seconds: float) -> None:
    """Bind this process, which holds `held` bytes of address space, to the limits. They cannot be lifted again."""
    processor = int(seconds) + 1
    for kind, most in (
        (resource.RLIMIT_AS, held + MEMORY),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, ANSWER),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
