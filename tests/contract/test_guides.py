"""What the guides say holds: their links lead somewhere, their examples load, the words they quote are said."""

import re
import tomllib
from pathlib import Path

import pytest

from mentoring.contracts.documents_yaml import read_document
from mentoring.contracts.form_soundness import form_faults
from mentoring.contracts.forms import compile_form
from mentoring.contracts.merge import merge_patch
from mentoring.schemes.load import load_scheme
from mentoring.schemes.overlay import overlaid
from mentoring.schemes.scheme import say

ROOT = Path(__file__).parents[2]
GUIDES = sorted(
    [*ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/reference/**/*.md"), *ROOT.glob("docs/tutorial/*.md")]
)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if target.startswith("http"):
            continue
        path, _, heading = target.partition("#")
        found = (guide.parent / path) if path else guide
        assert found.exists(), target
        if heading:
            assert f"\n## {heading}" in found.read_text(encoding="utf-8"), target


def test_the_overlay_that_the_guide_shows_can_be_laid_over() -> None:
    text = (ROOT / "docs/how-to/change-texts.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    changes: dict[str, object] = {}
    for part in tomllib.loads(block)["overlay"]:
        changes = merge_patch(changes, part["changes"])
    scheme = overlaid(load_scheme("b-mentor"), changes)
    assert say(scheme.roles["mentor"].title) == "Advocate"
    assert scheme.card.places[0].at_most == 45


def test_the_end_of_a_contract_that_the_guide_shows_is_asked_of_whom_it_says() -> None:
    text = (ROOT / "docs/how-to/write-a-scheme.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    form = {"type": "object", **read_document(block, "write-a-scheme.md")}
    assert list(form_faults(form)) == []
    asked = compile_form(form)
    assert asked.check({"contract": "permanent"}) == []
    assert [problem.question for problem in asked.check({"contract": "fixed"})] == ["contract_end"]
    assert asked.check({"contract": "fixed", "contract_end": "2030-08-01"}) == []


def test_the_findings_that_the_guide_explains_are_those_of_the_suite() -> None:
    text = (ROOT / "docs/how-to/read-refusals.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \|", text.split("| it says | it means |")[1], re.MULTILINE)[1:]
    said = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/testing").glob("*.yaml"))
    for row in rows:
        for part in row.split("…"):
            words = part.split("{")[0].strip()
            assert words in said, words


@pytest.mark.parametrize("word", ["new-scheme", "schemes check", "match", "programmes apply"])
def test_the_guide_to_a_scheme_names_commands_that_exist(word: str) -> None:
    guides = "".join(path.read_text(encoding="utf-8") for path in GUIDES)
    assert f"mentoring {word}" in guides
