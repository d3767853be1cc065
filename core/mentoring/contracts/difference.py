"""What changes between two documents, in lines that a person reads."""

from collections.abc import Iterator, Mapping
from typing import Any


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """One line for each leaf that is new (+), gone (-) or changed (~), in the order of the documents.

    Items of a list are told apart by their `id`, `slug` or `from`, so that one more unit is one change.
    """
    before, after = dict(_leaves(old)), dict(_leaves(new))
    lines = []
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in after:
            lines.append(f"- {name}: {before[name]}")
        elif name not in before:
            lines.append(f"+ {name}: {after[name]}")
        elif before[name] != after[name]:
            lines.append(f"~ {name}: {before[name]} → {after[name]}")
    return tuple(lines)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every leaf by its path; lists of plain values are one leaf."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple) and any(isinstance(item, Mapping | list | tuple) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{_item_name(item, index)}]")
    elif value not in (None, [], (), ""):
        yield path, ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _item_name(item: Any, index: int) -> str:
    names = (item.get(key) for key in ("id", "slug", "from")) if isinstance(item, Mapping) else ()
    return next((str(name) for name in names if name), str(index + 1))
