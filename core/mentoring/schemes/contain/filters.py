"""What the kernel lets a call do: it lists what computing needs, and refuses everything else.

Two filters are laid one over the other. While the scheme is imported files may be read; once it is called nothing
may be opened. Sockets, other processes, signals, tracing and writing are on neither list.
"""

import errno
import os
from typing import Any

try:
    import pyseccomp
except (ImportError, OSError, RuntimeError) as error:  # it looks for the system's libseccomp when imported
    pyseccomp = None
    _WHY = str(error) or type(error).__name__
else:
    _WHY = ""

COMPUTING = (
    "brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "membarrier",
    "read", "pread64", "readv", "write", "pwrite64", "writev", "lseek", "close", "fstat", "ftruncate",
    "futex", "rseq", "set_robust_list", "get_robust_list", "sched_yield", "sched_getaffinity", "restart_syscall",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "getrusage",
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "uname", "getrandom",
    "poll", "ppoll", "select", "pselect6", "exit", "exit_group",
)  # fmt: skip
READING = (
    "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat",
    "getdents64", "getcwd", "ioctl", "fcntl", "dup", "sysinfo", "prctl", "seccomp",
)  # fmt: skip
_NOT_READ_ONLY = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC
_OF_THE_DESCRIPTOR = 0x1000
"""AT_EMPTY_PATH: asks about an open file, and about no path."""


def why_missing() -> str:
    """Why this machine has no filters; empty where it has."""
    return _WHY


def while_importing() -> Any:
    """The filter that stands while the scheme is imported: computing, and reading files. Not yet loaded."""
    made = _made((*COMPUTING, *READING))
    for name, place in (("open", 1), ("openat", 2)):
        read_only = pyseccomp.Arg(place, pyseccomp.MASKED_EQ, _NOT_READ_ONLY, os.O_RDONLY)
        made.add_rule(pyseccomp.ALLOW, name, read_only)
    made.add_rule(pyseccomp.ALLOW, "prlimit64", pyseccomp.Arg(2, pyseccomp.EQ, 0))  # to read limits, not to set them
    return made


def while_called() -> Any:
    """The filter that stands while a hook is called: computing alone. Not yet loaded."""
    made = _made(COMPUTING)
    made.add_rule(pyseccomp.ALLOW, "newfstatat", pyseccomp.Arg(3, pyseccomp.EQ, _OF_THE_DESCRIPTOR))
    return made


def _made(names: tuple[str, ...]) -> Any:
    made = pyseccomp.SyscallFilter(defaction=pyseccomp.ERRNO(errno.EPERM))
    for name in names:
        made.add_rule(pyseccomp.ALLOW, name)
    return made
