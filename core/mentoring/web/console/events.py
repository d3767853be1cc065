"""An event as coordinators read it: its sessions, who is invited, who comes, who was there."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from mentoring.events.queries import SessionView
from mentoring.events.roll import Guesting, Roll, reply_of, roll
from mentoring.web.console.frame import console_frame, is_lead, needed
from mentoring.web.console.paging import LARGEST, SHOWN, page_in, page_links
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.attendance import EventBlock
from mentoring.web.views.events import EventPage, GuestLine, SessionLine
from mentoring.web.views.parts import Banner, Button, Empty, Link, MarkKind
from mentoring.web.words import begun, count, when

AT = "/{tenant:str}/console/{programme:str}/attendance"
EVENT_AT = AT + "/{event:str}"
PLACE = "attendance"

REPLIES: dict[str, tuple[MarkKind, str]] = {
    "coming": ("done", "Coming"),
    "waiting": ("wait", "On the waiting list"),
    "choosing": ("wait", "Has to choose another session"),
    "not coming": ("info", "Not coming"),
    "silent": ("open", "No reply yet"),
}
CAME = {"present": "Present", "absent": "Absent", "excused": "Excused"}
_DONE = {
    "changed": Banner(kind="done", title="The session is changed", text="Whoever had heard of it is told."),
    "added": Banner(kind="done", title="The session is added", text="Whoever has no place yet hears of it."),
    "off": Banner(kind="done", title="The session is called off", text="Whoever had heard of it is told."),
    "back": Banner(kind="done", title="The session takes place again", text="Whoever had heard of it is told."),
}


def base(visit: Visit, *parts: object) -> str:
    """The address of the programme's events, or of one of them."""
    return visit.path("console", visit.programme.slug, PLACE, *parts)


@get(EVENT_AT, opt=permits("attendance.record", lists="attendance"), sync_to_thread=True)
def event_page(
    visit: NamedDependency[Visit], event: FromPath[str], done: FromQuery[str] = "", page: FromQuery[int] = 1
) -> Response[str]:
    """One event: its sessions, and everybody it is for, a page at a time."""
    with visit.work() as work:
        found, now = roll(work, visit.programme, event, page=page_in(page, LARGEST), size=SHOWN), work.now
        frame = console_frame(visit, current=PLACE, wanted=needed(work, visit.programme))
    invited = sum(found.replies.values())
    needs = f" Attending it passes: {', '.join(found.gates)}." if found.gates else ""
    view = EventPage(
        title=found.title,
        programme=visit.programme.title,
        sentence=_sentence(found),
        banner=_DONE.get(done),
        back=Link("Back to all events", base(visit)),
        text=found.text + needs,
        sessions=tuple(_session_line(visit, found, each, now=now) for each in found.sessions),
        actions=(Button(label="Add a session", href=base(visit, event, "new")),) if is_lead(visit) else (),
        people_title=begun(count(found.number, "person", "people")) + f", {invited} invited",
        people=tuple(_guest_line(visit, found, each) for each in found.people),
        pages=page_links(found.number, found.page, lambda to: f"{base(visit, event)}?page={to}#people"),
        empty=None
        if found.number
        else Empty(title="Nobody yet", text="Whoever it is for is invited by themselves once the time has come."),
    )
    return visit.page(view, frame)


def where_of(session: SessionView) -> str:
    """Where a session is, in words."""
    return "; ".join(part for part in (session.place, session.link) if part) or "No place or link yet"


def is_id(text: str) -> bool:
    """Whether it reads as an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def span_of(visit: Visit, session: SessionView) -> str:
    """``Thursday 14 January 2021, 10:00, 90 minutes``, by the clock of the reader's institution."""
    return f"{when(session.starts_at, visit.tenant.timezone, visit.language)}, {session.minutes} minutes"


def _sentence(found: Roll) -> str:
    told = found.replies
    parts = [
        f"{told[key]} {words}"
        for key, words in (
            ("coming", "come"),
            ("waiting", "wait for a place"),
            ("choosing", "have to choose again"),
            ("not coming", "do not come"),
            ("silent", "have not replied"),
        )
        if told[key]
    ]
    if found.came:
        parts.append(f"{found.came} were there")
    return begun(", ".join(parts)) + "." if parts else "Nobody has been invited yet."


def event_block(visit: Visit, found: Roll) -> EventBlock:
    """One event in the list of all."""
    days = "; ".join(span_of(visit, each) for each in found.sessions if each.live)
    return EventBlock(
        title=found.title,
        href=base(visit, found.event),
        when=days or "No session takes place",
        sentence=_sentence(found),
        buttons=tuple(
            Button(label="Take the register", href=base(visit, found.event, each.id, "register"), about=found.title)
            for each in found.sessions
            if each.live and not each.open and not found.came
        )[:1],
    )


def _session_line(visit: Visit, found: Roll, session: SessionView, *, now: datetime) -> SessionLine:
    here = found.expected[session.id] + found.expected[None]
    there = found.there[session.id]
    room = "" if session.left is None else f", {count(session.left, 'place', 'places')} left"
    told = f"{here} expected{room}" + (f", {session.waiting} waiting" if session.waiting else "")
    mark, word = ("open", "To come") if session.open else ("done", "Past")
    if not session.live:
        mark, word = "stop", "Called off"
    return SessionLine(
        id=f"session-{session.id}",
        when=span_of(visit, session),
        where=where_of(session),
        counts=f"{told}; {there} were there" if there else told,
        mark="open" if mark == "open" else "done" if mark == "done" else "stop",
        word=word,
        buttons=tuple(_session_buttons(visit, found, session, over=session.starts_at <= now)),
    )


def _session_buttons(visit: Visit, found: Roll, session: SessionView, *, over: bool) -> Iterator[Button]:
    at, about = (found.event, session.id), span_of(visit, session)
    if session.live and over:
        yield Button(label="Take the register", href=base(visit, *at, "register"), about=about)
    if not is_lead(visit) or over:
        return
    if session.live:
        yield Button(label="Change time or place", href=base(visit, *at), about=about)
        yield Button(label="Call it off", href=base(visit, *at, "off"), about=about)
    else:
        yield Button(label="Let it take place", href=base(visit, *at, "off"), about=about)


def _guest_line(visit: Visit, found: Roll, each: Guesting) -> GuestLine:
    mark, word = REPLIES[reply_of(each)] if each.invited else ("open", "Not invited yet")
    chosen = next((one for one in found.sessions if one.id == each.session), None)
    several = len(found.sessions) > 1
    return GuestLine(
        name=each.name,
        line=told_apart(each),
        mark=mark,
        reply=word,
        session=span_of(visit, chosen) if chosen and several else "",
        came="; ".join(_came(visit, found, each, several=several)),
    )


def told_apart(each: Guesting) -> str:
    """As what somebody takes part and where they are from; their address where somebody else is called the same."""
    return f"{each.role_title}, {each.house}" + (f", {each.email}" if each.alike else "")


def _came(visit: Visit, found: Roll, each: Guesting, *, several: bool) -> Iterator[str]:
    for session in found.sessions:
        if session.id in each.was:
            lasted = each.minutes.get(session.id)
            told = CAME[each.was[session.id]] + (f", {lasted} minutes" if lasted is not None else "")
            yield f"{span_of(visit, session)}: {told}" if several else told
