"""The page on which the host's coordinators put people together by hand, where the scheme has that way."""

from dataclasses import replace
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Invalid, NotFound
from mentoring.participants.namesakes import namesakes
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.named import Free, free_people, pathway_titles, put_forward
from mentoring.schemes.scheme import Bounds, Pathway, say
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Link
from mentoring.web.views.selection import OneFormPage

_AT = "/{tenant:str}/console/{programme:str}/naming"
_REASON_MOST = 2000


@get(_AT, opt=permits("mentorship.name"), sync_to_thread=True)
def naming_page(visit: NamedDependency[Visit], pathway: FromQuery[str | None] = None) -> Response[str]:
    """Everyone who could be put together now."""
    return _page(visit, _chosen(visit, pathway or ""), {}, {})


@post(_AT, opt=permits("mentorship.name"), sync_to_thread=True)
def name_people(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """These people, with a reason where a rule speaks against it."""
    name = _chosen(visit, first(typed, "pathway"))
    members = scheme_of(visit.programme).pathways[name].members
    people = [UUID(each) for role in members for each in typed.get(f"people-{role}", ()) if _is_id(each)]
    missing = {f"people-{role}": "Choose somebody" for role in members if not any(typed.get(f"people-{role}", ()))}
    if missing:
        return _page(visit, name, typed, missing)
    try:
        with visit.work() as work:
            reason = at_most(first(typed, "reason"), _REASON_MOST, "reason")
            put_forward(work, visit.programme, pathway=name, members=people, reason=reason)
    except Invalid as refusal:
        return _page(visit, name, typed, dict(refusal.problems))
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "mentorships"))


def _chosen(visit: Visit, pathway: str) -> str:
    """The pathway asked for, else the first in which people are named. Raises NotFound."""
    known = pathway_titles(scheme_of(visit.programme))
    if not known:
        raise NotFound("In this scheme coordinators name nobody.", "Mentorships come about in other ways here.")
    return pathway if pathway in known else next(iter(known))


def _page(visit: Visit, pathway: str, typed: Typed, problems: dict[str, str]) -> Response[str]:
    scheme = scheme_of(visit.programme)
    with visit.work() as work:
        called = namesakes(work, visit.programme)
        people = tuple(
            replace(each, name=called.get(each.registration_id, each.name))
            for each in free_people(work, visit.programme, pathway=pathway)
        )
        frame = console_frame(visit, current="mentorships", wanted=needed(work, visit.programme))
    entry = scheme.pathways[pathway]
    free = all(any(each.role == role for each in people) for role in entry.members)
    fields = (
        (
            *_pathways(pathway_titles(scheme), pathway),
            *_roles(visit, entry, people, typed, problems),
            Field(
                name="reason",
                kind="long",
                label="Reason",
                hint="Needed where a rule of the scheme speaks against it. Kept with the match and your name.",
                required=False,
                value=first(typed, "reason"),
                problem=problems.get("reason", ""),
                most=_REASON_MOST,
            ),
        )
        if free
        else ()
    )
    view = OneFormPage(
        title="Put people together",
        problems=form_problems(fields),
        programme=visit.programme.title,
        sentence=f"{say(entry.title, visit.language)}, without a round.",
        back=Link("All mentorships", visit.path("console", visit.programme.slug, "mentorships")),
        told="" if free else "Nobody is free to be matched here now.",
        action=visit.path("console", visit.programme.slug, "naming"),
        fields=fields,
        button="Put them together",
        note="They are told at once, or asked first where the scheme asks people.",
    )
    return visit.page(view, frame)


def _pathways(titles: dict[str, str], chosen: str) -> tuple[Field, ...]:
    if len(titles) < 2:
        return ()
    options = tuple(Option(value=name, label=title, chosen=name == chosen) for name, title in titles.items())
    return (Field(name="pathway", kind="radio", label="As what?", options=options),)


def _roles(
    visit: Visit, entry: Pathway, people: tuple[Free, ...], typed: Typed, problems: dict[str, str]
) -> tuple[Field, ...]:
    return tuple(_role(visit, role, bounds, people, typed, problems) for role, bounds in entry.members.items())


def _role(
    visit: Visit, role: str, bounds: Bounds, people: tuple[Free, ...], typed: Typed, problems: dict[str, str]
) -> Field:
    """A choice of one, or of several, of those in this role."""
    title, name = scheme_of(visit.programme).roles[role], f"people-{role}"
    chosen = typed.get(name, ())
    options = tuple(
        Option(
            value=str(each.registration_id),
            label=f"{each.name}, {each.house}",
            chosen=str(each.registration_id) in chosen,
        )
        for each in sorted(people, key=lambda one: (one.name, one.registration_id))
        if each.role == role
    )
    one = bounds.most == 1
    return Field(
        name=name,
        kind="select" if one else "checks",
        label=say(title.title if one else title.plural, visit.language),
        options=(Option(value="", label="Choose one"), *options) if one else options,
        problem=problems.get(name, ""),
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
