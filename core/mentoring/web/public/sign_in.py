"""Signing in: by a link (ask for it, read it, spend it) or by password; and signing out."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.accounts.limits import count_try
from mentoring.accounts.links import ask_for_link, read_link, spend_link
from mentoring.accounts.passwords import sign_in_by_password
from mentoring.accounts.sessions import SignedIn, close_session
from mentoring.errors import Invalid
from mentoring.web.forms.field import Field, FieldKind
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import public_frame
from mentoring.web.http.cookies import ended, session_cookie
from mentoring.web.http.permits import EVERYONE, permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.public.second_step import after_signing_in
from mentoring.web.views.account import SignInConfirmPage, SignInPage, SignInSentPage, SmallForm
from mentoring.web.views.parts import Link, Problem

AnyRequest = Request[Any, Any, Any]


@get("/{tenant:str}/sign-in", opt=permits(EVERYONE), sync_to_thread=True)
def sign_in(visit: NamedDependency[Visit], next: FromQuery[str | None] = None) -> Response[str]:  # noqa: A002 - the address says it
    """Where the address is asked."""
    return visit.page(_ask(visit, next or ""), public_frame(visit))


@post("/{tenant:str}/sign-in", opt=permits(EVERYONE), sync_to_thread=True)
def send_link(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str]:
    """A link is on its way, or would be: the answer is the same for every address."""
    email, wanted = first(typed, "email"), first(typed, "next")
    try:
        with visit.work() as work:
            count_try(work, "link", address=visit.origin)
            ask_for_link(work, email=email, next_path=wanted)
    except Invalid as refusal:
        return visit.page(_ask(visit, wanted, email, problems=refusal.problems), public_frame(visit))
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


@post("/{tenant:str}/sign-in/password", opt=permits(EVERYONE), sync_to_thread=True)
def use_password(visit: NamedDependency[Visit], typed: NamedDependency[Typed], request: AnyRequest) -> Response[Any]:
    """The session begins with a new token; or the page says what does not fit, the same for every address."""
    account, wanted = first(typed, "account"), first(typed, "next")
    try:
        with visit.work() as work:
            signed = sign_in_by_password(
                work,
                email=account,
                password=first(typed, "password"),
                next_path=wanted,
                address=visit.origin,
                user_agent=request.headers.get("user-agent"),
                replaces=visit.session_token,
            )
    except Invalid as refusal:
        return visit.page(_ask(visit, wanted, account=account, problems=refusal.problems), public_frame(visit))
    return _signed_in(visit, signed)


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
    return _signed_in(visit, signed)


@post("/{tenant:str}/sign-out", opt=permits(EVERYONE), sync_to_thread=True)
def sign_out(visit: NamedDependency[Visit]) -> Redirect:
    """The session ends here, whoever still holds its cookie."""
    if visit.signed is not None:
        with visit.work() as work:
            close_session(work, visit.signed.person_id, visit.signed.session_id)
    answer = see_other(visit.path() + "/")
    answer.set_cookie(ended(session_cookie(visit.slug, "", https=visit.site.https)))
    return answer


def _signed_in(visit: Visit, signed: SignedIn) -> Redirect:
    """On to where one wanted to go: by way of the second step where roles are held."""
    answer = after_signing_in(visit, signed.next_path, needs_factor=signed.needs_factor)
    answer.set_cookie(session_cookie(visit.slug, signed.token, https=visit.site.https))
    return answer


def _ask(
    visit: Visit, wanted: str, email: str = "", *, account: str = "", problems: Mapping[str, str] | None = None
) -> SignInPage:
    found = problems or {}
    hidden = (("next", wanted),) if wanted else ()
    label = f"Your email address at {visit.tenant.short_name}"
    hint = f"It ends in {' or '.join('@' + domain for domain in visit.tenant.domains)}."
    return SignInPage(
        title="Sign in",
        text="We send you a link by email; it works once, and there is nothing to remember.",
        action=visit.path("sign-in"),
        fields=(_field("email", "email", label, value=email, hint=hint, problems=found, autocomplete="email"),),
        hidden=hidden,
        button="Send me a link",
        other=SmallForm(
            title="With your password",
            text="If you have set one. Where not, or when it is forgotten, a link does.",
            action=visit.path("sign-in", "password"),
            fields=(
                _field("account", "email", label, value=account, problems=found, autocomplete="username"),
                _field("password", "password", "Your password", problems=found, autocomplete="current-password"),
            ),
            hidden=hidden,
            button="Sign in with password",
        ),
        problems=tuple(Problem(name, sentence) for name, sentence in found.items()),
    )


def _field(
    name: str,
    kind: FieldKind,
    label: str,
    *,
    problems: Mapping[str, str],
    autocomplete: str,
    value: str = "",
    hint: str = "",
) -> Field:
    return Field(
        name=name,
        kind=kind,
        label=label,
        hint=hint,
        value=value,
        problem=problems.get(name, ""),
        autocomplete=autocomplete,
    )
