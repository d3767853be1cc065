"""Who is asking, at which institution, about which programme: settled once, before a page's handler runs.

A `Visit` is made by the guard `visiting` from the address and the cookie, checks the permission that the
route declares, and opens units of work for the handler. What is absent and what is foreign look alike.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.response import Redirect

from mentoring.access.permissions import Role, may, roles_in
from mentoring.accounts.sessions import Signed, session_of
from mentoring.db.engine import Database
from mentoring.errors import FactorNeeded, MentoringError, NotAllowed, NotFound, SignInNeeded
from mentoring.privacy.lists import list_read
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import own_scheme_of, scheme_of
from mentoring.programmes.queries import programme as programme_at
from mentoring.settings import Settings
from mentoring.tenants.directory import institution
from mentoring.tenants.file import TenantFile
from mentoring.timeline.settle import settle_programme
from mentoring.unit_of_work import VISITOR, Actor, Schemes, UnitOfWork, begin
from mentoring.web.http.cookies import LANGUAGE, SESSION, ColourChoice, chosen_scheme, visitor_cookie
from mentoring.web.http.cookies import VISITOR as VISITOR_COOKIE
from mentoring.web.http.origin import origin
from mentoring.web.http.pages import page
from mentoring.web.http.permits import EVERYONE, permission_of
from mentoring.web.http.tokens import SAFE_METHODS, form_token, new_visitor_secret
from mentoring.web.languages import Language, known_language
from mentoring.web.views.frame import Frame
from mentoring.web.views.parts import Page

Connection = ASGIConnection[Any, Any, Any, Any]
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,62}")


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the application stands on: settings, the database, the installed schemes, the clock and ids."""

    settings: Settings
    database: Database
    schemes: Schemes
    clock: Callable[[], datetime]
    ids: Callable[[], UUID]

    @property
    def https(self) -> bool:
        """Whether people reach the site securely."""
        return self.settings.base_url.startswith("https://")

    @property
    def shows_outbox(self) -> bool:
        """Whether messages are shown on a page: in development and in the demo, never in production."""
        return self.settings.mode != "production"

    @contextmanager
    def work(self, tenant: str, actor: Actor) -> Iterator[UnitOfWork]:
        """A unit of work, committed on leaving."""
        with begin(
            self.database,
            tenant=tenant,
            actor=actor,
            schemes=self.schemes,
            clock=self.clock,
            ids=self.ids,
            base_url=self.settings.base_url,
        ) as work:
            yield work


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request: `tenant` is the institution in its path, `signed` who holds the session there, if anyone.

    `programme` is the one in the path, as that institution sees it; `roles` are the visitor's there. `origin` is the
    network address it came from, for counting tries.
    """

    site: Site
    tenant: TenantFile
    signed: Signed | None
    programme_row: Programme | None
    roles: frozenset[Role]
    language: Language
    scheme: ColourChoice
    session_token: str | None
    visitor_secret: str
    new_visitor: bool
    origin: str

    @property
    def slug(self) -> str:
        """The institution's short name in addresses."""
        return self.tenant.slug

    @property
    def programme(self) -> Programme:
        """The programme in the path. Raises NotFound where the path has none."""
        if self.programme_row is None:
            raise NotFound("There is no such programme here.")
        return self.programme_row

    @property
    def person(self) -> Signed:
        """Who is signed in. Raises SignInNeeded."""
        if self.signed is None:
            raise SignInNeeded("This page is for people who have signed in.", "Sign in with your work address.")
        return self.signed

    @property
    def csrf(self) -> str:
        """The token that this browser's forms carry."""
        return form_token(self.signed.csrf_secret if self.signed else self.visitor_secret.encode())

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """A unit of work of whoever is asking, at their institution; committed on leaving."""
        with self.site.work(self.slug, self.signed.actor if self.signed else VISITOR) as work:
            yield work

    def settle(self, programme: Programme | None = None) -> None:
        """Close the difference between what is and what should be, after a unit of work has been committed."""
        which = programme or self.programme
        settle_programme(
            self.site.database,
            host=which.tenant_id,
            programme_id=which.id,
            schemes=self.site.schemes,
            clock=self.site.clock,
            ids=self.site.ids,
            base_url=self.site.settings.base_url,
            only_woken=True,
        )

    def path(self, *parts: object) -> str:
        """An address at this institution: ``visit.path("console", "today")`` is ``/SLUG/console/today``."""
        return "/" + "/".join(quote(str(part)) for part in (self.slug, *parts))

    def in_programme(self, *parts: object) -> str:
        """An address in the programme of the path."""
        return self.path(self.programme.slug, *parts)

    def page(self, view: Page, frame: Frame, *, status: int | None = None) -> Response[str]:
        """The page as an answer, with the visitor's cookie where this browser had none."""
        answer = page(view, frame, status=status)
        if self.new_visitor and self.signed is None:
            answer.set_cookie(visitor_cookie(self.slug, self.visitor_secret, https=self.site.https))
        return answer


