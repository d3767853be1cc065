"""How I sign in: a link always, a password if I want one, and a second step for roles; and how often we write."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from mentoring.accounts.factors import has_factor, recovery_codes_left
from mentoring.accounts.passwords import has_password, remove_password, set_password
from mentoring.accounts.secrecy import SHORTEST
from mentoring.accounts.subscriptions import has_subscription, subscribe, unsubscribe
from mentoring.errors import Invalid
from mentoring.participants.daily import choose_digest, wants_digest
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Banner, Button, Problem
from mentoring.web.views.security import AccountPage, WayIn
from mentoring.web.words import begun, count

_AT = "/{tenant:str}/account"
_NO_CODES = "You have no recovery codes: make some, and keep them where you find them without your phone."
_DONE = {
    "password-set": Banner(kind="done", title="Your password is set", text="Your other sessions have ended."),
    "calendar-removed": Banner(
        kind="done", title="Your calendar's address is taken back", text="Whoever has it reads nothing any more."
    ),
    "daily": Banner(kind="done", title="You get one e-mail a day", text="From the next letter on."),
    "each": Banner(kind="done", title="You get each letter by itself", text="From the next letter on."),
    "password-removed": Banner(kind="done", title="Your password is removed", text="A link by email signs you in."),
}


@get(_AT, opt=permits("account.use"), sync_to_thread=True)
def account(visit: NamedDependency[Visit], done: FromQuery[str] = "") -> Response[str]:
    """Every way in, how it stands, and what can be done about it."""
    return visit.page(_page(visit, done=done), portal_frame(visit, current="my-data"))


@post(_AT + "/password", opt=permits("account.use", step_up=True), sync_to_thread=True)
def keep_password(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[Any]:
    """A password from now on, or another one."""
    who = visit.person
    try:
        with visit.work() as work:
            set_password(work, who.person_id, password=first(typed, "password"), session_id=who.session_id)
    except Invalid as refusal:
        return visit.page(_page(visit, problem=refusal.problems["password"]), portal_frame(visit, current="my-data"))
    return see_other(visit.path("account") + "?done=password-set")


@post(_AT + "/password/remove", opt=permits("account.use", step_up=True), sync_to_thread=True)
def drop_password(visit: NamedDependency[Visit]) -> Redirect:
    """No password any more."""
    with visit.work() as work:
        remove_password(work, visit.person.person_id, session_id=visit.person.session_id)
    return see_other(visit.path("account") + "?done=password-removed")


@post(_AT + "/calendar", opt=permits("account.use"), sync_to_thread=True)
def make_calendar(visit: NamedDependency[Visit]) -> Response[Any]:
    """An address to subscribe to, shown on this answer alone; an earlier one ends."""
    with visit.work() as work:
        secret = subscribe(work, visit.person.person_id)
    address = f"{visit.site.settings.base_url}{visit.path('calendar', secret + '.ics')}"
    return visit.page(_page(visit, address=address), portal_frame(visit, current="my-data"))


@post(_AT + "/calendar/remove", opt=permits("account.use"), sync_to_thread=True)
def drop_calendar(visit: NamedDependency[Visit]) -> Redirect:
    """No calendar is read from outside any more."""
    with visit.work() as work:
        unsubscribe(work, visit.person.person_id)
    return see_other(visit.path("account") + "?done=calendar-removed")


@post(_AT + "/letters", opt=permits("account.use"), sync_to_thread=True)
def keep_letters(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Redirect:
    """One e-mail a day from now on, or each letter by itself."""
    daily = first(typed, "letters") == "daily"
    with visit.work() as work:
        choose_digest(work, visit.person.person_id, daily=daily)
    return see_other(visit.path("account") + f"?done={'daily' if daily else 'each'}")


def _page(visit: Visit, *, problem: str = "", done: str = "", address: str = "") -> AccountPage:
    who = visit.person
    with visit.work() as work:
        subscribed = has_subscription(work, who.person_id)
        known, app = has_password(work, who.person_id), has_factor(work, who.person_id)
        left = recovery_codes_left(work, who.person_id)
        daily = wants_digest(work, who.person_id)
    link = WayIn(title="A link by email", text=f"It is sent to {who.email}, works once, and for half an hour.")
    second = (_second_step(visit, left=left, app=app),) if who.granted or app else ()
    return AccountPage(
        title="How you sign in",
        sentence="A link by email always works. " + ("You have a password as well." if known else ""),
        banner=_DONE.get(done),
        ways=(
            link,
            _password(visit, problem, known=known),
            *second,
            _calendar(visit, address, subscribed=subscribed),
            _letters(visit, daily=daily),
        ),
        problems=(Problem("password", problem),) if problem else (),
    )


def _calendar(visit: Visit, address: str, *, subscribed: bool) -> WayIn:
    """The feed: its address when it has just been made, else whether there is one."""
    make = Button(
        label="Make another address" if subscribed else "Make an address",
        href=visit.path("account", "calendar"),
        post=True,
    )
    remove = Button(label="Take it back", href=visit.path("account", "calendar", "remove"), post=True, kind="small")
    if address:
        return WayIn(
            title="Your calendar's address",
            text="Copy it into your calendar now (in Outlook: Add calendar, Subscribe from web; in Google: Other "
            "calendars, From URL). It is not shown again. Whoever has it can read your meetings and dates, so treat it "
            "like a password.",
            address=address,
            buttons=(Button(label="Open it in your calendar", href="webcal" + address[address.index("://") :]), remove),
        )
    if subscribed:
        text = "Your calendar has an address that programs read. Another one replaces it; or take it back altogether."
        return WayIn(title="Your calendar", text=text, buttons=(make, remove))
    text = "Your meetings and dates in your own calendar: it looks at an address that only you know, every few hours."
    return WayIn(title="Your calendar", text=text, buttons=(make,))


def _password(visit: Visit, problem: str, *, known: bool) -> WayIn:
    text = "Instead of waiting for a link, you can sign in with your address and a password."
    field = Field(
        name="password",
        kind="password",
        label="A new password",
        hint=f"At least {SHORTEST} characters; four unrelated words are easy to remember.",
        problem=problem,
        autocomplete="new-password",
    )
    remove = Button(
        label="Remove my password", href=visit.path("account", "password", "remove"), post=True, kind="small"
    )
    return WayIn(
        title="Your password" if known else "A password, if you want one",
        text=text,
        form=SmallForm(
            title="",
            action=visit.path("account", "password"),
            fields=(field,),
            button="Change my password" if known else "Set a password",
            account=visit.person.email,
        ),
        buttons=(remove,) if known else (),
    )


def _letters(visit: Visit, *, daily: bool) -> WayIn:
    options = (
        Option(value="each", label="Each letter by itself", chosen=not daily),
        Option(value="daily", label="One e-mail a day, at eight in the morning", chosen=daily),
    )
    return WayIn(
        title="How often we write",
        text="Links to sign in, invitations, and dates that change always come at once.",
        form=SmallForm(
            title="",
            action=visit.path("account", "letters"),
            fields=(Field(name="letters", kind="radio", label="How would you like our letters?", options=options),),
            button="Keep this",
        ),
    )


def _second_step(visit: Visit, *, left: int | None, app: bool) -> WayIn:
    if not app:
        return WayIn(
            title="Your second step",
            text="You hold a role here: before its pages open, your phone shows a code, and you type it.",
            buttons=(Button(label="Set it up", href=visit.path("account", "app"), kind="primary"),),
        )
    return WayIn(
        title="Your second step",
        text="An app on your phone shows a code when you sign in and before weighty things. "
        + (begun(count(left, "recovery code is left.", "recovery codes are left.")) if left else _NO_CODES),
        buttons=(
            Button(label="Use another phone or app", href=visit.path("account", "app")),
            Button(label="Make new recovery codes", href=visit.path("account", "recovery-codes"), post=True),
        ),
    )
