"""What is wrong with a document: where, what, and what to do about it."""

from typing import Any

from msgspec import Struct

Path = tuple[str | int, ...]


class Problem(Struct, frozen=True):
    """One thing wrong. `entry` says where in `document`; `what` and `remedy` are whole sentences."""

    document: str
    entry: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.document}, {self.entry}" if self.entry else self.document
        return f"{where}: {self.what} {self.remedy}".strip()


def entry_of(document: Any, path: Path) -> str:
    """The path in words: keys joined by dots, list items by their `rule` or `id` or, counting from 1, their place.

    ``("rules", "mentee", 0, "holds")`` reads ``rules.mentee[grade].holds``.
    """
    words, here = "", document
    for part in path:
        if isinstance(part, int):
            words += f"[{_item_name(here, part)}]"
        else:
            words += f".{part}" if words else part
        here = _within(here, part)
    return words


def _within(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list | tuple) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _item_name(items: Any, index: int) -> str:
    names = [i.get("rule") or i.get("id") if isinstance(i, dict) else None for i in items or ()]
    name = names[index] if index < len(names) else None
    return name if isinstance(name, str) and names.count(name) == 1 else str(index + 1)
