"""A-S1: every route, actor, foreign institution and kind of id: nobody reads or changes what is not theirs.

The walk is made from the route table: a route that nobody reaches fails, and so does one that shows nobody's words and
is not listed as such. ``tox -e deep-s1`` walks six institutions with every combination of ids.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import psycopg
import pytest
from psycopg import sql

from browsing import Browser, Element, Page
from consortium import ASKS, WORD, Actor, Consortium, actors, filled
from every_route import Answer, Body, Walk, Wire, at, forms_of, is_id, links_of, names_in, pattern_of
from hostile import Hostile, Met, played, routes_of
from makers import Works
from mentoring.accounts.model import SignInSession
from mentoring.db.embedded import Server
from served import served
from year import rows, variant

Clone = Callable[[], AbstractContextManager[str]]
Superuser = psycopg.Connection[tuple[object, ...]]

DEEP = "MENTORING_EVERY_ROUTE" in os.environ
SLUGS = ("ucl", "kcl", "qmul", "ual", "sgul", "lse") if DEEP else ("ucl", "kcl", "qmul")
AT_MOST = 3
"""As many addresses of one route as somebody looks at on their own way through the site."""

SHOW_PEOPLE = {
    "/{tenant:str}/account",
    "/{tenant:str}/console/audit",
    "/{tenant:str}/console/{programme:str}/attendance",
    "/{tenant:str}/console/{programme:str}/matching",
    "/{tenant:str}/console/{programme:str}/matching/{round_id:uuid}",
    "/{tenant:str}/console/{programme:str}/matching/{round_id:uuid}/matrix",
    "/{tenant:str}/console/{programme:str}/mentorships",
    "/{tenant:str}/console/{programme:str}/messages",
    "/{tenant:str}/console/{programme:str}/registrations",
    "/{tenant:str}/console/{programme:str}/registrations/{registration:uuid}",
    "/{tenant:str}/console/{programme:str}/registrations/{registration:uuid}/level",
    "/{tenant:str}/console/{programme:str}/registrations/{registration:uuid}/why",
    "/{tenant:str}/console/{programme:str}/surveys/{survey:str}",
    "/{tenant:str}/{programme:str}/register/{role:str}",
    "/{tenant:str}/{programme:str}/register/{role:str}/{theme:str}",
}
"""Pages on which those they are for must read people's words, else their silence to others would mean nothing."""
REACHED_ELSEWHERE = {
    "/{tenant:str}/console/{programme:str}/rehearsal/{people:int}/{seed:int}/{story:str}",
    "/{tenant:str}/calendar/{token:str}",
    "/{tenant:str}/{programme:str}/mine/{mentorship:uuid}/number",
    "/{tenant:str}/console/{programme:str}/mentorships/{mentorship:uuid}/go-on",
    "/{tenant:str}/{programme:str}/mine/{mentorship:uuid}/certificate",
    "/{tenant:str}/{programme:str}/mine/ask/{registration:uuid}",
    "/{tenant:str}/{programme:str}/mine/ask/{registration:uuid}/{candidate:uuid}",
    "/{tenant:str}/{programme:str}/mine/next/{registration:uuid}/{number:int}",
    "/{tenant:str}/console/programmes/asked/{asked:uuid}",
    "/{tenant:str}/console/{programme:str}/registrations/{registration:uuid}/entered",
    "/{tenant:str}/console/{programme:str}/registrations/{registration:uuid}/entered/withdraw",
    "/{tenant:str}/console/{programme:str}/changes/{number:int}",
    "/{tenant:str}/console/{programme:str}/enter/{role:str}",
    "/{tenant:str}/console/{programme:str}/matching/{round_id:uuid}/merge",
    "/{tenant:str}/console/{programme:str}/move",
    "/{tenant:str}/console/{programme:str}/naming",
    "/{tenant:str}/console/{programme:str}/selection/{stage:str}/{registration:uuid}",
}
"""What this consortium has nothing for: the journeys reach it (tests/journeys/test_routes.py), here it is attacked."""


@dataclass(frozen=True)
class Sent:
    """A form that somebody may send, after they have sent those of `before`."""

    actor: Actor
    path: str
    body: Body
    before: tuple["Sent", ...] = ()


