"""``mentoring demo``: prepare the demo where there is none yet, say whom one can be, and serve it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from time import monotonic

import click
from psycopg import sql
from rich.console import Console

from mentoring.cli.demo.folder import DemoFolder
from mentoring.cli.demo.guests import Bill, bills, links_for
from mentoring.cli.demo.playbill import announce, making
from mentoring.cli.demo.shape import SHAPE, TENANTS, Shape, read_shape
from mentoring.cli.demo.story import play
from mentoring.cli.serving import base_url_at, leave_when_told, listen_at, serve_on
from mentoring.cli.worker import outfit_of, working
from mentoring.db.embedded import Server, embedded_server
from mentoring.db.migrate import migrate
from mentoring.db.revision import newest, revision_of
from mentoring.db.roles import prepare
from mentoring.errors import SetUpIncomplete
from mentoring.schemes.load import load_directory
from mentoring.settings import Settings, clock, new_id
from mentoring.simulation.stage import Stage
from mentoring.tenants.file import TenantFile, read_tenants
from mentoring.web.http.visit import Site

DATABASE = "mentoring"
FOLDER = ".demo"
"""In the working directory, unless MENTORING_DATA_DIR names another."""

Tenants = Mapping[str, TenantFile]


@click.command()
@click.option("--fresh", is_flag=True, help="Throw away the demo that is there, and begin again from today.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen at.")
@click.option("--no-serve", is_flag=True, help="Prepare and print only.")
def demo(*, fresh: bool, host: str, port: int, no_serve: bool) -> None:
    """Show the system with made-up people: programmes half way through their year, and one that has just opened.

    Run it in a checkout of the project: it plays what docs/examples/demo.toml says, with the institutions in
    tenants/, on a private PostgreSQL. The data lies in .demo/, or where MENTORING_DATA_DIR says. The next start
    takes seconds, and makes new sign-in links.
    """
    shape, tenants = read_shape(SHAPE), _tenants()
    settings = _settings(host, port)
    folder = DemoFolder(settings.data_dir)
    console = Console()
    wanted = fresh or folder.made is None
    with ExitStack() as until_the_end:
        bound = None if no_serve else until_the_end.enter_context(listen_at(host, port))
        hold = until_the_end.enter_context(folder.held(alone=wanted))
        if wanted:
            folder.begin()
        server = until_the_end.enter_context(
            embedded_server(folder.path / "postgres", durable=False, keys=settings.key_file)
        )
        if wanted:
            _begin_again(server)
        stage = until_the_end.enter_context(_stage(server, settings))
        if wanted:
            _make(stage, folder, shape, tenants, console)
            hold.share()
        _welcome(stage, folder, shape, tenants, console)
        if bound is not None:
            leave_when_told()
            console.print("\nServing. Stop with Ctrl C.", highlight=False)
            site = Site(settings=settings, database=stage.database, schemes=stage.schemes, clock=clock, ids=new_id)
            with working(outfit_of(stage.database, stage.schemes, stage.base_url)):
                serve_on(bound, site)


def _settings(host: str, port: int) -> Settings:
    """Only the folder and the address may be given: the demo never touches another database."""
    given = {name: os.environ.get(name, "") for name in ("MENTORING_DATA_DIR", "MENTORING_BASE_URL")}
    given["MENTORING_DATA_DIR"] = given["MENTORING_DATA_DIR"] or FOLDER
    settings = Settings.read({**given, "MENTORING_MODE": "demo"})
    return settings if given["MENTORING_BASE_URL"] else replace(settings, base_url=base_url_at(host, port))


def _tenants() -> Tenants:
    found = read_tenants(TENANTS) if TENANTS.is_dir() else {}
    if not found:
        raise SetUpIncomplete(
            f"There are no institutions in {TENANTS}/ here.", "Run this in a checkout of the project, which has them."
        )
    return found


def _begin_again(server: Server) -> None:
    """An empty database, whatever was in it."""
    with server.superuser() as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(DATABASE)))
        prepare(admin, DATABASE)


@contextmanager
def _stage(server: Server, settings: Settings) -> Iterator[Stage]:
    """The database at this version, and the time as it is."""
    database = server.database(DATABASE)
    try:
        if revision_of(database) != newest():
            migrate(database)
        yield Stage(database, load_directory(), settings.base_url, clock())
    finally:
        database.dispose()


def _make(stage: Stage, folder: DemoFolder, shape: Shape, tenants: Tenants, console: Console) -> None:
    """Play the whole story; only then the demo counts as made."""
    began, now = monotonic(), stage.now
    console.print(f"Making the demo in {folder.path}, once:", highlight=False, soft_wrap=True)
    with making(console) as tell:
        play(stage, shape, tenants, now, tell)
    folder.complete(now.date())
    console.print(f"Made in {monotonic() - began:.0f} seconds.", highlight=False)


def _welcome(stage: Stage, folder: DemoFolder, shape: Shape, tenants: Tenants, console: Console) -> None:
    """Let happen what is due by now, and say whom one can be."""
    stage.now = clock()
    found: tuple[Bill, ...] = bills(stage, shape, tenants)
    for each in found:
        stage.settle(each.programme.host, each.programme_id)
    links = links_for(stage, [guest for bill in found for guest in bill.guests])
    announce(console, found, links, tenants, base_url=stage.base_url)
    if folder.made is not None and folder.made != stage.now.date():
        console.print(f"\nMade on {folder.made:%-d %B %Y}: its dates are as seen from then. --fresh begins again.")
