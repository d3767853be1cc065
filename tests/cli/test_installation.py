"""The commands that work on data, as typed, against a private server of the test's own."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from mentoring.accounts.codes import new_secret
from mentoring.accounts.factors import install_factor
from mentoring.audit.model import AuditEntry
from mentoring.cli.installation import installation
from mentoring.cli.main import main
from mentoring.db.embedded import embedded_server
from mentoring.db.revision import newest
from mentoring.people.service import ensure_person
from mentoring.tenants.settings import change_own

NORTH = """\
slug = "north"
name = "North University"
short_name = "North"
timezone = "Europe/London"
domains = ["north.example"]
schemes = ["hello"]
[brand]
colour = "#003d4c"
[contacts.mentoring]
title = "Mentoring team"
email = "mentoring@north.example"
[contacts.data_protection]
title = "Data protection"
email = "dpo@north.example"
assumption = "The institution has not named anyone yet."
"""
ROUND = """\
slug = "hello-2021"
title = "Hello 2021"
scheme = "hello"
host = "north"
[dates]
match_by = 2021-02-01
"""


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with one institution's file and one programme's, and the data of an embedded server of its own."""
    folder = tmp_path_factory.mktemp("installation")
    (folder / "tenants").mkdir()
    (folder / "tenants" / "north.toml").write_text(NORTH)
    (folder / "hello.toml").write_text(ROUND)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MENTORING_DATABASE_URL", "MENTORING_BASE_URL", "MENTORING_MODE"):
            patch.delenv(name, raising=False)
        patch.setenv("MENTORING_DATA_DIR", str(folder / "data"))
        patch.chdir(folder)
        with embedded_server(folder / "data" / "postgres", durable=False):  # kept running between commands
            yield folder


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


def test_an_installation_from_nothing_to_an_open_programme() -> None:
    before = run("check")
    assert (before.exit_code, "run `mentoring migrate`" in before.stdout) == (1, True)
    assert run("migrate").stdout == f"The tables are at revision {newest()} now (before: none).\n"
    assert run("migrate").stdout == f"The tables are at revision {newest()} already: nothing to do.\n"

    asked = run("tenants", "apply", "tenants", typed="n\n")
    assert asked.exit_code == 1
    assert "+ domains: north.example\n" in asked.stdout
    assert "Apply this? [y/N]" in asked.stdout
    assert run("tenants", "apply", "tenants", "--yes").stdout.endswith("Applied: 1 new.\n")
    assert run("tenants", "apply", "tenants").stdout == "Nothing to change.\n"

    opened = run("programmes", "apply", "hello.toml", "--yes")
    assert opened.stdout.endswith("Hello 2021 is open: http://127.0.0.1:8000/north/hello-2021/\n")
    again = run("programmes", "apply", "hello.toml")
    assert again.stdout == "Hello 2021 (north/hello-2021): nothing to change.\n"
    assert run("programmes", "list").stdout.split() == ["north/hello-2021", "hello", "0.1.0", "open", "Hello", "2021"]

    granted = run("tenants", "grant", "north", "Iris.Ligature@north.example", "coordinator")
    assert granted.stdout == "iris.ligature@north.example is coordinator at north now.\n"
    shown = run("tenants", "show", "north").stdout
    assert "contacts.data_protection: The institution has not named anyone yet." in shown

    after = run("check")
    assert (after.exit_code, "lacks" in after.stdout) == (0, False)


def test_what_an_institution_changed_itself_is_shown_and_stays_until_the_file_says_the_same(folder: Path) -> None:
    run("migrate")
    run("tenants", "apply", "tenants", "--yes")
    in_the_console({"brand.colour": "#112233", "retention.audit": "7 years"})
    shown = run("tenants", "show", "north").stdout
    assert "  brand.colour: #112233\n" in shown
    assert "Changed in the console (from what the file says → to what holds):\n" in shown
    assert "  ~ retention.audit: 6 years → 7 years (since 3 March 2021)\n" in shown

    kept = run("tenants", "apply", "tenants").stdout
    assert kept == (
        "North University (north): changed in the console, and stays so (file → console):\n"
        "  ~ brand.colour: #003d4c → #112233 (since 3 March 2021)\n"
        "  ~ retention.audit: 6 years → 7 years (since 3 March 2021)\n"
        "The console wins there. --file-wins gives all of it back to the files.\n"
        "Nothing to change.\n"
    )
    (folder / "again").mkdir()
    (folder / "again" / "north.toml").write_text(run("tenants", "show", "north", "--toml").stdout)
    told = run("tenants", "apply", "again", "--yes").stdout
    assert "= brand.colour, retention.audit: the file and the console say the same now" in told
    assert "stays so" not in told
    assert run("tenants", "apply", "again").stdout == "Nothing to change.\n"
    assert "Changed in the console" not in run("tenants", "show", "north").stdout


