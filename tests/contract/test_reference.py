"""No word without heading, example and test: the reference is what the schemas say, and every example is sound."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from mentoring.contracts.documents_yaml import read_document
from mentoring.contracts.placeholders import PLACEHOLDERS
from mentoring.contracts.schemata import public_schema
from mentoring.plugin import DOCUMENTS
from mentoring.schemes.build import build_scheme
from mentoring.schemes.checks.draft import Draft
from mentoring.schemes.checks.vocabulary import MENTORSHIP, answers, common_facts
from mentoring.testing.conformance import findings

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "docs/reference"


@pytest.fixture(scope="module")
def maker() -> dict[str, Any]:
    return runpy.run_path(str(REFERENCE / "pages.py"))


@pytest.fixture(scope="module")
def every_word() -> dict[str, Any]:
    found: dict[str, Any] = read_document((HERE / "every_word.yaml").read_text(), "every_word.yaml")
    return found


def test_the_pages_are_what_their_generator_makes(maker: dict[str, Any]) -> None:
    made = maker["pages"]()
    assert sorted(made) == sorted(path.name for path in (REFERENCE / "contract").glob("*.md"))
    for name, text in made.items():
        assert (REFERENCE / "contract" / name).read_text(encoding="utf-8") == text, "python docs/reference/pages.py"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_word_has_a_meaning_and_an_example(maker: dict[str, Any], document: str) -> None:
    words = maker["words"](document)
    assert words
    assert [".".join(word.path) for word in words if not word.schema.get("description")] == []
    assert [".".join(word.path) for word in words if not maker["example"](word)[1]] == []


def test_every_word_of_a_form_has_an_example(maker: dict[str, Any]) -> None:
    assert "MISSING" not in maker["form_page"]()


def test_the_scheme_that_examples_are_quoted_from_is_sound(every_word: dict[str, Any]) -> None:
    scheme = build_scheme("every-word", "1.0", every_word, hooks=frozenset({"derive", "score"}))
    assert scheme.roles["mentor"].entry == "nominated"
    assert findings(scheme) == ()


def headings_of(part: str) -> set[str]:
    """The names in the first column of one part of the page on facts."""
    text = (REFERENCE / "facts.md").read_text(encoding="utf-8").split(f"## {part}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def test_the_page_on_facts_names_all_facts_and_no_others(every_word: dict[str, Any]) -> None:
    draft = Draft(build_scheme("every-word", "1.0", every_word, hooks=frozenset({"derive", "score"})).documents)
    known = {*common_facts(draft), *answers(draft, "mentee"), *MENTORSHIP}
    general = {re.sub(r"^history\.\w+", "history.ROLE", fact) for fact in known}
    general = {re.sub(r"^stage\.\w+", "stage.ID", fact) for fact in general}
    general = {re.sub(r"^(answers|declared|facts|own)\.\w+", r"\1.x", fact) for fact in general}
    assert headings_of("Facts") == general | {"answers.x", "declared.x", "facts.x", "own.x"}


def test_the_page_names_all_criteria_and_no_others() -> None:
    criteria = public_schema("matching")["additionalProperties"]["properties"]["criteria"]["items"]
    assert headings_of("Criteria") == set(criteria["properties"]["rule"]["enum"])


def test_the_page_names_all_placeholders_and_no_others() -> None:
    assert headings_of("Placeholders") == {*PLACEHOLDERS, "date.ID"}
