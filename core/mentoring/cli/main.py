"""The command ``mentoring``: the group that all commands belong to, and how refusals are told."""

import sys
from typing import Any

import click

from mentoring.cli.check import check
from mentoring.cli.match import match
from mentoring.cli.migrate import migrate
from mentoring.cli.programmes import programmes
from mentoring.cli.schemes import schemes
from mentoring.cli.serve import serve
from mentoring.cli.tenants import tenants
from mentoring.errors import MentoringError

REFUSED = 2
"""The exit code when something was refused: nothing was done."""


class Commands(click.Group):
    """A group that tells refusals as sentences, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal is told on standard error and ends with code 2."""
        try:
            return super().invoke(ctx)
        except MentoringError as error:
            click.echo(f"{error.title}.\n{error.what}", err=True)
            if error.remedy:
                click.echo(error.remedy, err=True)
            sys.exit(REFUSED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mentoring")
def main() -> None:
    """Run mentoring schemes: many institutions, each scheme a plugin, matches with reasons.

    Exit codes: 0 done; 1 ended by the user or by a fault of the program; 2 refused, with the reason on standard
    error, and nothing was done.
    """


for command in (match, schemes, tenants, programmes, serve, migrate, check):
    main.add_command(command)
