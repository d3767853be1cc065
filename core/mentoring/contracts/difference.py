"""What changes between two documents, leaf by leaf: as values, and in lines that a person reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from mentoring.contracts.problems import Path

SIGNS = {"new": "+", "gone": "-", "changed": "~"}
NAMING = ("id", "slug", "from")
"""What tells the items of a list apart; else their `rule`, where each has another; else their place."""


class Difference(Struct, frozen=True):
    """One leaf that differs: its `entry` (``rules.mentee[grade].reason``), its `path`, and its values in words."""

    kind: str
    entry: str
    path: Path
    was: str = ""
    becomes: str = ""

    def __str__(self) -> str:
        told = " → ".join(words for words in (self.was, self.becomes) if words)
        return f"{SIGNS[self.kind]} {self.entry}: {told}"


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """One line for each leaf that is new (+), gone (-) or changed (~), in the order of the documents.

    Items of a list are told apart by their `id`, `slug`, `from` or `rule`, so that one more unit is one change.
    """
    return tuple(str(each) for each in differing(old, new))


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The same as values. The path is that in `new`; of what is gone, that in `old`."""
    before = {entry: (path, words) for entry, path, words in _leaves(old)}
    after = {entry: (path, words) for entry, path, words in _leaves(new)}
    found = []
    for entry in [*before, *(entry for entry in after if entry not in before)]:
        if entry not in after:
            found.append(Difference("gone", entry, before[entry][0], was=before[entry][1]))
        elif entry not in before:
            found.append(Difference("new", entry, after[entry][0], becomes=after[entry][1]))
        elif before[entry][1] != after[entry][1]:
            found.append(Difference("changed", entry, after[entry][0], before[entry][1], after[entry][1]))
    return tuple(found)


def told(document: Any) -> Iterator[tuple[str, Path, str]]:
    """Every leaf of a document: its entry, its path, and its value in words; lists of plain values are one leaf."""
    return _leaves(document)


def _leaves(value: Any, entry: str = "", path: Path = ()) -> Iterator[tuple[str, Path, str]]:
    """Every leaf by its entry; lists of plain values are one leaf."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{entry}.{key}" if entry else key, (*path, key))
    elif isinstance(value, list | tuple) and any(isinstance(item, Mapping | list | tuple) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{entry}[{_item_name(value, index)}]", (*path, index))
    elif value not in (None, [], (), ""):
        yield entry, path, ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _item_name(items: Sequence[Any], index: int) -> str:
    item = items[index]
    names = (item.get(key) for key in NAMING) if isinstance(item, Mapping) else ()
    rules = [each.get("rule") if isinstance(each, Mapping) else None for each in items]
    alone = rules[index] if rules.count(rules[index]) == 1 else None
    return next((str(name) for name in (*names, alone) if name), str(index + 1))
