"""The rules of the house that no linter knows: each failure names the file and the remedy."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HARD_LIMIT = 400
CODE = {".py", ".html", ".css", ".js", ".sql", ".sh"}
UNWANTED_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "base_utils"}


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file() and not (ROOT / name).is_symlink()]


def pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_no_file_is_longer_than_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files()
        if path.suffix in CODE and (lines := len(path.read_text(encoding="utf-8").splitlines())) > HARD_LIMIT
    }
    assert long == {}, "split these files: a file is read at one sitting"


def test_no_module_is_named_for_nothing() -> None:
    named = [str(path.relative_to(ROOT)) for path in files() if path.stem in UNWANTED_NAMES]
    assert named == [], "a name tells what is in a file"


def test_every_switched_off_check_has_its_reason_beside_it() -> None:
    bare = []
    for path in files():
        if path.suffix != ".py" or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = re.search(
                r"#\s*(?:noqa|type: ?ignore|pragma: no cover)\b(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w, -]*\])?(.*)$",
                line,
            )
            if match and len(match.group(1).strip(" -#")) < 8:
                bare.append(f"{path.relative_to(ROOT)}:{number}")
    assert bare == [], "say beside it why the check does not apply"


def test_every_dependency_has_its_reason() -> None:
    project = pyproject()["project"]
    assert isinstance(project, dict)
    extras = project["optional-dependencies"]
    required = [*project["dependencies"], *extras["embedded"], *extras["dev"]]
    names = [re.split(r"[\[<>=!~; ]", requirement)[0] for requirement in required]
    reasons = (ROOT / "docs/decisions/0002-dependencies.md").read_text()
    missing = [name for name in names if f"`{name}`" not in reasons]
    assert missing == [], "give each its line in docs/decisions/0002-dependencies.md"


def test_the_lock_names_no_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "http" not in re.sub(r"\bhttp\w*==", "", re.sub(r"#.*", "", lock))
    assert "index-url" not in lock


def test_the_readme_names_every_package_of_the_core() -> None:
    readme = (ROOT / "README.md").read_text()
    packages = sorted(path.parent.name for path in (ROOT / "core/mentoring").glob("*/__init__.py"))
    missing = [name for name in packages if f"`{name}`" not in readme]
    assert missing == [], "the README's table of folders is the newcomer's map"


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert command in (ROOT / "README.md").read_text()


def test_the_core_names_no_scheme_and_no_institution() -> None:
    """No line of the core names a scheme or a house: they are data."""
    words = re.compile(r"\b(b-mentor|b_mentor|bmentor|ucl|kcl|qmul|ual|sgul|lse)\b", re.IGNORECASE)
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "core") and "demo" not in path.parts[-2:][0]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert named == [], "keep schemes and institutions in plugins/, tenants/ and docs/"
