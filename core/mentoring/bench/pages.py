"""What a page costs: its statements, and its time over that of a bare page of the same framework (B9).

Pages come from the application's own route table, and from the links that lists show to themselves: other tabs, other
orders, further pages. They are asked of the application itself, without a network.
"""

import asyncio
import html
import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from litestar import Litestar, Response, get
from litestar.types import ASGIApp
from sqlalchemy import Engine, event, text

from mentoring.db.engine import Database
from mentoring.db.unchanged import forget_unchanged
from mentoring.web.http.headers import guarded
from mentoring.web.http.permits import declared_routes
from mentoring.web.rendering import render
from mentoring.web.views.account import RefusalPage
from mentoring.web.views.frame import House, PlainFrame

FINE = 200
PATIENCE, LEAST = 3, 5
"""Seconds after which a page is not looked at once more, and how often it is at least."""
_PARAMETER = re.compile(r"{(\w+):\w+}")


@dataclass(frozen=True)
class Reader:
    """Somebody signed in: the `cookie` of their session, and what stands for the parameters of an address.

    `under` is how the addresses of their pages begin, after the institution. `empty`: a page of theirs without any
    list, for whoever is signed in. `typed`: what they look for, by page.
    """

    who: str
    under: str
    cookie: str
    ids: Mapping[str, str]
    empty: str
    typed: Mapping[str, str] = field(default_factory=dict)


class Asking:
    """An application asked in this process, one request after the other."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app, self.base, self.loop = app, urlsplit(base_url), asyncio.new_event_loop()

    def close(self) -> None:
        """Leave nothing behind."""
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def get(self, path: str, cookie: str = "") -> tuple[int, bytes]:
        """The status of a page, and the page."""
        where, _, query = path.partition("?")
        scope: Any = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
            "scheme": self.base.scheme, "path": where, "raw_path": where.encode(), "query_string": query.encode(),
            "root_path": "", "headers": [(b"host", self.base.netloc.encode()), (b"cookie", cookie.encode())],
            "client": ("127.0.0.1", 1), "server": (self.base.hostname, 80), "extensions": {},
        }  # fmt: skip
        told: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        self.loop.run_until_complete(self.app(scope, receive, send))
        return int(told[0]["status"]), b"".join(each.get("body", b"") for each in told[1:])


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of any database while it is open."""
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def addresses(routes: Litestar, reader: Reader) -> Iterator[tuple[str, str]]:
    """(pattern, address) of each page below the reader's place whose parameters are known; words before parameters."""
    for method, pattern, _ in sorted(declared_routes(routes), key=lambda each: each[1].replace("{", "~")):
        known = set(_PARAMETER.findall(pattern)) <= reader.ids.keys()
        if method == "GET" and known and pattern.startswith("/{tenant:str}" + reader.under):
            yield _PARAMETER.sub(r"{\1}", pattern), _PARAMETER.sub(lambda found: reader.ids[found[1]], pattern)


def pages(site: Asking, routes: Litestar, reader: Reader) -> Iterator[tuple[str, str]]:
    """(name, address) of each page that answers its reader, and of what it leads to at its own address."""
    for pattern, path in addresses(routes, reader):
        status, content = site.get(path, reader.cookie)
        if status != FINE:
            continue
        yield pattern, path
        asked = {""}
        queries = [reader.typed[pattern]] if pattern in reader.typed else []
        for query in [*queries, *_queries(content.decode(errors="replace"), path)]:
            named = "&".join(sorted({name for name, _ in parse_qsl(query)}))
            if not named or named in asked:
                continue
            status, _ = site.get(f"{path}?{query}", reader.cookie)
            if status == FINE:
                asked.add(named)
                yield f"{pattern}?{named}", f"{path}?{query}"


def _queries(content: str, path: str) -> Iterator[str]:
    for found in re.findall(r'href="([^"]*)"', content):
        where, _, query = html.unescape(found).partition("#")[0].partition("?")
        if query and where in {"", path}:
            yield query


