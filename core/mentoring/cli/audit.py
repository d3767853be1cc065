"""``mentoring audit``: chain the audit trail, and find out whether anyone has altered it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import click
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mentoring.audit.checkpoints import Checkpoints
from mentoring.audit.seal import seal as seal_tenant
from mentoring.audit.verify import Fault, Trail
from mentoring.audit.verify import verify as verify_tenant
from mentoring.cli.installation import Installation, installation
from mentoring.errors import MentoringError, NotFound
from mentoring.settings import clock
from mentoring.tenants.model import Tenant

EVERY = 60
"""Seconds between two sealings while a server runs."""


@click.group()
def audit() -> None:
    """The audit trail: who did what and who read what."""


@audit.command()
@click.option("--late", is_flag=True, help="Also entries older than what is sealed already: look at them first.")
def seal(*, late: bool) -> None:
    """Chain what is not chained yet, and write how far each chain goes into MENTORING_DATA_DIR/audit/.

    A running server does this every minute. Keep copies of that folder on another machine.
    """
    with installation() as here:
        for slug, sealed in seal_all(here, late=late).items():
            click.echo(f"{slug}: {sealed} sealed")


@audit.command()
@click.option("--tenant", "slug", metavar="SLUG", help="One institution alone.")
def verify(slug: str | None) -> None:
    """Walk the audit trail of every institution and name the first entry that is not what was written.

    Exit codes: 0 all holds, 1 something was altered.
    """
    with installation() as here:
        wrong = [trail for trail in _trails(here, slug) if _told(trail)]
    if wrong:
        sys.exit(1)


def seal_all(here: Installation, *, late: bool = False) -> dict[str, int]:
    """Seal every institution's trail; how many entries in each."""
    kept = checkpoints_of(here)
    return {slug: seal_tenant(here.database, kept, slug, clock(), late=late) for slug in _slugs(here)}


@contextmanager
def sealing(here: Installation) -> Iterator[None]:
    """While this is open every trail is sealed: at once, every minute, and once more at the end."""
    ended = Event()

    def going_on() -> None:
        while not ended.is_set():
            _try_to_seal(here)
            ended.wait(EVERY)

    thread = Thread(target=going_on, name="sealing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        _try_to_seal(here)


def checkpoints_of(here: Installation) -> Checkpoints:
    """Where this installation keeps its checkpoints."""
    return Checkpoints(here.settings.data_dir / "audit")


def _try_to_seal(here: Installation) -> None:
    """What fails now is sealed the next time: serving goes on."""
    try:
        seal_all(here)
    except (SQLAlchemyError, MentoringError, OSError) as error:
        click.echo(f"The audit trail could not be sealed, and will be later: {error}", err=True)


def _trails(here: Installation, slug: str | None) -> Iterator[Trail]:
    """Also of those that have checkpoints and stand in the directory no more."""
    kept, slugs = checkpoints_of(here), _slugs(here)
    gone = sorted(set(kept.tenants()) - set(slugs))
    if slug is not None and slug not in {*slugs, *gone}:
        raise NotFound(f"There is no institution {slug} here.", f"Known are {', '.join(slugs)}.")
    for each in [*slugs, *gone] if slug is None else [slug]:
        with here.database.session(each) as session:
            yield verify_tenant(session, each, kept.read(each))


def _told(trail: Trail) -> bool:
    """Say how a trail stands; whether something is wrong."""
    if trail.fault is None:
        waiting = f", {trail.waiting} not sealed yet" if trail.waiting else ""
        click.echo(f"{trail.tenant}: {trail.sealed} entries hold{waiting}")
        return False
    click.echo(
        f"{trail.tenant}: {_named(trail.fault)}: {trail.fault.what}. The {trail.sealed} before it hold.", err=True
    )
    return True


def _named(fault: Fault) -> str:
    where = "an entry outside the chain" if fault.position is None else f"entry {fault.position}"
    return f"{where} ({fault.entry})" if fault.entry else where


def _slugs(here: Installation) -> list[str]:
    with here.database.directory() as session:
        return list(session.scalars(select(Tenant.id).order_by(Tenant.id)))
