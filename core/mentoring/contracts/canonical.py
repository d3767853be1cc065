"""Documents as plain JSON values, their canonical text, and its digest."""

import hashlib
import json
from typing import Any

import msgspec

from mentoring.errors import UnsoundDocument

LARGEST = 1_000_000
"""Bytes of one scheme's documents together."""


def plain(value: Any, name: str) -> Any:
    """A copy of `value` made of JSON's own types alone (tuples become lists). Raises UnsoundDocument."""
    try:
        text = canonical(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise UnsoundDocument(
            f"{name} holds a value that is not JSON: {error}.", "Use texts, numbers, true, false, null, lists and maps."
        ) from error
    if len(text) > LARGEST:
        raise UnsoundDocument(f"{name} is larger than 1 MB.", "Shorten it.")
    return json.loads(text)


def canonical(value: Any) -> str:
    """The one text of `value`: no spaces, no escapes beyond need, keys in the document's own order.

    Order stays because it means something: questions are asked in it, and the first role of a pathway is served.
    So documents are stored as text or `json`, never as `jsonb`, which sorts keys.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def quick_text(value: Any) -> str:
    """A text of a JSON `value`, keys in the document's own order: ten times as quickly, for this process alone.

    Nothing is digested or stored by it: another version may write a number otherwise.
    """
    try:
        return msgspec.json.encode(value).decode()
    except OverflowError:  # a number beyond 64 bits
        return canonical(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
