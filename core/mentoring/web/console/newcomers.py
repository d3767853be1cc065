"""The page on which whoever comes after publication is placed: in a circle that runs, or with somebody who has room."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from mentoring.matching.words import listing
from mentoring.meetings.queries import paces
from mentoring.participants.namesakes import namesakes
from mentoring.rounds.newcomers import Newcomers, Place, newcomers, place
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Link
from mentoring.web.views.selection import OneFormPage
from mentoring.web.words import begun, count

_AT = "/{tenant:str}/console/{programme:str}/matching/newcomers"


@get(_AT, opt=permits("round.publish", lists="matching"), sync_to_thread=True)
def newcomers_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Who could be placed where, with the reasons; and what is proposed for circles that have become too small."""
    return _page(visit, {})


@post(_AT, opt=permits("round.publish"), sync_to_thread=True)
def place_newcomer(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """One of them is placed as proposed, and told."""
    if not (key := first(typed, "place")):
        return _page(visit, {"place": "Choose who goes where"})
    with visit.work() as work:
        place(work, visit.programme, key, meetings=_meetings(work, visit))
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "matching", "newcomers"))


def _meetings(work: UnitOfWork, visit: Visit) -> Mapping[UUID, int]:
    return {line.mentorship_id: line.held for line in paces(work, visit.programme)}


def _page(visit: Visit, problems: Mapping[str, str]) -> Response[str]:
    with visit.work() as work:
        found = newcomers(work, visit.programme, meetings=_meetings(work, visit))
        called = namesakes(work, visit.programme)
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    fields = (_choice(found.places, called, problems.get("place", "")),) if found.places else ()
    view = OneFormPage(
        title="Newcomers",
        problems=form_problems(fields),
        programme=visit.programme.title,
        sentence="Whoever comes after publication is placed here. Nobody who has a match is moved.",
        back=Link("Matching", visit.path("console", visit.programme.slug, "matching")),
        words_title="Circles that have become too small" if found.short else "",
        words=tuple((listing(names), short.words) for names, short in found.short),
        told="" if fields else _nobody(found),
        action=visit.path("console", visit.programme.slug, "matching", "newcomers"),
        fields=fields,
        button="Place them",
        note="They are told at once, or asked first where the scheme asks people.",
    )
    return visit.page(view, frame)


def _nobody(found: Newcomers) -> str:
    if not found.rounds:
        return "No round has been published yet: whoever registers enters the first one."
    return "Nobody waits to be placed, or there is no room that the rules allow."


def _choice(places: tuple[Place, ...], called: Mapping[UUID, str], problem: str) -> Field:
    options = tuple(
        Option(value=each.key, label=_where(each, called), hint=f"Fit {each.fit} of 100. {_because(each)}".strip())
        for each in places
    )
    told = begun(f"{count(len({each.newcomer for each in places}), 'person', 'people')} could be placed now.")
    return Field(name="place", kind="radio", label="Who goes where?", hint=told, options=options, problem=problem)


def _where(each: Place, called: Mapping[UUID, str]) -> str:
    """Who goes to whom; people of one name are told apart."""
    name = called.get(each.newcomer, each.name)
    if each.circle:
        return f"{name} joins {listing(each.others)}"
    return f"{name} with {called.get(each.beside, listing(each.others))}"


def _because(each: Place) -> str:
    """What speaks for it; where nothing does, what was looked at."""
    good = [words for mark, words in each.reasons if mark == "good"]
    return ". ".join(good or [words for _, words in each.reasons]) + "." if each.reasons else ""
