"""The sample files in docs/examples are what their generator makes."""

import runpy
from pathlib import Path
from typing import Any

import openpyxl
import pytest

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
NAMES = [
    "b-mentor-mentees.csv",
    "b-mentor-mentors.csv",
    "b-mentor-mentees-with-faults.csv",
    "forms/b-mentor-mentees.xlsx",
    "forms/b-mentor-mentors.xlsx",
    "lse-mentees.csv",
    "lse-mentors.csv",
]


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    tables: dict[str, Any] = runpy.run_path(str(EXAMPLES / "samples.py"))["samples"]()
    return tables


def test_the_generator_makes_these_files_and_no_others(made: dict[str, Any]) -> None:
    assert sorted(made) == sorted(NAMES)
    found = [*EXAMPLES.glob("*.csv"), *EXAMPLES.glob("forms/*.xlsx")]
    assert sorted(str(path.relative_to(EXAMPLES)) for path in found) == sorted(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".csv")])
def test_a_sample_in_csv_is_the_generated_one(made: dict[str, Any], name: str) -> None:
    assert (EXAMPLES / name).read_text(encoding="utf-8") == made[name].csv()


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".xlsx")])
def test_a_sample_in_excel_holds_the_generated_cells(made: dict[str, Any], name: str) -> None:
    sheet = openpyxl.load_workbook(EXAMPLES / name).worksheets[0]
    cells = [tuple("" if cell is None else cell for cell in row) for row in sheet.iter_rows(values_only=True)]
    assert cells == [made[name].headers, *made[name].rows]
