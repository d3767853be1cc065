"""Signing in by a link: ask for it, read it, spend it; and signing out."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.accounts.links import ask_for_link, read_link, spend_link
from mentoring.accounts.sessions import close_session
from mentoring.errors import Invalid
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import public_frame
from mentoring.web.http.cookies import ended, session_cookie
from mentoring.web.http.permits import EVERYONE, permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.account import SignInConfirmPage, SignInPage, SignInSentPage
from mentoring.web.views.parts import Link, Problem

AnyRequest = Request[Any, Any, Any]


@get("/{tenant:str}/sign-in", opt=permits(EVERYONE), sync_to_thread=True)
def sign_in(visit: NamedDependency[Visit], next: FromQuery[str | None] = None) -> Response[str]:  # noqa: A002 - the address says it
    """Where the address is asked."""
    return visit.page(_ask(visit, next or "", ""), public_frame(visit))


@post("/{tenant:str}/sign-in", opt=permits(EVERYONE), sync_to_thread=True)
def send_link(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str]:
    """A link is on its way, or would be: the answer is the same for every address."""
    email, wanted = first(typed, "email"), first(typed, "next")
    try:
        with visit.work() as work:
            ask_for_link(work, email=email, next_path=wanted)
    except Invalid as refusal:
        return visit.page(_ask(visit, wanted, email, refusal.problems.get("email", refusal.what)), public_frame(visit))
    view = SignInSentPage(
        title="Look in your mailbox",
        paragraphs=(
            f"If {email.strip()} is an address of {visit.tenant.name}, a link is on its way to it.",
            "It works once, for half an hour. If nothing comes, look into the folder for unwanted mail first.",
        ),
        again=Link("Ask for another link", visit.path("sign-in")),
        outbox=Link("See the messages that would be sent", visit.path("outbox")) if visit.site.shows_outbox else None,
    )
    return visit.page(view, public_frame(visit))


@get("/{tenant:str}/sign-in/{token:str}", opt=permits(EVERYONE), sync_to_thread=True)
def open_link(visit: NamedDependency[Visit], token: FromPath[str]) -> Response[str]:
    """The page that a link leads to. Looking at it spends nothing: mail scanners look at links."""
    with visit.work() as work:
        link = read_link(work, token)
    view = SignInConfirmPage(
        title="Sign in",
        text=f"You are about to sign in as {link.email}.",
        action=visit.path("sign-in", token),
        hidden=(),
        button="Sign in",
    )
    return visit.page(view, public_frame(visit))


@post("/{tenant:str}/sign-in/{token:str}", opt=permits(EVERYONE), sync_to_thread=True)
def use_link(visit: NamedDependency[Visit], token: FromPath[str], request: AnyRequest) -> Redirect:
    """The link is spent, the session begins with a new token."""
    with visit.work() as work:
        signed = spend_link(work, token, user_agent=request.headers.get("user-agent"), replaces=visit.session_token)
    answer = see_other(signed.next_path)
    answer.set_cookie(session_cookie(visit.slug, signed.token, https=visit.site.https))
    return answer


@post("/{tenant:str}/sign-out", opt=permits(EVERYONE), sync_to_thread=True)
def sign_out(visit: NamedDependency[Visit]) -> Redirect:
    """The session ends here, whoever still holds its cookie."""
    if visit.signed is not None:
        with visit.work() as work:
            close_session(work, visit.signed.person_id, visit.signed.session_id)
    answer = see_other(visit.path() + "/")
    answer.set_cookie(ended(session_cookie(visit.slug, "", https=visit.site.https)))
    return answer


def _ask(visit: Visit, wanted: str, email: str, problem: str = "") -> SignInPage:
    return SignInPage(
        title="Sign in",
        text="We send you a link by email; there is no password.",
        action=visit.path("sign-in"),
        fields=(
            Field(
                name="email",
                kind="email",
                label=f"Your email address at {visit.tenant.short_name}",
                hint=f"It ends in {' or '.join('@' + domain for domain in visit.tenant.domains)}.",
                value=email,
                problem=problem,
                autocomplete="email",
            ),
        ),
        hidden=(("next", wanted),) if wanted else (),
        button="Send me a link",
        problems=(Problem("email", problem),) if problem else (),
    )
