"""The command ``mentoring``: the group that all commands belong to, and how refusals are told."""

import sys
from importlib import import_module
from typing import Any

import click

from mentoring.cli.loading import without_collecting
from mentoring.errors import MentoringError

REFUSED = 2
"""The exit code when something was refused: nothing was done."""

FAILED = 1
"""The exit code when the system failed us: a full disk, a file that cannot be written."""

COMMANDS = {
    "match": "match",
    "demo": "demo.command",
    "schemes": "schemes",
    "new-scheme": "new_scheme",
    "tenants": "tenants",
    "programmes": "programmes",
    "rounds": "rounds",
    "serve": "serve",
    "worker": "worker",
    "post": "post",
    "migrate": "migrate",
    "audit": "audit",
    "keys": "keys",
    "check": "check",
    "bench": "bench",
    "simulate": "simulate.command",
}
"""By name, in the order of the help page: the module below `mentoring.cli` in which each lives, under its name."""


class Commands(click.Group):
    """A group that tells refusals as sentences, never as a traceback.

    A command's module is imported when it is asked for: matching two lists needs no web server and no database,
    and must not wait for them.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        with without_collecting():
            module = import_module(f"mentoring.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal is told on standard error and ends with code 2."""
        try:
            return super().invoke(ctx)
        except MentoringError as error:
            click.echo(f"{error.title}.\n{error.what}", err=True)
            if error.remedy:
                click.echo(error.remedy, err=True)
            sys.exit(REFUSED)
        except BrokenPipeError:
            raise  # click ends quietly when nobody reads on
        except OSError as error:
            click.echo(f"The system refused: {error.strerror or error}.", err=True)
            sys.exit(FAILED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mentoring")
def main() -> None:
    """Run mentoring schemes: many institutions, each scheme a plugin, matches with reasons.

    Exit codes: 0 done; 1 ended by the user, or failed for a reason outside, such as a full disk; 2 refused, with
    the reason on standard error, and nothing was done.
    """
