import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from mentoring.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"


@pytest.fixture(scope="session")
def run() -> Callable[..., Result]:
    """Runs ``mentoring`` in this process; its output is no terminal."""

    def running(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(each) for each in arguments])

    return running


@pytest.fixture(scope="session")
def match(run: Callable[..., Result]) -> Callable[..., Result]:
    """Runs ``mentoring match`` on two files with the shipped institutions."""

    def matching(scheme: str, mentees: Path, mentors: Path, *more: str | Path) -> Result:
        given = ["--scheme", scheme, "--mentees", mentees, "--mentors", mentors, "--tenants", ROOT / "tenants"]
        return run("match", *given, *more)

    return matching


@pytest.fixture(scope="session")
def matched(match: Callable[..., Result]) -> Callable[..., dict[str, Any]]:
    """The JSON document that ``mentoring match`` answers."""

    def document(*arguments: Any) -> dict[str, Any]:
        result = match(*arguments)
        assert result.exit_code == 0, result.stderr
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    return document


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows of cells as a real ``.xlsx`` file."""

    def write(name: str, rows: Sequence[Sequence[Any]]) -> Path:
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        for row in rows:
            page.append([*row])
        path = tmp_path / name
        book.save(path)
        return path

    return write
