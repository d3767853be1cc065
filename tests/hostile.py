"""What no page asks for, sent to every route and every form: A-R6.

Cases are made over the application's route table, by number: the same number is the same case on the same tree. A form
is taken from the page that offers it, and one thing about it is made hostile. Nothing here knows a page.
"""

import io
import json
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random  # noqa: TID251 (seeded: the same cases each time)
from urllib.parse import quote, quote_from_bytes, urlencode, urljoin, urlsplit

from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from sqlalchemy import update

from browsing import Element, Page, filled
from consortium import Actor
from every_route import VISITOR, Answer, Body, Walk, at, completed, names_in, pattern_of
from hostile_values import NAMES, SEGMENTS, TYPE, VALUES, files, no_forms
from mentoring.accounts.model import SignInSession
from mentoring.accounts.tokens import hashed
from served import Served

ENOUGH_TAKEN, MOST_TAKEN = 50, 200
"""Forms, before another copy is made: what they change takes others away."""
FINE = {200, 201, 303, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429}
QUOTED = (*(quote(each, errors="surrogatepass") for each in VALUES.values() if len(each) < 6000), "%ED%A0%80", "%ff")
KEPT_NOWHERE = ("password", "code", "secret")


@dataclass(frozen=True)
class Route:
    """A route of the table: `asks` are the names that its address may carry behind a question mark."""

    method: str
    pattern: str
    asks: tuple[str, ...]


