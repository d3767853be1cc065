"""The whole application over a programme year of tests: browsers reach it without a network, at a given time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from litestar import Litestar
from litestar.testing import TestClient
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from browsing import Browser
from makers import BASE_URL
from mentoring.app import create_routes
from mentoring.settings import Settings, new_id
from mentoring.web.http.headers import guarded
from mentoring.web.http.permits import declared_routes
from mentoring.web.http.visit import Site
from year import Year


@dataclass
class Served:
    """The application over `year`. `reached` are the (method, pattern) of routes that answered with success."""

    year: Year
    routes: Litestar
    app: ASGIApp
    reached: set[tuple[str, str]]
    client: TestClient[ASGIApp]
    browsers: dict[str, Browser] = field(default_factory=dict)

    def browser(self) -> Browser:
        """A browser that nobody has used."""
        return Browser(self.client)

    def as_(self, email: str) -> Browser:
        """The browser of somebody, signed in by a link the first time."""
        if email not in self.browsers:
            self.browsers[email] = self.browser()
            self.browsers[email].sign_in(email)
        return self.browsers[email]

    def coordinator(self, slug: str) -> Browser:
        """The browser of an institution's coordinator."""
        return self.as_(f"coordinator@{slug}.example")

    def all_routes(self) -> set[tuple[str, str]]:
        """Every (method, pattern) of the route table that a page or a form uses."""
        found = {(method, path) for method, path, _ in declared_routes(self.routes)}
        return {(method, re.sub(r":\w+}", "}", path)) for method, path in found if method in {"GET", "POST"}}


@contextmanager
def served(
    year: Year,
    folder: Path,
    *,
    base_url: str = BASE_URL,
    mode: Literal["demo", "production"] = "demo",
    pace: timedelta = timedelta(seconds=1),
) -> Iterator[Served]:
    """The application over `year`; each request comes `pace` after the one before."""

    def clock() -> datetime:
        return year.now

    site = Site(
        settings=Settings(mode=mode, base_url=base_url, data_dir=folder),
        database=year.works.database,
        schemes=year.works.schemes,
        clock=clock,
        ids=new_id,
    )
    routes = create_routes(site)
    reached: set[tuple[str, str]] = set()
    app = guarded(_watched(routes, year, reached, pace), https=site.https)
    with TestClient(app, base_url=base_url) as client:
        yield Served(year, routes, app, reached, client)


def _watched(app: ASGIApp, year: Year, reached: set[tuple[str, str]], pace: timedelta) -> ASGIApp:
    """`app`, noting which routes answered with success."""

    async def watching(scope: Scope, receive: Receive, send: Send) -> None:
        year.now += pace

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                told: Any = scope
                reached.add((told["method"], told.get("path_template", "").rstrip("/") or "/"))
            await send(message)

        await app(scope, receive, sending)

    return watching
