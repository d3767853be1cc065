"""The conformance suite against schemes that are broken on purpose: each message names document, entry and remedy."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mentoring.cli.schemes import schemes as command
from mentoring.contracts.documents_yaml import read_document
from mentoring.contracts.problems import Problem
from mentoring.schemes.build import build_scheme
from mentoring.schemes.load import load_directory
from mentoring.testing.conformance import CHECKS, findings

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = read_document(HERE.joinpath("nonconforming.yaml").read_text(), "nonconforming.yaml")
AT_LOAD: list[dict[str, Any]] = read_document(HERE.parent.joinpath("schemes/broken.yaml").read_text(), "broken.yaml")

Alter = Callable[[Mapping[str, Any]], dict[str, Any]]


def test_nothing_is_found_in_the_scheme_that_is_broken_below(conforming: dict[str, Any]) -> None:
    assert findings(build_scheme("folio", "1.0", conforming)) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["with"]))
def test_the_suite_says_what_is_wrong_where_and_how_to_mend(case: dict[str, Any], altered: Alter) -> None:
    found = findings(build_scheme("folio", "1.0", altered(case)))
    expected = tuple(Problem(**problem) for problem in case["problems"])
    assert found[: case.get("first", len(found))] == expected


def test_more_than_forty_broken_schemes_are_told_apart() -> None:
    """Those in `broken.yaml` are refused at load, which is the suite's first test; `test_refusals` asserts each."""
    told = [problem for case in (*CASES, *AT_LOAD) for problem in case["problems"]]
    assert len(CASES) + len(AT_LOAD) >= 40
    assert [p for p in told if not (p["document"] and p["what"].strip() and p["remedy"].strip())] == []
    assert [case["with"] for case in CASES for p in case["problems"] if not p["entry"]] == []


@pytest.mark.parametrize("name", sorted(load_directory().schemes))
def test_nothing_is_found_in_an_installed_scheme(name: str) -> None:
    assert findings(load_directory().get(name)) == ()


def test_the_same_scheme_gives_the_same_findings(altered: Alter) -> None:
    scheme = build_scheme("folio", "1.0", altered(CASES[0]))
    assert findings(scheme) == findings(scheme)


def test_every_check_says_what_it_looks_for() -> None:
    assert [name for name, check in CHECKS.items() if not check.__doc__] == []


def test_the_command_runs_the_suite() -> None:
    checked = CliRunner().invoke(command, ["check", "hello"])
    assert (checked.exit_code, "is sound" in checked.output) == (0, True)
