"""The command as a whole: its help, and what it says when something is refused."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from click.testing import Result

from mentoring.cli.main import COMMANDS


def test_help_names_every_command(run: Callable[..., Result]) -> None:
    shown = run("--help").stdout
    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []
    assert "Exit codes:" in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_page(run: Callable[..., Result], command: str) -> None:
    result = run(command, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: main {command}")


def test_matching_loads_no_web_server_and_no_database() -> None:
    code = "import mentoring.cli.match, sys; print({'litestar', 'sqlalchemy', 'uvicorn'} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"set()\n"
