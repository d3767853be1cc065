"""Two circles of a proposal made one: each possible with what it would be, then the button."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from mentoring.errors import Invalid
from mentoring.rounds.merge import Merger, Seats, merge, mergers
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.matching import version_in
from mentoring.web.console.proposal import base
from mentoring.web.console.workbench import Answer, done
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Button, Problem
from mentoring.web.views.workbench import Choices, SwapPage

_AT = "/{tenant:str}/console/{programme:str}/matching/{round_id:uuid}/merge"
AnyRequest = Request[Any, Any, Any]


@get(_AT, opt=permits("round.read", lists="matching"), sync_to_thread=True)
def merge_page(request: AnyRequest, visit: NamedDependency[Visit], round_id: FromPath[UUID]) -> Response[str]:
    """The circles that one could be put together with, and what both would be."""
    asked = dict(request.query_params)
    return _shown(visit, round_id, asked.get("pathway", ""), asked.get("person", ""), {}, {})


@post(_AT, opt=permits("round.run"), sync_to_thread=True)
def merge_circles(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """Two circles are made one, the next proposal; against a rule it needs a reason."""
    pathway, person, other = first(typed, "pathway"), first(typed, "person"), first(typed, "other")
    reason, version = first(typed, "reason"), version_in(typed)
    if not other:
        return _shown(visit, round_id, pathway, person, typed, {"other-1": "Choose a circle"})
    try:
        return done(
            visit,
            round_id,
            typed,
            lambda work: merge(
                work,
                visit.programme,
                round_id,
                version=version,
                pathway=pathway,
                person=person,
                other=other,
                reason=reason,
            ),
        )
    except Invalid as refusal:
        return _shown(visit, round_id, pathway, person, typed, refusal.problems)


def _shown(
    visit: Visit, round_id: UUID, pathway: str, person: str, typed: Typed, problems: dict[str, str]
) -> Response[str]:
    with visit.work() as work:
        found = mergers(work, visit.programme, round_id, pathway=pathway, person=person)
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    at = f"{base(visit)}/{round_id}"
    none = "" if found.state == "proposed" else "This proposal cannot be changed any more."
    possible = [each for each in found.mergers if not each.never]
    never = tuple(f"Not with {', '.join(each.names)}. {each.never}" for each in found.mergers if each.never)
    view = SwapPage(
        title=f"Merge the circle of {found.name}",
        programme=visit.programme.title,
        sentence=f"Now {', '.join(found.names)}.",
        problems=tuple(Problem(field, text) for field, text in problems.items()),
        swap=Choices(
            title="With which circle?",
            text="All of both become one circle, which stays when the rest is solved again: the next proposal.",
            action=f"{at}/merge",
            hidden=(("version", str(found.version)), ("pathway", pathway), ("person", person)),
            fields=_fields(tuple(possible), typed, problems),
            button="Merge",
            none=none or ("" if possible else "No other circle can be put together with this one."),
        ),
        remarks=never,
        leave=Button(label="Leave as it is", href=at),
    )
    return visit.page(view, frame)


def _fields(possible: tuple[Merger, ...], typed: Typed, problems: dict[str, str]) -> tuple[Field, ...]:
    return (
        Field(
            name="other",
            kind="radio",
            label="The other circle",
            options=tuple(
                Option(
                    value=each.other,
                    label=", ".join(each.names),
                    hint=effect(each),
                    chosen=each.other == first(typed, "other"),
                )
                for each in possible
            ),
            problem=problems.get("other-1", ""),
        ),
        Field(
            name="reason",
            kind="long",
            label="Why one circle?",
            hint="Needed where something speaks against it. It is kept with the proposal and shown beside the circle.",
            required=False,
            rows=2,
            value=first(typed, "reason"),
            problem=problems.get("reason", ""),
        ),
    )


def effect(merger: Merger) -> str:
    """What both would be as one, in sentences."""
    one, other, both = merger.fits
    told = f"Together {' and '.join(map(_seats, merger.seats))}. Fit {both}, now {one} and {other}."
    return f"{told} Against: {'; '.join(merger.broken)}." if merger.broken else told


def _seats(seats: Seats) -> str:
    return f"{seats.number} {seats.title} ({seats.aim} aimed at, at most {seats.most})"
