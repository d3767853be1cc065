"""What somebody is invited to: when and where, and whether they come."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.errors import Invalid, NotFound
from mentoring.events.queries import MyEvent, SessionView, my_events
from mentoring.events.reply import reply
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.events import Invited, MyEventsPage
from mentoring.web.views.parts import Banner, Button, Empty, Link, MarkKind, Problem, Step
from mentoring.web.words import begun, count, when

AT = "/{tenant:str}/{programme:str}/mine/events"
_YES, _NO = "yes", "no"
_CAME: Mapping[str, tuple[MarkKind, str]] = {
    "present": ("done", "You were there"),
    "absent": ("info", "The register says that you were not there"),
    "excused": ("info", "You were excused"),
}


@get(AT, opt=permits("event.reply"), sync_to_thread=True)
def events_page(visit: NamedDependency[Visit], kept: FromQuery[str] = "") -> Response[str]:
    """Everything one is invited to in the programme."""
    banner = None
    with visit.work() as work:
        mine = my_events(work, visit.programme)
    one = next((each for each in mine if each.event == kept), None)
    if one is not None and one.coming is not None:
        banner = Banner(kind="done" if one.placed != "waiting" else "wait", title=_status(one)[1], text=_after(one))
    return _page(visit, mine, banner=banner)


@post(AT + "/{registration:uuid}/{event:str}", opt=permits("event.reply"), sync_to_thread=True)
def keep_reply(
    visit: NamedDependency[Visit], registration: FromPath[UUID], event: FromPath[str], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """The reply is kept; whether there is a place is settled at once."""
    said = first(typed, _name(registration, event))
    try:
        with visit.work() as work:
            reply(work, visit.programme, registration, event, coming=_coming(said), session_id=_chosen(said))
    except Invalid as refusal:
        with visit.work() as work:
            mine = my_events(work, visit.programme)
        if not any((each.registration_id, each.event) == (registration, event) for each in mine):
            raise NotFound("You are not invited to this.", "Go back to your page.") from refusal
        return _page(visit, mine, problem=((registration, event), refusal.problems.get("reply", "")))
    visit.settle()
    return see_other(f"{visit.in_programme('mine', 'events')}?kept={event}")


def invited_steps(visit: Visit, work: UnitOfWork, programme: Programme) -> dict[str, Step]:
    """By event: what the reader's own page says of it, with their reply."""
    found: dict[str, Step] = {}
    for each in my_events(work, programme):
        session = each.next
        if session is None or each.event in found:
            continue
        mark, status = _status(each)
        found[each.event] = Step(
            title=each.title,
            when=_when(visit, session),
            text=begun(f"{status}{f'. {session.place}' if session.place else ''}"),
            state="half" if mark in {"wait", "open"} else "open",
            href=visit.path(programme.slug, "mine", "events") + f"#{_anchor(each)}",
        )
    return found


def events_to_answer(visit: Visit, work: UnitOfWork, programme: Programme) -> tuple[Button, ...]:
    """A button for each invitation that waits for a reply."""
    return tuple(
        Button(
            label=f"Say whether you come: {each.title}",
            href=visit.path(programme.slug, "mine", "events") + f"#{_anchor(each)}",
        )
        for each in my_events(work, programme)
        if each.coming is None and each.open
    )


def _page(
    visit: Visit,
    mine: tuple[MyEvent, ...],
    *,
    banner: Banner | None = None,
    problem: tuple[tuple[UUID, str], str] | None = None,
) -> Response[str]:
    shown = tuple(_invited(visit, each, problem) for each in mine)
    waiting = sum(each.coming is None and bool(each.open) for each in mine)
    problems: tuple[Problem, ...] = form_problems([field for each in shown for field in each.fields])
    view = MyEventsPage(
        title="Your events",
        sentence=begun(f"{count(waiting, 'invitation waits', 'invitations wait')} for your reply.")
        if waiting
        else "Nothing waits for your reply.",
        banner=banner,
        problems=problems,
        events=shown,
        back=Link("Back to your page", visit.in_programme("mine")),
        empty=None
        if mine
        else Empty(title="No invitation yet", text="You hear from us by e-mail when there is a date for you."),
    )
    return visit.page(view, portal_frame(visit, current="events", programme=visit.programme))


