"""What a person sees of their own data: who has looked at it, and where they are signed in."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.accounts.sessions import OpenSession, close_session, sessions_of
from mentoring.privacy.looks import Look, who_looked
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.my_data import LookLine, MyDataPage, SignedInLine
from mentoring.web.views.parts import Button
from mentoring.web.words import when

MY_DATA_AT = "/{tenant:str}/my-data"


@get(MY_DATA_AT, opt=permits("account.use"), sync_to_thread=True)
def my_data(visit: NamedDependency[Visit]) -> Response[str]:
    """Who has read my registrations, at whichever institution; and my sessions."""
    with visit.work() as work:
        looks = who_looked(work, visit.person.person_id)
        sessions = sessions_of(work, visit.person.person_id)
    view = MyDataPage(
        title="My data",
        sentence="Who has read what you wrote, and where you are signed in.",
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


def _look(visit: Visit, look: Look) -> LookLine:
    return LookLine(
        who=f"A coordinator of {look.institution}",
        what=_what(look),
        when=when(look.at, visit.tenant.timezone, visit.language),
    )


def _what(look: Look) -> str:
    at = f" for {look.programme}" if look.programme else ""
    match look.what:
        case "registration":
            return f"read your registration{at}" if at else "read a registration of yours"
        case "reason":
            return f"gave a reason before they read your registration{at}: “{look.reason}”"
        case "attendance":
            return f"opened the list of who has attended what{at}, in which your name stands"
        case "matching":
            return f"opened the proposal of matches{at}, in which your name stands"
    return f"opened the list of {look.what}{at}, in which your name stands"


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
