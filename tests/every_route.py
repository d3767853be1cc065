"""Every route, every actor, every kind of id: what A-S1 sends and what it reads off the answers.

Addresses are made from the application's own route table, forms are those that its pages show to whoever may send
them. Nothing here knows a page: one that is added is walked.
"""

import asyncio
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any
from urllib.parse import unquote, urldefrag, urlencode, urljoin, urlsplit

from litestar.types import ASGIApp
from sqlalchemy import select

from browsing import Element, Page, filled
from consortium import WORD, Actor, Consortium
from mentoring.accounts.model import SignInSession
from mentoring.accounts.tokens import hashed
from mentoring.web.http.permits import declared_routes
from mentoring.web.http.tokens import form_token
from row_ids import KINDS, PLAIN, Ids, Kind
from served import Served

VISITOR = "v" * 43
SEND_NOTHING = frozenset({"visitor", "analyst", "operator"})
"""Roles with few forms or none of their own."""
REFUSED = frozenset({303, 403, 404, 409})
"""How a page of what is foreign, or absent, is answered: visitors are led to sign in."""

Body = tuple[tuple[str, str], ...]
Combination = Mapping[str, Kind]
"""By parameter of an address."""


@dataclass(frozen=True)
class Answer:
    """What came back: `where` it leads when it leads on."""

    status: int
    where: str
    html: str

    @property
    def words(self) -> set[str]:
        """The canaries in it."""
        return set(WORD.findall(self.html.lower())) | set(WORD.findall(self.where.lower()))

    def without(self, *ids: str) -> tuple[int, str, str]:
        """The same with these ids blotted out: what an address repeats is not told by us."""
        where, html = self.where, self.html
        for each in ids:
            where, html = where.replace(each, "-"), html.replace(each, "-")
        return self.status, where, html


