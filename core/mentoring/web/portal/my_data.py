"""What a person sees of their own data: who has looked at it, and where they are signed in."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.accounts.sessions import OpenSession, close_session, sessions_of
from mentoring.monitoring.answers import answered
from mentoring.privacy.looks import Look, who_looked
from mentoring.privacy.receipts import Receipt, own_submitted, receipts
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.monitoring import own_words
from mentoring.web.portal.own_data import SAID, asked_lines, own_actions
from mentoring.web.views.my_data import EqualityLine, LookLine, MyDataPage, ReceiptLine, SignedInLine
from mentoring.web.views.parts import Button
from mentoring.web.words import when

MY_DATA_AT = "/{tenant:str}/my-data"


@get(MY_DATA_AT, opt=permits("account.use"), sync_to_thread=True)
def my_data(visit: NamedDependency[Visit], said: FromQuery[str] = "") -> Response[str]:
    """Who has read my registrations, at whichever institution; and my sessions."""
    with visit.work() as work:
        looks = who_looked(work, visit.person.person_id)
        sessions = sessions_of(work, visit.person.person_id)
        agreed = receipts(work, visit.person.person_id)
        equality = _equality(visit, work)
        asked = asked_lines(visit, work)
    view = MyDataPage(
        title="My data",
        banner=SAID.get(said),
        sentence="Have it, correct it, take it away; see what you agreed to and who has read what you wrote.",
        actions=own_actions(visit),
        asked=asked,
        receipts=tuple(_receipt(visit, each) for each in agreed),
        equality=equality,
        looks_text="Each time somebody opens your registration, or a list in which your name stands, it is written "
        "down, and you see it here; the same list again within an hour is one line."
        + ("" if looks else " Nobody has so far."),
        account=visit.path("account"),
        looks=tuple(_look(visit, each) for each in looks),
        sessions=tuple(_session(visit, each) for each in sessions),
    )
    return visit.page(view, portal_frame(visit, current="my-data"))


@post(MY_DATA_AT + "/sessions/{session:uuid}/end", opt=permits("account.use"), sync_to_thread=True)
def end_session(visit: NamedDependency[Visit], session: FromPath[UUID]) -> Redirect:
    """One of my own sessions ends; anything else changes nothing."""
    with visit.work() as work:
        close_session(work, visit.person.person_id, session)
    return see_other(visit.path("my-data"))


def _receipt(visit: Visit, receipt: Receipt) -> ReceiptLine:
    given, ended = (
        when(each, visit.tenant.timezone, visit.language) if each else ""
        for each in (receipt.given_at, receipt.withdrawn_at)
    )
    return ReceiptLine(
        title=f"{receipt.programme}, as {receipt.role}",
        words=receipt.words,
        line=f"Agreed to {given}; withdrawn {ended}, and the answers were deleted" if ended else f"Agreed to {given}",
        button=None
        if ended
        else Button(
            label="Withdraw this",
            href=visit.path(receipt.programme_slug, "mine", "withdraw", receipt.registration_id) + "?what=declaration",
            kind="small",
            about=f"what you declared for {receipt.programme}, as {receipt.role}",
        ),
    )


def _equality(visit: Visit, work: UnitOfWork) -> tuple[EqualityLine, ...]:
    own = own_submitted(work, visit.person.person_id)
    said = answered(work, [registration.id for registration, _ in own])
    return tuple(
        EqualityLine(
            title=programme.title,
            said=f"You said: {own_words(visit, registration)}."
            if registration.id in said
            else "You have not answered.",
            button=Button(
                label="Change it or take it back" if registration.id in said else "Answer it",
                href=visit.path(programme.slug, "mine", "monitoring", registration.id),
                kind="small",
                about=f"the equality question for {programme.title}",
            ),
        )
        for registration, programme in own
    )


def _look(visit: Visit, look: Look) -> LookLine:
    return LookLine(
        who=f"A coordinator of {look.institution}",
        what=_what(look),
        when=when(look.at, visit.tenant.timezone, visit.language),
    )


def _what(look: Look) -> str:
    at = f" for {look.programme}" if look.programme else ""
    told = {
        "registration": f"read your registration{at}" if at else "read a registration of yours",
        "reason": f"gave a reason before they read your registration{at}: “{look.reason}”",
        "message": "read a message that was written to you",
        "person": "opened the page with what you take part in",
        "attendance": f"opened the list of who has attended what{at}, in which your name stands",
        "invitations": f"opened the list of who is invited{at}, in which your name stands",
        "matching": f"opened the proposal of matches{at}, in which your name stands",
        "effects": f"looked at whom a change of its rules would touch{at}",
    }
    return told.get(look.what, f"opened the list of {look.what}{at}, in which your name stands")


def _session(visit: Visit, session: OpenSession) -> SignedInLine:
    begun, used = (when(each, visit.tenant.timezone, visit.language) for each in (session.created_at, session.seen_at))
    device, here = session.device or "A browser", session.id == visit.person.session_id
    return SignedInLine(
        device=device,
        line=f"Signed in {begun}; last used {used}",
        here=here,
        end=None
        if here
        else Button(
            label="End",
            href=visit.path("my-data", "sessions", session.id, "end"),
            post=True,
            kind="small",
            about=f"the session in {device}, {begun}",
        ),
    )
