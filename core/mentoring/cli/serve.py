"""``mentoring serve``: public pages, portal and console over HTTP."""

import os
import signal
import sys
from dataclasses import replace
from types import FrameType
from typing import NoReturn

import click
import uvicorn

from mentoring.app import create_app
from mentoring.cli.installation import installation
from mentoring.settings import clock, new_id
from mentoring.web.http.visit import Site


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen at.")
def serve(host: str, port: int) -> None:
    """Serve the web, until interrupted.

    Without MENTORING_DATABASE_URL a private PostgreSQL is started, and stopped by whoever leaves last. Put a server
    that speaks HTTPS in front; links in messages begin with MENTORING_BASE_URL.
    """
    signal.signal(signal.SIGTERM, _leave)
    with installation() as here:
        settings = here.settings
        if not os.environ.get("MENTORING_BASE_URL"):
            settings = replace(settings, base_url=f"http://{host}:{port}")
        site = Site(settings=settings, database=here.database, schemes=here.schemes, clock=clock, ids=new_id)
        click.echo(f"Serving {settings.base_url}/ (stop with Ctrl C).")
        uvicorn.run(
            create_app(site),
            host=host,
            port=port,
            timeout_graceful_shutdown=2,
            access_log=False,  # addresses hold sign-in tokens
            proxy_headers=False,  # addresses are built from settings alone
            server_header=False,
            log_level="warning",
        )


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """Leave by the door, so that the private server is stopped; uvicorn hands the signal on when it has finished."""
    del number, frame
    sys.exit(0)
