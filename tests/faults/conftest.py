"""The scheme `odd`, installed in a folder of the tests; and what its code is asked."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from asking import BRIEF, Odd, odd_directory
from mentoring.plugin import ENTRY_POINT_GROUP


@pytest.fixture(scope="module")
def odd() -> Iterator[Odd]:
    """The installed scheme `odd`."""
    with odd_directory() as found:
        yield found


@pytest.fixture
def brief() -> Iterator[Odd]:
    """The same, where a call may take half a second."""
    with odd_directory(**BRIEF) as found:
        yield found


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EntryPoint]:
    """A package `broken_scheme` with documents; a test writes its code."""
    folder = tmp_path / "broken_scheme" / "scheme"
    folder.mkdir(parents=True)
    (folder / "card.yaml").write_text("{name: broken, title: B, summary: B, contract: '>=1,<2'}\n")
    invited = "{title: A, entry: invited}"
    (folder / "roles.yaml").write_text(f"{{mentee: {invited}, mentor: {invited}}}\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield EntryPoint("broken", "broken_scheme", ENTRY_POINT_GROUP)
    assert "broken_scheme" not in sys.modules, "the application imported a scheme's code"