@dataclass
class Met:
    """Where people came in a walk: pages that they saw, and pages that offered the form of a route."""

    pages: dict[str, list[tuple[Actor, str]]] = field(default_factory=dict)
    offers: dict[str, list[tuple[Actor, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """A form as a page shows it to somebody: `kinds` of its fields by name, `pairs` as it would be sent."""

    actor: Actor
    address: str
    kinds: Mapping[str, str]
    pairs: Body


def routes_of(site: Served) -> tuple[Route, ...]:
    """The route table, in order: those that change something twice, for they have more to go wrong."""
    found = []
    for route in site.routes.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            if isinstance(handler, HTTPRouteHandler):
                given = {*names_in(route.path), "tenant", "name", "visit", "typed", "request", "content"}
                asks = tuple(sorted(set(handler.parsed_fn_signature.parameters) - given))
                found += [Route(each, route.path, asks) for each in handler.http_methods if each in {"GET", "POST"}]
    found.sort(key=lambda each: (each.pattern, each.method))
    return (*found, *(each for each in found if each.method == "POST"))


def offered(actor: Actor, page: Page, to: str, patterns: tuple[str, ...], random: Random) -> list[Offer]:
    """The forms of a page that lead to a route, filled in with words of which each is known again."""
    found = []
    for form in page.root.all("form"):
        address = urljoin(page.path, form.attributes.get("action", ""))
        if form.attributes.get("method") != "post" or pattern_of(urlsplit(address).path, patterns) != to:
            continue
        kinds = {name: kind for name, kind in map(_kind, form.all("input", "select", "textarea")) if name}
        words = {name: _benign(name, text, random) for name, text in completed(form).items()}
        pairs = [(name, value) for name, value in filled(form, words, tell=page.path) if kinds.get(name) != "file"]
        pressed = [each for each in form.all("button") if each.attributes.get("name")]
        if pressed:
            chosen = random.choice(pressed)
            pairs.append((chosen.attributes["name"], chosen.attributes.get("value", "")))
        found.append(Offer(actor, address, kinds, tuple(pairs)))
    return found


def _kind(control: Element) -> tuple[str, str]:
    kind = control.attributes.get("type", "text") if control.tag == "input" else control.tag
    kind = "hidden" if "hidden" in control.attributes else kind  # there for password managers: nobody types it
    return control.attributes.get("name", ""), {"select": "choice", "radio": "choice", "checkbox": "choice"}.get(
        kind, kind
    )


def _benign(name: str, text: str, random: Random) -> str:
    """What stands for an empty field: words, or, half the time, what is right where a number or a day is asked."""
    if text != "Because":
        return text
    parts = {"day": "1", "month": "2", "year": "2021", "minutes": "60", "email": "someone@ucl.example"}
    usual = parts.get(re.split(r"[.\-_]", name)[-1])
    return usual if usual and random.random() < 0.5 else f"Because of {name}, {random.randrange(10**6)}"


def lost(offer: Body, kinds: Mapping[str, str], spoilt: str, answer: Page) -> set[str]:
    """The fields whose text the answer does not show any more; what is hidden, or secret, is not looked for."""
    shown = _shown(answer)
    copied = "\n".join(each.raw for each in answer.root.all("textarea") if each.attributes.get("id") == "typed")
    gone = set()
    for name, value in offer:
        kind = kinds.get(name, "hidden")
        text = value.replace("\r\n", "\n").strip()
        if name == spoilt or not text or kind == "hidden" or any(each in name for each in KEPT_NOWHERE):
            continue
        is_choice = kind == "choice" and answer.status != 422  # of what is there no more
        is_said = len(text) > 9 and " ".join(text.split()) in answer.words
        if not is_choice and text not in shown.get(name, set()) and text not in copied and not is_said:
            gone.add(name)
    return gone


def _shown(page: Page) -> dict[str, set[str]]:
    """By name, what stands in the fields of a page, or is chosen there."""
    found: dict[str, set[str]] = {}
    for control in page.root.all("input", "textarea", "select"):
        here = found.setdefault(control.attributes.get("name", ""), set())
        if control.tag == "textarea":
            here.add(control.raw.strip())
        elif control.tag == "select":
            here |= {
                each.attributes["value"].strip() for each in control.all("option") if "selected" in each.attributes
            }
        elif control.attributes.get("type") not in {"radio", "checkbox"} or "checked" in control.attributes:
            here.add(control.attributes.get("value", "").strip())
    return found


@dataclass
class Hostile:
    """Sends cases. `walk` asks in a copy of the consortium, which `anew` makes again once much has changed in it."""

    anew: Callable[[], Walk]
    met: Met
    walk: Walk
    routes: tuple[Route, ...]
    sent: dict[tuple[str, str], int] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    looked_for: int = 0
    faults: list[str] = field(default_factory=list)
    taken: int = 0
    read: dict[tuple[Actor, str], Page | None] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=files)
    bodies: dict[str, tuple[bytes, str]] = field(default_factory=no_forms)

    def send(self, number: int) -> None:
        """The case of this number: a route in its turn, and by chance who, how and what."""
        random = Random(number)
        route = self.routes[number % len(self.routes)]
        key = route.method, route.pattern
        self.sent[key] = self.sent.get(key, 0) + 1
        if route.method == "POST" and random.random() < 0.85:
            self._form(number, route, random)
        else:
            self._address(number, route, random)

    def _form(self, number: int, route: Route, random: Random) -> None:
        offer = self._offer(route, random)
        names = [name for name, _ in offer.pairs if name != "csrf"] or ["reason"]
        spoilt = random.choice(names)
        how = random.choice(
            ("value",) * 20 + ("many", "repeated", "missing", "name", "multipart", "file", "file", "no form")
        )
        said, value = random.choice(list(VALUES.items()))
        pairs = [(name, value if name == spoilt else text) for name, text in offer.pairs] or [(spoilt, value)]
        if how == "many":
            pairs += [(random.choice(names), str(each)) for each in range(random.choice((1_000, 10_000)))]
        elif how == "repeated":
            pairs = [*pairs, *((name, f"{text} again") for name, text in offer.pairs for _ in range(3))]
        elif how == "missing":
            pairs = [pair for pair in offer.pairs if pair[0] != spoilt]
        elif how == "name":
            pairs = [*offer.pairs, (random.choice(NAMES), value)]
        told = f"{number}: {offer.actor} POST {offer.address[:200]} ({how}: {said} in {spoilt})"
        if how == "no form":
            name, (body, kind) = random.choice(list(self.bodies.items()))
            answer = self._ask(offer.actor, "POST", offer.address, body, kind)
            return self._look(f"{told} {name}", answer, None, offer, spoilt)
        token = self.walk.csrf(offer.actor, offer.address)
        pairs = [("csrf", token), *(pair for pair in pairs if pair[0] != "csrf" or how == "name")]
        if how in {"multipart", "file"}:
            name = random.choice(list(self.files))
            body, kind = _in_parts(pairs, {"file": self.files[name]} if how == "file" else {})
        else:
            body, kind = urlencode(pairs, errors="surrogatepass").encode(), TYPE
        answer = self._ask(offer.actor, "POST", offer.address, body, kind)
        shown = [] if how == "repeated" else list(dict(reversed(pairs)).items())
        return self._look(told, answer, shown, offer, spoilt)

    def _offer(self, route: Route, random: Random) -> Offer:
        """The form of a route as one of those to whom it is offered sees it; else names that other forms have."""
        offers = self.met.offers.get(route.pattern, [])
        if offers:
            actor, path = random.choice(offers)
            for renewed in (False, True):
                if renewed and self.taken >= ENOUGH_TAKEN:
                    self._renewed()
                page = self._page(actor, path)
                found = offered(actor, page, route.pattern, self._patterns("POST"), random) if page else []
                if found:
                    return random.choice(found)
        everybody = [each for pages in self.met.pages.values() for each, _ in pages]
        actor = random.choice(
            [each for each in everybody if "/console/" not in route.pattern or each.role == "coordinator"]
        )
        names = (
            "reason",
            "who",
            "people",
            "day",
            "number",
            "email",
            "name",
            "role",
            "text",
            "words",
            "answer",
            "version",
        )
        return Offer(actor, self._at(actor, route), {}, tuple((name, "1") for name in names))

    def _address(self, number: int, route: Route, random: Random) -> None:
        """A page, or a form's address, with a strange segment or a strange question behind it."""
        met = self.met.pages.get(route.pattern) or [each for pages in self.met.pages.values() for each in pages[:1]]
        actor, _ = random.choice(met)
        path, given = self._at(actor, route), re.findall(r"{(\w+):", route.pattern)
        if given and random.random() < 0.5:
            name, segment = random.choice(given), random.choice(SEGMENTS)
            path = at(route.pattern, actor.home, {**self._ids(actor, route), name: segment})
            path = path if name != "tenant" else path.replace(f"/{actor.home}", f"/{segment}", 1)
        names = (
            [*route.asks, *("tab", "said", "page", "next")] if random.random() < 0.3 or not route.asks else route.asks
        )
        query = "&".join(f"{random.choice(names)}={random.choice(QUOTED)}" for _ in range(random.choice((1, 1, 2, 30))))
        kind = random.choice((TYPE, "application/json"))
        answer = self._ask(
            actor, route.method, f"{path}?{query}"[:60_000], b"csrf=x" if route.method == "POST" else b"", kind
        )
        self._look(f"{number}: {actor} {route.method} {path[:200]}?{query[:200]}", answer, None, None, "")

    def _at(self, actor: Actor, route: Route) -> str:
        return at(route.pattern, actor.home, self._ids(actor, route))

    def _ids(self, actor: Actor, route: Route) -> dict[str, str]:
        if not route.pattern.startswith("/{tenant:"):
            return dict.fromkeys(names_in(route.pattern), "today")
        return next(self.walk.ids(actor, "", dict.fromkeys(names_in(route.pattern), "own"), thorough=False))

    def _patterns(self, method: str) -> tuple[str, ...]:
        return (*self.walk.patterns(method), *(each.pattern for each in self.routes if "{" not in each.pattern))

    def _page(self, actor: Actor, path: str) -> Page | None:
        """A page as it was in this copy: who sends a form has often read it before others sent theirs."""
        if (actor, path) not in self.read:
            answer = self.walk.ask(actor, "GET", path)
            self.read[actor, path] = Page.read(200, path, answer.html) if answer.status == 200 else None
        return self.read[actor, path]

    def _renewed(self) -> None:
        self.walk, self.taken, self.read = self.anew(), 0, {}

    def _left_out(self, told: str, answer: Answer, pairs: list[tuple[str, str]], offer: Offer) -> None:
        """Some form ended their session: what they typed since is shown, and it goes on."""
        typed = [value for name, value in pairs if offer.kinds.get(name, "hidden") in {"text", "textarea"}]
        secret = any(part in name for name, _ in pairs for part in KEPT_NOWHERE)
        if answer.status == 303 and any(map(str.strip, typed)) and not secret:
            self.faults.append(f"{told}: led to sign in, and what was typed is lost")
        token, home = self.walk.tokens[offer.actor.email], offer.actor.home
        with self.walk.town.year.works.work(home) as work:
            mine = SignInSession.token_hash == hashed(token)
            work.session.execute(update(SignInSession).where(mine).values(revoked_at=None))

    def _ask(self, actor: Actor, method: str, path: str, body: bytes, kind: str) -> Answer:
        token = self.walk.tokens.get(actor.email)
        base = self.walk.wire.base
        headers = {
            "Cookie": f"visitor={VISITOR}" + (f"; session={token}" if token else ""),
            "Origin": f"{base.scheme}://{base.netloc}",
            "Content-Type": kind,
        }
        return self.walk.wire.sent(method, path, headers, body)

    def _look(
        self, told: str, answer: Answer, pairs: list[tuple[str, str]] | None, offer: Offer | None, spoilt: str
    ) -> None:
        self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
        if answer.status not in FINE:
            self.faults.append(f"{told}: answered {answer.status}")
        elif answer.html.lstrip().lower().startswith("<!doctype html"):
            if "<h1" not in answer.html or "<script>alert" in answer.html or "onerror=alert(1)>" in answer.html:
                self.faults.append(f"{told}: no page in words")
            if offer and pairs and answer.status != 400 and (answer.status > 400 or "<title>Error:" in answer.html):
                page = Page.read(answer.status, "/", answer.html)
                self.looked_for += 1
                if gone := lost(tuple(pairs), offer.kinds, spoilt, page):
                    self.faults.append(f"{told}: {answer.status} {page.heading!r} lost {sorted(gone)}")
        elif answer.status >= 400:
            self.faults.append(f"{told}: {answer.status} without a page")
        if offer and offer.actor.email and (answer.status == 401 or "/sign-in?next" in answer.where):
            self._left_out(told, answer, pairs or [], offer)
        if answer.status == 303 and pairs:
            self.taken += 1
            if self.taken >= MOST_TAKEN:
                self._renewed()


def _in_parts(pairs: list[tuple[str, str]], sent: Mapping[str, bytes]) -> tuple[bytes, str]:
    edge, body = b"----edge", io.BytesIO()
    for name, value in pairs:
        told = quote_from_bytes(name.encode("utf-8", "surrogatepass"), " ").encode()
        body.write(b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n' % (edge, told))
        body.write(value.encode("utf-8", "surrogatepass") + b"\r\n")
    for name, content in sent.items():
        head = json.dumps(name + '\\".xlsx').encode()
        body.write(b'--%s\r\nContent-Disposition: form-data; name="%s"; filename=%s\r\n' % (edge, name.encode(), head))
        body.write(b"Content-Type: application/vnd.ms-excel\r\n\r\n" + content + b"\r\n")
    body.write(b"--%s--\r\n" % edge)
    return body.getvalue(), "multipart/form-data; boundary=----edge"


def played(hostile: Hostile) -> None:
    """So many cases as ``MENTORING_HOSTILE`` says: in pieces of ``MENTORING_MINUTES``, where the last one ended."""
    wanted, minutes = int(os.environ.get("MENTORING_HOSTILE", "2000")), float(os.environ.get("MENTORING_MINUTES", "60"))
    noted = Path(os.environ["MENTORING_PLAYED"]) if "MENTORING_PLAYED" in os.environ else None
    first = int(noted.read_text()) if noted and noted.is_file() else 0
    begun, number = time.monotonic(), first
    used = time.process_time()
    while number < wanted and time.monotonic() - begun < minutes * 60:
        hostile.send(number)
        number += 1
    if noted and not hostile.faults:
        noted.parent.mkdir(parents=True, exist_ok=True)
        noted.write_text(str(number))
    print(  # noqa: T201 - a proof tells its counts
        f"\nA-R6: {len(set(hostile.sent))} routes, cases {first} to {number} of {wanted}, "
        f"{hostile.looked_for} refusals looked through for what was typed, {time.process_time() - used:.0f} s, "
        f"answers {dict(sorted(hostile.answers.items()))}, {len(hostile.faults)} faults"
    )
