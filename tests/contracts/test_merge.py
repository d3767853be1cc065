from typing import Any

import pytest

from mentoring.contracts.merge import merge_patch


@pytest.mark.parametrize(
    ("document", "patch", "merged"),
    [  # the table of RFC 7396, appendix A
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_patch_merges_maps_replaces_the_rest_and_removes_with_null(document: Any, patch: Any, merged: Any) -> None:
    assert merge_patch(document, patch) == merged


def test_neither_the_document_nor_the_patch_is_changed() -> None:
    document, patch = {"a": {"b": 1}}, {"a": {"c": 2}}
    merge_patch(document, patch)
    assert (document, patch) == ({"a": {"b": 1}}, {"a": {"c": 2}})
