"""What people ask about their own data: a coordinator of their institution answers, or erases them."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Invalid
from mentoring.privacy.correct import correct_address
from mentoring.privacy.erasure import Held, erase, held_of
from mentoring.privacy.requests import Asked, answer, request_here, waiting_requests
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.console import Task
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.selection import OneFormPage
from mentoring.web.words import count, day

_AT = "/{tenant:str}/console/data-requests/{wish:uuid}"
_ERASES = (
    "Name, address, answers, notes and letters go from every institution's part of the programmes; nobody can bring "
    "them back. What stays holds no name: that somebody took part, and when they met. Their matches end; the others "
    "are told only that."
)


@get(_AT, opt=permits("data.answer"), sync_to_thread=True)
def data_request(visit: NamedDependency[Visit], wish: FromPath[UUID]) -> Response[str]:
    """What somebody asks, and how it is answered."""
    return _page(visit, wish, {}, {})


@post(_AT, opt=permits("data.answer", step_up=True), sync_to_thread=True)
def answer_data_request(
    visit: NamedDependency[Visit], wish: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """They are erased, or answered."""
    what = first(typed, "what")
    with visit.work() as work:
        asked = request_here(work, wish)
    if asked.kind == "erasure" and what not in {"erase", "answer"}:
        return _page(visit, wish, typed, {"what": "Choose what happens."})
    if asked.kind == "erasure" and what == "erase":
        erase(visit.site.work, visit.settle, home=visit.slug, by=visit.person.actor, request_id=wish)
        return see_other(visit.path("console"))
    try:
        with visit.work() as work:
            if asked.kind == "correction" and first(typed, "address").strip():
                correct_address(work, wish, first(typed, "address"))
            answer(work, wish, first(typed, "answer"))
    except Invalid as refusal:
        return _page(visit, wish, typed, refusal.problems)
    return see_other(visit.path("console"))


def data_tasks(visit: Visit, work: UnitOfWork) -> list[Task]:
    """What waits, for Today, who has waited longest first."""
    return [
        Task(
            when=day(each.asked_at, visit.tenant.timezone, visit.language),
            title=f"{each.name} asks to be erased" if each.kind == "erasure" else f"{each.name} asks for a correction",
            text="It is theirs by law to ask. Answer within a month.",
            button=Button(
                label="Go on erasing" if each.begun else "Look at it",
                href=visit.path("console", "data-requests", each.id),
                about=f"what {each.name} asks about their data",
            ),
            urgent=each.begun,
        )
        for each in waiting_requests(work)
    ]


def _page(visit: Visit, wish: UUID, typed: Typed, problems: Mapping[str, str]) -> Response[str]:
    with visit.work() as work:
        asked = request_here(work, wish)
        held = held_of(work, asked.person_id)
    erases = asked.kind == "erasure"
    held_back = f"They are {' and '.join(held.roles)} here: take the role back first." if erases and held.roles else ""
    fields = _fields(asked, typed, problems)
    view = OneFormPage(
        title=f"{asked.name} asks to be erased" if erases else f"{asked.name} asks for a correction",
        programme=visit.tenant.short_name,
        problems=form_problems(fields),
        sentence=f"Asked on {day(asked.asked_at, visit.tenant.timezone, visit.language)}, by {asked.email}.",
        back=Link("Today", visit.path("console")),
        words_title="What they say, and what it is about",
        words=_words(asked, held),
        told=held_back,
        action=visit.path("console", "data-requests", wish),
        fields=fields,
        button="Do it" if erases else "Answer",
        note=_ERASES
        if erases
        else "First put it right where it stands, or decide that it is right already; then say so here.",
    )
    return visit.page(view, console_frame(visit, current="today"))


def _words(asked: Asked, held: Held) -> tuple[tuple[str, str], ...]:
    said = (("They say", asked.words),) if asked.words else ()
    if asked.kind == "correction":
        return said
    running = (("Mentorships that end", ", ".join(held.running)),) if held.running else ()
    changed = (("Stays with their name", f"{count(held.changes, 'change', 'changes')} of a programme"),)
    begun = (("It has begun", "It was cut short. Erase them now to carry it to its end."),)
    return (
        *said,
        ("Registrations", str(held.registrations)),
        *running,
        *(changed if held.changes else ()),
        *(begun if asked.begun else ()),
    )


def _fields(asked: Asked, typed: Typed, problems: Mapping[str, str]) -> tuple[Field, ...]:
    words = Field(
        name="answer",
        kind="long",
        label="What do you answer?",
        hint="They read it on their page.",
        required=asked.kind == "correction",
        value=first(typed, "answer"),
        problem=problems.get("answer", ""),
    )
    if asked.kind == "correction":
        address = Field(
            name="address",
            kind="email",
            label="Their address from now on, if that is what was wrong",
            hint="They sign in with it, and others in their match read it. Both addresses are told.",
            required=False,
            value=first(typed, "address"),
            problem=problems.get("address", ""),
        )
        return address, words
    chosen = first(typed, "what")
    now = Option(value="erase", label="Erase them now, for good", chosen=chosen == "erase")
    later = Option(
        value="answer",
        label="Answer without erasing",
        hint="The law knows few reasons, such as a claim that is being heard. Say which.",
        chosen=chosen == "answer",
    )
    what = Field(
        name="what",
        kind="radio",
        label="What happens?",
        options=(now,) if asked.begun else (now, later),
        problem=problems.get("what", ""),
    )
    return (what,) if asked.begun else (what, words)
