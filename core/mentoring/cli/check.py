"""``mentoring check``: what this installation has, and what it lacks."""

import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from platform import python_version

import click
from msgspec import Struct
from sqlalchemy import Connection, text

from mentoring.db.binaries import find_binaries
from mentoring.db.connect import connected
from mentoring.db.engine import Database
from mentoring.db.keyfile import read_keys
from mentoring.db.revision import newest, revision_of
from mentoring.db.roles import ROLES
from mentoring.errors import MentoringError
from mentoring.messages.smtp import VARIABLE, MailServer, Unreachable
from mentoring.schemes.contain.host import VARIABLE as UNCONFINED
from mentoring.schemes.load import Directory, load_directory
from mentoring.settings import Settings
from mentoring.tenants.directory import institutions


class Finding(Struct, frozen=True):
    """One thing looked at: whether it is as it should be, and what to say about it."""

    subject: str
    good: bool
    words: str


@click.command()
def check() -> None:
    """Say what this installation has and what it lacks. Ends with code 1 when something is lacking."""
    click.echo(f"mentoring {version('mentoring')} on Python {python_version()}")
    lacking = False
    for finding in findings():
        lacking = lacking or not finding.good
        click.echo(f"  {'has  ' if finding.good else 'lacks'}  {finding.subject:14}{finding.words}")
    sys.exit(1 if lacking else 0)


def findings() -> Iterator[Finding]:
    """Everything looked at, in the order in which it is needed."""
    yield from of_schemes(load_directory())
    try:
        settings = Settings.read(os.environ)
        yield Finding("settings", good=True, words=f"mode {settings.mode}, links begin with {settings.base_url}")
        with connected(settings) as database:
            yield from of_database(database, embedded=settings.database_url is None)
        yield of_keys(settings)
        yield of_mail(settings)
    except MentoringError as error:
        yield Finding("set-up", good=False, words=str(error))


def of_schemes(directory: Directory) -> Iterator[Finding]:
    """The installed schemes, each that cannot be loaded with the command that says why."""
    told = ", ".join(f"{scheme.name} {scheme.version}" for scheme in directory.schemes.values())
    yield Finding("schemes", bool(told), told or "none is installed: install a distribution such as mentoring-hello")
    if directory.asker.codes:
        told = ", ".join(f"{code.scheme} ({', '.join(code.hooks)})" for code in directory.asker.codes.values())
        confined = "each call confined" if directory.asker.confined else f"NOT confined: {UNCONFINED} is set"
        yield Finding("code hooks", directory.asker.confined, f"{told}; {confined}")
    for failure in directory.failures:
        told = f"{failure.name} ({failure.distribution}) cannot be loaded: `mentoring schemes check {failure.name}`"
        yield Finding("schemes", good=False, words=told)


def of_keys(settings: Settings) -> Finding:
    """The key file."""
    path = settings.key_file
    if not path.exists():
        return Finding(
            "keys", settings.keys is None, f"{path} is not there yet: `mentoring keys make`, or the first use"
        )
    count = len(read_keys(path).keys)
    return Finding("keys", good=True, words=f"{count} in {path}, which no backup of the database may hold")


def of_mail(settings: Settings) -> Finding:
    """The mail server, asked for a connection."""
    if settings.smtp_url is None:
        here = settings.mode != "production"
        return Finding(
            "mail",
            here,
            f"{VARIABLE} is not set: messages wait, and a page shows them"
            if here
            else f"{VARIABLE} is not set: no message leaves, sign-in links neither",
        )
    server = MailServer.at(settings.smtp_url, settings.mail_from)
    try:
        with server.open():
            return Finding("mail", good=True, words=f"{server.host}, from {server.address}")
    except Unreachable as error:
        return Finding("mail", good=False, words=str(error))


def of_database(database: Database, *, embedded: bool) -> Iterator[Finding]:
    """The server, its roles, the tables, and the institutions in them."""
    with database.directory() as session:
        connection = session.connection()
        number = connection.execute(text("show server_version")).scalar_one()
        where = f"embedded, programs in {find_binaries().folder}" if embedded else "by MENTORING_DATABASE_URL"
        yield Finding("PostgreSQL", good=True, words=f"{number}, {where}")
        yield from of_roles(connection)
    if database.owner_url is None:
        yield Finding("tables", good=False, words="unknown: MENTORING_DATABASE_OWNER_URL is not set")
        return
    at, wanted = revision_of(database), newest()
    told = f"at revision {at}" if at == wanted else f"at {at or 'none'}, needed {wanted}: run `mentoring migrate`"
    yield Finding("tables", at == wanted, told)
    if at == wanted:
        with database.directory() as session:
            known = ", ".join(institutions(session))
        yield Finding("institutions", bool(known), known or "none yet: `mentoring tenants apply DIR`")


def of_roles(connection: Connection) -> Iterator[Finding]:
    """The three roles: there, unable to pass by row-level security, and none a member of another."""
    rows = connection.execute(
        text(
            "select rolname, rolsuper or rolbypassrls as free, exists ("
            " select from pg_auth_members m join pg_roles g on g.oid = m.roleid"
            " where m.member = r.oid and g.rolname = any(:roles)) as also"
            " from pg_roles r where rolname = any(:roles)"
        ),
        {"roles": list(ROLES)},
    ).all()
    wrong = [
        *(f"{role} is missing" for role in ROLES if role not in {row.rolname for row in rows}),
        *(f"{row.rolname} passes by row-level security" for row in rows if row.free),
        *(f"{row.rolname} is a member of another" for row in rows if row.also),
    ]
    yield Finding("roles", not wrong, "; ".join(wrong) or f"{', '.join(ROLES)}: held by row-level security")
