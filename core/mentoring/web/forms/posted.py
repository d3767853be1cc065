"""What somebody posted, whatever it is: bounded, and safe to show again."""

from collections.abc import Iterable, Mapping

Typed = Mapping[str, tuple[str, ...]]
"""What was typed, by the name of the control, exactly as typed; one entry for each value sent."""

MOST_VALUES = 1000
LONGEST_NAME = 200
LONGEST_VALUE = 50_000
_UNKEEPABLE = {0: 0xFFFD, **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)}


def typed_from(pairs: Iterable[tuple[str, object]]) -> Typed:
    """What a form sent, as (name, value) pairs; files and what is beyond all measure are left out.

    A character that no page or database can hold (NUL, half a surrogate pair) becomes U+FFFD.
    """
    found: dict[str, list[str]] = {}
    for index, (name, value) in enumerate(pairs):
        if index >= MOST_VALUES:
            break
        if isinstance(value, str) and len(name) <= LONGEST_NAME:
            kept = value[:LONGEST_VALUE].replace("\r\n", "\n").translate(_UNKEEPABLE)
            found.setdefault(name.translate(_UNKEEPABLE), []).append(kept)
    return {name: tuple(values) for name, values in found.items()}


def first(typed: Typed, name: str) -> str:
    """The first value under `name`, empty where there is none."""
    return next(iter(typed.get(name, ())), "")
