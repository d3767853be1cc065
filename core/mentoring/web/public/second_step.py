"""The second step: an app is set up, its code is given, and whoever does something weighty gives it once more."""

from typing import Any
from urllib.parse import quote

import segno
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from mentoring.accounts.factors import (
    begin_factor,
    codes_shown,
    confirm_factor,
    give_code,
    has_factor,
    recovery_codes_left,
)
from mentoring.accounts.factors import renew_recovery_codes as renew
from mentoring.accounts.rules import own_path
from mentoring.errors import Invalid
from mentoring.people.service import person
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import public_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.step_up import CODE, StepUpNeeded
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.account import RefusalPage, SignInPage
from mentoring.web.views.parts import Button, Link, Problem
from mentoring.web.views.security import AppPage, RecoveryCodesPage
from mentoring.web.words import count

_AT = "/{tenant:str}/account"
_FEW = 3


@get(_AT + "/code", opt=permits("account.use"), sync_to_thread=True)
def code_page(visit: NamedDependency[Visit], next: FromQuery[str | None] = None) -> Response[Any]:  # noqa: A002 - the address says it
    """Where the code is asked after signing in; whoever has no second step yet sets it up first."""
    with visit.work() as work:
        if not has_factor(work, visit.person.person_id):
            return see_other(visit.path("account", "app") + _onward(visit, next))
    return visit.page(_ask(visit, next or ""), public_frame(visit))


