"""A programme's year played for its coordinators: in a process of its own, within limits, away from everything real.

That process is given the programme as a document and nothing else: neither the address of the database nor keys nor a
mail server. It plays in a database of its own on a private PostgreSQL, which is dropped afterwards; what it tells is
left in a folder, under a name that follows from what was given, so the same year is not played twice.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from threading import Thread
from time import monotonic, sleep, time
from typing import Any

import msgspec
from msgspec import Struct

from mentoring.contracts.canonical import canonical, digest
from mentoring.errors import Conflict
from mentoring.programmes.file import ProgrammeFile
from mentoring.simulation.telling import Month

LONGEST = 120
"""Seconds after which a play is given up."""
MEMORY = 2 << 30
"""Bytes that a play may take."""
AT_ONCE = 2
"""So many plays on one machine at once; with these limits they leave the web its share."""
KEPT = 24 * 3600
"""Seconds after which what was told is thrown away; nobody in it has ever lived, and it can be played again."""
MOST = 60
"""About how many people may be mentored in a play on the console; `mentoring simulate` plays larger ones."""
DOWNLOADS: Mapping[str, str] = {
    "story.txt": "text/plain; charset=utf-8",
    "story.json": "application/json",
    "year.svg": "image/svg+xml",
}
"""What can be taken away, and its kind."""
MODULE = "mentoring.cli.simulate.given"


class Given(Struct, frozen=True):
    """Everything that a play is given: the programme's file, its institutions, its pinned documents, how many people.

    `tenants` are documents by slug. The same `seed` plays the same year.
    """

    file: ProgrammeFile
    tenants: Mapping[str, Any]
    version: str
    documents: Mapping[str, Any]
    hooks: tuple[str, ...] | None
    people: int
    seed: int


class Told(Struct, frozen=True):
    """What a play tells: month by month, how it came out, what was looked at, and what went otherwise than planned."""

    months: tuple[Month, ...]
    outcome: Mapping[str, Mapping[str, int]]
    checks: tuple[tuple[str, int, tuple[str, ...]], ...]
    notes: tuple[str, ...]


class Refused(Struct, frozen=True):
    """Why a play could not be."""

    what: str
    remedy: str


class Playing(Struct, frozen=True):
    """A play that goes on, and for how many seconds it has."""

    seconds: int


Rehearsed = Told | Refused | Playing | None
"""None: nobody has asked for it, or it has been thrown away."""


@dataclass(frozen=True)
class Rehearsals:
    """The plays of one machine, in a folder of its data."""

    data_dir: Path

    def place(self, tenant: str, given: Given) -> Path:
        """Where what is told of it lies."""
        return self.data_dir / "plays" / tenant / given.file.slug / digest(msgspec.to_builtins(given))[:32]

    def look(self, place: Path, *, patience: float = 0.0) -> Rehearsed:
        """How it stands, waiting so many seconds for one that goes on."""
        until = monotonic() + patience
        while isinstance(found := _found(place), Playing) and monotonic() < until:
            sleep(0.1)
        return found

    def begin(self, place: Path, given: Given) -> None:
        """Play it, unless it has been or is being played. Raises Conflict while others are played."""
        if isinstance(_found(place), Playing | Told):
            return
        self._sweep()
        others = [each for each in self.data_dir.glob("plays/*/*/*") if isinstance(_found(each), Playing)]
        if len(others) >= AT_ONCE:
            raise Conflict("Other years are being played on this machine.", "Try again in a minute.")
        rmtree(place, ignore_errors=True)
        place.mkdir(parents=True, mode=0o700)
        (place / "begun").touch()
        Thread(target=self._attend, args=(place, msgspec.json.encode(given)), name="rehearsal", daemon=True).start()

    def _attend(self, place: Path, given: bytes) -> None:
        """Run it to its end, or to the end of its time."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
        surroundings = {**kept, "MENTORING_DATA_DIR": str(self.data_dir), "MENTORING_MODE": "development"}
        with (place / "errors.txt").open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", MODULE, str(place)],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, env=surroundings,
            )  # fmt: skip
            try:
                process.communicate(given, timeout=LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
        if isinstance(_found(place), Playing):
            cut = Refused("The play was cut short: it took too long, or too much memory.", "Play with fewer people.")
            keep(place, "refused", cut)

    def _sweep(self) -> None:
        """Throw away what is old."""
        for each in self.data_dir.glob("plays/*/*/*"):
            with suppress(OSError):
                if time() - each.stat().st_mtime > KEPT:
                    rmtree(each)


def keep(place: Path, name: str, what: Told | Refused) -> None:
    """Leave what is told, whole or not at all."""
    written = place / f"{name}.part"
    written.write_text(canonical(msgspec.to_builtins(what)), encoding="utf-8")
    written.replace(place / f"{name}.json")


def _found(place: Path) -> Rehearsed:
    with suppress(FileNotFoundError):
        return msgspec.json.decode((place / "told.json").read_bytes(), type=Told)
    with suppress(FileNotFoundError):
        return msgspec.json.decode((place / "refused.json").read_bytes(), type=Refused)
    with suppress(FileNotFoundError):
        seconds = int(time() - (place / "begun").stat().st_mtime)
        if seconds <= LONGEST + 10:
            return Playing(seconds)
        return Refused("The play was cut short when this machine stopped.", "Play it again.")
    return None
