"""What an institution is asked to join: its own coordinators read it, and agree or decline."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.programmes.controllers import joined_by
from mentoring.programmes.joining import Asked, answer_asking, asked, asked_about
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.schemes.scheme import say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.draw import form_fields, form_problems
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed
from mentoring.web.forms.read import read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.console import ProgrammeLine
from mentoring.web.views.parts import Link
from mentoring.web.views.selection import OneFormPage
from mentoring.web.words import day

_AT = "/{tenant:str}/console/programmes/asked/{asked:uuid}"
_FORM = {
    "type": "object",
    "properties": {
        "agrees": {
            "type": "string",
            "enum": ["yes", "no"],
            "title": "Does your institution take part?",
            "x-labels": {"yes": "Yes, we take part", "no": "No"},
        },
        "reason": {
            "type": "string",
            "title": "Anything to note",
            "description": "Kept in your audit trail. The host does not read it.",
            "maxLength": 2000,
        },
    },
    "required": ["agrees"],
}


@get(_AT, opt=permits("programme.join"), sync_to_thread=True)
def asked_page(visit: NamedDependency[Visit], asked: FromPath[UUID]) -> Response[str]:
    """The programme, its days, and who would be the controller of what."""
    return _page(visit, asked, form_fields(_FORM, {}, language=visit.language))


@post(_AT, opt=permits("programme.join", step_up=True), sync_to_thread=True)
def answer_asked(
    visit: NamedDependency[Visit], asked: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """They agree, and take part from now on; or they decline."""
    reading = read_form(_FORM, typed, language=visit.language)
    if reading.problems:
        return _page(visit, asked, form_fields(_FORM, typed, reading=reading, language=visit.language))
    agrees = reading.answers["agrees"] == "yes"
    with visit.work() as work:
        programme = answer_asking(work, asked, agrees=agrees, reason=reading.answers.get("reason", ""))
    visit.settle(programme)
    return see_other(visit.path("console", "programmes"))


def asked_lines(visit: Visit, work: UnitOfWork) -> tuple[ProgrammeLine, ...]:
    """The programmes that wait for an answer, as the list of programmes shows them."""
    houses = institutions(work.session)
    return tuple(
        ProgrammeLine(
            title=each.programme.title,
            text=f"{houses[each.programme.tenant_id].short_name} asks whether you take part.",
            href=visit.path("console", "programmes", "asked", each.programme.id),
            mark="wait",
            word="Waits for your answer",
        )
        for each in asked(work)
    )


def _page(visit: Visit, key: UUID, fields: tuple[Field, ...]) -> Response[str]:
    with visit.work() as work:
        found = asked_about(work, key)
        houses = institutions(work.session)
        host = houses[found.programme.tenant_id]
        record = joined_by(file_of(found.programme), visit.slug, found.start)
        words = _words(visit, found, host.name)
        people = [(f"{houses[slug].name} is the controller of", " ".join(of)) for slug, of in record.items()]
    view = OneFormPage(
        title=f"Does {visit.tenant.short_name} take part?",
        programme=found.programme.title,
        problems=form_problems(fields),
        sentence=f"{host.name} asks. Before you agree, nobody of your institution finds the programme here.",
        back=Link("Programmes", visit.path("console", "programmes")),
        words_title="What you are asked",
        words=(*words, *people),
        action=visit.path("console", "programmes", "asked", key),
        fields=fields,
        button="Answer",
        note=f"Questions: {host.contacts.mentoring.title}, {host.contacts.mentoring.email}. What was agreed between "
        "the institutions themselves stands on paper elsewhere; here your people begin to register.",
    )
    return visit.page(view, console_frame(visit, current="programmes"))


def _words(visit: Visit, found: Asked, host: str) -> tuple[tuple[str, str], ...]:
    since = day(found.start, language=visit.language)
    until = f" to {day(found.end, language=visit.language)}" if found.end else ", until the programme ends"
    card = scheme_of(found.programme).card
    return (
        ("The programme", f"{found.programme.title}: {say(card.summary, visit.language)}"),
        ("It is hosted by", host),
        ("You would take part", f"From {since}{until}."),
        (
            "What they would see",
            f"{host} every registration of the programme; other partners only who is in a mentorship with theirs.",
        ),
        ("If you leave later", "What runs goes on to its end; then names and answers of your people go from there."),
    )
