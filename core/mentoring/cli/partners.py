"""``mentoring programmes partner``: institutions asked to join a programme, agreeing to, and from when to when."""

from datetime import date, datetime

import click

from mentoring.cli.installation import installation
from mentoring.cli.programmes_found import found_programme, settle_found
from mentoring.programmes.joining import answer_asking, ask, change_days, waiting, withdraw_asking
from mentoring.programmes.pinned import file_of
from mentoring.programmes.queries import programme_with_id

_DAY = click.DateTime(["%Y-%m-%d"])
_WHY = click.option("--reason", required=True, help="Why; kept in the audit trail.")


@click.group()
def partner() -> None:
    """Who takes part in a programme beside its host."""


@partner.command("list")
@click.argument("programme")
def list_(programme: str) -> None:
    """List the partners of PROGRAMME (slug or host/slug), and those that are asked and have not agreed."""
    with installation() as here:
        host, key = found_programme(here, programme)
        with here.work(host) as work:
            row = programme_with_id(work, host, key)
            for each in file_of(row).partners:
                left = f", left on {each.left}" if each.left else ""
                click.echo(f"{each.slug:12}from {each.start}{f' to {each.end}' if each.end else ''}{left}")
            for one in waiting(work, row):
                said = f"said no on {one.declined:%Y-%m-%d}" if one.declined else "asked, has not agreed yet"
                click.echo(f"{one.slug:12}from {one.start}{f' to {one.end}' if one.end else ''}, {said}")


@partner.command("ask")
@click.argument("programme")
@click.argument("slug", metavar="PARTNER")
@click.option("--from", "start", type=_DAY, required=True, help="The first day on which it would take part.")
@click.option("--to", "end", type=_DAY, help="The last day; left out: until the programme ends.")
@_WHY
def ask_(programme: str, slug: str, start: datetime, end: datetime | None, reason: str) -> None:
    """Ask PARTNER to take part in PROGRAMME. It does once its own coordinators have agreed, on their console."""
    with installation() as here:
        host, key = found_programme(here, programme)
        with here.work(host) as work:
            ask(work, programme_with_id(work, host, key), slug, start=start.date(), end=_day(end), reason=reason)
    click.echo(f"{slug} is asked. It takes part once its coordinators agree.")


@partner.command("unask")
@click.argument("programme")
@click.argument("slug", metavar="PARTNER")
@_WHY
def unask(programme: str, slug: str, reason: str) -> None:
    """Ask PARTNER no longer, before it has agreed."""
    with installation() as here:
        host, key = found_programme(here, programme)
        with here.work(host) as work:
            withdraw_asking(work, programme_with_id(work, host, key), slug, reason=reason)
    click.echo(f"{slug} is asked no longer.")


@partner.command("answer")
@click.argument("programme")
@click.argument("slug", metavar="PARTNER")
@click.option("--yes/--no", "agrees", required=True, help="Whether it takes part.")
@_WHY
def answer(programme: str, slug: str, reason: str, *, agrees: bool) -> None:
    """Write down PARTNER's answer, where its coordinators gave it to you: the reason says how."""
    with installation() as here:
        host, key = found_programme(here, programme)
        with here.work(slug) as work:
            answer_asking(work, key, agrees=agrees, reason=reason)
        settle_found(here, host, key)
    click.echo(f"{slug} {'takes part' if agrees else 'does not take part'}.")


@partner.command("days")
@click.argument("programme")
@click.argument("slug", metavar="PARTNER")
@click.option("--from", "start", type=_DAY, required=True, help="The first day on which it takes part.")
@click.option("--to", "end", type=_DAY, help="The last day; left out: until the programme ends.")
@_WHY
def days(programme: str, slug: str, start: datetime, end: datetime | None, reason: str) -> None:
    """Change from when to when PARTNER takes part. The console shows first whom that changes something for."""
    with installation() as here:
        host, key = found_programme(here, programme)
        with here.work(host) as work:
            row = programme_with_id(work, host, key)
            new = change_days(work, row, slug, start=start.date(), end=_day(end), reason=reason)
        settle_found(here, host, key)
    click.echo(f"{slug}: {'from ' + str(start.date()) + _until(end) if new else 'nothing to change'}.")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _until(end: datetime | None) -> str:
    return f" to {end.date()}" if end else ""
