"""JSON merge patch (RFC 7396): how an overlay changes documents."""

from collections.abc import Mapping
from typing import Any


def merge_patch(document: Any, patch: Any) -> Any:
    """`document` with `patch` laid over it: maps are merged, null removes, anything else replaces.

    Keys keep the document's order, new ones follow. Neither argument is changed.
    """
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(document) if isinstance(document, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged


def patch_between(before: Any, after: Any) -> dict[str, Any]:
    """The smallest merge patch that makes the map `before` into the map `after`; lists are written whole."""
    patch: dict[str, Any] = dict.fromkeys(key for key in before if key not in after)
    for key, value in after.items():
        old = before.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            below = patch_between(old, value)
            if below:
                patch[key] = below
        elif key not in before or type(old) is not type(value) or old != value:
            patch[key] = value
    return patch
