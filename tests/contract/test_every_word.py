"""Each word of the contract, each value of a closed list, each hook: some scheme, shipped or tested, uses it."""

import runpy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from asking import odd_directory
from mentoring.contracts.documents_yaml import read_document
from mentoring.plugin import CODE_HOOKS, DOCUMENTS
from mentoring.schemes.build import build_scheme
from mentoring.testing.conformance import findings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MAKER: dict[str, Any] = runpy.run_path(str(ROOT / "docs/reference/pages.py"))


def schemes() -> Iterator[Mapping[str, Any]]:
    """The documents of every scheme in plugins/ and tests/."""
    for folder in (*ROOT.glob("plugins/*/*/**/scheme"), *ROOT.glob("tests/**/scheme")):
        yield {file.stem: read_document(file.read_text(), file.name) for file in folder.glob("*.yaml")}
    for name in ("schemes/sound.yaml", "contract/every_word.yaml", "contract/every_value.yaml", "selecting.yaml"):
        yield read_document((ROOT / "tests" / name).read_text(), name)


KNOWN = list(schemes())


def used(path: tuple[str, ...]) -> list[Any]:
    """Every value that some scheme gives the word at `path`."""
    found = [documents.get(path[0], {}) for documents in KNOWN]
    for name in path[1:]:
        found = [inner for value in found for inner in below(value, name)]
    return found


def below(value: Any, name: str) -> list[Any]:
    if isinstance(value, list):
        return [inner for each in value for inner in below(each, name)]
    if not isinstance(value, Mapping):
        return []
    return list(value.values()) if name == "ID" else [value[name]] if name in value else []


def leaves(value: Any) -> set[Any]:
    if isinstance(value, list):
        return {leaf for each in value for leaf in leaves(each)}
    return {str(value)} if not isinstance(value, Mapping) else set()


def closed(schema: Mapping[str, Any]) -> list[str]:
    """The values of a closed list, wherever in the word's own schema it stands."""
    found = [str(value) for value in schema.get("enum", ())]
    for key in ("anyOf", "oneOf"):
        found += [value for branch in schema.get(key, ()) for value in closed(branch)]
    items = schema.get("items")
    return found + (closed(items) if isinstance(items, Mapping) else [])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_word_is_used_by_a_scheme(document: str) -> None:
    unused = [".".join(word.path) for word in MAKER["words"](document) if not used(word.path)]
    assert unused == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_value_of_a_closed_list_is_used_by_a_scheme(document: str) -> None:
    unused = [
        f"{'.'.join(word.path)}: {value}"
        for word in MAKER["words"](document)
        for value in closed(word.schema)
        if value not in {leaf for each in used(word.path) for leaf in leaves(each)}
    ]
    assert unused == []


@pytest.mark.parametrize("name", ["contract/every_value.yaml", "selecting.yaml"])
def test_the_schemes_of_the_tests_are_sound(name: str) -> None:
    documents = read_document((ROOT / "tests" / name).read_text(), name)
    assert findings(build_scheme(documents["card"]["name"], "1.0", documents)) == ()


def test_every_hook_is_used_by_a_scheme() -> None:
    with odd_directory() as odd:
        assert set(odd.asker.codes["odd"].hooks) == set(CODE_HOOKS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_word_has_its_heading_in_the_reference(document: str) -> None:
    page = (ROOT / "docs/reference/contract" / f"{document}.md").read_text(encoding="utf-8")
    headings = {line.removeprefix("## ").removesuffix(" ✎") for line in page.splitlines() if line.startswith("## ")}
    assert {".".join(word.path[1:]) for word in MAKER["words"](document)} == headings
