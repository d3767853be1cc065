"""``mentoring rounds``: matching rounds that are stored, solved again."""

import sys

import click
from sqlalchemy import select

from mentoring.cli.installation import installation
from mentoring.cli.programmes_found import found_programme
from mentoring.errors import NotFound
from mentoring.programmes.queries import programme_with_id
from mentoring.rounds.model import Round
from mentoring.rounds.replay import replay_round


@click.group()
def rounds() -> None:
    """Matching rounds of programmes."""


@rounds.command()
@click.argument("programme", metavar="PROGRAMME")
@click.option("--number", type=int, metavar="N", help="One round alone; all of them when nothing is said.")
def replay(programme: str, number: int | None) -> None:
    """Solve PROGRAMME's stored rounds again from what they were given, and compare byte by byte.

    A round whose inputs are gone, because somebody was forgotten or took back what they declared, says of how many.
    Where a certificate was kept (rounds of pairs without locks) it is looked at as well.
    Exit codes: 0 each round was the same or could not be solved again, 1 one came out otherwise or is not proved.
    """
    different = False
    with installation() as here:
        host, key = found_programme(here, programme)
        with here.work(host) as work:
            row = programme_with_id(work, host, key)
            known = work.session.execute(
                select(Round.id, Round.number)
                .where(Round.tenant_id == host, Round.programme_id == key)
                .order_by(Round.number)
            )
            wanted = [each for each, its in known if number in {None, its}]
            if not wanted:
                raise NotFound(f"There is no such round of {row.title}.", "Run one on the console.")
            for each in wanted:
                told = replay_round(work, row, each)
                different |= told.outcome == "different" or told.proved is False
                proof = {None: "", True: ", proved the best there is", False: ", and its certificate does not hold"}
                digest = f" ({told.digest[:16]})" if told.digest else ""
                click.echo(f"{told.number}: {told.words}{proof[told.proved]}{digest}")
    if different:
        sys.exit(1)
