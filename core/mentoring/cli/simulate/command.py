"""``mentoring simulate``: play a whole programme with made-up people, before anyone real is in it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import click

from mentoring.cli.loading import without_collecting
from mentoring.cli.simulate.house import playhouse

BROKEN = 1
"""The exit code when something that must hold does not."""


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
    with ExitStack() as house:
        with ThreadPoolExecutor(1) as side:  # the server starts while the rest is read, and people are made up
            coming = side.submit(house.enter_context, playhouse())
            with without_collecting():
                from mentoring.cli.simulate.playing import bill_of, played, seldom_collect  # noqa: PLC0415 - meanwhile
                from mentoring.schemes.load import load_alone  # noqa: PLC0415 - meanwhile
                from mentoring.simulation.picture import picture_of  # noqa: PLC0415 - meanwhile
                from mentoring.simulation.telling import as_document, as_text  # noqa: PLC0415 - meanwhile
            seldom_collect()
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
