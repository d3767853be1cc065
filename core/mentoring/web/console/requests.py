"""Whom people have asked, and a coordinator's yes where the scheme wants one before a mentorship begins."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.mentorships.confirm import confirm, request_way
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.requests import RequestSeen, requests_of
from mentoring.web.console.frame import console_frame, is_lead, needed
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Button, Empty, MarkKind, Person
from mentoring.web.views.requests import RequestLine, RequestsPage
from mentoring.web.words import begun, count, short_day

_AT = "/{tenant:str}/console/{programme:str}/requests"
_STANDS: dict[str, tuple[MarkKind, str]] = {
    "new": ("open", "About to be asked"),
    "refused": ("stop", "Could not be asked any more"),
    "offered": ("wait", "Not answered yet"),
    "agreed": ("wait", "Both have said yes"),
    "running": ("done", "It runs"),
    "completed": ("done", "Complete"),
    "ended": ("stop", "Ended"),
    "declined": ("stop", "Came to nothing"),
}


def asks_one_another(programme: Programme) -> bool:
    """Whether people of this programme may ask one another."""
    scheme = scheme_of(programme)
    return any(request_way(scheme, pathway) for pathway in scheme.pathways)


@get(_AT, opt=permits("mentorship.list", lists="mentorships"), sync_to_thread=True)
def request_list(visit: NamedDependency[Visit]) -> Response[str]:
    """Everybody who has asked somebody; what they wrote is between them."""
    with visit.work() as work:
        found = requests_of(work, visit.programme)
        frame = console_frame(visit, current="mentorships", wanted=needed(work, visit.programme))
    waiting = sum(1 for each in found if each.agreed)
    told = " " + begun(f"{count(waiting, 'waits', 'wait')} for your yes.") if waiting and is_lead(visit) else ""
    view = RequestsPage(
        title="Requests",
        programme=visit.programme.title,
        sentence=begun(f"{count(len(found), 'request', 'requests')}.") + told,
        requests=tuple(_line(visit, each) for each in found),
        empty=None
        if found
        else Empty(title="Nobody has asked anybody yet", text="Requests stand here as soon as somebody sends one."),
    )
    return visit.page(view, frame)


@post(_AT + "/{mentorship:uuid}", opt=permits("mentorship.name"), sync_to_thread=True)
def keep_confirmation(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Redirect:
    """Yes, and it begins; no, and both hear that it has come to nothing."""
    with visit.work() as work:
        confirm(work, visit.programme, mentorship, yes=first(typed, "may") == "yes")
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "requests"))


def _line(visit: Visit, each: RequestSeen) -> RequestLine:
    mark, word = _STANDS["agreed" if each.agreed else each.state]
    return RequestLine(
        people=(Person(name=each.asker or "Somebody at another institution"), Person(name=each.asked, leads=True)),
        when=short_day(each.at, visit.tenant.timezone, visit.language),
        mark=mark,
        word=word,
        buttons=_buttons(visit, each) if each.agreed and is_lead(visit) else (),
    )


def _buttons(visit: Visit, each: RequestSeen) -> tuple[Button, ...]:
    at = visit.path("console", visit.programme.slug, "requests", each.mentorship_id)
    about = f"{each.asker} with {each.asked}"
    return (
        Button(label="Let it begin", about=about, href=at, post=True, kind="primary", name="may", value="yes"),
        Button(label="Do not", about=about, href=at, post=True, name="may", value="no"),
    )
