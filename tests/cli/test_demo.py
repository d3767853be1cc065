"""The command ``mentoring demo`` as typed, with a small story of the tests' own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from mentoring.cli.demo.folder import DemoFolder
from mentoring.db.embedded import embedded_server
from mentoring.participants.model import Registration

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LINK = re.compile(r"http://\S+/sign-in/\S{40,}")

Run = Callable[..., Result]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with institutions and a small demo; commands run there, as in a checkout."""
    (tmp_path / "tenants").symlink_to(ROOT / "tenants")
    (tmp_path / "docs" / "examples").mkdir(parents=True)
    shutil.copy(HERE / "demo.toml", tmp_path / "docs" / "examples" / "demo.toml")
    for name in [name for name in os.environ if name.startswith("MENTORING_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def registrations(checkout: Path) -> Counter[str]:
    """How many registrations of each state there are at the hosts."""
    found: Counter[str] = Counter()
    with embedded_server(checkout / ".demo" / "postgres", durable=False) as server:
        database = server.database()
        for host in ("ucl", "lse"):
            with database.session(host) as session:
                found.update(session.scalars(select(Registration.state).where(Registration.tenant_id == host)))
        database.dispose()
    return found


def test_a_demo_that_was_killed_is_made_again_and_the_next_start_makes_nothing(checkout: Path, run: Run) -> None:
    killed = subprocess.Popen(
        [Path(sys.executable).with_name("mentoring"), "demo", "--no-serve"], stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout is not None
    told = [killed.stdout.readline() for _ in range(2)]
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert told[1].strip() == "Pairs"
    assert DemoFolder(checkout / ".demo").made is None

    first = run("demo", "--no-serve")
    assert first.exit_code == 0, first.output
    assert "Making the demo in" in first.stdout
    made = registrations(checkout)
    assert made == Counter(submitted=31, withdrawn=1)  # a draft at another institution is not seen

    second = run("demo", "--no-serve", "--port", "8123")
    assert second.exit_code == 0, second.output
    assert "Making" not in second.stdout
    assert registrations(checkout) == made
    before, after = LINK.findall(first.stdout), LINK.findall(second.stdout)
    assert (len(before), len(after), len({*before, *after})) == (8, 8, 16)
    assert {link.partition("/sign-in/")[0] for link in after} >= {
        "http://127.0.0.1:8123/ucl",
        "http://127.0.0.1:8123/lse",
    }


def test_outside_a_checkout_it_says_what_is_missing(checkout: Path, run: Run) -> None:
    (checkout / "docs" / "examples" / "demo.toml").unlink()
    refused = run("demo", "--no-serve")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "The system is not set up.\nThere is no docs/examples/demo.toml here.\n"
        "Run this in a checkout of the project: that file says what the demo holds.\n"
    )
    shutil.copy(HERE / "demo.toml", checkout / "docs" / "examples" / "demo.toml")
    (checkout / "tenants").unlink()
    assert "There are no institutions in tenants/ here." in run("demo", "--no-serve").stderr
    assert not (checkout / ".demo").exists()


def test_an_unsound_story_is_named_with_its_fault(checkout: Path, run: Run) -> None:
    story = checkout / "docs" / "examples" / "demo.toml"
    story.write_text(story.read_text().replace('day = "monday"', 'day = "Montag"', 1))
    refused = run("demo", "--no-serve")
    assert refused.exit_code == 2
    assert "docs/examples/demo.toml: Invalid enum value 'Montag' - at `$.programmes[0].opens.day`." in refused.stderr


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('kcl = "Noor Catalogue"', "", "docs/examples/demo.toml: [coordinators] names nobody for kcl."),
        ("[programmes.people]\nmentor", "[programmes.people]\nguide", "pairs: nobody registers there as guide."),
        ("not_eligible = 1, withdrawn", "a_person_looks = 1, withdrawn", "came out as a_person_looks; in the way most"),
        ('kcl = "Noor', 'nowhere = "Ann Other"\nkcl = "Noor', "speaks of nowhere, and there is no such institution."),
    ],
)
def test_a_story_that_cannot_be_is_refused(checkout: Path, run: Run, written: str, instead: str, told: str) -> None:
    story = checkout / "docs" / "examples" / "demo.toml"
    assert written in story.read_text()
    story.write_text(story.read_text().replace(written, instead, 1))
    refused = run("demo", "--no-serve")
    assert refused.exit_code == 2
    assert told in refused.stderr


def test_data_that_no_demo_made_is_never_thrown_away(checkout: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    precious = checkout / "precious" / "postgres" / "data"
    precious.mkdir(parents=True)
    monkeypatch.setenv("MENTORING_DATA_DIR", str(checkout / "precious"))
    for arguments in (("--no-serve",), ("--no-serve", "--fresh")):
        refused = run("demo", *arguments)
        assert refused.exit_code == 2
        assert "holds data that no demo made." in refused.stderr
    assert precious.is_dir()


def test_a_demo_in_use_is_not_begun_again(checkout: Path, run: Run) -> None:
    with DemoFolder(checkout / ".demo").held(alone=False):
        refused = run("demo", "--no-serve", "--fresh")
    assert refused.exit_code == 2
    assert "is in use by another command." in refused.stderr


def test_a_port_that_is_taken_is_told_before_anything_is_made(checkout: Path, run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run("demo", "--port", str(port))
    assert refused.exit_code == 2
    assert refused.stderr == (
        f"The system is not set up.\nNothing can listen at 127.0.0.1, port {port}: address already in use.\n"
        f"Stop the program that has the port, or choose another: --port {port + 1}.\n"
    )
    assert not (checkout / ".demo").exists()
