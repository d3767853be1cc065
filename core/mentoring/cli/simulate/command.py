"""``mentoring simulate``: play a whole programme with made-up people, before anyone real is in it."""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random  # noqa: TID251 - chance is seeded by who is asked
from typing import Any
from uuid import UUID

import click
from msgspec.structs import replace
from psycopg import Connection, sql

from mentoring.cli.simulate.dates import year_of
from mentoring.cli.simulate.people import people_of
from mentoring.db.embedded import Server, embedded_server
from mentoring.db.engine import Database
from mentoring.db.migrate import migrate, newest, revision_of
from mentoring.db.roles import prepare
from mentoring.errors import SetUpIncomplete, UnsoundDocument
from mentoring.participants.facts import Setting
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import ProgrammeFile, read_programme
from mentoring.programmes.pinned import changed_by
from mentoring.schemes.load import load_alone
from mentoring.schemes.scheme import Fragment, Scheme
from mentoring.settings import Settings
from mentoring.simulation.chance import Ids, chance_of
from mentoring.simulation.checks import Checked, checked
from mentoring.simulation.part import Part
from mentoring.simulation.picture import picture_of
from mentoring.simulation.play import staged
from mentoring.simulation.registering import Season, spans_of
from mentoring.simulation.stage import Stage
from mentoring.simulation.story import Story, story_of
from mentoring.simulation.telling import as_document, as_text
from mentoring.simulation.theatre import evening
from mentoring.tenants.file import TenantFile, read_tenants
from mentoring.testing.answers import Surroundings, draw_answers
from mentoring.testing.ground import setting_for
from mentoring.unit_of_work import Schemes

DATABASE = "simulation"
"""Beside the real one on the private server, and always empty: each play has a copy."""
_NUMBERS = count(1)
BASE_URL = "https://mentoring.example"
BROKEN = 1
"""The exit code when something that must hold does not."""


@dataclass(frozen=True)
class Bill:
    """What is played: the programme, its institutions, and who takes part."""

    file: ProgrammeFile
    tenants: Mapping[str, TenantFile]
    scheme: Scheme
    parts: list[Part]

    @property
    def zone(self) -> str:
        """The host's."""
        return self.tenants[self.file.host].timezone


