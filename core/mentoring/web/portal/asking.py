"""The directory of people whom somebody may ask, and the page on which they ask one of them."""

from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.mentorships.confirm import request_way
from mentoring.mentorships.model import Mentorship, Request
from mentoring.mentorships.request import LONGEST, open_requests, own_requests, send_request
from mentoring.participants.model import Registration
from mentoring.participants.register import own_registration
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.queries import programme_with_id
from mentoring.rounds.requests import Directory, Listed, directory
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import SYSTEM, UnitOfWork
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Button, Empty, Link, Person
from mentoring.web.views.portal import LogMeetingPage
from mentoring.web.views.requests import DirectoryPage, ListedPerson
from mentoring.web.words import count

_AT = "/{tenant:str}/{programme:str}/mine/ask/{registration:uuid}"
_ONE = _AT + "/{candidate:uuid}"
_SHOWN = (
    "You see what people chose to show to those who look for a match, and nothing else. Your own words are read by the "
    "person you ask alone."
)
_STANDS = {
    "new": "We are about to ask them.",
    "refused": "They can take on nobody any more. You can ask somebody else.",
    "offered": "They have not answered yet.",
    "running": "They said yes.",
    "completed": "They said yes.",
    "ended": "They said yes; it has ended since.",
    "declined": "It has come to nothing. You can ask somebody else.",
}


def pathway_of(scheme: Scheme, role: str) -> str | None:
    """The pathway in which people in `role` ask others; None where they do not."""
    for name, entry in scheme.pathways.items():
        way = request_way(scheme, name)
        if way and role in entry.members and (not way["request"].roles or role in way["request"].roles):
            return name
    return None


def may_ask(visit: Visit, programme: Programme, own: tuple[Registration, ...]) -> tuple[Button, ...]:
    """The way to the directory, for registrations in a role that asks others."""
    scheme = scheme_of(programme)
    return tuple(
        Button(label="Find somebody to ask", href=visit.in_programme("mine", "ask", each.id), kind="primary")
        for each in own
        if each.state == "submitted" and pathway_of(scheme, each.role)
    )


@get(_AT, opt=permits("registration.write"), sync_to_thread=True)
def directory_page(
    visit: NamedDependency[Visit], registration: FromPath[UUID], topic: FromQuery[str] = ""
) -> Response[str]:
    """Whom they may ask, the best fitting first; everybody, or those who offer one topic."""
    with visit.work() as work:
        own, pathway = _own(visit, work, registration)
        asked = tuple(_stands(work, each) for each in own_requests(work, own))
        way = request_way(scheme_of(visit.programme), pathway)
        free = bool(way) and open_requests(work, own) < int(way["at_once"] if way else 0)
    found = _listed(visit, own, pathway)
    here = visit.in_programme("mine", "ask", registration)
    chosen = topic if topic in found.topics else ""
    people = [each for each in found.people if not chosen or chosen in each.topics]
    topics = (
        Link("Everybody", here, current=not chosen, count=len(found.people)),
        *(
            Link(
                word,
                f"{here}?topic={quote(name)}",
                current=name == chosen,
                count=sum(name in each.topics for each in found.people),
            )
            for name, word in found.topics.items()
        ),
    )
    view = DirectoryPage(
        title="Find somebody to ask",
        sentence=f"{visit.programme.title}. {_sentence(len(found.people), free=free)}",
        topics=topics if found.topics else (),
        asked=asked,
        people=tuple(_person(each, here if free else "") for each in people),
        empty=None
        if people
        else Empty(title="There is nobody to ask now", text="Somebody may be free later: look again in some days."),
        promise=_SHOWN,
    )
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@get(_ONE, opt=permits("registration.write"), sync_to_thread=True)
def ask_form(visit: NamedDependency[Visit], registration: FromPath[UUID], candidate: FromPath[UUID]) -> Response[str]:
    """A few words to one of them."""
    with visit.work() as work:
        own, pathway = _own(visit, work, registration)
    return _form(visit, own, _one(_listed(visit, own, pathway), candidate), "")


@post(_ONE, opt=permits("registration.write"), sync_to_thread=True)
def keep_request(
    visit: NamedDependency[Visit],
    registration: FromPath[UUID],
    candidate: FromPath[UUID],
    typed: NamedDependency[Typed],
) -> Response[str] | Redirect:
    """They are asked at once; the page of the programme says how it stands."""
    words = first(typed, "words")
    with visit.work() as work:
        own, pathway = _own(visit, work, registration)
        before = {each.asked for each in own_requests(work, own)}
    here = visit.in_programme("mine", "ask", registration)
    if candidate in before:
        return see_other(here)  # sent twice
    other = _one(_listed(visit, own, pathway), candidate)
    try:
        with visit.work() as work:
            send_request(
                work, visit.programme, registration, pathway=pathway, asked=candidate, name=other.name, words=words
            )
    except Invalid as refusal:
        return _form(visit, own, other, words, refusal.problems.get("words", ""))
    visit.settle()
    return see_other(here)


def _own(visit: Visit, work: UnitOfWork, registration_id: UUID) -> tuple[Registration, str]:
    own = own_registration(work, visit.programme, registration_id)
    pathway = pathway_of(scheme_of(visit.programme), own.role)
    if pathway is None:
        raise NotFound("Nobody is asked here.", "People are matched in another way.")
    if own.state != "submitted":
        raise Conflict("Your registration is not with us.", "Send it first.")
    return own, pathway


def _listed(visit: Visit, own: Registration, pathway: str) -> Directory:
    """Read at the host, where the rules see everybody; what comes back is what may be shown of them."""
    host = visit.programme.tenant_id
    with visit.site.work(host, SYSTEM) as work:
        programme = programme_with_id(work, host, visit.programme.id)
        return directory(work, programme, pathway=pathway, person=own.id)


def _one(found: Directory, candidate: UUID) -> Listed:
    for each in found.people:
        if each.registration_id == candidate:
            return each
    raise NotFound("There is no such person to ask.", "Go back to the list: they may have no room any more.")


def _stands(work: UnitOfWork, each: Request) -> tuple[str, str]:
    mentorship = work.session.get(Mentorship, (each.tenant_id, each.mentorship_id)) if each.mentorship_id else None
    return each.asked_name, _STANDS[mentorship.state if mentorship else each.state]


def _sentence(people: int, *, free: bool) -> str:
    if not free:
        return "You have asked as many people as you can at once. You can go on once they have answered."
    return f"You can ask {count(people, 'person', 'people')} here. They say yes or no; a no needs no reason."


def _person(each: Listed, here: str) -> ListedPerson:
    line = ", ".join(part for part in (each.job_title, each.institution) if part)
    button = Button(label="Ask", about=each.name, href=f"{here}/{each.registration_id}") if here else None
    return ListedPerson(person=Person(name=each.name, line=line, leads=True), lines=each.lines, ask=button)


def _form(visit: Visit, own: Registration, other: Listed, words: str, problem: str = "") -> Response[str]:
    fields = (
        Field(
            name="words", kind="long", label=f"A few words to {other.name}", value=words, problem=problem, most=LONGEST,
            hint="Why you ask them, and what you would like to talk about.",
        ),
    )  # fmt: skip
    view = LogMeetingPage(
        title=f"Ask {other.name}",
        problems=form_problems(fields),
        sentence=", ".join(part for part in (other.job_title, other.institution) if part),
        action=visit.in_programme("mine", "ask", own.id, other.registration_id),
        fields=fields,
        button="Ask them",
        leave=Link("Back to the list", visit.in_programme("mine", "ask", own.id)),
        promise="They read your words, your name and institution, and what your registration shows.",
    )
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))