@post(_AT + "/code", opt=permits("account.use"), sync_to_thread=True)
def take_code(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[Any]:
    """The code is right: the session has its roles from now on, and one goes where one wanted to."""
    wanted, who = first(typed, "next"), visit.person
    try:
        with visit.work() as work:
            give_code(work, who.person_id, session_id=who.session_id, code=first(typed, CODE), address=visit.origin)
    except Invalid as refusal:
        return visit.page(_ask(visit, wanted, refusal.problems[CODE]), public_frame(visit))
    return see_other(own_path(wanted, visit.slug))


@get(_AT + "/app", opt=permits("account.use", step_up=True), sync_to_thread=True)
def app_page(visit: NamedDependency[Visit], next: FromQuery[str | None] = None) -> Response[str]:  # noqa: A002 - the address says it
    """What an app needs to show codes. Looking again shows the same, until a code has confirmed it."""
    return visit.page(_set_up(visit, next or ""), public_frame(visit))


@post(_AT + "/app", opt=permits("account.use", step_up=True), sync_to_thread=True)
def confirm_app(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str]:
    """The app works: it is asked for from now on. The recovery codes are shown, this once."""
    wanted, who = first(typed, "next"), visit.person
    try:
        with visit.work() as work:
            someone = person(work, who.person_id)
        with visit.work() as work:
            codes = confirm_factor(
                work, someone, session_id=who.session_id, code=first(typed, "code"), address=visit.origin
            )
    except Invalid as refusal:
        return visit.page(_set_up(visit, wanted, refusal.problems["code"]), public_frame(visit))
    return visit.page(_codes(codes, own_path(wanted, visit.slug)), public_frame(visit))


@post(_AT + "/recovery-codes", opt=permits("account.use", step_up=True), sync_to_thread=True)
def renew_recovery_codes(visit: NamedDependency[Visit]) -> Response[str]:
    """Ten new ones instead of those there were."""
    with visit.work() as work:
        codes = renew(work, visit.person.person_id)
    return visit.page(_codes(codes, visit.path("account")), public_frame(visit))


def step_up_page(_: Request[Any, Any, Any], needed: StepUpNeeded) -> Response[str]:
    """The handler of `StepUpNeeded`: what was to be done waits in this page, and goes on with the code."""
    visit, path = needed.visit, needed.path
    if not needed.has_app:
        again = RefusalPage(
            title="Sign in again first",
            what="You signed in a while ago. Before this, we make sure that it is still you.",
            remedy="What you typed was not saved.",
            buttons=(Button(label="Sign in again", href=visit.path("sign-in") + _onward(visit, path), kind="primary"),),
        )
        return visit.page(again, public_frame(visit), status=403)
    waiting = tuple((name, value) for name, values in needed.typed.items() for value in values)
    view = _code_form(
        title="Is it still you?",
        text="Before this, we make sure with a code." + (" What you typed is kept." if needed.posted else ""),
        action=path if needed.posted else visit.path("account", "code"),
        hidden=waiting if needed.posted else (("next", path),),
        problem=needed.problem,
        shown=_shown(visit),
    )
    return visit.page(view, public_frame(visit), status=403)


def _ask(visit: Visit, wanted: str, problem: str = "") -> SignInPage:
    with visit.work() as work:
        left = recovery_codes_left(work, visit.person.person_id)
    few = ""
    if left is None:
        few = " You have no recovery codes yet: make some once you are in, for a day without your phone."
    elif left < _FEW:
        few = f" You have {count(left, 'recovery code', 'recovery codes')} left: make new ones once you are in."
    return _code_form(
        title="Enter your code",
        text="Your role here lets you see other people's data, so signing in takes a second step." + few,
        action=visit.path("account", "code"),
        hidden=(("next", wanted),) if wanted else (),
        problem=problem,
        shown=_shown(visit),
        links=(Link("Go on without your role, to your own pages", visit.path("mine")),),
    )


def _code_form(
    *,
    title: str,
    text: str,
    action: str,
    hidden: tuple[tuple[str, str], ...],
    problem: str,
    shown: str,
    links: tuple[Link, ...] = (),
) -> SignInPage:
    field = Field(
        name=CODE,
        kind="text",
        label="The code that your app shows now",
        hint="Six digits; or one of your recovery codes, if you do not have your app." + shown,
        width="w-name",
        problem=problem,
        autocomplete="one-time-code",
    )
    return SignInPage(
        title=title,
        text=text,
        action=action,
        fields=(field,),
        hidden=hidden,
        button="Go on",
        problems=(Problem(CODE, problem),) if problem else (),
        links=links,
    )


def _set_up(visit: Visit, wanted: str, problem: str = "") -> AppPage:
    with visit.work() as work:
        given = begin_factor(work, person(work, visit.person.person_id))
    field = Field(
        name="code", kind="text", label="The code that your app shows now", hint="Six digits." + _shown(visit),
        width="w-name", problem=problem, autocomplete="one-time-code",
    )  # fmt: skip
    return AppPage(
        title="Set up your second step",
        text="Whoever holds a role sees other people's data. So that a lost password or a read mailbox is not enough "
        "to get in, your phone shows a code, and you type it when you sign in.",
        picture=segno.make(given.address, error="m").svg_inline(scale=4, dark="#000", light="#fff", border=4),
        secret=" ".join(given.secret[at : at + 4] for at in range(0, len(given.secret), 4)),
        action=visit.path("account", "app"),
        fields=(field,),
        hidden=(("next", wanted),) if wanted else (),
        button="Turn it on",
        problems=(Problem("code", problem),) if problem else (),
    )


def _codes(codes: tuple[str, ...], path: str) -> RecoveryCodesPage:
    return RecoveryCodesPage(
        title="Keep your recovery codes",
        text="Each lets you in once when you do not have your app. Print them or write them down, and keep them apart "
        "from your phone. They are not shown again; earlier ones count no more.",
        codes=codes,
        on=Button(label="I have kept them: go on", href=path, kind="primary"),
    )


def _shown(visit: Visit) -> str:
    """Where no system is live nobody needs a phone: the code stands on the page, as messages do on theirs."""
    if not visit.site.shows_outbox:
        return ""
    with visit.work() as work:
        return f" This system is not live: an app would show {codes_shown(work).get(visit.person.email, 'none')} now."


def _onward(visit: Visit, wanted: str | None) -> str:
    return f"?next={quote(own_path(wanted, visit.slug))}" if wanted else ""


def after_signing_in(visit: Visit, path: str, *, needs_factor: bool) -> Redirect:
    """Where one goes once signed in: by way of the second step where roles are held."""
    return see_other(visit.path("account", "code") + f"?next={quote(path)}" if needs_factor else path)
