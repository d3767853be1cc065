"""The menu of hooks is told three times, and the three agree: specification, reference, and a scheme that uses it."""

import dataclasses
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentoring import plugin
from mentoring.plugin import CODE_HOOKS, DOCUMENTS, hookspecs, values

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "docs" / "reference" / "hooks.md").read_text(encoding="utf-8")
ODD = (ROOT / "tests" / "faults" / "odd" / "odd_scheme" / "__init__.py").read_text(encoding="utf-8")


def hook(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(hookspecs, name)
    return found


def test_every_hook_is_on_the_menu() -> None:
    marked = [name for name, each in vars(hookspecs).items() if hasattr(each, "mentoring_spec")]
    assert marked == [*DOCUMENTS, *CODE_HOOKS]


@pytest.mark.parametrize("name", [*DOCUMENTS, *CODE_HOOKS])
def test_every_hook_says_when_it_is_asked_what_to_answer_and_what_silence_means(name: str) -> None:
    asked, answer, silence = (inspect.getdoc(hook(name)) or "").split("\n\n")
    assert asked.startswith("Asked ")
    assert answer.startswith("Answer")
    assert silence.startswith("If the scheme stays silent")


@pytest.mark.parametrize("name", CODE_HOOKS)
def test_every_code_hook_has_a_heading_with_its_signature_and_a_scheme_that_uses_it(name: str) -> None:
    signature = f"{name}({', '.join(inspect.signature(hook(name)).parameters)})"
    assert f"\n### `{signature}`\n" in REFERENCE
    assert f"@hookimpl\ndef {signature}:" in ODD


def test_every_value_and_each_of_its_fields_is_in_the_reference() -> None:
    for name in (each for each in plugin.__all__ if hasattr(values, each)):
        row = re.search(rf"^\| `{name}` \|(.*)$", REFERENCE, re.MULTILINE)
        assert row, name
        fields = [each.name for each in dataclasses.fields(getattr(values, name))]
        assert [field for field in fields if f"`{field}`" not in row[1]] == [], name
