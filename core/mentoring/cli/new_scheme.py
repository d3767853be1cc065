"""``mentoring new-scheme``: a distribution to begin with, which passes its own tests at once."""

from pathlib import Path

import click

from mentoring.testing.new_scheme import write_scheme


@click.command("new-scheme")
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Where to write it; the current folder when nothing is said.",
)
def new_scheme(name: str, folder: Path) -> None:
    """Write a new scheme NAME: the distribution mentoring-NAME with documents, one code hook and tests.

    The documents carry comments that teach; the scheme is sound as it is written, so change one thing at a time.
    """
    written = write_scheme(name, folder)
    top = written[0].parent
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(
        f"\nNext:\n  uv pip install --no-deps -e {top}\n  mentoring schemes check {name}\n  pytest {top}\n"
        f"Then read {top / 'README.md'}, and change one document at a time."
    )
