"""``mentoring bench timeline``: what a tick costs among many that were, and what a year costs with many people."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from mentoring.bench import ticks, years
from mentoring.cli.simulate.command import BROKEN
from mentoring.cli.simulate.house import playhouse
from mentoring.cli.simulate.playing import bill_of, played
from mentoring.errors import Conflict
from mentoring.schemes.load import load_directory

SEED = 1
TICKS = ("Existing", "Tenants", "Due", "Wall, each", "Ours, each", "Late, two workers", "Once", "Nothing due")
YEARS = ("Mentored", "Registered", "Happened", "Messages", "Wall", "Ours", "Wall, each", "Memory")
WIDTHS = (8, 10, 8, 10, 10, 17, 10, 20)


@click.command()
@click.option("--quick", is_flag=True, help="Small ones only: under a minute.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as each is measured.")
@click.option("--scheme", default="hello", show_default=True, help="Whose year is played.")
@click.option("--programme", type=click.Path(path_type=Path), help="The programme's file, with its dates.")
@click.option("--tenants", default="tenants", show_default=True, type=click.Path(path_type=Path),
              help="Where the institutions' files are, for --programme.")  # fmt: skip
def timeline(*, quick: bool, as_json: bool, scheme: str, programme: Path | None, tenants: Path) -> None:
    """Measure the timeline: ticks among many occurrences and institutions, and years with many people.

    Each row is written as soon as it is measured. Everything takes place on a private PostgreSQL, whose own processor
    time is in the wall's and not in ours.
    """
    console = Console(width=sum(WIDTHS) + len(WIDTHS))
    broken = False
    with playhouse() as database:
        for row in _shown(console, "tick", TICKS, ticks.measured(database, most=3 if quick else 5), as_json=as_json):
            broken = broken or not row["once"]
    directory = load_directory()

    def play(mentored: int) -> dict[str, int]:
        bill = bill_of(directory.get(scheme), programme, tenants, seed=SEED, mentees=mentored)
        with playhouse() as database:
            story, checks = played(database, directory, bill, seed=SEED)
        if any(each.broken for each in checks):
            raise Conflict("Something that must hold does not.", "Run `mentoring simulate` and read what.")
        kinds = [each.kind for each in story.happened]
        return {"registered": kinds.count("registered"), "happened": len(kinds), "messages": kinds.count("letter")}

    for _ in _shown(console, "year", YEARS, years.measured(play, most=1 if quick else 3), as_json=as_json):
        pass
    if broken:
        raise SystemExit(BROKEN)


def _shown(
    console: Console, kind: str, heads: tuple[str, ...], rows: Iterator[dict[str, Any]], *, as_json: bool
) -> Iterator[dict[str, Any]]:
    """The rows, each written as it comes."""
    if not as_json:
        console.print(_line(heads))
    for row in rows:
        if as_json:
            click.echo(json.dumps({"kind": kind, **row}, sort_keys=True))
        else:
            console.print(_line(_tick(row) if kind == "tick" else _year(row)))
        yield row


def _line(cells: tuple[str, ...]) -> Table:
    line = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    for width in WIDTHS:
        line.add_column(justify="right", width=width)
    line.add_row(*cells)
    return line


def _tick(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['existing']:,}",
        f"{row['tenants']:,}",
        f"{row['due']:,}",
        f"{row['per_due'] * 1000:.1f} ms",
        f"{row['processor_per_due'] * 1000:.1f} ms",
        f"{row['late']:,} in {row['two_workers']:.1f} s",
        "yes" if row["once"] else "NO",
        f"{row['idle_statements']:.0f} statement, {row['idle'] * 1000:.2f} ms",
    )


def _year(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['mentored']:,}",
        f"{row['registered']:,}",
        f"{row['happened']:,}",
        f"{row['messages']:,}",
        f"{row['seconds']:.1f} s",
        f"{row['processor']:.1f} s",
        f"{row['per_mentored'] * 1000:.0f} ms",
        f"{row['memory'] / 2**20:.0f} MiB",
    )
