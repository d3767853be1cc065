"""The joint-controller record and the listed organisations of a programme, changed by its host and seen before."""

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from mentoring.errors import Conflict, Invalid
from mentoring.participants.listed import with_people
from mentoring.programmes.controllers import Controller, controllers_of
from mentoring.programmes.file import Contact, ControllerSaid, ProgrammeFile
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.programmes.record import change_record
from mentoring.tenants.directory import institutions
from mentoring.timeline.effect import Effect, effect_of_doing
from mentoring.unit_of_work import SYSTEM, UnitOfWork
from mentoring.web.console.effect_page import effect_parts, effect_sentence
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Button, Problem
from mentoring.web.views.texts import EffectPage, FieldGroup, TextsFormPage, Told

_AT = "/{tenant:str}/console/{programme:str}/partners/record"
_LINES_MOST = 20


@get(_AT, opt=permits("programme.change"), sync_to_thread=True)
def record_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Who looks after what, whom to ask, and which organisations the host acts for."""
    return _form_page(visit, _held(visit), {})


@post(_AT, opt=permits("programme.change", step_up=True, lists="effects"), sync_to_thread=True)
def keep_record(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """Shows what is said otherwise; keeps it once that was seen and a reason is given."""
    saving, reason, problems = first(typed, "then") == "save", first(typed, "reason"), {}
    if first(typed, "then") == "back":
        return _form_page(visit, typed, {})
    if saving:
        try:
            with visit.work() as work:
                _change(work, visit.programme, typed, reason)
        except Invalid as refusal:
            problems = dict(refusal.problems)
            if set(problems) != {"reason"}:
                return _form_page(visit, typed, problems)
        else:
            visit.settle()
            return see_other(visit.path("console", visit.programme.slug, "partners"))
    try:
        with visit.site.work(visit.slug, SYSTEM) as work:
            effect = effect_of_doing(work, visit.programme.id, lambda row: _change(work, row, typed, "-"))
    except Invalid as refusal:
        return _form_page(visit, typed, dict(refusal.problems))
    except Conflict as refusal:
        return _form_page(visit, typed, {"listed": f"{refusal.what} {refusal.remedy}"})
    return _effect_page(visit, typed, effect, reason, problems)


def _change(work: UnitOfWork, programme: Programme, typed: Typed, reason: str) -> tuple[str, ...]:
    file = file_of(programme)
    known = {each.slug: each for each in controllers_of(file, institutions(work.session))}
    said = []
    for slug, each in known.items():
        usual = institutions(work.session)[slug].contacts.data_protection
        title, email = (" ".join(first(typed, f"{part}.{slug}").split()) for part in ("title", "email"))
        contact = None if (title, email) == (usual.title, usual.email) else Contact(title, email)
        of = _lines(typed, f"of.{slug}") if f"of.{slug}" in typed else each.of
        said.append(ControllerSaid(slug, of, contact))
    listed = _lines(typed, "listed") if "listed" in typed else file.listed
    inhabited = with_people(work, programme)
    return change_record(work, programme, controllers=said, listed=listed, inhabited=inhabited, reason=reason)


def _lines(typed: Typed, name: str) -> tuple[str, ...]:
    found = (" ".join(line.split()) for line in first(typed, name).splitlines())
    return tuple(line for line in found if line)[:_LINES_MOST]


def _record(visit: Visit) -> tuple[ProgrammeFile, tuple[Controller, ...]]:
    with visit.work() as work:
        file = file_of(visit.programme)
        return file, controllers_of(file, institutions(work.session))


def _held(visit: Visit) -> Typed:
    """What holds, as if it had been typed."""
    file, known = _record(visit)
    held = {f"of.{each.slug}": "\n".join(each.of) for each in known}
    held |= {f"title.{each.slug}": each.contact for each in known}
    held |= {f"email.{each.slug}": each.email for each in known}
    return {name: (text,) for name, text in {**held, "listed": "\n".join(file.listed)}.items()}


def _form_page(visit: Visit, typed: Typed, problems: Mapping[str, str]) -> Response[str]:
    _, known = _record(visit)

    def field(name: str, label: str, hint: str = "", *, long: bool = False) -> Field:
        return Field(
            name=name, kind="lines" if long else "text", label=label, hint=hint, rows=5, value=first(typed, name),
            required=name != "listed", problem=problems.get(name, ""),
        )  # fmt: skip

    groups = [
        FieldGroup(
            title=each.name,
            fields=(
                field(f"of.{each.slug}", "What it looks after", "One sentence on each line.", long=True),
                field(f"title.{each.slug}", "Who answers questions about data"),
                field(f"email.{each.slug}", "Their email address"),
            ),
        )
        for each in known
    ]
    if "listed" in scheme_of(visit.programme).card.institutions:
        hint = "One name on each line. They have no institution here: your coordinators look after their people."
        groups.append(
            FieldGroup(title="Listed organisations", fields=(field("listed", "Their names", hint, long=True),))
        )
    view = TextsFormPage(
        title="Who is the controller of what",
        programme=visit.programme.title,
        sentence="Participants read this before they send their registration, and on the page about their data. "
        "Nothing is changed before you have seen what it does.",
        problems=tuple(Problem(name, words) for name, words in problems.items()),
        action=_here(visit, "record"),
        hidden=(),
        groups=tuple(groups),
        button="Show what this changes",
        leave=Button(label="Back to partners", href=_here(visit)),
    )
    return visit.page(view, console_frame(visit, current="partners"))


def _effect_page(visit: Visit, typed: Typed, effect: Effect, reason: str, problems: Mapping[str, str]) -> Response[str]:
    held = _held(visit)
    _, known = _record(visit)
    names = {each.slug: each.name for each in known}
    labels = {"of": "What it looks after", "title": "Who answers questions", "email": "Their email address"}
    told = []
    for name, (was,) in held.items():
        now = "\n".join(_lines(typed, name)) if name in typed else was
        if now != was:
            part, _, slug = name.partition(".")
            about = names.get(slug, "The programme")
            label = labels.get(part, "Listed organisations")
            told.append(Told(about=about, label=label, was=was or "nothing", becomes=now or "nothing"))
    view = EffectPage(
        title="What this changes",
        programme=visit.programme.title,
        sentence=effect_sentence(effect) if told else "Nothing is said otherwise.",
        problems=tuple(Problem(name, words) for name, words in problems.items()),
        told=tuple(told),
        **effect_parts(visit, effect),
        action=_here(visit, "record"),
        hidden=tuple((name, first(typed, name)) for name in held if name in typed),
        fields=(
            Field(
                name="reason", kind="long", label="Why?", hint="Kept in the audit trail.", rows=3, value=reason,
                problem=problems.get("reason", ""),
            ),
        ),
        button="Keep this record",
        back="Go back and change it",
        leave=Button(label="Leave everything as it is", href=_here(visit)),
    )  # fmt: skip
    return visit.page(view, console_frame(visit, current="partners"))


def _here(visit: Visit, *more: str) -> str:
    return visit.path("console", visit.programme.slug, "partners", *more)
