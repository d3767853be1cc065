"""``mentoring programmes``: runs of a scheme, from their files."""

from pathlib import Path

import click

from mentoring.cli.installation import installation
from mentoring.errors import UnsoundDocument
from mentoring.programmes.apply import apply_programme, change_of
from mentoring.programmes.file import read_programme
from mentoring.programmes.queries import programmes as all_programmes
from mentoring.tenants.directory import institutions


@click.group()
def programmes() -> None:
    """Programmes: runs of a scheme."""


@programmes.command("apply")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--move", is_flag=True, help="Move a running programme to the documents of the installed scheme.")
@click.option("--yes", is_flag=True, help="Apply without asking.")
def apply(path: Path, *, move: bool, yes: bool) -> None:
    """Open the programme in FILE at its host, or bring it to what FILE says now.

    Shows first what would change, and asks. A new programme pins the documents of the installed scheme and is open
    at once; a running one keeps those it has pinned, unless --move is said.
    """
    file = read_programme(path)
    with installation() as here:
        try:
            with here.work(file.host) as work:
                change = change_of(work, file, move=move)
        except UnsoundDocument as error:
            told = "\n".join(f"{path}: {line}" for line in error.what.splitlines())
            raise UnsoundDocument(told, error.remedy) from error
        for line in change.lines:
            click.echo(f"  {line}")
        if change.behind:
            click.echo("The installed scheme has other documents than this programme has pinned. --move shows them.")
        if change.kind == "same":
            click.echo(f"{change.title} ({file.host}/{change.slug}): nothing to change.")
            return
        if not yes:
            click.confirm(f"{'Open' if change.kind == 'new' else 'Change'} {change.title}?", abort=True)
        with here.work(file.host) as work:
            apply_programme(work, file, move=move)
        address = f"{here.settings.base_url}/{file.host}/{file.slug}/"
    click.echo(f"{change.title} is {'open' if change.kind == 'new' else 'changed'}: {address}")


@programmes.command("list")
def list_() -> None:
    """List every programme, by its host."""
    with installation() as here:
        with here.database.directory() as session:
            slugs = list(institutions(session))
        found = []
        for slug in slugs:
            with here.work(slug) as work:
                found += [row for row in all_programmes(work) if row.tenant_id == slug]
    for row in found:
        partners = ", ".join(each["slug"] for each in row.institutions[1:])
        click.echo(
            f"{row.tenant_id}/{row.slug:24}{row.scheme} {row.scheme_version:10}{row.state:8}{row.title}"
            + (f" (with {partners})" if partners else "")
        )
    if not found:
        click.echo("There is no programme yet. Open one with `mentoring programmes apply FILE`.", err=True)