def _invited(visit: Visit, each: MyEvent, problem: tuple[tuple[UUID, str], str] | None) -> Invited:
    mark, status = _status(each)
    told = problem[1] if problem and problem[0] == (each.registration_id, each.event) else ""
    return Invited(
        id=_anchor(each),
        title=each.title,
        line=f"For you as {each.role_title.lower()}"
        + (". All of these sessions belong together." if each.every and len(each.sessions) > 1 else ""),
        text=each.text,
        mark=mark,
        status=status,
        sessions=tuple(_session(visit, session) for session in each.sessions),
        action=visit.in_programme("mine", "events", each.registration_id, each.event),
        fields=(_field(visit, each, told),) if each.open else (),
        button="Send my reply" if each.coming is None else "Change my reply",
    )


def _status(each: MyEvent) -> tuple[MarkKind, str]:
    if each.came is not None:
        return _CAME[each.came]
    if not any(session.live for session in each.sessions):
        return "stop", "It does not take place"
    if each.coming is None:
        return ("wait", "Please reply") if each.open else ("info", "You have not replied")
    if not each.coming:
        return "info", "You do not come"
    if each.placed == "waiting":
        return "wait", "It is full. You are on the waiting list"
    return ("done", "You come") if each.placed == "given" else ("wait", "Please choose another session")


def _after(each: MyEvent) -> str:
    if not each.coming:
        return "You can change your mind until it begins."
    if each.placed == "waiting":
        return "We write to you as soon as a place is free; whoever replied first comes first."
    return "It is noted. If something comes up, change your reply here until it begins."


def _field(visit: Visit, each: MyEvent, problem: str) -> Field:
    return Field(
        name=_name(each.registration_id, each.event),
        kind="radio",
        label="Will you come?",
        options=tuple(_options(visit, each)),
        problem=problem,
    )


def _options(visit: Visit, each: MyEvent) -> Iterator[Option]:
    choose = not each.every and len(each.open) > 1
    for session in each.open if choose else each.open[:1]:
        mine = each.coming is True and each.session in {None, session.id}
        yield Option(
            value=str(session.id) if choose else _YES,
            label=_when(visit, session) if choose else "Yes, I come",
            hint="" if mine else _room(each, session),
            chosen=mine,
        )
    yield Option(value=_NO, label="No, I cannot come", chosen=each.coming is False)


def _room(each: MyEvent, session: SessionView) -> str:
    """Whether there is a place, said before anybody chooses."""
    left = [one.left for one in each.open if one.left is not None] if each.every else [session.left]
    least = min((one for one in left if one is not None), default=None)
    if least is None:
        return ""
    if least == 0:
        waiting = f", behind {count(session.waiting, 'other', 'others')}" if session.waiting else ""
        return f"Full: you would be on the waiting list{waiting}."
    return begun(f"{count(least, 'place is', 'places are')} left.")


def _session(visit: Visit, session: SessionView) -> tuple[str, str, Link | None]:
    where = session.place if session.live else "It does not take place."
    link = Link("Join online", session.link) if session.link and session.live else None
    if session.live and not session.place and not session.link and session.open:
        where = "You read here where it is before it begins."
    return f"{_when(visit, session)}, {session.minutes} minutes", where, link


def _when(visit: Visit, session: SessionView) -> str:
    return when(session.starts_at, visit.tenant.timezone, visit.language)


def _anchor(each: MyEvent) -> str:
    return f"{each.event}-{each.registration_id.hex[:8]}"


def _name(registration: UUID, event: str) -> str:
    return f"reply-{registration}-{event}"


def _coming(said: str) -> bool:
    if said not in {_YES, _NO} and _chosen(said) is None:
        raise Invalid("Your reply is not kept yet.", "", {"reply": "Choose whether you come"})
    return said != _NO


def _chosen(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