class Wire:
    """The application asked without a network or a client: thousands of requests are many."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app, self.loop = app, asyncio.new_event_loop()
        self.base = urlsplit(base_url)

    def close(self) -> None:
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def sent(self, method: str, path: str, headers: Mapping[str, str], content: bytes) -> "Answer":
        where, _, query = path.partition("?")
        given = {"host": self.base.netloc, "content-length": str(len(content)), **headers}
        scope: Any = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": self.base.scheme,
            "path": unquote(where),
            "raw_path": where.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
            "client": ("127.0.0.1", 1),
            "server": (self.base.hostname, 443),
            "extensions": {},
        }
        told: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        self.loop.run_until_complete(self.app(scope, receive, send))
        start, *rest = told
        found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        body = b"".join(each.get("body", b"") for each in rest)
        return Answer(start["status"], found.get("location", ""), _text(body, found.get("content-type", "")))


def _text(body: bytes, kind: str) -> str:
    """What an answer says; of a zip, what its files say: canaries sing in there as well."""
    if kind != "application/zip":
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as held:
        return "\n".join(held.read(name).decode() for name in held.namelist())


@dataclass
class Walk:
    """The consortium behind its application, asked as anybody. `requests` and `assertions` are counted.

    `queries` are what links carry behind the address of a route: another tab, another order.
    """

    town: Consortium
    site: Served
    wire: Wire
    tokens: dict[str, str]
    requests: int = 0
    assertions: int = 0
    breaches: list[str] = field(default_factory=list)
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    queries: dict[str, set[str]] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)
    read: dict[tuple[Actor, str], Answer] = field(default_factory=dict)
    refused: dict[tuple[Actor, str, Body], Answer] = field(default_factory=dict)

    def patterns(self, method: str) -> tuple[str, ...]:
        """The addresses of an institution that the route table knows."""
        if method not in self.known:
            found = {path for kind, path, _ in declared_routes(self.site.routes) if kind == method}
            self.known[method] = tuple(sorted(path for path in found if path.startswith("/{tenant:")))
        return self.known[method]

    def look(self, actor: Actor, path: str) -> Answer:
        """A page as the actor sees it, asked for once: nothing changes between."""
        if (actor, path) not in self.read:
            self.read[actor, path] = self.ask(actor, "GET", path)
        return self.read[actor, path]

    def ask(self, actor: Actor, method: str, path: str, body: Body = ()) -> Answer:
        """One request with the actor's cookies, wherever it goes."""
        self.requests += 1
        token = self.tokens.get(actor.email)
        headers = {"Cookie": f"visitor={VISITOR}" + (f"; session={token}" if token else "")}
        content = ""
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            content = urlencode([("csrf", self.csrf(actor, path)), *body])
        return self.wire.sent(method, path, headers, content.encode())

    def csrf(self, actor: Actor, path: str) -> str:
        """What a page there would put into a form for this browser."""
        token = self.tokens.get(actor.email)
        if token is None or path.split("/")[1] != actor.home:
            return form_token(VISITOR.encode())
        if actor.email not in self.secrets:
            with self.town.year.works.work(actor.home) as work:
                wanted = select(SignInSession.csrf_secret).where(SignInSession.token_hash == hashed(token))
                self.secrets[actor.email] = work.session.scalars(wanted).one()
        return form_token(self.secrets[actor.email])

    def check(self, holds: bool, what: str) -> None:
        self.assertions += 1
        if not holds:
            self.breaches.append(what)

    def reads_only_what_is_theirs(self, actor: Actor, path: str, answer: Answer) -> None:
        """No canary that the actor may not read, and no failure."""
        self.check(answer.status < 500, f"{path} failed for {actor}")
        wrong = {word for word in answer.words if not self.town.is_read_by(word, actor)}
        self.check(not wrong, f"{path} shows {sorted(wrong)} to {actor}")

    def send_everything(self, actor: Actor, foreign: str, *, thorough: bool) -> None:
        """Every page at the actor's own and at the foreign institution's address, with ids of every kind."""
        for pattern in self.patterns("GET"):
            own = next(self.ids(actor, foreign, dict.fromkeys(names_in(pattern), "own"), thorough=False))
            quick = self.look(actor, at(pattern, actor.home, own)).status in {303, 403}
            for tenant, combination in places(actor, foreign, pattern, thorough=thorough):
                if not quick or set(combination.values()) <= {"foreign"}:  # who is refused their own is refused
                    self._look(actor, foreign, tenant, pattern, combination, thorough=thorough)

    def _look(
        self, actor: Actor, foreign: str, tenant: str, pattern: str, combination: Combination, *, thorough: bool
    ) -> None:
        absent = self._absent(actor, foreign, tenant, pattern, combination)
        for ids in self.ids(actor, foreign, combination, thorough=thorough):
            path = at(pattern, tenant, ids)
            answer = self.look(actor, path)
            self.reads_only_what_is_theirs(actor, path, answer)
            for query in sorted(self.queries.get(pattern, ())) if "foreign" in combination.values() else ():
                self.reads_only_what_is_theirs(actor, f"{path}?{query}", self.look(actor, f"{path}?{query}"))
            if tenant != actor.home:
                alike = answer == self.look(Actor(tenant, "visitor", ""), path)
                self.check(alike, f"{path} knows {actor}, who is nobody there")
            elif absent is not None:
                self.looks_alike(actor, path, answer, ids, absent)

    def looks_alike(
        self, actor: Actor, path: str, answer: Answer, ids: dict[str, str], absent: tuple[dict[str, str], Answer]
    ) -> None:
        """The foreign thing is answered as if it did not exist, byte for byte."""
        others, nothing = absent
        alike = answer.without(*ids.values()) == nothing.without(*others.values())
        self.check(alike, f"{path} is not answered as what is absent for {actor}: {answer.status}, {nothing.status}")
        if not path.startswith("POST") and "token" not in ids:  # whoever opens a link sees a button, and no more
            self.check(answer.status in REFUSED, f"{path} is answered with {answer.status} for {actor}")

    def _absent(
        self, actor: Actor, foreign: str, tenant: str, pattern: str, combination: Combination, body: Body | None = None
    ) -> tuple[dict[str, str], Answer] | None:
        """The answer where what is foreign in a combination does not exist; None where nothing in it is foreign."""
        if "foreign" not in combination.values() or tenant != actor.home:
            return None
        nothing: Combination = {name: "random" if kind == "foreign" else kind for name, kind in combination.items()}
        ids = next(iter(self.ids(actor, foreign, nothing, thorough=False)))
        if body is None:
            return ids, self.look(actor, at(pattern, tenant, ids))
        path = at(pattern, tenant, ids)
        if (actor, path, body) not in self.refused:
            self.refused[actor, path, body] = self.ask(actor, "POST", path, body)
        return ids, self.refused[actor, path, body]

    def attack(self, actor: Actor, foreign: str, bodies: dict[str, list[Body]], *, thorough: bool) -> None:
        """Every form that somebody may send, sent by somebody else: to foreign addresses, and about foreign people."""
        for pattern in self.patterns("POST"):
            for body in bodies.get(pattern, [(("reason", "Because"),)]):
                for tenant, combination in places(actor, foreign, pattern, thorough=thorough):
                    if actor.role in SEND_NOTHING and set(combination.values()) != {"foreign"}:
                        continue
                    self._send(actor, foreign, tenant, pattern, combination, body)

    def _send(
        self, actor: Actor, foreign: str, tenant: str, pattern: str, combination: Combination, body: Body
    ) -> None:
        names_others = any(is_id(value) and not self._is_theirs(value, actor) for _, value in body)
        if not names_others and "foreign" not in dict(combination).values():
            return  # what is their own is theirs to change
        if "token" in combination and tenant != actor.home:
            return  # whoever holds a link may use it where it leads
        absent = self._absent(actor, foreign, tenant, pattern, combination, body)
        for ids in self.ids(actor, foreign, combination, thorough=False):
            path = at(pattern, tenant, ids)
            answer = self.ask(actor, "POST", path, body)
            self.reads_only_what_is_theirs(actor, f"POST {path}", answer)
            if absent is not None:
                self.looks_alike(actor, f"POST {path}", answer, ids, absent)

    def _is_theirs(self, value: str, actor: Actor) -> bool:
        email = next((email for email, key in self.town.registrations.items() if str(key) == value), "")
        return bool(email) and self.town.people[email].home == actor.home

    def ids(self, actor: Actor, foreign: str, combination: Combination, *, thorough: bool) -> Iterator[dict[str, str]]:
        """Ids for the parameters of an address, each of its kind."""
        known = Ids(self.town)
        values = [known.of(actor, foreign, name, kind) for name, kind in combination.items()]
        kept = [each[: 2 if thorough else 1] for each in values]
        yield from (dict(zip(combination, each, strict=True)) for each in product(*kept))


