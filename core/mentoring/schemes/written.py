"""The values that several documents share, from the ways they may be written to the one they are read as."""

from collections.abc import Iterable, Mapping
from typing import Any

from mentoring.schemes.scheme import At, Point, Text, Who

Entry = Mapping[str, Any]

COORDINATORS = ("coordinators", "home_coordinators")
"""To whom a task may go, and who may put people forward, besides participants."""


def text(written: Any) -> Text:
    """A text as a map by language; nothing written is the empty map."""
    return {"en": written} if isinstance(written, str) else dict(written or {})


def who(written: Any) -> Who:
    """Whom a thing concerns: a role, a list of roles, ``all``, or a map that narrows."""
    if isinstance(written, Mapping):
        return Who(
            roles=names(written.get("role")),
            pathway=written.get("pathway"),
            state=names(written.get("state")),
            condition=written.get("if", {}),
        )
    return Who() if written in (None, "all") else Who(roles=names(written))


def names(written: Any) -> tuple[str, ...]:
    """One name or a list of them; nothing written is none."""
    if written is None:
        return ()
    return (written,) if isinstance(written, str) else tuple(written)


def texts(written: Iterable[Any] | None) -> tuple[Text, ...]:
    """A list of texts; nothing written is none."""
    return tuple(text(t) for t in written or ())


def given(entry: Entry, *keys: str) -> dict[str, Any]:
    """Those keys of the entry that it states, as they stand; lists become tuples."""
    return {k: tuple(entry[k]) if isinstance(entry[k], list) else entry[k] for k in keys if k in entry}


def point(entry: Entry) -> Point:
    """A point in a mentorship's life."""
    renamed = {"anchor": entry["from"]} if "from" in entry else {}
    return Point(**given(entry, "after", "at", "meetings"), **renamed)


def at(entry: Entry) -> At:
    """When a milestone or event is."""
    renamed: dict[str, Any] = {"asked": text(entry["set"])} if "set" in entry else {}
    if "from" in entry:
        renamed["anchor"] = entry["from"]
    return At(**given(entry, "after", "before", "by", "every", "until"), **renamed)
