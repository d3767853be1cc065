"""A person or a pair found from anywhere on the console, and the page of one of the institution's people."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from mentoring.mentorships.finding import SHORTEST, SHOWN, Found, Pair, Part, Somebody, find_by, somebody
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.field import Field
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.finding import FindPage, FoundLine, PersonEntry, PersonPart, SomebodyPage
from mentoring.web.views.parts import Empty, Link, MarkKind
from mentoring.web.words import begun, count

_MOST = 100
_STANDS: Mapping[str, tuple[MarkKind, str]] = {
    "offered": ("wait", "Offered"),
    "running": ("done", "Running"),
    "completed": ("done", "Completed"),
    "ended": ("open", "Ended"),
    "declined": ("open", "Declined"),
    "left": ("open", "Left"),
}
_ASKED: Mapping[str, tuple[MarkKind, str]] = {
    "new": ("wait", "Waits for an answer"),
    "offered": ("done", "Offered"),
    "refused": ("open", "Could not be asked"),
}


@get("/{tenant:str}/console/find", opt=permits("registration.list"), sync_to_thread=True)
def find_people(visit: NamedDependency[Visit], q: FromQuery[str] = "") -> Response[str]:
    """Whose name or address holds what was typed."""
    wanted = " ".join(q.split())[:_MOST]
    with visit.work() as work:
        found, more = find_by(work, wanted)
    field = Field(
        name="q",
        kind="text",
        label="Name or address",
        hint=f"A part of it is enough: {count(SHORTEST, 'letter', 'letters')} or more.",
        value=wanted,
        most=_MOST,
    )
    page = FindPage(
        title="Find a person",
        sentence=_sentence(wanted, len(found), more=more),
        action=visit.path("console", "find"),
        field=field,
        button="Find",
        found=tuple(_line(visit, each) for each in found),
        empty=Empty(title="Nobody of that name", text="Look for a part of the name, or of the address.")
        if len(wanted) >= SHORTEST and not found
        else None,
    )
    return visit.page(page, console_frame(visit, current="find"))


@get("/{tenant:str}/console/person/{someone:uuid}", opt=permits("registration.list"), sync_to_thread=True)
def one_person(visit: NamedDependency[Visit], someone: FromPath[UUID]) -> Response[str]:
    """One of the institution's people; others are not found here."""
    with visit.work() as work:
        known = somebody(work, someone)
    return visit.page(_page(visit, known), console_frame(visit, current="find"))


def _sentence(wanted: str, number: int, *, more: bool) -> str:
    if len(wanted) < SHORTEST:
        return "Over all programmes: your own people, and everybody in programmes that you host."
    if more:
        return f"More than {SHOWN} people. Type more of the name."
    return begun(f"{count(number, 'person', 'people')} found.")


def _line(visit: Visit, found: Found) -> FoundLine:
    own = visit.path("console", "person", found.person_id) if found.person_id else ""
    return FoundLine(
        name=found.name,
        href=own,
        line=f"{found.house}, {found.email}",
        links=(
            *(Link(f"{_role(visit, each)} in {each.programme.title}", _file(visit, each)) for each in found.parts),
            *(Link(f"{_with(each)}: {each.programme.title}", _match(visit, each)) for each in found.pairs),
        ),
    )


def _role(visit: Visit, part: Part) -> str:
    return say(scheme_of(part.programme).roles[part.role].title, visit.language)


def _file(visit: Visit, part: Part) -> str:
    return visit.path("console", part.programme.slug, "registrations", part.registration_id)


def _with(pair: Pair) -> str:
    return f"With {', '.join(pair.others)}" if pair.others else "Their mentorship"


def _match(visit: Visit, pair: Pair) -> str:
    return visit.path("console", pair.programme.slug, "mentorships", pair.mentorship_id)


def _page(visit: Visit, known: Somebody) -> SomebodyPage:
    found = known.found
    return SomebodyPage(
        title=found.name,
        sentence=f"{found.house}, {found.email}.",
        parts=(
            PersonPart(
                id="registrations",
                title="Registrations",
                entries=tuple(
                    PersonEntry(
                        what=Link(_role(visit, each), _file(visit, each)),
                        programme=each.programme.title,
                        mark="open" if each.state == "withdrawn" else "done",
                        word="Withdrawn" if each.state == "withdrawn" else "Registered",
                    )
                    for each in found.parts
                ),
                none="They have not registered in any programme.",
            ),
            PersonPart(
                id="mentorships",
                title="Mentorships",
                entries=tuple(_pair(visit, each) for each in found.pairs),
                none="They are in none.",
            ),
            PersonPart(
                id="requests",
                title="Whom they asked",
                entries=tuple(
                    PersonEntry(
                        what=Link(each.asked_name, _requests(visit, each.programme)),
                        programme=each.programme.title,
                        mark=_ASKED[each.state][0],
                        word=_ASKED[each.state][1],
                    )
                    for each in known.requests
                ),
                none="They have asked nobody.",
            ),
        ),
        note="That you opened this page stands in the trail; they see it on their page My data.",
    )


def _requests(visit: Visit, programme: Programme) -> str:
    return visit.path("console", programme.slug, "requests")


def _pair(visit: Visit, pair: Pair) -> PersonEntry:
    mark, word = _STANDS["left" if pair.left else pair.state]
    return PersonEntry(
        what=Link(_with(pair), _match(visit, pair)), programme=pair.programme.title, mark=mark, word=word
    )
