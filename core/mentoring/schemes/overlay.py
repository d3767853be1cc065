"""A coordinator's changes to a scheme's documents: a merge patch that reaches adjustable leaves alone.

The patch is by document: ``{"card": {"places": [...]}}``. As in every merge patch a list is replaced whole, so it
is written whole; what differs in it from the scheme's list must be adjustable (``x-adjustable`` in the schemas).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mentoring.contracts.merge import merge_patch
from mentoring.contracts.problems import Path, Problem, entry_of
from mentoring.contracts.schemata import adjustable, left_out
from mentoring.contracts.words import nearest, shown
from mentoring.plugin import DOCUMENTS
from mentoring.schemes.build import UnsoundScheme, pinned_scheme
from mentoring.schemes.scheme import Scheme


def overlaid(scheme: Scheme, overlay: Mapping[str, Any]) -> Scheme:
    """`scheme` with `overlay` laid over its documents, checked whole again; the same when it is empty.

    Raises UnsoundScheme when the overlay reaches beyond adjustable leaves, or the result is unsound.
    """
    if not overlay:
        return scheme
    unknown = [
        Problem(name, "", f"There is no document `{name}` to change.", nearest(name, DOCUMENTS))
        for name in overlay
        if name not in DOCUMENTS
    ]
    documents = merge_patch(scheme.documents, overlay)
    beyond = [p for name in DOCUMENTS for p in _beyond(name, scheme.documents[name], documents.get(name))]
    if unknown or beyond:
        raise UnsoundScheme(scheme.name, (*unknown, *beyond))
    return pinned_scheme(scheme.name, scheme.version, documents, hooks=scheme.hooks)


def _beyond(name: str, before: Any, after: Any) -> Iterator[Problem]:
    """What the overlay changes in one document although no coordinator may."""
    if before == after:
        return
    open_to_change = adjustable(name, before) | adjustable(name, after)

    def may(path: Path) -> bool:
        return any(path[:length] in open_to_change for length in range(len(path) + 1))

    for path, old, new in differences(before, after):
        filled = all(map(may, _leaves_below(new, path))) and _may_stand(name, before, path)
        emptied = all(map(may, _leaves_below(old, path))) and _may_stand(name, after, path)
        if not (may(path) or (old is ABSENT and filled) or (new is ABSENT and emptied)):
            what = f"A programme cannot change this from {_told(old)} to {_told(new)}."
            yield Problem(
                name, entry_of(before, path), what, "Only the scheme can; an overlay changes texts and numbers."
            )


def _may_stand(name: str, document: Any, path: Path) -> bool:
    """Whether the schema names something adjustable at or below `path`, where `document` holds nothing."""
    return any(found[: len(path)] == path for found, _ in left_out(name, document))


def _leaves_below(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves_below(item, (*path, key))
    else:
        yield path


class _Absent:
    """Stands where there is nothing; None is a value of documents."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


def _told(value: Any) -> str:
    return "nothing" if isinstance(value, _Absent) else shown(value)


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Where two documents differ: path, value before, value after (ABSENT where there is none).

    Maps are compared key by key and lists of one length item by item; otherwise the whole value differs.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, (*path, index))
    elif type(before) is not type(after) or before != after:
        yield path, before, after
