"""``mentoring migrate``: bring the database to this version."""

import os

import click

from mentoring.db.connect import connected
from mentoring.db.migrate import migrate as migrate_database
from mentoring.db.revision import revision_of
from mentoring.settings import Settings


@click.command()
def migrate() -> None:
    """Bring the tables of the database to this version; all of it or nothing. Safe to repeat."""
    with connected(Settings.read(os.environ)) as database:
        before = revision_of(database)
        after = migrate_database(database)
    if before == after:
        click.echo(f"The tables are at revision {after} already: nothing to do.")
    else:
        click.echo(f"The tables are at revision {after} now (before: {before or 'none'}).")
