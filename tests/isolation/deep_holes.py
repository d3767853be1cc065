"""A-S3: the proofs themselves work. One guard, predicate or policy is taken out at a time, and a named test must fail.

Not a part of `make test`: ``tox -e deep-s3`` makes each hole in a copy of the tree, runs the test that is to notice it,
and prints the list. What keeps it from rotting is tests/isolation/test_holes.py.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from holes import HOLES, Hole

ROOT = Path(__file__).parents[2]
CODE = Path("core") / "mentoring"
IN_THE_DATABASE = (
    "tests/isolation/test_catalogue.py::test_the_rule_notices_a_hole",
    "tests/isolation/test_walls.py::test_the_probe_notices_a_hole",
)
"""Tests that make a hole in the database each, and pass when it is noticed."""
AT_LEAST = 60
SECONDS = 900


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of what the tests need, for holes to be made in."""
    to = tmp_path_factory.mktemp("copied")
    for name in ("core", "plugins", "schemas", "tenants", "tests", "docs"):
        shutil.copytree(ROOT / name, to / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, to / name)
    yield to
    shutil.rmtree(to)


def outcomes(copied: Path, *tests: str) -> dict[str, str]:
    """What became of tests, run in the copy: by test, PASSED, FAILED or ERROR."""
    paths = [copied / "core", *(each for each in (copied / "plugins").iterdir() if each.is_dir())]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MENTORING_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-rA", "-p", "no:cacheprovider", "--tb=no", *tests],
        cwd=copied, env={**clean, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False, timeout=SECONDS,
    )  # fmt: skip
    found = re.findall(r"^(PASSED|FAILED|ERROR) (tests/\S+::.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
    assert found, f"{tests}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return {test: outcome for outcome, test in found}


def test_without_a_hole_every_named_test_passes(copied: Path) -> None:
    found = outcomes(copied, *sorted({hole.test for hole in HOLES}))
    assert {test for test, outcome in found.items() if outcome != "PASSED"} == set()


@pytest.mark.parametrize("hole", HOLES, ids=lambda hole: hole.name)
def test_the_hole_is_noticed(copied: Path, hole: Hole) -> None:
    source = copied / CODE / hole.file
    sound = source.read_text(encoding="utf-8")
    source.write_text(sound.replace(hole.text, hole.instead, 1), encoding="utf-8")
    try:
        found = outcomes(copied, hole.test)
    finally:
        source.write_text(sound, encoding="utf-8")
    assert "FAILED" in found.values(), f"nobody notices that {hole.name}: {found}"
    print(f"A-S3: {hole.name} -> {hole.test}")  # noqa: T201 - the campaign's list


def test_every_hole_made_in_the_database_is_noticed(copied: Path) -> None:
    found = outcomes(copied, *IN_THE_DATABASE)
    assert set(found.values()) == {"PASSED"}
    told = [
        f"A-S3: in the database, {test.partition('[')[2].rstrip(']')} -> {test.partition('[')[0]}" for test in found
    ]
    told.append(f"A-S3: {len(HOLES)} holes in the source, {len(found)} in the database")
    print("\n".join(told))  # noqa: T201 - the campaign's list and count
    assert len(HOLES) + len(found) >= AT_LEAST
