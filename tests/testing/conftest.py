"""The schemes that the conformance suite is tried on."""

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mentoring.contracts.documents_yaml import read_document

CONFORMING: dict[str, Any] = read_document(Path(__file__).with_name("conforming.yaml").read_text(), "conforming.yaml")


@pytest.fixture
def conforming() -> dict[str, Any]:
    """The documents of a scheme named `folio` in which nothing is found, fresh for each test."""
    return copy.deepcopy(CONFORMING)


@pytest.fixture
def altered(conforming: dict[str, Any]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """`altered(case)`: the conforming documents with the case's values set and keys taken out, by dotted path."""

    def alter(case: Mapping[str, Any]) -> dict[str, Any]:
        for path, value in case.get("set", {}).items():
            above, last = _reach(conforming, path)
            above[last] = value
        for path in case.get("without", ()):
            above, last = _reach(conforming, path)
            del above[last]
        return conforming

    return alter


def _reach(documents: dict[str, Any], path: str) -> tuple[Any, Any]:
    *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    here: Any = documents
    for part in above:
        here = here[part]
    return here, last
