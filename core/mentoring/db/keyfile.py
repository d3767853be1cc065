"""The key file: the only place where a key stands unwrapped. It lies outside the database and its backups.

Whoever holds this file and the database can read what is sealed; whoever has one of the two cannot. It is written
whole or not at all, and read only where nobody else may read it.
"""

import os
import stat
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_bytes, token_hex

from mentoring.errors import SetUpIncomplete

SIZE = 32
"""Bytes of every key: AES-256."""

_HEAD = """\
# Keys of `mentoring`. With this file and the database everything sealed can be read; without it, nothing, ever.
# Keep a copy of it where no backup of the database lies. `mentoring keys rotate` changes it.
"""


@dataclass(frozen=True)
class FileKeys:
    """What the file holds: keys by id, the oldest first, and which of them wraps what is new."""

    current: str
    keys: Mapping[str, bytes]

    @classmethod
    def fresh(cls) -> "FileKeys":
        """One new key."""
        made = token_hex(8)
        return cls(made, {made: token_bytes(SIZE)})

    @property
    def is_changing(self) -> bool:
        """Whether a change of keys has begun and is not finished."""
        return next(iter(self.keys)) != self.current

    def added(self) -> "FileKeys":
        """With a new key behind the others, which wraps nothing yet."""
        return replace(self, keys={**self.keys, token_hex(8): token_bytes(SIZE)})

    def turned(self) -> "FileKeys":
        """The newest key wraps from now on; the others still open."""
        return replace(self, current=list(self.keys)[-1])

    def finished(self) -> "FileKeys":
        """The current key alone."""
        return replace(self, keys={self.current: self.keys[self.current]})


def read_keys(path: Path) -> FileKeys:
    """The keys in the file at `path`. Raises SetUpIncomplete: missing, open to others, or no key file."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError as error:
        raise SetUpIncomplete(
            f"There is no key file at {path}.",
            "Put it back from where its copy is kept: what is sealed opens with no other. On a new system, make one "
            "with `mentoring keys make`.",
        ) from error
    except OSError as error:
        raise SetUpIncomplete(
            f"The key file {path} cannot be read: {error.strerror}.",
            "It must be a file of the account that runs mentoring, no link.",
        ) from error
    with open(file, "rb") as opened:  # noqa: PTH123 - this descriptor is what is looked at, not whatever has its name later
        is_ = os.fstat(file)
        if stat.S_IMODE(is_.st_mode) & 0o077:
            raise SetUpIncomplete(
                f"Others than its owner may read the key file {path}.",
                f"Run `chmod 600 {path}`. If somebody may have read it, change the keys: `mentoring keys rotate`.",
            )
        return _parsed(opened.read(), path)


def make_keys(path: Path) -> None:
    """A file with one new key, unless there is one already. Of several at once, one makes it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = _aside(path, FileKeys.fresh())
    try:
        with suppress(FileExistsError):
            os.link(aside, path)  # unlike a rename, this replaces nothing
    finally:
        aside.unlink()
    _settle(path)


def write_keys(path: Path, keys: FileKeys) -> None:
    """Replace the file: after a kill at any moment it is the old one or the new one."""
    _aside(path, keys).rename(path)
    _settle(path)


def _aside(path: Path, keys: FileKeys) -> Path:
    lines = [f'{name} = "{b64encode(key).decode()}"' for name, key in keys.keys.items()]
    text = "\n".join([f'{_HEAD}current = "{keys.current}"', "", "[keys]", *lines, ""])
    aside = path.with_name(f"{path.name}.{token_hex(4)}")
    file = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(file, "w", encoding="utf-8") as opened:  # noqa: PTH123 - made with its mode, not changed afterwards
        opened.write(text)
        opened.flush()
        os.fsync(file)
    return aside


def _settle(path: Path) -> None:
    """Have the folder's entry on the disk."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _parsed(text: bytes, path: Path) -> FileKeys:
    try:
        document = tomllib.loads(text.decode())
        keys = {name: b64decode(key, validate=True) for name, key in document["keys"].items()}
        sound = document["current"] in keys and all(len(key) == SIZE for key in keys.values())
    except (ValueError, KeyError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise SetUpIncomplete(f"{path} is no key file.", "Put it back from where its copy is kept.")
    return FileKeys(document["current"], keys)