def names_in(pattern: str) -> list[str]:
    """The parameters of an address, but for the institution."""
    return [name for name in re.findall(r"{(\w+):", pattern) if name != "tenant"]


def combinations(pattern: str, *, thorough: bool) -> list[Combination]:
    """Which kinds the parameters of an address take together; `thorough` takes all."""
    names = names_in(pattern)
    rows = [name for name in names if name not in PLAIN]
    found: list[tuple[Kind, ...]] = list(product(KINDS, repeat=len(rows)))
    if len(rows) > 1 and not thorough:
        own: tuple[Kind, ...] = tuple(KINDS[0] for _ in rows)
        foreign: tuple[Kind, ...] = tuple(KINDS[2] for _ in rows)
        found = [own, (*own[1:], KINDS[2]), foreign]
    return [{**dict.fromkeys(names, KINDS[0]), **dict(zip(rows, each, strict=True))} for each in found]


def places(actor: Actor, foreign: str, pattern: str, *, thorough: bool) -> Iterator[tuple[str, Combination]]:
    """At the actor's own and at the foreign institution's address, with ids of every kind.

    Elsewhere they are nobody, whatever the id: one kind is enough there.
    """
    for combination in combinations(pattern, thorough=thorough):
        yield actor.home, combination
        if set(combination.values()) <= {"foreign"}:
            yield foreign, combination


def at(pattern: str, tenant: str, ids: dict[str, str]) -> str:
    """An address of a route."""
    return re.sub(r"{(\w+):\w+}", lambda found: {**ids, "tenant": tenant}[found[1]], pattern)


def is_id(value: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value) is not None


def pattern_of(path: str, patterns: tuple[str, ...]) -> str | None:
    """The route that an address belongs to: the first that fits, words before parameters."""
    tidy = path.rstrip("/") or "/"
    return next((pattern for pattern, fits in _by_words_first(patterns) if fits.fullmatch(tidy)), None)


@cache
def _by_words_first(patterns: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    ordered = sorted(patterns, key=lambda pattern: [part.startswith("{") for part in pattern.split("/")])
    return tuple((each, re.compile(re.sub(r"{\w+:\w+}", "[^/]+", each))) for each in ordered)


def links_of(page: Page) -> Iterator[str]:
    """Where a page leads on this site."""
    for link in page.root.all("a"):
        found = urldefrag(urljoin(page.path, link.attributes.get("href", ""))).url
        if not urlsplit(found).scheme:
            yield found


def forms_of(page: Page) -> Iterator[tuple[str, Body]]:
    """(address, what would be sent) of each button of a page, with everything filled in that asks for it."""
    for form in page.root.all("form"):
        if form.attributes.get("method") != "post":
            continue
        address = urlsplit(urljoin(page.path, form.attributes.get("action", "")))
        pairs = [pair for pair in filled(form, completed(form), tell=page.path) if pair[0] != "csrf"]
        for button in form.all("button"):
            name = button.attributes.get("name")
            pressed = [(name, button.attributes.get("value", ""))] if name else []
            query = f"?{address.query}" if address.query else ""
            yield address.path + query, (*pairs, *pressed)


def completed(form: Element) -> dict[str, str]:
    """Something for every field that is empty: the first choice, a day, a number, a word."""
    typed: dict[str, str] = {}
    chosen = {each.attributes.get("name", "") for each in form.all("input") if "checked" in each.attributes}
    for control in form.all("input", "textarea"):
        name, kind = control.attributes.get("name", ""), control.attributes.get("type", "text")
        if kind in {"radio", "checkbox"}:
            if name not in chosen:
                typed.setdefault(name, control.attributes["value"])
        elif kind != "hidden" and not (control.attributes.get("value") or control.raw.strip()):
            typed[name] = {"number": "1", "date": "2021-02-01", "email": "someone@ucl.example"}.get(kind, "Because")
    for control in form.all("select"):
        if not any("selected" in each.attributes for each in control.all("option")):
            typed[control.attributes["name"]] = control.all("option")[-1].attributes["value"]
    return typed
