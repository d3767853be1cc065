"""``mentoring bench pages``: what each page of the console and of the portal costs, with few people and with many."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from msgspec.structs import replace
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from mentoring.app import create_routes
from mentoring.bench.crowd import Admin, Crowd
from mentoring.bench.looking import busy, member_of, propose, readers
from mentoring.bench.pages import Asking, Meter, counted, measured
from mentoring.cli.demo.shape import SHAPE, TENANTS, Shape, read_shape
from mentoring.cli.demo.story import play
from mentoring.cli.serving import set_aside
from mentoring.db.embedded import embedded_server
from mentoring.db.migrate import migrate
from mentoring.mentorships.model import Mentorship
from mentoring.participants.model import Registration
from mentoring.schemes.load import load_directory
from mentoring.settings import Settings, clock, new_id
from mentoring.simulation.stage import Stage
from mentoring.tenants.file import read_tenants
from mentoring.web.http.headers import guarded
from mentoring.web.http.visit import Site

BASE_URL = "http://127.0.0.1:8000"
SIZES, QUICK = (500, 5_000), (120, 500)
"""Registrations at the host: with how many statements are counted first, and with how many everything is measured."""
ENTRIES = (2, 20)
"""Meetings, notes and goals in the mentorship that is looked at, likewise."""
GROWS = 1
"""The exit code when a page asks the database more often with many people than with few."""
WIDTH = 160
HEADS = ("Page", "Who", "Statements", "Median", "Over bare", "Over empty", "Anew", "Over bare", "p99", "Size")


@click.command()
@click.option("--quick", is_flag=True, help="500 registrations, and few looks at each page: about two minutes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as each page is measured.")
def pages(*, quick: bool, as_json: bool) -> None:
    """Measure every page that a coordinator and a member look at, in a programme with few and with many people.

    Two of the demo's programmes are played until today; then the database copies their people until the host has
    5,000 registrations. A page must ask as often with many as with few. Seconds are the processor's, PostgreSQL's with
    ours where the system tells them (Linux). Run it in a checkout of the project.
    """
    told, table = Console(width=WIDTH), Table(*HEADS)
    grows = False
    for row in _rows(QUICK if quick else SIZES, times=10 if quick else 100):
        grows = grows or row.get("few", row.get("statements")) != row.get("statements")
        if as_json:
            click.echo(json.dumps(row, sort_keys=True))
        elif "registrations" in row:
            told.print(f"{row['registrations']:,} registrations, {row['mentorships']:,} mentorships", highlight=False)
        else:
            table.add_row(*_cells(row))
    if not as_json:
        told.print(table)
    if grows:
        raise SystemExit(GROWS)


def _rows(sizes: tuple[int, int], *, times: int) -> Iterator[dict[str, Any]]:
    """How many there are in the end, and a row for each page; `few`: its statements with few."""
    shape = _two(read_shape(SHAPE))
    half_way, before = shape.programmes
    host = half_way.host
    with _ground(shape) as (stage, settings, admin):
        crowd, member = Crowd(admin, stage.database.keys), member_of(stage, host, half_way.slug)
        at_first = _count(stage, host, Registration)
        few: dict[tuple[str, str], int] = {}
        propose(stage, host, before.slug)  # a second proposal is told beside the first: there are two at each size
        for size, entries in zip(sizes, ENTRIES, strict=True):
            crowd.grow(-(-size // at_first))
            busy(stage, member, entries)
            propose(stage, host, before.slug)
            who = readers(stage, host, half_way.slug, before.slug)
            if size == sizes[0]:
                with _asked(stage, settings) as (site, routes):
                    few = counted(site, routes, who)
        yield {name: _count(stage, host, row) for name, row in
               (("registrations", Registration), ("mentorships", Mentorship))}  # fmt: skip
        with _asked(stage, settings) as (site, routes):
            for row in measured(
                site, routes, who, times=times, spent=Meter(stage.database).spent, write=partial(_write, admin)
            ):
                key = row["page"], row["who"]
                yield {**row, "few": few[key]} if key in few else row


def _two(shape: Shape) -> Shape:
    """Of the demo the first programme that is half way and the first that is open at its host, with their staff."""
    half_way = next(each for each in shape.programmes if each.phase == "running")
    before = next(each for each in shape.programmes if each.phase == "open" and each.host == half_way.host)
    there = {slug for each in (half_way, before) for slug in (each.host, *each.partners)}
    staff = {slug: name for slug, name in shape.coordinators.items() if slug in there}
    return replace(shape, programmes=(half_way, before), coordinators=staff, analysts={})


@contextmanager
def _ground(shape: Shape) -> Iterator[tuple[Stage, Settings, Admin]]:
    """A server of its own on which the programmes are played until now; nothing of it stays."""
    with (
        TemporaryDirectory() as folder,
        embedded_server(Path(folder, "db"), durable=False, keys=Path(folder, "keys")) as server,
    ):
        database = server.database()
        settings = Settings.read(
            {"MENTORING_MODE": "demo", "MENTORING_BASE_URL": BASE_URL, "MENTORING_DATA_DIR": folder}
        )
        try:
            migrate(database)
            stage = Stage(database, load_directory(), BASE_URL, clock())
            now = stage.now
            play(stage, shape, read_tenants(TENANTS), now, lambda *_: None)
            stage.now = now
            with server.superuser("mentoring") as admin:
                yield stage, settings, admin
        finally:
            database.dispose()


@contextmanager
def _asked(stage: Stage, settings: Settings) -> Iterator[tuple[Asking, Any]]:
    site = Site(settings=settings, database=stage.database, schemes=stage.schemes, clock=stage.clock, ids=new_id)
    routes = create_routes(site)
    with closing(Asking(guarded(routes, https=site.https), BASE_URL)) as asking:
        set_aside()  # as a server does
        yield asking, routes


def _write(admin: Admin) -> None:
    """Commit something, which changes nothing."""
    with admin.transaction():
        admin.execute("select pg_current_xact_id()")


def _count(stage: Stage, host: str, model: type[Registration | Mentorship]) -> int:
    with stage.work(host) as work:
        return work.session.scalar(select(func.count()).select_from(model).where(model.tenant_id == host)) or 0


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    few, many = row.get("few"), row["statements"]
    return (
        row["page"].removeprefix("/{tenant}"),
        row["who"],
        str(many) if few in {None, many} else f"{few} with few, {many}",
        f"{row['median'] * 1000:.2f} ms",
        f"{row['over_bare']:.1f}",
        f"{row['over_empty']:.1f}",
        f"{row['anew'] * 1000:.2f} ms",
        f"{row['anew_over_bare']:.1f}",
        f"{row['p99'] * 1000:.2f} ms",
        f"{row['bytes'] / 1000:.0f} kB",
    )
