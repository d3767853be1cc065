"""``mentoring tenants``: institutions, from their files into the directory, and their first coordinators."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import get_args

import click

from mentoring.accounts.grants import GrantedRole, grant
from mentoring.accounts.rules import is_of, normal_address
from mentoring.cli.installation import installation
from mentoring.contracts.difference import difference
from mentoring.errors import Invalid
from mentoring.people.service import ensure_person
from mentoring.settings import clock
from mentoring.tenants.directory import institution, to_document
from mentoring.tenants.file import TenantFile, read_tenants
from mentoring.tenants.service import Change, apply_tenants, changes, without_file


@click.group()
def tenants() -> None:
    """Institutions, and who coordinates there."""


@tenants.command("apply")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Apply without asking.")
def apply(folder: Path, *, yes: bool) -> None:
    """Bring the directory of institutions to what the *.toml files in DIR say.

    Shows first what would change, and asks. An unsound file is refused with its line and reason, and then nothing
    is done. Institutions without a file stay as they are.
    """
    files = read_tenants(folder)
    if not files:
        raise Invalid(f"There is no *.toml file in {folder}.", "Give the folder that holds the institutions' files.")
    with installation() as here:
        with here.database.owner() as owner:
            planned, left = changes(owner, files), without_file(owner, files)
        show_changes(planned)
        if left:
            click.echo(f"Without a file in {folder}, and left as they are: {', '.join(left)}.")
        if all(change.kind == "same" for change in planned):
            click.echo("Nothing to change.")
            return
        if not yes:
            click.confirm("Apply this?", abort=True)
        with here.database.owner() as owner:
            apply_tenants(owner, files, clock())
    click.echo(f"Applied: {_counted(planned)}.")


@tenants.command()
@click.argument("slug")
def show(slug: str) -> None:
    """Show the institution SLUG as applied, and which of its values are assumed."""
    with installation() as here, here.database.directory() as session:
        tenant = institution(session, slug)
    click.echo(f"{tenant.name} ({tenant.slug})")
    for line in difference({}, _shown(tenant)):
        click.echo(f"  {line.removeprefix('+ ')}")
    if tenant.assumptions:
        click.echo("Assumed, not stated by the institution:")
        for where, sentence in tenant.assumptions:
            click.echo(f"  {where}: {sentence}")


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


def show_changes(planned: Iterable[Change]) -> None:
    """Print what is new and what differs, institution by institution."""
    for change in planned:
        if change.kind != "same":
            click.echo(f"{change.name} ({change.slug}): {change.kind}")
            for line in change.lines:
                click.echo(f"  {line}")


def _shown(tenant: TenantFile) -> Mapping[str, object]:
    document = to_document(tenant)
    return {key: value for key, value in document.items() if key not in {"slug", "name", "assumptions"}}


def _counted(planned: Iterable[Change]) -> str:
    kinds = [change.kind for change in planned]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("new", "changed", "same") if kind in kinds)
