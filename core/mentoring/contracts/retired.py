"""Words of the contract that are on their way out: still taken, told of, and read as the word in their place.

A schema retires a word by keeping it with `deprecated: true` and ``x-retired: {since, goes, by}``: the version of the
contract since which it is retired, the one in which it goes, and the word beside it that says the same now (without
`by` it says nothing any more). Documents keep what their author wrote, so what a programme has pinned keeps its digest.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from mentoring.contracts.problems import Path, Problem, entry_of
from mentoring.contracts.schemata import says, walk


class Retired(Struct, frozen=True):
    """One retired word in a document: where it stands, and what its schema says of it."""

    path: Path
    since: str
    goes: str
    by: str | None = None


def retired_in(name: str, document: Any) -> Iterator[Retired]:
    """Every retired word that `document` uses, each once, in its order."""
    seen: set[Path] = set()
    for path, _, schema in walk(name, document) if says(name, "x-retired") else ():
        told = schema.get("x-retired")
        if told and path and path not in seen:
            seen.add(path)
            yield Retired(path, told["since"], told["goes"], told.get("by"))


def notices(documents: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What to tell the author of `documents`: each retired word, with what to write in its place and until when."""
    return tuple(
        Problem(
            name,
            entry_of(document, each.path),
            f"`{each.path[-1]}` is retired since contract {each.since} and goes in {each.goes}.",
            f"Write `{each.by}` in its place." if each.by else "Take it out: it says nothing any more.",
        )
        for name, document in documents.items()
        for each in retired_in(name, document or {})
    )


def said_twice(documents: Mapping[str, Any]) -> Iterator[Problem]:
    """A retired word beside the one that says the same now: nobody could tell which of them holds."""
    for name, document in documents.items():
        for each in retired_in(name, document or {}):
            if each.by and each.by in _at(document, each.path[:-1]):
                yield Problem(
                    name,
                    entry_of(document, each.path),
                    f"`{each.path[-1]}` is retired, and `{each.by}` beside it says the same.",
                    f"Keep `{each.by}` alone.",
                )


def renewed(documents: Mapping[str, Any]) -> Mapping[str, Any]:
    """`documents` in today's words; the very same where they use no retired one."""
    found = [(name, each) for name, document in documents.items() for each in retired_in(name, document or {})]
    if not found:
        return documents
    fresh: dict[str, Any] = copy.deepcopy(dict(documents))
    for name, each in reversed(found):  # inner ones first: the paths of the others stay
        parent, word = _at(fresh[name], each.path[:-1]), each.path[-1]
        items = [(each.by if key == word else key, value) for key, value in parent.items() if key != word or each.by]
        parent.clear()
        parent.update(items)
    return fresh


def _at(document: Any, path: Path) -> Any:
    for part in path:
        document = document[part]
    return document
