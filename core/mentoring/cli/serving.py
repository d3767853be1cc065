"""Listening at a port, and serving a site there until interrupted."""

import gc
import signal
import socket
import sys
from contextlib import ExitStack, suppress
from types import FrameType
from typing import NoReturn

import uvicorn

from mentoring.app import create_app
from mentoring.errors import SetUpIncomplete
from mentoring.web.http.visit import Site

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not chosen
"""Addresses one listens at and cannot visit, with one that can be visited."""
SELDOM = (10_000, 10, 20)
"""So many objects more, and so many rounds of clearing what is younger, before memory is gone through."""


def listen_at(host: str, port: int) -> socket.socket:
    """A socket bound to that address: the port is taken from now on, and answers once something serves it.

    Raises SetUpIncomplete in words when somebody else has the port, or the address is none of this machine's.
    """
    try:
        family, kind, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as unless_bound:
            made = unless_bound.enter_context(socket.socket(family, kind))
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(place)
            unless_bound.pop_all()
    except OSError as error:
        raise SetUpIncomplete(
            f"Nothing can listen at {host}, port {port}: {(error.strerror or 'no such address').lower()}.",
            f"Stop the program that has the port, or choose another: --port {min(port + 1, 65535)}.",
        ) from error
    return made


def base_url_at(host: str, port: int) -> str:
    """The address that a browser on this machine uses for what listens there."""
    name = EVERYWHERE.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def leave_when_told() -> None:
    """From now on, told to end, the process leaves by the door, so that the private server is stopped too."""
    signal.signal(signal.SIGTERM, _leave)


def serve_on(bound: socket.socket, site: Site) -> None:
    """Serve `site` on the socket until the process is interrupted or told to end."""
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(site),
            timeout_graceful_shutdown=2,
            access_log=False,  # addresses hold sign-in tokens
            proxy_headers=False,  # addresses are built from settings alone
            server_header=False,
            log_level="warning",
        )
    )
    set_aside()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[bound])


def set_aside() -> None:
    """What is in memory now stays there: it is not gone through again whenever something is cleared away.

    Schemes, templates and libraries are many hundred thousand objects, and going through them keeps a page waiting. So
    does going through what is kept of a large programme since: that is done seldom, for a page that holds thousands of
    rows for a moment leaves nothing behind.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """Uvicorn hands the signal on when it has finished."""
    del number, frame
    sys.exit(0)
