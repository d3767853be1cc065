"""``mentoring post``: what mail servers tell after they have taken a mail."""

import sys
from pathlib import Path

import click

from mentoring.cli.installation import Installation, installation
from mentoring.messages.reports import LARGEST, Report, mails_in, report_in
from mentoring.participants.returned import mark_bounced
from mentoring.tenants.directory import institutions

MOST = 100 * LARGEST
"""Bytes that are read of a mailbox."""


@click.group()
def post() -> None:
    """What mail servers tell after they have taken a mail."""


@post.command()
@click.argument("source", default="-", type=click.Path(allow_dash=True, dir_okay=False))
def bounces(source: str) -> None:
    """Mark messages that came back, from the reports of mail servers (RFC 3464).

    SOURCE is one mail or an mbox; `-`, as a pipe from an alias of your mail server, is standard input. Whatever else is
    in it is passed over: mail from outside never makes this command fail.
    """
    if source == "-":
        box = sys.stdin.buffer.read(MOST)
    else:
        with Path(source).open("rb") as file:
            box = file.read(MOST)
    mails = list(mails_in(box))
    reports = [found for each in mails if (found := report_in(each)) is not None]
    marked = 0
    if reports:
        with installation() as here:
            marked = sum(_mark(here, each) for each in reports)
    click.echo(f"{len(mails)} read: {marked} marked as come back, {len(mails) - marked} passed over.")


def _mark(here: Installation, report: Report) -> bool:
    """By the institution that sent it: first those whose domain its Message-ID bears."""
    domain = report.message_id.rpartition("@")[2].rstrip(">")
    with here.database.directory() as session:
        known = institutions(session)
    for slug in sorted(known, key=lambda each: domain not in known[each].domains):
        with here.work(slug) as work:
            if mark_bounced(work, report):
                return True
    return False
