"""``mentoring keys``: the key file and the institutions' keys, looked after by whoever runs the system."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import click
from sqlalchemy import select

import mentoring
from mentoring.cli.installation import Installation, installation
from mentoring.db.keyfile import make_keys, read_keys, write_keys
from mentoring.db.rotation import health, rotate
from mentoring.errors import Conflict
from mentoring.settings import Settings
from mentoring.tenants.model import Tenant


@click.group()
def keys() -> None:
    """What is sealed: the key file, and changing the keys."""


@keys.command()
def make() -> None:
    """Make the key file that MENTORING_KEYS names, with one new key. A file that is there stays as it is."""
    path = Settings.read(os.environ).key_file
    if path.exists():
        raise Conflict(f"There is a key file at {path} already.", "To change its keys: `mentoring keys rotate`.")
    make_keys(path)
    click.echo(f"Made {path}. Keep a copy of it where no backup of the database lies.")


@keys.command()
def add() -> None:
    """Add a key to the file for the next change, without using it yet.

    Where several machines serve one database: add, copy the file to all of them, then rotate on one.
    """
    path = Settings.read(os.environ).key_file
    file = read_keys(path)
    if list(file.keys)[-1] != file.current:
        raise Conflict(f"{path} holds a key that is not in use yet.", "Use it first: `mentoring keys rotate`.")
    write_keys(path, file.added())
    click.echo(f"Added a key to {path}. It is used from the next `mentoring keys rotate` on.")


@keys.command("rotate")
def rotate_() -> None:
    """Change all keys, and seal everything again. People may go on working meanwhile.

    Cut short, it is finished by the next one; until then everything opens, with the old keys or the new.
    """
    know_every_table()
    with installation() as here:
        path = here.database.keys.path
        done = rotate(here.database, _slugs(here), told=click.echo)
    click.echo(f"{path} holds a new key, and every institution has one. Sealed again: {done}.")
    click.echo("Copy the file to where its copies are kept, and to every other machine that serves this database.")


@keys.command()
def check() -> None:
    """Open everything that is sealed, and say what does not open. Exit codes: 0 all does, 1 something does not."""
    know_every_table()
    with installation() as here:
        file = here.database.keys.file()
        click.echo(f"{here.database.keys.path}: {len(file.keys)} key(s), the current one is {file.current}")
        if file.is_changing:
            click.echo("A change of keys was cut short. Finish it with `mentoring keys rotate`.")
        found = list(health(here.database, _slugs(here)))
    for each in found:
        late = f", {each.late} more with a retired key" if each.late else ""
        click.echo(f"{each.tenant}: {each.keys} key(s), {each.whole} sealed value(s) open{late}")
        for error in each.broken:
            click.echo(f"  {error.what}", err=True)
    if any(each.broken for each in found):
        sys.exit(1)


def know_every_table() -> None:
    """Import every domain's tables, so that no sealed column is forgotten."""
    for domain in iter_modules(mentoring.__path__):
        if domain.ispkg and find_spec(f"mentoring.{domain.name}.model"):
            import_module(f"mentoring.{domain.name}.model")


def _slugs(here: Installation) -> list[str]:
    with here.database.directory() as session:
        return list(session.scalars(select(Tenant.id).order_by(Tenant.id)))