class Meter:
    """Seconds of processor: this process's and, where the system tells (Linux), those of PostgreSQL for it."""

    def __init__(self, database: Database) -> None:
        with database.owner() as owner:
            name = owner.scalar(text("select current_database()"))
            told = owner.execute(text("select pid from pg_stat_activity where datname = :name"), {"name": name})
            self.tells = [Path(f"/proc/{pid}/schedstat") for (pid,) in told]

    def spent(self) -> float:
        """Until now."""
        return time.process_time() + sum(_told(each) for each in self.tells)


def _told(path: Path) -> float:
    """Nanoseconds on a processor are the first of its numbers; a connection that has ended tells nothing."""
    try:
        return int(path.read_text(encoding="ascii").split()[0]) / 1e9
    except OSError:
        return 0.0


def counted(site: Asking, routes: Litestar, readers: tuple[Reader, ...]) -> dict[tuple[str, str], int]:
    """How many statements each page sends, by its name and whose it is: at the second look (see `_sent`)."""
    return {
        (name, reader.who): _sent(site, path, reader.cookie)
        for reader in readers
        for name, path in pages(site, routes, reader)
    }


def measured(
    site: Asking,
    routes: Litestar,
    readers: tuple[Reader, ...],
    *,
    times: int,
    spent: Callable[[], float],
    write: Callable[[], None],
) -> Iterator[dict[str, Any]]:
    """A row for each page: seconds of processor, statements, bytes; and those of a bare page, asked for in between.

    `write` commits something: a page is looked at again after it, when nothing that is kept holds.
    """
    with closing(Asking(bare(site.base.geturl()), site.base.geturl())) as plain:
        for reader in readers:
            for name, path in pages(site, routes, reader):
                sent = _sent(site, path, reader.cookie)
                row = _timed(site, path, reader, plain, times, spent, write)
                yield {"page": name, "who": reader.who, "statements": sent, **row}


def _sent(site: Asking, path: str, cookie: str) -> int:
    """Statements of a page that has been looked at before, with nothing kept: what is noted once an hour is noted.

    The fewest of three looks: where somebody else writes to the server meanwhile, a page reads again within itself.
    """
    site.get(path, cookie)
    return min(_asked(site, path, cookie) for _ in range(3))


def _asked(site: Asking, path: str, cookie: str) -> int:
    forget_unchanged()
    with statements() as sent:
        site.get(path, cookie)
    return len(sent)


def _timed(
    site: Asking,
    path: str,
    reader: Reader,
    plain: Asking,
    times: int,
    spent: Callable[[], float],
    write: Callable[[], None],
) -> dict[str, float]:
    took: list[float] = []
    written: list[float] = []
    beside: list[float] = []
    without: list[float] = []
    size = 0
    ends = time.perf_counter() + PATIENCE
    while len(took) < times and (len(took) < LEAST or time.perf_counter() < ends):
        begun = spent()
        size = len(site.get(path, reader.cookie)[1])
        took.append(spent() - begun)
        begun = time.process_time()
        plain.get("/")
        beside.append(time.process_time() - begun)
        begun = spent()
        site.get(reader.empty, reader.cookie)
        without.append(spent() - begun)
        write()
        begun = spent()
        site.get(path, reader.cookie)
        written.append(spent() - begun)
    every = sorted(took + written)
    worst = every[min(len(every) - 1, int(len(every) * 0.99))]
    median, anew, one, empty = (statistics.median(each) for each in (took, written, beside, without))
    return {
        "median": median, "p99": worst, "bytes": size, "looks": len(took), "bare": one, "over_bare": median / one,
        "anew": anew, "anew_over_bare": anew / one,
        "empty": empty, "over_empty": median / empty,
    }  # fmt: skip


def bare(base_url: str) -> ASGIApp:
    """The smallest page of the same framework: our layout with two sentences, and nothing asked of anybody."""
    view = RefusalPage(title="A bare page", what="There is nothing on it.")
    frame = PlainFrame(house=House(name="Mentoring"))

    @get("/", sync_to_thread=True)
    def page() -> Response[str]:
        return Response(render(view, frame), media_type="text/html")

    return guarded(Litestar([page], openapi_config=None), https=base_url.startswith("https://"))
