"""The demo's own data folder: whether a demo is in it, and that no two are made or thrown away under each other."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from mentoring.errors import SetUpIncomplete


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """What lies beside the data: the day for which a demo was made there, None until it is complete."""

    made: date | None


@dataclass(frozen=True)
class Hold:
    """That a demo is in use; whoever holds it alone may let others in."""

    lock: IO[bytes]

    def share(self) -> None:
        """Others may use the demo as well from now on."""
        fcntl.flock(self.lock, fcntl.LOCK_SH)


@dataclass(frozen=True)
class DemoFolder:
    """A folder for the data of one demo."""

    path: Path

    @property
    def made(self) -> date | None:
        """The day for which the demo here was made; None where there is none, or it was cut short."""
        mark = self._mark()
        return mark.made if mark else None

    def begin(self) -> None:
        """Say that whatever lies here is a demo's, and not complete."""
        self._write(Mark(None))

    def complete(self, day: date) -> None:
        """Say that the demo made for `day` is complete."""
        self._write(Mark(day))

    @contextmanager
    def held(self, *, alone: bool) -> Iterator["Hold"]:
        """Keep the demo as it is: nobody begins it again meanwhile; `alone`, nobody else uses it either.

        Raises SetUpIncomplete where somebody else is in the way, or the folder holds data that no demo made.
        """
        if (self.path / "postgres").exists() and self._mark() is None:
            raise SetUpIncomplete(
                f"{self.path} holds data that no demo made.", "Leave MENTORING_DATA_DIR out, or name an empty folder."
            )
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "demo.lock").open("ab") as lock:
            try:
                fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise SetUpIncomplete(
                    f"The demo in {self.path} is in use by another command.",
                    "Stop that one first (Ctrl C where it runs), or name another folder in MENTORING_DATA_DIR.",
                ) from error
            yield Hold(lock)

    def _mark(self) -> Mark | None:
        try:
            return msgspec.json.decode((self.path / "demo.json").read_bytes(), type=Mark)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def _write(self, mark: Mark) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        new = self.path / "demo.json.new"
        new.write_bytes(msgspec.json.encode(mark))
        new.replace(self.path / "demo.json")