def test_the_operator_gives_it_back_to_the_file_and_that_is_recorded() -> None:
    run("migrate")
    run("tenants", "apply", "tenants", "--yes", "--file-wins")
    in_the_console({"brand.colour": "#112233"})
    told = run("tenants", "apply", "tenants", "--yes", "--file-wins").stdout
    assert "~ brand.colour: #112233 → #003d4c\n" in told
    assert run("tenants", "apply", "tenants").stdout == "Nothing to change.\n"
    with installation() as here, here.work("north") as work:
        entries = work.session.execute(
            select(AuditEntry.action, AuditEntry.fields).where(AuditEntry.object == "institution")
        )
        assert ("give_back", ["brand.colour"]) in [tuple(each) for each in entries]


def test_a_second_step_is_reset_by_whoever_runs_the_system() -> None:
    run("migrate")
    run("tenants", "apply", "tenants", "--yes")
    run("tenants", "grant", "north", "ada@north.example", "coordinator")
    reset = ("tenants", "reset-factor", "north", "ada@north.example")
    assert run(*reset).exit_code == 2  # a reason is asked
    told = run(*reset, "--reason", "Lost it, called back").stdout
    assert told == "ada@north.example has no second step.\n"
    with installation() as here, here.work("north") as work:
        install_factor(work, ensure_person(work, email="ada@north.example"), new_secret())
    told = run(*reset, "--reason", "Lost it, called back").stdout
    assert told == "ada@north.example sets up a second step anew when they next sign in.\n"


def in_the_console(values: Mapping[str, str]) -> None:
    with installation() as here, here.work("north") as work:
        change_own(work.session, "north", values, datetime(2021, 3, 3, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("tenants", "show", "east"), "There is no such institution here."),
        (("tenants", "grant", "north", "iris@south.example", "coordinator"), "is no address of North University"),
        (("tenants", "apply", "nowhere"), "nowhere is no folder."),
        (("tenants", "apply", "unsound"), "unsound/north.toml, line 5: `north.example` cannot be read as a list."),
        (("programmes", "apply", "unsound.toml"), "unsound.toml: hello asks for the date `match_by`"),
        (("programmes", "apply", "unknown.toml"), "No scheme `goodbye` is installed."),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_done(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    (folder / "unsound").mkdir(exist_ok=True)
    (folder / "unsound" / "north.toml").write_text(NORTH.replace('["north.example"]', '"north.example"'))
    (folder / "unsound.toml").write_text(ROUND.replace("match_by = 2021-02-01", ""))
    (folder / "unknown.toml").write_text(ROUND.replace('"hello', '"goodbye'))
    run("tenants", "apply", "tenants", "--yes")
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert told in refused.stderr


def test_the_audit_trail_is_sealed_and_whoever_alters_it_is_found_out(folder: Path) -> None:
    sealed = run("audit", "seal").stdout
    count = int(sealed.removeprefix("north: ").removesuffix(" sealed\n"))
    assert count > 1
    assert run("audit", "verify").stdout == f"north: {count} entries hold\n"
    assert run("audit", "verify", "--tenant", "west").exit_code == 2
    with embedded_server(folder / "data" / "postgres", durable=False) as server, server.superuser("mentoring") as admin:
        admin.execute("update audit set reason = 'x' where id = (select audit_id from audit_links where position = 2)")
        found = run("audit", "verify", "--tenant", "north")
        admin.execute("update audit set reason = null where reason = 'x'")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith("north: entry 2 (")
    assert found.stderr.endswith(
        "): this is not what was sealed here: changed, moved or put in later. The 1 before it hold.\n"
    )
    assert run("audit", "verify").exit_code == 0
    checkpoints = folder / "data" / "audit" / "north.jsonl"
    checkpoints.rename(checkpoints.with_name("south.jsonl"))  # the file of an institution that is in no directory
    assert "north: entry" in run("audit", "verify").stderr
    assert "south: entry 1: the end was cut off" in run("audit", "verify").stderr
    checkpoints.with_name("south.jsonl").rename(checkpoints)
