"""A-S3: the proofs themselves work. One guard, predicate or policy is taken out at a time, and a named test must fail.

Not a part of `make test`: ``tox -e deep-s3`` makes each hole in a copy of the tree, runs the test that is to notice it,
and prints the list. What keeps it from rotting is tests/isolation/test_holes.py.

All runs of a process share one database server and its migrated template, and what Python compiled; only a hole in what
the database is made of gets a server of its own.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from holes import HOLES, Hole
from mentoring.db.embedded import embedded_server

ROOT = Path(__file__).parents[2]
CODE = Path("core") / "mentoring"
IN_THE_DATABASE = (
    "tests/isolation/test_catalogue.py::test_the_rule_notices_a_hole",
    "tests/isolation/test_walls.py::test_the_probe_notices_a_hole",
)
"""Tests that make a hole in the database each, and pass when it is noticed."""
AT_LEAST = 60
SECONDS = 900


@dataclass(frozen=True)
class Copied:
    """A copy of what the tests need, for holes to be made in, and the server that runs over it share."""

    folder: Path
    server: Path

    def run(self, *tests: str, apart: bool = False) -> dict[str, str]:
        """What became of tests, run in the copy: by test, PASSED, FAILED or ERROR; `apart` over a server of its own."""
        paths = [self.folder / "core", *(each for each in (self.folder / "plugins").iterdir() if each.is_dir())]
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MENTORING_"))}
        quick = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": ""}
        given = {**quick, "PYTHONPATH": os.pathsep.join(map(str, paths))}
        kept = {} if apart else {"MENTORING_TEST_SERVER": str(self.server)}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "--tb=no", *tests],
            cwd=self.folder, env={**clean, **given, **kept},
            capture_output=True, text=True, check=False, timeout=SECONDS,
        )  # fmt: skip
        found = re.findall(r"^(PASSED|FAILED|ERROR) (tests/\S+::.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
        assert found, f"{tests}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return {test: outcome for outcome, test in found}


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    to = tmp_path_factory.mktemp("copied")
    for name in ("core", "plugins", "schemas", "tenants", "tests", "docs"):
        shutil.copytree(ROOT / name, to / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, to / name)
    server = to / "server"
    with embedded_server(server, durable=False, keys=server.with_name("keys")):
        yield Copied(to, server)
    shutil.rmtree(to)


LATER = count(1)
"""Python tells by its time, in seconds, whether a file changed since it was compiled."""


def write(source: Path, text: str) -> None:
    """Write a file that is known as changed, however soon after the last time."""
    source.write_text(text, encoding="utf-8")
    moment = source.stat().st_mtime + next(LATER)
    os.utime(source, (moment, moment))


def test_without_a_hole_every_named_test_passes(copied: Copied) -> None:
    found = copied.run(*sorted({hole.test for hole in HOLES}))
    assert {test for test, outcome in found.items() if outcome != "PASSED"} == set()


@pytest.mark.parametrize("hole", HOLES, ids=lambda hole: hole.name)
def test_the_hole_is_noticed(copied: Copied, hole: Hole) -> None:
    source = copied.folder / CODE / hole.file
    sound = source.read_text(encoding="utf-8")
    write(source, sound.replace(hole.text, hole.instead, 1))
    try:
        found = copied.run(hole.test, apart=hole.file.startswith("db/"))
    finally:
        write(source, sound)
    assert "FAILED" in found.values(), f"nobody notices that {hole.name}: {found}"
    print(f"A-S3: {hole.name} -> {hole.test}")  # noqa: T201 - the campaign's list


def test_every_hole_made_in_the_database_is_noticed(copied: Copied) -> None:
    found = copied.run(*IN_THE_DATABASE)
    assert set(found.values()) == {"PASSED"}
    told = [
        f"A-S3: in the database, {test.partition('[')[2].rstrip(']')} -> {test.partition('[')[0]}" for test in found
    ]
    told.append(f"A-S3: {len(HOLES)} holes in the source, {len(found)} in the database")
    print("\n".join(told))  # noqa: T201 - the campaign's list and count
    assert len(HOLES) + len(found) >= AT_LEAST
