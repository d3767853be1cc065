"""Values worth trying against a fragment of a rule: those it names, those at its bounds, and those beyond them."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

Fragment = Mapping[str, Any]

_WORDS = re.compile(r"[A-Za-z][A-Za-z ,'-]*")
MOST = 60
"""Values tried for one fact."""


def values_for(fragment: Fragment, schema: Fragment) -> list[Any]:
    """Values for a fact that `schema` describes, on both sides of what `fragment` asks; no two are equal."""
    found: list[Any] = []
    for value in (*_named(fragment), *_allowed(schema)):
        if not any(type(value) is type(other) and value == other for other in found):
            found.append(value)
    if schema.get("type") == "array":
        found = [*(v for v in found if isinstance(v, list)), *_lists(fragment, schema, found)]
    return found[:MOST]


def _named(fragment: Fragment) -> Iterator[Any]:
    """What the fragment itself speaks of, and its neighbours."""
    if "const" in fragment:
        yield fragment["const"]
    yield from fragment.get("enum", ())
    for bound in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        if bound in fragment:
            yield from (fragment[bound] + step for step in (0, -1, 1))
    words = [each.strip() for each in _WORDS.findall(re.sub(r"\\[A-Za-z]|\(\?\w+\)", "|", fragment.get("pattern", "")))]
    yield from words
    yield from map(" ".join, itertools.permutations(words[:6], 2))
    for key in ("minLength", "maxLength"):
        if key in fragment:
            yield from ("x" * max(0, fragment[key] + step) for step in (0, -1, 1))
    for key in ("not", "contains", "items"):
        if isinstance(fragment.get(key), Mapping):
            yield from _named(fragment[key])
    for key in ("anyOf", "allOf"):
        for part in fragment.get(key, ()):
            yield from _named(part)


def _allowed(schema: Fragment) -> Iterator[Any]:
    """What the question offers of itself."""
    yield from schema.get("enum", ())
    yield from schema.get("examples", ())
    match schema.get("type"):
        case "boolean":
            yield from (True, False)
        case "integer" | "number":
            least = schema.get("minimum", 0)
            yield from (least, schema.get("maximum", least + 5), least + 1)
        case "array":
            yield from schema.get("items", {}).get("enum", ())


def _lists(fragment: Fragment, schema: Fragment, items: list[Any]) -> Iterator[list[Any]]:
    """Lists of the items, by size around the bounds asked for."""
    single = [item for item in items if not isinstance(item, list)]
    sizes = {1, 2, len(single)} | {
        fragment[key] + step for key in ("minItems", "maxItems") if key in fragment for step in (-1, 0, 1)
    }
    for size in sorted(size for size in sizes if 0 <= size <= len(single)):
        yield from map(list, itertools.islice(itertools.combinations(single, size), 8))
    if schema.get("minItems", 0) == 0:
        yield []
