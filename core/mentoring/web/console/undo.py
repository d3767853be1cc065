"""Taking back a change of a programme: its effect first, then one button."""

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.programmes.adjust import Wanted
from mentoring.programmes.history import Changed, change, newest
from mentoring.programmes.model import Programme
from mentoring.programmes.undo import undone
from mentoring.timeline.effect import Effect
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.effect_page import effect_parts, effect_sentence, reason_field
from mentoring.web.console.past import entries
from mentoring.web.console.texts import base, confirmed
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Banner, Button, Problem
from mentoring.web.views.texts import Choice, EffectPage

_AT = "/{tenant:str}/console/{programme:str}/changes/{number:int}"


@get(_AT, opt=permits("programme.change", lists="effects"), sync_to_thread=True)
def undo_page(visit: NamedDependency[Visit], number: FromPath[int]) -> Response[str] | Redirect:
    """What it would do to take this change back."""
    return _answer(visit, number, {})


@post(_AT, opt=permits("programme.change", lists="effects"), sync_to_thread=True)
def undo_change(
    visit: NamedDependency[Visit], number: FromPath[int], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """Takes it back, once the effect was seen and a reason is given."""
    return _answer(visit, number, typed)


def _answer(visit: Visit, number: int, typed: Typed) -> Response[str] | Redirect:
    with visit.work() as work:
        one = change(work, visit.programme, number)
        last = newest(work, visit.programme)
        told = tuple(entries(work, visit.programme, one))

    def made(work: UnitOfWork, row: Programme) -> Wanted:
        return undone(work, row, number)

    def page(effect: Effect, problems: Mapping[str, str], banner: Banner | None) -> EffectPage:
        return EffectPage(
            title=f"Take back change {number}",
            programme=visit.programme.title,
            sentence=effect_sentence(effect),
            banner=banner,
            problems=tuple(Problem(key, text) for key, text in problems.items()),
            choices_title="What was changed, and would be as before",
            choices=_told(one, told),
            **effect_parts(visit, effect),
            action=visit.path("console", visit.programme.slug, "changes", number),
            hidden=(("base", str(last)), ("seen", effect.digest)),
            fields=(reason_field(first(typed, "reason"), problems.get("reason", "")),),
            button=f"Take change {number} back",
            leave=Button(label="Leave everything as it is", href=base(visit)),
        )

    return confirmed(visit, typed, made, page, base_number=last, kind="undo", undoes=number)


def _told(one: Changed, told: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(
        Choice(title=each, text=f"{one.author}: {one.reason}", mark="open", word="Taken back") for each in told
    )
