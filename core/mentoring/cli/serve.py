"""``mentoring serve``: public pages, portal and console over HTTP."""

import os
from dataclasses import replace

import click
import uvicorn

from mentoring.cli.installation import installation


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen at.")
def serve(host: str, port: int) -> None:
    """Serve the web, until interrupted.

    Without MENTORING_DATABASE_URL a private PostgreSQL is started, and stopped by whoever leaves last. Put a server
    that speaks HTTPS in front; links in messages begin with MENTORING_BASE_URL.
    """
    from mentoring.app import create_app  # noqa: PLC0415 - the web is slow to import, and no other command needs it

    with installation() as here:
        settings = here.settings
        if "MENTORING_BASE_URL" not in os.environ:
            settings = replace(settings, base_url=f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104 - told apart, not bound
        click.echo(f"Serving {settings.base_url}/ (stop with Ctrl C).")
        uvicorn.run(
            create_app(settings),
            host=host,
            port=port,
            timeout_graceful_shutdown=2,
            access_log=False,  # addresses hold sign-in tokens
            proxy_headers=False,  # addresses are built from settings alone
            server_header=False,
            log_level="warning",
        )
