"""What `mentoring new-scheme` writes is a scheme at once: installed, checked and tested as its README says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentoring.cli.main import main
from mentoring.errors import UnsoundDocument
from mentoring.testing.new_scheme import write_scheme

BIN = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path, site: Path, code: int = 0) -> str:
    """What the command says, which ends with `code`; `site` is where the distribution was installed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


def test_what_is_written_installs_is_sound_and_passes_its_own_tests(tmp_path: Path) -> None:
    written = CliRunner().invoke(main, ["new-scheme", "ink-well", "--folder", str(tmp_path)])
    assert written.exit_code == 0
    top, site = tmp_path / "mentoring-ink-well", tmp_path / "site"
    install = (BIN / "uv", "pip", "install", "--quiet", "--python", sys.executable, "--target", site)
    run(*install, "--no-deps", "--no-build-isolation", top, cwd=tmp_path, site=site)
    checked = run(BIN / "mentoring", "schemes", "check", "ink-well", cwd=top, site=site)
    assert checked.startswith("Ink well (ink-well 0.1.0) is sound.")
    tested = run(BIN / "pytest", "-q", "-p", "no:cacheprovider", cwd=top, site=site)
    assert "passed" in tested.splitlines()[-1]
    assert "skipped" not in tested
    package = site / "mentoring_ink_well/__init__.py"
    package.write_text(package.read_text().replace("for each in registrations]", "for each in registrations[1:]]"))
    spoilt = run(BIN / "mentoring", "schemes", "check", "ink-well", cwd=top, site=site, code=1)
    assert "- eligibility, own: The code of ink-well 0.1.0 failed in `derive`:" in spoilt
    assert "Mend the hook in the scheme's package." in spoilt


def test_every_document_that_is_written_teaches_and_names_its_schema(tmp_path: Path) -> None:
    documents = [path for path in write_scheme("ink-well", tmp_path) if path.suffix == ".yaml"]
    for path in documents:
        first, second, *_ = path.read_text(encoding="utf-8").splitlines()
        schema = Path(first.removeprefix("# yaml-language-server: $schema="))
        assert (schema.name, schema.is_file()) == (f"{path.stem}.schema.json", True)
        assert second.startswith("# "), path.name
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and "@" in path.read_text(encoding="utf-8").replace("@hookimpl", "")
    ]


@pytest.mark.parametrize("name", ["Ink", "ink_well", "-ink", "ink--well", "1ink", "ink well", "../ink", "i" * 41])
def test_a_name_that_no_scheme_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsoundDocument, match="cannot be the name of a scheme"):
        write_scheme(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    write_scheme("ink", tmp_path)
    with pytest.raises(UnsoundDocument, match="is there already"):
        write_scheme("ink", tmp_path)
