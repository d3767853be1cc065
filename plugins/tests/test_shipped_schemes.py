"""What holds for every scheme that is shipped."""

import re
from pathlib import Path

import pytest

from mentoring.schemes.load import load_directory
from mentoring.tenants.file import read_tenants

PLUGINS = Path(__file__).parents[1]
DOCUMENTS = sorted(PLUGINS.glob("mentoring-*/mentoring_*/**/scheme/*.yaml"))
NAMES = [name for each in read_tenants(PLUGINS.parent / "tenants").values() for name in (each.name, each.short_name)]


def test_every_shipped_scheme_loads() -> None:
    directory = load_directory()
    assert directory.failures == ()
    assert {"b-mentor", "b-mentor-academic", "hello", "lse"} <= directory.schemes.keys()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(PLUGINS)))
def test_a_scheme_names_no_institution_year_or_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [name for name in NAMES if re.search(rf"\b{re.escape(name)}\b", text)] == []
    assert re.findall(r"\b(?:19|20)[0-9]{2}\b|\S+@\S+", text) == []


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.stem in {"messages", "public_page", "registration"}])
def test_texts_for_people_keep_the_tone(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()
    unwanted = ("!", "oops", "simply", "please note", "bame candidate", "failed", "rejected")
    assert [word for word in unwanted if word in text] == []
