"""Checkpoints: how far an institution's chain went, and its head, kept in a file outside the database.

A chain alone cannot show that its end was cut off, and whoever owns the database could write a whole new one. Neither
agrees with the lines that stand here already. One file for each institution, only ever appended to, mode 0600.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from mentoring.errors import Invalid


class Checkpoint(msgspec.Struct, frozen=True):
    """At time `at` the chain of `tenant` had `count` links, and the last one's hash was `head` (hexadecimal)."""

    tenant: str
    count: int
    head: str
    at: datetime


@dataclass(frozen=True)
class Checkpoints:
    """The files in `folder` (``audit/`` in the data directory), one line of JSON for each checkpoint."""

    folder: Path

    def read(self, tenant: str) -> tuple[Checkpoint, ...]:
        """Those of `tenant`, the oldest first; none where there is no file. Raises Invalid naming a line."""
        path = self._path(tenant)
        if not path.exists():
            return ()
        found = []
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            try:
                found.append(msgspec.json.decode(line, type=Checkpoint))
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                raise Invalid(
                    f"{path}, line {number} is no checkpoint.",
                    "Somebody changed the file, or the disk was full. Compare it with your backup of it.",
                ) from error
        return tuple(found)

    def append(self, checkpoint: Checkpoint) -> None:
        """Add a line, and wait until it is on the disk."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path(checkpoint.tenant), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, msgspec.json.encode(checkpoint) + b"\n")
            os.fsync(file)
        finally:
            os.close(file)

    def tenants(self) -> list[str]:
        """The institutions that have a file, in order."""
        return sorted(path.stem for path in self.folder.glob("*.jsonl"))

    def _path(self, tenant: str) -> Path:
        return self.folder / f"{tenant}.jsonl"
