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
