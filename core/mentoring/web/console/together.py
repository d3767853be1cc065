"""Several registrations decided on at once, where the same is open on all of them."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Conflict, Invalid
from mentoring.participants.namesakes import namesakes
from mentoring.participants.together import Group, take_in, together
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Banner, Empty, Link
from mentoring.web.views.together import TogetherPage
from mentoring.web.words import begun, count

_AT = "/{tenant:str}/console/{programme:str}/registrations/together"
_MOST = 2000
_SHOWN = 50
"""So many of a group are named at once; the rest unfold."""


@get(_AT, opt=permits("registration.decide", lists="registrations"), sync_to_thread=True)
def several(visit: NamedDependency[Visit]) -> Response[str]:
    """Who waits for the same cause."""
    return _shown(visit, {}, {})


@post(_AT, opt=permits("registration.decide"), sync_to_thread=True)
def decide_several(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """Those who are ticked may take part."""
    group = first(typed, "group")
    try:
        chosen = [UUID(each) for each in typed.get(f"people-{group}", ())]
    except ValueError:
        chosen = []
    try:
        with visit.work() as work:
            reason = at_most(first(typed, f"reason-{group}"), _MOST, "reason")
            number = take_in(work, visit.programme, chosen, reason=reason)
    except Invalid as refusal:
        return _shown(visit, typed, refusal.problems)
    except Conflict as refusal:
        return _shown(visit, typed, {}, Banner(kind="stop", title=refusal.what, text="Nobody was decided on."))
    visit.settle()
    return see_other(f"{visit.path('console', visit.programme.slug, 'registrations')}?tab=eligible&decided={number}")


def _shown(visit: Visit, typed: Typed, problems: Mapping[str, str], banner: Banner | None = None) -> Response[str]:
    with visit.work() as work:
        found, called = together(work, visit.programme), namesakes(work, visit.programme)
        frame = console_frame(visit, current="registrations", wanted=needed(work, visit.programme))
    here = first(typed, "group")
    forms = tuple(
        _form(
            visit, number, each, called, typed if here == str(number) else {}, problems if here == str(number) else {}
        )
        for number, each in enumerate(found, 1)
    )
    view = TogetherPage(
        title="Decide on several",
        programme=visit.programme.title,
        sentence="Those on whom the rules leave the very same open. Whoever is not ticked stays where they are; a "
        "refusal is made one by one.",
        problems=tuple(problem for form in forms for problem in form_problems(form.fields)),
        banner=banner,
        back=Link("Back to registrations", visit.path("console", visit.programme.slug, "registrations")),
        groups=forms,
        empty=None if found else Empty(title="Nobody to decide on together", text="Decide on them one by one."),
    )
    return visit.page(view, frame)


def _form(
    visit: Visit, number: int, group: Group, called: Mapping[UUID, str], typed: Typed, problems: Mapping[str, str]
) -> SmallForm:
    entry = scheme_of(visit.programme).roles[group.role]
    size = len(group.people)
    title = say(entry.plural, visit.language).lower()
    chosen = set(typed.get(f"people-{number}", ())) if typed else {str(key) for key, _, _ in group.people}
    folded = [str(key) in chosen for key, _, _ in group.people[_SHOWN:]]
    ticked = "ticked as well" if all(folded) else f"{sum(folded):,} of them ticked"
    return SmallForm(
        title=begun(count(size, title, title)),
        text=f"Open: {'; '.join(group.causes)}." if group.causes else "",
        action=visit.path("console", visit.programme.slug, "registrations", "together"),
        hidden=(("group", str(number)),),
        fields=(
            Field(
                name=f"people-{number}",
                kind="checks",
                label="Who may take part?",
                options=tuple(
                    Option(value=str(key), label=called.get(key, name), hint=house, chosen=str(key) in chosen)
                    for key, name, house in group.people
                ),
                problem=problems.get("people", ""),
                shown=_SHOWN,
                rest=begun(f"{count(len(folded), 'more person', 'more people')}, {ticked}"),
            ),
            Field(
                name=f"reason-{number}",
                kind="long",
                label="Reason",
                hint="Kept with each decision and your name; they can ask to see it.",
                value=first(typed, f"reason-{number}"),
                problem=problems.get("reason", ""),
                rows=3,
                most=_MOST,
            ),
        ),
        button="Those ticked may take part",
    )