@dataclass
class Found:
    """What people met on their own ways: routes that answered, canaries they read there, and forms they may send."""

    answered: set[str] = field(default_factory=set)
    shown: dict[str, set[str]] = field(default_factory=dict)
    forms: dict[str, list[Sent]] = field(default_factory=dict)
    refused: dict[str, set[str]] = field(default_factory=dict)
    met: Met = field(default_factory=Met)


@dataclass
class World:
    """The consortium behind its application, and what people found there. `copy` makes another to try things in."""

    walk: Walk
    found: Found
    who: list[Actor]
    copy: Callable[[], AbstractContextManager[tuple[Walk, str]]]
    superuser: Superuser


@pytest.fixture(scope="module")
def world(postgres: Server, clone: Clone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    begun = time.monotonic()
    with ExitStack() as leaving:
        name = leaving.enter_context(clone())
        database = postgres.database(name)
        leaving.callback(database.dispose)
        town = filled(Works(database, variant("b-mentor", ASKS)), SLUGS)
        who = [each for each in actors(town) if DEEP or each.home == "kcl" or each.role not in {"analyst", "operator"}]
        folder = tmp_path_factory.mktemp("walk")
        with served(town.year, folder) as demo:
            signed = {each.email: demo.as_(each.email) for each in who if each.email}
            tokens = {email: str(browser.cookies["session"]) for email, browser in signed.items()}
            town.tokens = {slug: _asked_for(demo.browser(), slug) for slug in SLUGS}
            for each in (each for each in who if each.role == "participant"):
                demo.browser().sign_in(each.email)  # elsewhere too: a session to end
        for slug in town.slugs:
            with town.year.works.work(slug) as work:
                town.sessions[slug] = [each.id for each in rows(work, SignInSession)]
        database.dispose()  # or it could not be copied
        copying = Copying(postgres, name, town, tokens, folder)
        with copying() as (once, _):
            found = _looked(once, who)
        walk, copied = leaving.enter_context(copying())
        admin = leaving.enter_context(postgres.superuser(copied))
        walk.requests, walk.assertions, walk.breaches = once.requests, once.assertions, once.breaches
        walk.queries = once.queries
        yield World(walk, found, who, copying, admin)
        print(  # noqa: T201 - a proof tells its counts
            f"\nA-S1: {len(walk.patterns('GET')) + len(walk.patterns('POST'))} routes, {len(who)} actors, "
            f"{len(SLUGS)} tenants, {walk.requests} requests, {walk.assertions} assertions, "
            f"{len(walk.breaches)} breaches, in {time.monotonic() - begun:.0f} seconds",
            *walk.breaches,
            sep="\n",
        )


@pytest.fixture(scope="module")
def taken(world: World) -> dict[str, list[Body]]:
    """By route, a form as a page offered it that was taken from somebody it is for, each tried in a copy.

    What it leads to may offer forms that no page offered before.
    """
    taken: dict[str, list[Body]] = {}
    tried: set[Sent] = set()
    ahead = list(world.walk.patterns("POST"))
    with ExitStack() as leaving:
        once: Walk | None = None  # a copy in which nothing was done yet
        for pattern in ahead:
            for sent in world.found.forms.get(pattern, []):
                if pattern in taken or sent in tried:
                    continue
                tried.add(sent)
                if once is None:
                    leaving.close()
                    once, _ = leaving.enter_context(world.copy())
                begun, answer = once.requests, _done(once, sent)
                if answer.status < 400:
                    taken[pattern] = [sent.body]
                    ahead += [each for each in _led_to(once, sent, answer, world.found) if each not in taken]
                else:
                    world.found.refused.setdefault(pattern, set()).add(f"{sent.actor.role} {answer.status} {sent.body}")
                world.walk.requests += once.requests - begun
                if answer.status < 400 or sent.before:
                    once = None
    return taken


def test_every_page_is_reached_by_somebody_and_shows_them_their_words(world: World) -> None:
    pages = set(world.walk.patterns("GET"))
    unreached = {each: world.found.refused.get(each) for each in pages - world.found.answered}
    assert set(unreached) == REACHED_ELSEWHERE, "\n".join(f"{each}: {told}" for each, told in unreached.items())
    assert {each for each in SHOW_PEOPLE if not world.found.shown.get(each)} == set()
    world.walk.assertions += 2 * len(pages)


def test_most_forms_are_taken_from_somebody_they_are_for(world: World, taken: dict[str, list[Body]]) -> None:
    assert len(taken) >= len(world.walk.patterns("POST")) // 2, sorted(set(world.walk.patterns("POST")) - set(taken))
    world.walk.assertions += len(world.walk.patterns("POST"))


def test_nobody_reads_anything_of_another_institution_and_what_is_foreign_looks_absent(world: World) -> None:
    for actor in world.who:
        for foreign in _foreign_to(world, actor):
            world.walk.send_everything(actor, foreign, thorough=DEEP)
    assert world.walk.breaches == [], "\n".join(world.walk.breaches)


def test_no_form_sent_by_somebody_else_changes_anything_of_another_institution(
    world: World, taken: dict[str, list[Body]]
) -> None:
    for actor in world.who:
        for foreign in _foreign_to(world, actor):
            before = _rows_of_others(world.superuser, actor.home)
            world.walk.attack(actor, foreign, taken, thorough=DEEP)
            after = _rows_of_others(world.superuser, actor.home)
            changed = {table for table in before if before[table] != after[table]}
            world.walk.check(not changed, f"{actor} changed rows of others in {changed}")
    assert world.walk.breaches == [], "\n".join(world.walk.breaches)


def test_whatever_is_sent_the_answer_is_a_page_in_words_and_nothing_typed_is_lost(world: World) -> None:
    with ExitStack() as leaving:

        def anew() -> Walk:
            leaving.close()
            return leaving.enter_context(world.copy())[0]

        hostile = Hostile(anew, world.found.met, anew(), routes_of(world.walk.site))
        played(hostile)
    every = {(each.method, each.pattern) for each in hostile.routes}
    assert (hostile.faults, every - hostile.sent.keys()) == ([], set()), "\n".join(hostile.faults)


def _foreign_to(world: World, actor: Actor) -> list[str]:
    """The institutions that the actor attacks: all others, or in `make test` one, each in its turn."""
    others = [each for each in SLUGS if each != actor.home]
    return others if DEEP else [others[world.who.index(actor) % len(others)]]


@dataclass
class Copying:
    """Makes another database like the consortium's, with an application over it in which time stands still."""

    server: Server
    original: str
    town: Consortium
    tokens: dict[str, str]
    folder: Path
    made: int = 0

    @contextmanager
    def __call__(self) -> Iterator[tuple[Walk, str]]:
        self.made += 1
        name = f"{self.original}_{self.made}"
        copied = sql.SQL("create database {} template {} strategy file_copy owner mentoring_owner")
        with self.server.superuser() as admin:
            admin.execute(copied.format(sql.Identifier(name), sql.Identifier(self.original)))
        database = self.server.database(name)
        year = replace(self.town.year, works=Works(database, self.town.year.works.schemes))
        try:
            with (
                served(year, self.folder, mode="production", pace=timedelta(0)) as site,
                closing(Wire(site.app, str(site.client.base_url))) as wire,
            ):
                yield Walk(replace(self.town, year=year), site, wire, self.tokens), name
        finally:
            database.dispose()
            with self.server.superuser() as admin:
                admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _asked_for(browser: Browser, slug: str) -> str:
    """The token of a sign-in link that nobody has spent."""
    email = f"guest@{slug}.example"
    browser.open(f"/{slug}/sign-in")
    browser.press("Send me a link", email=email)
    browser.follow("See the messages")
    letter = next(each for each in browser.page.root.all("article") if email in each.words)
    return letter.all("a")[0].attributes["href"].rpartition("/")[2]


def _looked(walk: Walk, who: list[Actor]) -> Found:
    """Everybody goes through the site from their first page, along its links, and reads what is theirs."""
    found = Found()
    for actor in who:
        seen: dict[str, set[str]] = {}
        ahead: list[tuple[str, tuple[str, ...]]] = [
            (at(pattern, actor.home, ids), ())
            for pattern in walk.patterns("GET")
            for ids in walk.ids(actor, "", dict.fromkeys(names_in(pattern), "own"), thorough=False)
        ]
        while ahead:
            path, led_by = ahead.pop(0)
            pattern = pattern_of(path.partition("?")[0], walk.patterns("GET"))
            looked = seen.setdefault(pattern or "", set())
            if pattern is None or path in looked or (len(looked) >= AT_MOST and not led_by):
                continue
            looked.add(path)
            answer = walk.look(actor, path)
            walk.reads_only_what_is_theirs(actor, path, answer)
            if answer.status == 200 and not pattern.endswith("/sign-in"):
                page = _noted(walk, found, actor, path, answer)
                found.answered |= {pattern, *led_by}
                for each in (pattern, *led_by):
                    found.shown.setdefault(each, set()).update(*(words_in(main) for main in page.root.all("main")))
                links = list(links_of(page))
                ahead += [(link, ()) for link in links]
                _with_queries(walk, links)
            elif answer.status == 200:
                found.answered.add(pattern)
            else:
                found.refused.setdefault(pattern, set()).add(f"{actor.role} {answer.status} {answer.where}")
                ahead += [(answer.where, (*led_by, pattern))] if answer.where else []
    return found


def _with_queries(walk: Walk, links: list[str]) -> None:
    """Note what links carry behind the address of a route; of what names somebody's row, or a page before, nothing."""
    for address, _, query in (link.partition("?") for link in links if "?" in link):
        pattern = pattern_of(address, walk.patterns("GET"))
        if pattern is not None and not any(is_id(value) or value.startswith("/") for _, value in parse_qsl(query)):
            walk.queries.setdefault(pattern, set()).add(query)


def words_in(main: Element) -> set[str]:
    return set(WORD.findall(main.words.lower()))


def _noted(walk: Walk, found: Found, actor: Actor, path: str, answer: Answer, before: tuple[Sent, ...] = ()) -> Page:
    """The page, with its forms added to those that were found."""
    page = Page.read(answer.status, path, answer.html)
    if not before:
        seen = pattern_of(path.partition("?")[0], walk.patterns("GET")) or path
        found.met.pages.setdefault(seen, []).append((actor, path))
    for address, body in forms_of(page):
        to = pattern_of(address.partition("?")[0], walk.patterns("POST"))
        if to is not None:
            if not before:
                found.met.offers.setdefault(to, []).append((actor, path))
            found.forms.setdefault(to, []).append(Sent(actor, address, body, before))
    return page


def _done(walk: Walk, sent: Sent) -> Answer:
    """The answer to a form, sent after those that lead to it."""
    for each in sent.before:
        walk.ask(each.actor, "POST", each.path, each.body)
    return walk.ask(sent.actor, "POST", sent.path, sent.body)


def _led_to(walk: Walk, sent: Sent, answer: Answer, found: Found) -> set[str]:
    """The routes for which the page that a form led to offers forms."""
    known = {pattern: len(forms) for pattern, forms in found.forms.items()}
    path = answer.where or sent.path
    if answer.where:
        answer = walk.ask(sent.actor, "GET", answer.where)
    if answer.status == 200:
        _noted(walk, found, sent.actor, path, answer, (*sent.before, sent))
    return {pattern for pattern, forms in found.forms.items() if len(forms) > known.get(pattern, 0)}


def _rows_of_others(admin: Superuser, slug: str) -> dict[str, str]:
    """A digest of every table's rows that are not, and are not about, an institution's own. Waking is anybody's."""
    tables = admin.execute(
        "select table_name, bool_or(column_name = 'home_tenant_id') from information_schema.columns"
        " where table_schema = 'public' and column_name in ('tenant_id', 'home_tenant_id') group by table_name"
    ).fetchall()
    found = {}
    for name, with_home in tables:
        others = sql.SQL("tenant_id <> %(slug)s") + sql.SQL(" and home_tenant_id <> %(slug)s" if with_home else "")
        wanted = sql.SQL("select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {} t where {}")
        if name not in {"due", "post"}:
            ((digest,),) = admin.execute(wanted.format(sql.Identifier(str(name)), others), {"slug": slug}).fetchall()
            found[str(name)] = str(digest)
    return found
