"""A small sound scheme, and a way to alter it."""

import copy
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mentoring.contracts.documents_yaml import read_document

SOUND: dict[str, Any] = read_document(Path(__file__).with_name("sound.yaml").read_text(), "sound.yaml")


@pytest.fixture
def sound() -> dict[str, Any]:
    """The twelve documents of a scheme named `quarto`, fresh for each test."""
    return copy.deepcopy(SOUND)


@pytest.fixture
def altered(sound: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """`altered({"card.name": "folio"}, without=["roles"])`: the sound documents with values set and keys taken out.

    Paths are parted by dots; items of lists are counted from 0.
    """

    def alter(changes: Mapping[str, Any], without: Iterable[str] = ()) -> dict[str, Any]:
        for path, value in changes.items():
            above, last = _reach(sound, path)
            above[last] = value
        for path in without:
            above, last = _reach(sound, path)
            del above[last]
        return sound

    return alter


def _reach(documents: dict[str, Any], path: str) -> tuple[Any, Any]:
    *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    here: Any = documents
    for part in above:
        here = here.setdefault(part, {}) if isinstance(here, dict) else here[part]
    return here, last
