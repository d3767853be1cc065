"""``mentoring worker``: keeps every programme's year; and the same inside ``mentoring serve``."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType

import click

from mentoring.cli.installation import installation
from mentoring.db.engine import Database
from mentoring.messages.smtp import MailServer
from mentoring.settings import Settings, clock, new_id
from mentoring.unit_of_work import Schemes
from mentoring.worker.outfit import Outfit
from mentoring.worker.post import hand_over
from mentoring.worker.programmes import settle_due
from mentoring.worker.run import Chore, Worker

CHORES: dict[str, Chore] = {"programmes": settle_due, "post": hand_over}
"""What a worker does, by name, in this order."""


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and leave.")
def worker(*, once: bool) -> None:
    """Do what is due in every programme, until interrupted.

    Any number of workers may run, here and on other machines, on one database: each thing is done once. Told to end,
    a worker finishes what it is at. `mentoring serve` runs one inside.
    """
    stop = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: _told(stop, number, frame))
    with installation() as here:
        one = Worker(
            outfit_of(here.database, here.schemes, here.settings.base_url, post_of(here.settings)), CHORES, stop.wait
        )
        if once:
            one.go_round()
            return
        click.echo("Working (stop with Ctrl C).")
        one.run()


@contextmanager
def working(outfit: Outfit) -> Iterator[None]:
    """While this is open a worker runs beside it; on leaving, it finishes what it is at."""
    stop = Event()
    thread = Thread(target=Worker(outfit, CHORES, stop.wait).run, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def outfit_of(database: Database, schemes: Schemes, base_url: str, post: MailServer | None = None) -> Outfit:
    """What chores are given in a real process. Without `post`, messages wait."""
    return Outfit(database=database, schemes=schemes, clock=clock, ids=new_id, base_url=base_url, post=post)


def post_of(settings: Settings) -> MailServer | None:
    """The mail server that the settings name. Raises SetUpIncomplete for an unsound address."""
    return MailServer.at(settings.smtp_url, settings.mail_from) if settings.smtp_url else None


def _told(stop: Event, number: int, frame: FrameType | None) -> None:
    del number, frame
    stop.set()
