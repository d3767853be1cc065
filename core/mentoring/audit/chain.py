"""The chain: pure hashing. Each link's hash is over the one before, so that nothing can change unseen below the last.

SHA-256 over the hash before and the canonical JSON of position and entry. The first link stands on a hash of the
institution's short name, so that no chain can be passed off as another institution's.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

#: The columns of an entry that are hashed: all of them, in this order for good. A new column begins a new format.
FIELDS = (
    "tenant_id",
    "id",
    "at",
    "actor_kind",
    "actor_id",
    "action",
    "object",
    "object_id",
    "fields",
    "reason",
    "subject_tenant_id",
    "subject_id",
)

Entry = Mapping[Any, Any]
"""A row of ``audit``, by column."""


def first_hash(tenant: str) -> bytes:
    """What the first link of `tenant` stands on."""
    return sha256(f"mentoring audit 1\n{tenant}".encode()).digest()


def next_hash(before: bytes, position: int, entry: Entry) -> bytes:
    """The hash of the link at `position`, which holds `entry`, after the link with hash `before`."""
    return sha256(before + canonical(position, entry)).digest()


def links(before: bytes, position: int, entries: Iterable[Entry]) -> Iterator[tuple[int, bytes]]:
    """(position, hash) for each of `entries`, going on from the link at `position` with hash `before`."""
    for at, entry in enumerate(entries, position + 1):
        before = next_hash(before, at, entry)
        yield at, before


def canonical(position: int, entry: Entry) -> bytes:
    """The same bytes for the same entry on any machine: a JSON list of `position` and `FIELDS`, times in UTC."""
    values = [position, *(_plain(entry[name]) for name in FIELDS)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, (str, list)) else str(value)
