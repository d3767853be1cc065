"""``mentoring serve``: public pages, portal and console over HTTP."""

import os
from contextlib import nullcontext
from dataclasses import replace

import click

from mentoring.cli.audit import sealing
from mentoring.cli.installation import installation
from mentoring.cli.serving import base_url_at, leave_when_told, listen_at, serve_on
from mentoring.cli.worker import outfit_of, post_of, working
from mentoring.settings import clock, new_id
from mentoring.web.http.visit import Site


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen at.")
@click.option("--no-worker", is_flag=True, help="Run no worker inside: others do what falls due.")
def serve(*, host: str, port: int, no_worker: bool) -> None:
    """Serve the web, until interrupted; with a worker inside that does what falls due.

    Without MENTORING_DATABASE_URL a private PostgreSQL is started, and stopped by whoever leaves last. Put a server
    that speaks HTTPS in front; links in messages begin with MENTORING_BASE_URL.
    """
    leave_when_told()
    with listen_at(host, port) as bound, installation() as here:
        settings = here.settings
        if not os.environ.get("MENTORING_BASE_URL"):
            settings = replace(settings, base_url=base_url_at(host, port))
        site = Site(settings=settings, database=here.database, schemes=here.schemes, clock=clock, ids=new_id)
        click.echo(f"Serving {settings.base_url}/ (stop with Ctrl C).")
        outfit = outfit_of(here.database, here.schemes, settings.base_url, post_of(settings))
        beside = nullcontext() if no_worker else working(outfit)
        with sealing(here), beside:
            serve_on(bound, site)
