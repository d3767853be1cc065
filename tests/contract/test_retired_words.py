"""A word of the contract is retired: rehearsed from contract 1.0 to 1.1 on a core of our own, end to end.

The core's package is copied, its schemas say that `capacity` is now called `room`, and its version is 1.1. A scheme
written for 1.0 is installed beside it: it loads, is told what to change, and runs with the same meaning.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

import mentoring
from mentoring.contracts.retired import notices, renewed
from mentoring.contracts.schemata import public_schema
from mentoring.contracts.version import CONTRACT_VERSION

OLD = "roles, mentor.capacity: `capacity` is retired since contract 1.1 and goes in 2.0. Write `room` in its place."
CARD = "{name: elder, title: Elder, summary: Written for contract 1.0, contract: '>=1.0,<2'}\n"
FORM = "{type: object, properties: {hope: {type: string, title: Your hope, maxLength: 200}}}"
REGISTRATION = f"mentee: {{form: {FORM}}}\nmentor: {{form: {FORM}}}\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the core of contract 1.1 and the scheme `elder` installed in it."""
    folder = tmp_path_factory.mktemp("next")
    core = Path(mentoring.__path__[0])
    shutil.copytree(core, folder / "mentoring", symlinks=False, ignore=shutil.ignore_patterns("__pycache__"))
    version = folder / "mentoring/contracts/version.py"
    version.write_text(version.read_text().replace('CONTRACT_VERSION = "1.0"', 'CONTRACT_VERSION = "1.1"'))
    retire(folder / "mentoring/schemas/roles.schema.json")
    typed = folder / "mentoring/schemes/typed.py"  # the new core reads the new word alone
    typed.write_text(typed.read_text().replace('entry.get("capacity", 1)', 'entry.get("room", 1)'))
    scheme = folder / "elder_scheme/scheme"
    scheme.mkdir(parents=True)
    (scheme / "card.yaml").write_text(CARD)
    (scheme / "roles.yaml").write_text("mentee: {title: Mentee}\nmentor: {title: Mentor, capacity: 2}\n")
    (scheme / "registration.yaml").write_text(REGISTRATION)
    info = folder / "elder-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: elder\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[mentoring.schemes]\nelder = elder_scheme\n")
    return folder


def retire(schema: Path) -> None:
    """`room` says from now on what `capacity` said."""
    roles = json.loads(schema.read_text())
    words = roles["additionalProperties"]["properties"]
    words["room"] = words["capacity"]
    words["capacity"] = {
        **words["room"],
        "deprecated": True,
        "x-retired": {"since": "1.1", "goes": "2.0", "by": "room"},
    }
    schema.write_text(json.dumps(roles))


def run(place: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=place,
    )


def check(place: Path) -> subprocess.CompletedProcess[str]:
    """What ``mentoring schemes check elder`` says there."""
    return run(place, "-c", "from mentoring.cli.main import main; main()", "schemes", "check", "elder")


def test_a_scheme_of_the_version_before_is_taken_and_its_author_told(place: Path) -> None:
    checked = check(place)
    assert (checked.returncode, checked.stderr.strip()) == (0, f"- {OLD}")
    assert "Elder (elder 1.0) is sound." in checked.stdout


def test_the_retired_word_means_what_the_new_one_says(place: Path) -> None:
    code = "from mentoring.schemes.load import load_scheme; s = load_scheme('elder'); print(s.roles['mentor'].capacity)"
    assert run(place, "-c", code).stdout.strip() == "Capacity(default=2, most=2)"


def test_what_a_programme_has_pinned_keeps_its_digest(place: Path) -> None:
    code = (
        "from mentoring.schemes.load import load_scheme; from mentoring.schemes.build import pinned_scheme\n"
        "s = load_scheme('elder'); p = pinned_scheme('elder', '1.0', s.documents)\n"
        "print(p.digest == s.digest, p.documents['roles']['mentor'], len(p.notices))"
    )
    assert run(place, "-c", code).stdout.strip() == "True {'title': 'Mentor', 'capacity': 2} 1"


def test_the_conformance_suite_passes_and_shows_the_warning(place: Path) -> None:
    suite = run(place, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--scheme", "elder")
    assert suite.returncode == 0, suite.stdout
    assert f"RetiredWord: {OLD}" in suite.stdout


def test_both_words_at_once_are_refused(place: Path) -> None:
    roles = place / "elder_scheme/scheme/roles.yaml"
    before = roles.read_text()
    roles.write_text(before.replace("capacity: 2", "capacity: 2, room: 3"))
    try:
        checked = check(place)
    finally:
        roles.write_text(before)
    assert checked.returncode == 1
    said = "roles, mentor.capacity: `capacity` is retired, and `room` beside it says the same. Keep `room` alone."
    assert said in checked.stderr


def test_once_it_is_gone_the_word_is_unknown(place: Path) -> None:
    schema = place / "mentoring/schemas/roles.schema.json"
    before = schema.read_text()
    roles = json.loads(before)
    del roles["additionalProperties"]["properties"]["capacity"]
    schema.write_text(json.dumps(roles))
    try:
        checked = check(place)
    finally:
        schema.write_text(before)
    assert checked.returncode == 1
    assert re.search(r"roles, mentor(\.capacity)?: .*`capacity`", checked.stderr), checked.stderr


def test_a_scheme_for_another_contract_is_refused_with_the_range_it_asks(place: Path) -> None:
    card = place / "elder_scheme/scheme/card.yaml"
    card.write_text(CARD.replace(">=1.0,<2", ">=2,<3"))
    try:
        checked = check(place)
    finally:
        card.write_text(CARD)
    assert checked.returncode == 1
    assert "card, contract:" in checked.stderr
    assert "1.1" in checked.stderr


def retired(schema: Any) -> list[Mapping[str, Any]]:
    """Every part of a schema that retires a word."""
    found: list[Mapping[str, Any]] = []
    if isinstance(schema, Mapping):
        found += [schema] if "x-retired" in schema or "deprecated" in schema else []
        found += [each for value in schema.values() for each in retired(value)]
    elif isinstance(schema, list):
        found += [each for value in schema for each in retired(value)]
    return found


@pytest.mark.parametrize("document", ["card", "roles", "pathways", "registration", "eligibility", "matching",
    "activities", "timeline", "mentorships", "surveys", "messages", "public_page", "terms", "form"])  # fmt: skip
def test_every_retired_word_says_since_when_and_until_when(document: str) -> None:
    for each in retired(public_schema(document)):
        assert each["deprecated"] is True
        told = each["x-retired"]
        assert Version(told["since"]) <= Version(CONTRACT_VERSION) < Version(told["goes"]), told


def test_documents_without_a_retired_word_are_themselves() -> None:
    documents = {"roles": {"mentee": {"title": "Mentee"}}}
    assert renewed(documents) is documents
    assert notices(documents) == ()
