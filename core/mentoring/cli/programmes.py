"""``mentoring programmes``: runs of a scheme, from their files."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from mentoring.cli.installation import installation
from mentoring.cli.partners import partner
from mentoring.cli.programmes_found import found_programme, settle_found
from mentoring.errors import UnsoundDocument
from mentoring.programmes.apply import apply_programme, change_of
from mentoring.programmes.file import read_programme
from mentoring.programmes.leave import leave, partner_in
from mentoring.programmes.queries import programme_with_id
from mentoring.programmes.queries import programmes as all_programmes
from mentoring.tenants.directory import institutions
from mentoring.timeline.remains import Remnant, remains_of


@click.group()
def programmes() -> None:
    """Programmes: runs of a scheme."""


programmes.add_command(partner)


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


@programmes.command("leave")
@click.argument("programme", metavar="PROGRAMME")
@click.argument("partner", metavar="PARTNER")
@click.option("--last-day", type=click.DateTime(["%Y-%m-%d"]), help="Take part until then; left out: leave at once.")
@click.option("--reason", default="", help="Why; kept in the audit trail.")
@click.option("--dry-run", is_flag=True, help="Show what there is of the partner's people, and change nothing.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def leave_(programme: str, partner: str, last_day: datetime | None, reason: str, *, dry_run: bool, yes: bool) -> None:
    """Let PARTNER leave PROGRAMME, written as slug or as host/slug.

    Registration closes at once for its people and what waits is withdrawn; running mentorships run to their end. Then
    names, contacts and answers of its people go from the host's rows. What remains is printed, with the reason.
    """
    with installation() as here:
        host, key = found_programme(here, programme)
        day = last_day.date() if last_day else None
        with here.work(host) as work:
            row = programme_with_id(work, host, key)
            title = row.title
            partner_in(work, row, partner)
            told = remains_of(work, row, partner)
        if dry_run or not yes:
            _tell(told, f"Of {partner}'s people {title} holds now:")
        if dry_run:
            return
        if not yes:
            when = f"after {day:%-d %B %Y}" if day else "at once"
            click.confirm(f"Let {partner} leave {title} {when}?", abort=True)
        with here.work(host) as work:
            leave(work, programme_with_id(work, host, key), partner, last_day=day, reason=reason)
        settle_found(here, host, key)
        with here.work(host) as work:
            told = remains_of(work, programme_with_id(work, host, key), partner)
    if day:
        click.echo(
            f"{partner} takes part in {title} until {day:%-d %B %Y}. Write `to = {day}` into the programme's file."
        )
    else:
        click.echo(f"{partner} has left {title}.")
        _tell(told, "What remains, and why:")


@programmes.command()
@click.argument("programme", metavar="PROGRAMME")
@click.argument("partner", metavar="PARTNER")
def remains(programme: str, partner: str) -> None:
    """Name what remains of PARTNER's people in PROGRAMME, and why."""
    with installation() as here:
        host, key = found_programme(here, programme)
        with here.work(host) as work:
            row = programme_with_id(work, host, key)
            partner_in(work, row, partner)
            _tell(remains_of(work, row, partner), f"Of {partner}'s people {row.title} holds:")


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


def _tell(remnants: Iterable[Remnant], heading: str) -> None:
    remnants = tuple(remnants)
    click.echo(heading if remnants else f"{heading} nothing.")
    for each in remnants:
        click.echo(f"  {each.count:>5}  {each.what}: {each.why}")
        for which in each.which:
            click.echo(f"         {which}")