def see_other(path: str) -> Redirect:
    """After a form was taken: the page that follows (303, so that going back sends nothing twice)."""
    return Redirect(path, status_code=303)


def visiting(site: Site) -> Callable[[Connection, BaseRouteHandler], Any]:
    """The guard that makes the `Visit` of every request below an institution's path."""

    async def visit_made(connection: Connection, handler: BaseRouteHandler) -> None:
        if "\0" in connection.scope["path"] or b"%00" in connection.scope["query_string"]:
            raise NotFound("There is nothing at this address.")  # no name holds it, and no database takes it
        if "tenant" not in connection.path_params:
            return
        what = list_looked_at(connection, handler)
        visit = await sync_to_thread(_visit_of, site, connection, permission_of(handler) or "", what)
        connection.state.visit = visit
        if visit.signed is not None:
            connection.state.csrf_secret = visit.signed.csrf_secret

    return visit_made


def visit_in(connection: Connection) -> Visit | None:
    """The visit that the guard made, where it came to that."""
    found: Visit | None = connection.state.get("visit")
    return found


def list_of(handler: BaseRouteHandler) -> str | None:
    """The list of `privacy.lists.LISTS` that a route declares to show: ``permits("round.read", lists="matching")``."""
    found: str | None = handler.opt.get("lists")
    return found


def list_looked_at(connection: Connection, handler: BaseRouteHandler) -> str | None:
    """The same, of whoever only looks and is asked for nothing more: it is told together with the visit."""
    looks = connection.scope.get("method") in SAFE_METHODS and not handler.opt.get("step_up")
    return list_of(handler) if looks else None


def _visit_of(site: Site, connection: Connection, action: str, what: str | None) -> Visit:
    slug: str = connection.path_params["tenant"]
    if not _SLUG.fullmatch(slug):
        raise NotFound("There is no such institution here.")
    token = connection.cookies.get(SESSION)
    secret = connection.cookies.get(VISITOR_COOKIE)
    with site.work(slug, VISITOR) as work:  # one piece of work: which programmes an institution sees is all people's
        tenant = institution(work.session, slug)
        signed = session_of(work, token) if token else None
        roles: frozenset[Role] = signed.roles | {"visitor"} if signed else frozenset({"visitor"})
        before = roles if signed is None else roles_in(roles, tenant=slug, host=slug, registered=True, member=True)
        refused = _refusal(action, before, signed)  # before any programme is looked for: whether or not there is one
        programme = _programme(work, connection, roles) if refused is None else None
        if refused is None and signed is not None:
            host = programme.tenant_id if programme else ""
            roles = roles_in(roles, tenant=slug, host=host, registered=True, member=True)
            refused = _refusal(action, roles, signed)
        if refused is None and signed is not None and programme is not None and what is not None:
            list_read(replace(work, actor=signed.actor), programme, what)
    if refused is not None:
        raise refused
    return Visit(
        site=site,
        tenant=tenant,
        signed=signed,
        programme_row=programme,
        roles=roles,
        language=known_language(connection.cookies.get(LANGUAGE)),
        scheme=chosen_scheme(connection.cookies),
        session_token=token,
        visitor_secret=secret or new_visitor_secret(),
        new_visitor=not secret,
        origin=_origin(site, connection),
    )


def _origin(site: Site, connection: Connection) -> str:
    peer = connection.client.host if connection.client else "nowhere"
    return origin(peer, connection.headers.getall("x-forwarded-for", []), site.settings.proxies)


def _programme(work: UnitOfWork, connection: Connection, roles: frozenset[Role]) -> Programme | None:
    """The programme in the path, if there is one in it. Raises NotFound."""
    if "programme" not in connection.path_params:
        return None
    if not _SLUG.fullmatch(connection.path_params["programme"]):
        raise NotFound("There is no such programme here.")
    programme = programme_at(work, connection.path_params["programme"])
    if programme.published_at is None and "coordinator" not in roles:
        raise NotFound("There is no such programme here.")
    own_scheme_of(programme)  # where its documents have to be read at all, they are while the session lasts
    scheme_of(programme)
    return programme


def _refusal(action: str, roles: frozenset[Role], signed: Signed | None) -> MentoringError | None:
    if action == EVERYONE or may(roles, action):
        return None
    if signed is None:
        return SignInNeeded("This page is for people who have signed in.", "Sign in with your work address.")
    if signed.factor_at is None and may(
        roles_in(signed.granted, tenant="", host="", registered=False, member=False), action
    ):
        return FactorNeeded("This page needs the code of your second step.", "Enter it, and you come here.")
    return NotAllowed("Your role here does not include this.", "Ask a coordinator of your institution.")
