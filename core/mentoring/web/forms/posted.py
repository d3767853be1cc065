"""What somebody posted, whatever it is: safe to show again, and whole, or refused with words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

Typed = Mapping[str, tuple[str, ...]]
"""What was typed, by the name of the control, exactly as typed; one entry for each value sent."""

MOST_VALUES = 5000
LONGEST_NAME = 200
LONGEST_VALUE = 50_000
_UNKEEPABLE = {0: 0xFFFD, **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)}
_OURS = frozenset({"csrf", "then", "next", "back", "base", "version", "sequence", "seen", "coming", "token", "packed"})
"""Fields that no person fills."""
_SECRET = ("password", "code", "secret")
_SHOWN = 500
_SHORT = 100


def typed_from(pairs: Iterable[tuple[str, object]]) -> Typed:
    """What a form sent, as (name, value) pairs; files, and names that no control of ours has, are left out.

    A character that no page or database can hold (NUL, half a surrogate pair) becomes U+FFFD.
    """
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if isinstance(value, str) and len(name) <= LONGEST_NAME:
            kept = value.replace("\r\n", "\n").translate(_UNKEEPABLE)
            found.setdefault(name.translate(_UNKEEPABLE), []).append(kept)
    return {name: tuple(values) for name, values in found.items()}


def first(typed: Typed, name: str) -> str:
    """The first value under `name`, empty where there is none."""
    return next(iter(typed.get(name, ())), "")


def beyond_measure(typed: Typed) -> str:
    """Why nothing takes so much, as a sentence; empty where it is within measure. Nothing is ever cut."""
    if sum(map(len, typed.values())) > MOST_VALUES:
        return f"More than {MOST_VALUES:,} answers were sent at once."
    if any(len(value) > LONGEST_VALUE for values in typed.values() for value in values):
        return f"One of the answers has more than {LONGEST_VALUE:,} characters."
    return ""


def to_copy(typed: Typed) -> str:
    """What a person typed, as text that they can copy from the page of a refusal: no secrets, no ids of ours."""
    lines = []
    for name, values in typed.items():
        words = [each.strip() for each in values if each.strip() and not _is_id(each)]
        if words and name not in _OURS and not any(part in name for part in _SECRET):
            label = name.rpartition(".")[2].replace("_", " ").replace("-", " ").capitalize()
            told = ", ".join(words) if len(words) > 1 else words[0]
            lines.append(f"{label}:\n{told}" if len(told) > _SHORT or "\n" in told else f"{label}: {told}")
    return "\n\n".join(lines[:_SHOWN])


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that somebody handed in: what its name says, tidied, and its bytes."""

    name: str
    content: bytes


LONGEST_FILE_NAME = 100


def tidy_file_name(name: str) -> str:
    """A file's name without the folders before it and without what steers a terminal; “the file” where none is left."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in last if each.isprintable())[-LONGEST_FILE_NAME:].strip() or "the file"
