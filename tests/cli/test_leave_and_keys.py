"""A partner leaves, and the keys change, by the command line; against a private server of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentoring.cli.main import main
from mentoring.db.embedded import embedded_server

ROOT = Path(__file__).parents[2]
FILE = str(ROOT / "docs" / "examples" / "b-mentor-2021.toml")


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the data of an embedded server, with the institutions and B-MEntor's programme of 2021 applied."""
    folder = tmp_path_factory.mktemp("leaving")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MENTORING_DATABASE_URL", "MENTORING_BASE_URL", "MENTORING_MODE", "MENTORING_KEYS"):
            patch.delenv(name, raising=False)
        patch.setenv("MENTORING_DATA_DIR", str(folder / "data"))
        with embedded_server(folder / "data" / "postgres", durable=False):  # kept running between commands
            assert run("tenants", "apply", str(ROOT / "tenants"), "--yes").exit_code == 0
            assert run("programmes", "apply", FILE, "--yes").exit_code == 0
            yield folder


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


def test_a_partner_leaves_only_after_it_was_seen_what_there_is_and_said_yes() -> None:
    dry = run("programmes", "leave", "ucl/b-mentor-2021", "kcl", "--dry-run")
    assert (dry.exit_code, dry.stdout) == (0, "Of kcl's people B-MEntor Professional 2021 holds now: nothing.\n")
    asked = run("programmes", "leave", "b-mentor-2021", "kcl", typed="n\n")
    assert (asked.exit_code, "Let kcl leave B-MEntor Professional 2021 at once? [y/N]" in asked.stdout) == (1, True)
    done = run("programmes", "leave", "b-mentor-2021", "kcl", "--yes", "--reason", "They go their own way")
    assert done.stdout.startswith("kcl has left B-MEntor Professional 2021.\nWhat remains, and why: nothing.\n")
    again = run("programmes", "leave", "b-mentor-2021", "kcl", "--yes")
    assert (again.exit_code, "There is nothing to do." in again.stderr) == (2, True)
    back = run("programmes", "apply", FILE, "--yes")
    assert (back.exit_code, "kcl left on" in back.stderr, "write `to = " in back.stderr) == (2, True, True)
    left = run("programmes", "remains", "b-mentor-2021", "kcl")
    assert left.stdout == "Of kcl's people B-MEntor Professional 2021 holds: nothing.\n"


def test_a_last_day_is_set_and_the_file_to_write_it_into_is_named() -> None:
    done = run("programmes", "leave", "b-mentor-2021", "ual", "--last-day", "2099-07-31", "--yes")
    assert done.stdout == (
        "ual takes part in B-MEntor Professional 2021 until 31 July 2099. "
        "Write `to = 2099-07-31` into the programme's file.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("b-mentor-2021", "lse"), "lse is no partner in B-MEntor Professional 2021."),
        (("b-mentor-1999", "kcl"), "There is no programme b-mentor-1999."),
        (("kcl/b-mentor-2021", "kcl"), "There is no programme kcl/b-mentor-2021."),
    ],
)
def test_whoever_is_unknown_is_named(arguments: tuple[str, str], told: str) -> None:
    refused = run("programmes", "leave", *arguments, "--yes")
    assert (refused.exit_code, told in refused.stderr) == (2, True)


def test_the_keys_are_made_once_checked_and_changed(folder: Path) -> None:
    file = folder / "data.keys"
    assert run("keys", "make").stdout.startswith(f"Made {file}.")
    assert file.stat().st_mode & 0o777 == 0o600
    assert run("keys", "make").exit_code == 2
    before = file.read_text()
    assert "0 sealed value(s) open" in run("keys", "check").stdout
    assert run("keys", "add").exit_code == 0
    assert "a key that is not in use yet" in run("keys", "add").stderr
    done = run("keys", "rotate")
    assert (done.exit_code, "Sealed again: 0." in done.stdout) == (0, True)
    assert file.read_text() != before
    file.chmod(0o644)
    refused = run("keys", "check")
    assert (refused.exit_code, "Others than its owner may read the key file" in refused.stderr) == (2, True)
    file.chmod(0o600)
    assert run("keys", "check").exit_code == 0
