"""``mentoring tenants``: institutions, from their files into the directory, and their first coordinators."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import get_args

import click

from mentoring.accounts.factors import reset_factor
from mentoring.accounts.grants import GrantedRole, grant, take_back
from mentoring.accounts.rules import is_of, normal_address
from mentoring.cli.installation import installation
from mentoring.contracts.difference import difference
from mentoring.errors import Invalid
from mentoring.people.service import ensure_person, person_by_email
from mentoring.settings import clock
from mentoring.tenants.directory import institution, to_document
from mentoring.tenants.file import TenantFile, read_tenants
from mentoring.tenants.own import Drift
from mentoring.tenants.service import Change, apply_tenants, changes, without_file
from mentoring.tenants.settings import standing
from mentoring.tenants.written import as_toml
from mentoring.web.house import GROUNDS, contrast, house_colours


@click.group()
def tenants() -> None:
    """Institutions, and who coordinates there."""


@tenants.command("apply")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Apply without asking.")
@click.option("--file-wins", is_flag=True, help="Give back to the files what institutions changed in the console.")
def apply(folder: Path, *, yes: bool, file_wins: bool) -> None:
    """Bring the directory of institutions to what the *.toml files in DIR say.

    Shows first what would change, and asks. An unsound file is refused with its line and reason, and then nothing
    is done. Institutions without a file stay as they are.

    What an institution changed itself in the console is shown wherever the file says otherwise, and stays: the console
    wins there. `mentoring tenants show SLUG --toml` writes a file that says what holds.
    """
    files = read_tenants(folder)
    if not files:
        raise Invalid(f"There is no *.toml file in {folder}.", "Give the folder that holds the institutions' files.")
    with installation() as here:
        with here.database.owner() as owner:
            planned, left = changes(owner, files, file_wins=file_wins), without_file(owner, files)
        show_changes(planned, files)
        show_kept(planned)
        if left:
            click.echo(f"Without a file in {folder}, and left as they are: {', '.join(left)}.")
        if all(change.kind == "same" for change in planned):
            click.echo("Nothing to change.")
            return
        if not yes:
            click.confirm("Apply this?", abort=True)
        with here.database.owner() as owner:
            done = apply_tenants(owner, files, clock(), file_wins=file_wins)
        for change in done:
            if change.back:
                with here.work(change.slug) as work:
                    work.record("give_back", "institution", change.slug, fields=change.back)
    click.echo(f"Applied: {_counted(planned)}.")


@tenants.command()
@click.argument("slug")
@click.option("--toml", "as_file", is_flag=True, help="Write it as a file for `mentoring tenants apply`.")
def show(slug: str, *, as_file: bool) -> None:
    """Show the settings of institution SLUG as they hold: which are assumed, and which it changed in the console."""
    with installation() as here, here.database.directory() as session:
        found = standing(session, slug)
    if as_file:
        click.echo(as_toml(found.held), nl=False)
        return
    tenant = found.held
    click.echo(f"{tenant.name} ({tenant.slug})")
    for line in difference({}, _shown(tenant)):
        click.echo(f"  {line.removeprefix('+ ')}")
    if tenant.assumptions:
        click.echo("Assumed, not stated by the institution:")
        for where, sentence in tenant.assumptions:
            click.echo(f"  {where}: {sentence}")
    if found.drift:
        click.echo("Changed in the console (from what the file says → to what holds):")
        _show_drift(found.drift)


@tenants.command("grant")
@click.argument("slug")
@click.argument("email")
@click.argument("role", type=click.Choice(get_args(GrantedRole)))
def grant_role(slug: str, email: str, role: GrantedRole) -> None:
    """Give the person with address EMAIL the ROLE at institution SLUG. They need not have signed in yet."""
    with installation() as here, here.work(slug) as work:
        tenant = institution(work.session, slug)
        address = normal_address(email)
        if address is None or not is_of(address, tenant.domains):
            raise Invalid(
                f"“{email}” is no address of {tenant.name}.", f"Its addresses end in @{' or @'.join(tenant.domains)}."
            )
        new = grant(work, person=ensure_person(work, email=address), role=role)
    click.echo(f"{address} is {role} at {slug}{' now' if new else ' already: nothing to do'}.")


@tenants.command("take-back")
@click.argument("slug")
@click.argument("email")
@click.argument("role", type=click.Choice(get_args(GrantedRole)))
@click.option("--reason", required=True, help="Why; it is kept in the audit trail.")
def take_back_role(slug: str, email: str, role: GrantedRole, reason: str) -> None:
    """Take the ROLE from the person with address EMAIL at institution SLUG, at once, also in sessions that are open.

    For whoever has left and whom no colleague can take it from. The only coordinator can be taken too: grant the role
    to somebody else, or nobody there can grant it any more.
    """
    with installation() as here, here.work(slug) as work:
        institution(work.session, slug)
        someone = person_by_email(work, normal_address(email) or "")
        had = someone is not None and take_back(work, person=someone, role=role, reason=reason)
    click.echo(f"{email} {'is no ' + role + ' any more' if had else 'is no ' + role + ': nothing to do'}.")


@tenants.command("reset-factor")
@click.argument("slug")
@click.argument("email")
@click.option("--reason", required=True, help="Why, and how you made sure who asks. It is kept in the audit trail.")
def reset_second_step(slug: str, email: str, reason: str) -> None:
    """Reset the second step of the person with address EMAIL at institution SLUG.

    For whoever lost phone and recovery codes, where no colleague can do it. They set it up anew when they next sign in.
    """
    with installation() as here, here.work(slug) as work:
        someone = person_by_email(work, normal_address(email) or "")
        had = someone is not None and reset_factor(work, someone, reason=reason)
    click.echo(f"{email} {'sets up a second step anew when they next sign in' if had else 'has no second step'}.")


def show_changes(planned: Iterable[Change], files: Mapping[str, TenantFile]) -> None:
    """Print what is new and what differs, institution by institution."""
    for change in planned:
        if change.kind != "same":
            click.echo(f"{change.name} ({change.slug}): {change.kind}")
            for line in change.lines:
                click.echo(f"  {line}")
            if any("brand.colour" in line for line in change.lines):
                click.echo(f"    {_contrast(files[change.slug].brand.colour)}")


def _contrast(colour: str) -> str:
    """What becomes of a brand's colour, so that text on it can be read (WCAG 2.2: 4.5 to 1)."""
    told = []
    for scheme in GROUNDS:
        safe = house_colours(colour, scheme)
        moved = "as it is" if safe.band.lower() == colour.lower() else f"moved to {safe.band}"
        told.append(f"{scheme} pages {moved}, {contrast(safe.band, safe.on_band):.1f} to 1")
    return f"contrast of text on {colour}: {'; '.join(told)}"


def show_kept(planned: Iterable[Change]) -> None:
    """Print where the console has the last word, and how that changes."""
    kept = [change for change in planned if change.kept]
    for change in kept:
        click.echo(f"{change.name} ({change.slug}): changed in the console, and stays so (file → console):")
        _show_drift(change.kept)
    if kept:
        click.echo("The console wins there. --file-wins gives all of it back to the files.")


def _show_drift(drift: Iterable[Drift]) -> None:
    for each in drift:
        for line in each.lines:
            click.echo(f"  {line} (since {each.at:%-d %B %Y})")


def _shown(tenant: TenantFile) -> Mapping[str, object]:
    document = to_document(tenant)
    return {key: value for key, value in document.items() if key not in {"slug", "name", "assumptions"}}


def _counted(planned: Iterable[Change]) -> str:
    kinds = [change.kind for change in planned]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("new", "changed", "same") if kind in kinds)
