"""What of an institution's settings is its own to change, and how it lies over the file that was applied.

The file is the operator's. What is listed in `OWN` the institution changes itself, in the console; there the console
wins until the file says the same, or the operator gives it back to the file. Who may sign in (domains), which schemes
there are, the zone that deadlines are in, and the tree of units are the operator's: they bind other institutions, or
are no matter of a day.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from mentoring.contracts.difference import difference

RETENTION = ("programme", "unmatched", "messages", "accounts", "audit")
OWN: tuple[str, ...] = (
    "name",
    "short_name",
    "brand.colour",
    "contacts.mentoring",
    "contacts.data_protection",
    *(f"retention.{kind}" for kind in RETENTION),
    "grades",
)
"""Places in the document that are the institution's own."""


class OwnValue(Struct, frozen=True):
    """What the institution set in the console, and when."""

    value: Any
    at: datetime


Own = Mapping[str, OwnValue]
"""By place."""


def read_own(kept: Mapping[str, Any]) -> dict[str, OwnValue]:
    """What `write_own` wrote; a place that is the institution's no more is left out."""
    return {place: msgspec.convert(kept[place], OwnValue) for place in OWN if place in kept}


def write_own(own: Own) -> dict[str, Any]:
    """`own` as plain JSON."""
    plain: dict[str, Any] = msgspec.to_builtins(dict(own))
    return plain


def value_at(document: Mapping[str, Any], place: str) -> Any:
    """What stands at `place`; None where nothing does."""
    found: Any = document
    for key in place.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def laid_over(document: Mapping[str, Any], own: Own) -> dict[str, Any]:
    """The settings that hold: the file's `document` with the institution's `own` values over it.

    Where a value is its own, a sentence saying that the file assumed it goes.
    """
    held = deepcopy(dict(document))
    for place, kept in own.items():
        *above, last = place.split(".")
        at = held
        for key in above:
            at = at.setdefault(key, {})
        at[last] = deepcopy(kept.value)
    held["assumptions"] = [
        [where, sentence] for where, sentence in document.get("assumptions", ()) if not _own(where, document, own)
    ]
    return held


def _own(where: str, document: Mapping[str, Any], own: Own) -> bool:
    """Whether what the file assumed at `where` is the institution's own value by now."""
    block = where.partition(" ")[2].partition(".")[0]
    if where.startswith("grades ") and "grades" in own:
        (before,) = [each for each in document["grades"] if each["from"] == block]
        return before not in own["grades"].value
    return where in own or (where == "brand" and "brand.colour" in own)


class Drift(Struct, frozen=True):
    """What the institution changed since the file: `lines` say it as file → console."""

    place: str
    at: datetime
    lines: tuple[str, ...]


def drift(document: Mapping[str, Any], own: Own) -> tuple[Drift, ...]:
    """Where the console and the file's `document` disagree."""
    return tuple(
        Drift(place, kept.at, difference({place: value_at(document, place)}, {place: kept.value}))
        for place, kept in own.items()
        if value_at(document, place) != kept.value
    )


def with_values(document: Mapping[str, Any], own: Own, values: Mapping[str, Any], now: datetime) -> dict[str, OwnValue]:
    """`own` after the institution set `values`: what the file says as well is no longer its own.

    Raises KeyError for a place that is not in `OWN`.
    """
    strange = set(values) - set(OWN)
    if strange:
        raise KeyError(f"not the institution's to change: {', '.join(sorted(strange))}")
    after = dict(own)
    for place, value in values.items():
        if value == value_at(document, place):
            after.pop(place, None)
        elif place not in own or own[place].value != value:
            after[place] = OwnValue(value, now)
    return {place: after[place] for place in OWN if place in after}


def without(own: Own, places: Iterable[str]) -> dict[str, OwnValue]:
    """`own` without those."""
    gone = set(places)
    return {place: kept for place, kept in own.items() if place not in gone}