@click.command()
@click.argument("scheme")
@click.option("--programme", type=click.Path(path_type=Path), help="The programme's file, with its dates.")
@click.option("--tenants", default="tenants", show_default=True, type=click.Path(path_type=Path),
              help="Where the institutions' files are, for --programme.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="Another number plays with other people.")
@click.option("--mentees", default=40, show_default=True, type=click.IntRange(2, 10_000),
              help="About how many people are to be mentored.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print everything that happened as a JSON document.")
@click.option("--export", type=click.Path(path_type=Path, file_okay=False),
              help="Also write story.txt, story.json and year.svg into this folder.")  # fmt: skip
def simulate(
    *, scheme: str, programme: Path | None, tenants: Path, seed: int, mentees: int, as_json: bool, export: Path | None
) -> None:
    """Play a whole programme of SCHEME with made-up people, from its opening to its end.

    The same services run as for real people; only the clock, the ids and the post are given. Everything takes place in
    a database of its own on a private PostgreSQL, and nothing of it stays. The same command prints the same, byte for
    byte. Without --programme there are two invented institutions and a year of invented dates.
    """
    seldom_collect()
    with ExitStack() as house:
        with ThreadPoolExecutor(1) as side:  # the server starts while people are made up
            coming = side.submit(house.enter_context, playhouse())
            schemes = load_alone(scheme)
            bill = bill_of(schemes.get(scheme), programme, tenants, seed=seed, mentees=mentees)
        story, checks = played(coming.result(), schemes, bill, seed=seed)
    people = Counter(part.said.role for part in bill.parts)
    document, text = as_document(story, checks, people), as_text(story, checks)
    if export is not None:
        export.mkdir(parents=True, exist_ok=True)
        for name, content in (("story.txt", text), ("story.json", document), ("year.svg", picture_of(story))):
            (export / name).write_text(content, encoding="utf-8")
    click.echo(document if as_json else text, nl=False)
    if any(each.broken for each in checks):
        raise SystemExit(BROKEN)


def seldom_collect() -> None:
    """Let this process look for garbage seldom: a play makes millions of rows that go by themselves."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def bill_of(scheme: Scheme, programme: Path | None, tenants: Path, *, seed: int, mentees: int) -> Bill:
    """Everything that a play needs. Raises UnsoundDocument, SetUpIncomplete."""
    if programme is None:
        invented = setting_for(scheme)
        if invented.programme is None:
            raise UnsoundDocument(
                f"No dates fit {scheme.name}.", "Write a programme's file and give it as --programme."
            )
        houses = dict(invented.tenants)
        zone = houses[invented.programme.host].timezone
        file = replace(invented.programme, dates=year_of(scheme, zone))
    else:
        file = read_programme(programme)
        if file.scheme != scheme.name:
            raise UnsoundDocument(
                f"{programme} is a programme of {file.scheme}.", f"Run: mentoring simulate {file.scheme}"
            )
        known = read_tenants(tenants) if tenants.is_dir() else {}
        wanted = (file.host, *(partner.slug for partner in file.partners))
        missing = [slug for slug in wanted if slug not in known]
        if missing:
            raise SetUpIncomplete(
                f"{programme} speaks of {', '.join(missing)}, and {tenants}/ has no such institution.",
                "Name the folder with the institutions' files: --tenants.",
            )
        houses = {slug: known[slug] for slug in wanted}
        zone = houses[file.host].timezone
    laid = changed_by(scheme, file.overlay)
    setting = Setting(laid, houses, file, resolve_dates(laid, file.dates, zone))
    return staffed(setting, file, mentees=mentees, seed=seed)


def staffed(setting: Setting, file: ProgrammeFile, *, mentees: int, seed: int) -> Bill:
    """The bill of a programme in its `setting`, with people made up for it. Raises UnsoundDocument."""
    return Bill(file, setting.tenants, setting.scheme, people_of(setting, served=mentees, seed=seed))


def played(
    database: Database, schemes: Schemes, bill: Bill, *, seed: int, ids: Callable[[], UUID] | None = None
) -> tuple[Story, tuple[Checked, ...]]:
    """The story of one play, and what was checked of it; nothing stays in `database`.

    It is the same whatever the `ids` of what is written: they follow from the seed where none are given.
    """
    moments = resolve_dates(bill.scheme, bill.file.dates, bill.zone)
    with evening(database) as tonight:
        stage = Stage(tonight, schemes, BASE_URL, datetime(2000, 1, 1, tzinfo=UTC), ids or Ids(seed))
        spans = spans_of(bill.file, bill.zone)
        season = Season(stage, bill.file.slug, bill.file.host, bill.scheme, moments, bill.zone, {}, spans=spans)
        chance = chance_of(seed)

        def draw(form: Fragment, home: str, by: Random) -> dict[str, Any]:
            return draw_answers(form, Surroundings(bill.tenants[home], stage.now.date()), by)

        play = staged(stage, bill.file, bill.tenants, bill.parts, season=season, chance=chance, draw=draw)
        play.run()
        return story_of(play), checked(play)


@contextmanager
def playhouse() -> Iterator[Database]:
    """An empty database on the private server, at this version and one's own; it is gone afterwards.

    It is copied from one that is kept empty. What a process that was killed has left goes with the next one's coming.
    """
    settings = Settings.read({**os.environ, "MENTORING_MODE": "development"})
    own = f"{DATABASE}_{os.getpid()}_{next(_NUMBERS)}"
    with embedded_server(settings.data_dir / "postgres") as server:
        with server.superuser() as admin:
            admin.execute("select pg_advisory_lock(hashtext(%s))", (DATABASE,))  # held until it closes
            _tidy(admin)
            _keep_empty(server, admin)
            prepare(admin, own, template=DATABASE)
            here = server.superuser(own)  # so that nobody takes it for left
        database = server.database(own)
        try:
            yield database
        finally:
            database.dispose()
            here.close()
            with server.superuser() as admin:
                _drop(admin, own)


def _tidy(admin: Connection[tuple[object, ...]]) -> None:
    """Drop the databases of plays in which nobody is any more."""
    left = admin.execute(
        "select datname from pg_database where starts_with(datname, %s)"
        " and not exists (select from pg_stat_activity where pg_stat_activity.datname = pg_database.datname)",
        (f"{DATABASE}_",),
    )
    for (name,) in left.fetchall():
        _drop(admin, str(name))


def _keep_empty(server: Server, admin: Connection[tuple[object, ...]]) -> None:
    """Have the database that is copied: at this version, and nothing in it."""
    if _other_version(server, admin, DATABASE):
        _drop(admin, DATABASE)
    prepare(admin, DATABASE)
    database = server.database(DATABASE)
    try:
        if revision_of(database) is None:
            migrate(database)
    finally:
        database.dispose()


def _other_version(server: Server, admin: Connection[tuple[object, ...]], name: str) -> bool:
    """Whether it is there, made by an older or a newer version of this program: as nothing is in it, it can go."""
    if admin.execute("select from pg_database where datname = %s", (name,)).fetchone() is None:
        return False
    database = server.database(name)
    try:
        return revision_of(database) not in {None, newest()}
    finally:
        database.dispose()


def _drop(admin: Connection[tuple[object, ...]], name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
