"""The host asks an institution to join, asks no longer, and changes a partner's days: each with its consequence."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Invalid
from mentoring.programmes.file import Partner
from mentoring.programmes.joining import ask, change_days, may_be_asked, withdraw_asking
from mentoring.programmes.leave import partner_in
from mentoring.programmes.pinned import file_of
from mentoring.tenants.directory import institutions
from mentoring.timeline.effect import Effect, effect_of_doing
from mentoring.unit_of_work import SYSTEM
from mentoring.web.console.effect_page import effect_parts, effect_sentence
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Button, Link, Problem
from mentoring.web.views.selection import OneFormPage
from mentoring.web.views.texts import EffectPage, Told
from mentoring.web.words import day

_AT = "/{tenant:str}/console/{programme:str}/partners"
_START: dict[str, Any] = {"type": "string", "format": "date", "title": "The first day on which it takes part"}
_END: dict[str, Any] = {
    "type": "string",
    "format": "date",
    "title": "The last day on which it takes part",
    "description": "Left empty, until the programme ends.",
}
_DAYS: dict[str, Any] = {"type": "object", "properties": {"start": _START, "end": _END}, "required": ["start"]}
_WHY: dict[str, Any] = {
    "type": "string",
    "title": "Why?",
    "description": "Kept in the audit trail.",
    "maxLength": 2000,
}
_ASKING: dict[str, Any] = {
    "type": "object",
    "properties": {"start": _START, "end": _END, "reason": _WHY},
    "required": ["start", "reason"],
}
_BACK: dict[str, Any] = {"type": "object", "properties": {"reason": _WHY}, "required": ["reason"]}
_WHAT_FOLLOWS = (
    (
        "Before it has agreed",
        "Its name stands on this page alone, and nothing of the programme is there for its people.",
    ),
    ("Who agrees", "Its own coordinators, on their page Programmes. They see the programme, its days and the record."),
    ("Once it has agreed", "Its name stands on the programme's page, and its people register from its first day on."),
    ("Places of its own", "Set them under Texts and rules, Dates and places, once it takes part."),
)


@get(_AT + "/ask", opt=permits("programme.change"), sync_to_thread=True)
def ask_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Which institution, from when to when, and what follows from asking."""
    return _ask_page(visit, {}, None, {})


@post(_AT + "/ask", opt=permits("programme.change", step_up=True), sync_to_thread=True)
def ask_partner(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """It is asked; nothing else changes before it answers."""
    reading = read_form(_ASKING, typed, language=visit.language)
    problems = dict(reading.problems)
    if not problems:
        try:
            with visit.work() as work:
                ask(
                    work,
                    visit.programme,
                    first(typed, "partner"),
                    start=date.fromisoformat(reading.answers["start"]),
                    end=_day(reading.answers.get("end")),
                    reason=reading.answers["reason"],
                )
        except Invalid as refusal:
            problems = dict(refusal.problems)
    if problems:
        return _ask_page(visit, typed, Reading(reading.answers, problems, typed, reading.wrong_boxes), problems)
    return see_other(_partners(visit))


@get(_AT + "/{partner:str}/asking", opt=permits("programme.change"), sync_to_thread=True)
def asking_page(visit: NamedDependency[Visit], partner: FromPath[str]) -> Response[str]:
    """Whether to ask no longer."""
    return _asking_page(visit, partner, form_fields(_BACK, {}, language=visit.language))


@post(_AT + "/{partner:str}/asking", opt=permits("programme.change", step_up=True), sync_to_thread=True)
def take_asking_back(
    visit: NamedDependency[Visit], partner: FromPath[str], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It is asked no longer."""
    reading = read_form(_BACK, typed, language=visit.language)
    if reading.problems:
        return _asking_page(visit, partner, form_fields(_BACK, typed, reading=reading, language=visit.language))
    with visit.work() as work:
        withdraw_asking(work, visit.programme, partner, reason=reading.answers["reason"])
    return see_other(_partners(visit))


@get(_AT + "/{partner:str}/days", opt=permits("programme.change"), sync_to_thread=True)
def days_page(visit: NamedDependency[Visit], partner: FromPath[str]) -> Response[str]:
    """From when to when it takes part."""
    with visit.work() as work:
        partner_in(work, visit.programme, partner)
    known = _partner(visit, partner)
    typed = typed_of(_DAYS, {"start": known.start.isoformat(), "end": known.end and known.end.isoformat()})
    return _days_page(visit, partner, form_fields(_DAYS, typed, language=visit.language))


@post(_AT + "/{partner:str}/days", opt=permits("programme.change", step_up=True, lists="effects"), sync_to_thread=True)
def change_partner_days(
    visit: NamedDependency[Visit], partner: FromPath[str], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """Shows whom the days change something for; changes them once that was seen and a reason is given."""
    reading = read_form(_DAYS, typed, language=visit.language)
    if reading.problems or first(typed, "then") == "back":
        shown = None if first(typed, "then") == "back" else reading
        return _days_page(visit, partner, form_fields(_DAYS, typed, reading=shown, language=visit.language))
    start, end = date.fromisoformat(reading.answers["start"]), _day(reading.answers.get("end"))
    reason, problem = first(typed, "reason"), ""
    if first(typed, "then") == "save":
        try:
            with visit.work() as work:
                change_days(work, visit.programme, partner, start=start, end=end, reason=reason)
        except Invalid as refusal:
            problem = refusal.problems.get("reason", "")
            if not problem:
                raise
        else:
            visit.settle()
            return see_other(_partners(visit))
    try:
        with visit.site.work(visit.slug, SYSTEM) as work:
            effect = effect_of_doing(
                work,
                visit.programme.id,
                lambda row: change_days(work, row, partner, start=start, end=end, reason="-"),
            )
    except Invalid as refusal:
        wrong = Reading(reading.answers, dict(refusal.problems), typed, reading.wrong_boxes)
        return _days_page(visit, partner, form_fields(_DAYS, typed, reading=wrong, language=visit.language))
    view = _effect_page(visit, partner, typed, effect, (start, end), reason, problem)
    return visit.page(view, console_frame(visit, current="partners"))


def _partners(visit: Visit, *more: str) -> str:
    return visit.path("console", visit.programme.slug, "partners", *more)


def _day(given: Any) -> date | None:
    return date.fromisoformat(given) if given else None


def _partner(visit: Visit, slug: str) -> Partner:
    return next(each for each in file_of(visit.programme).partners if each.slug == slug)


def _ask_page(visit: Visit, typed: Typed, reading: Reading | None, problems: dict[str, str]) -> Response[str]:
    with visit.work() as work:
        others = may_be_asked(work, visit.programme)
    chosen = first(typed, "partner")
    which = Field(
        name="partner",
        kind="select",
        label="Which institution?",
        hint="Those that run this scheme and have no part in the programme.",
        options=tuple(Option(value=slug, label=each.name, chosen=slug == chosen) for slug, each in others.items()),
        problem=problems.get("partner", ""),
    )
    fields = (which, *form_fields(_ASKING, typed, reading=reading, language=visit.language)) if others else ()
    view = OneFormPage(
        title="Ask an institution to take part",
        programme=visit.programme.title,
        problems=form_problems(fields),
        sentence="It takes part once its own coordinators have agreed.",
        back=Link("Partners", _partners(visit)),
        words_title="What follows",
        words=_WHAT_FOLLOWS,
        told="" if others else "Every institution that runs this scheme takes part, or is asked already.",
        action=_partners(visit, "ask"),
        fields=fields,
        button="Ask it",
    )
    return visit.page(view, console_frame(visit, current="partners"))


def _asking_page(visit: Visit, slug: str, fields: tuple[Field, ...]) -> Response[str]:
    with visit.work() as work:
        row = partner_in(work, visit.programme, slug)
        agreed = row.agreed_at is not None
        house = institutions(work.session)[slug]
    view = OneFormPage(
        title=f"{house.name} takes part" if agreed else f"Ask {house.name} no longer",
        programme=visit.programme.title,
        problems=() if agreed else form_problems(fields),
        sentence="It has agreed already." if agreed else "It has not agreed, so nothing else changes.",
        back=Link("Partners", _partners(visit)),
        action=_partners(visit, slug, "asking"),
        fields=() if agreed else fields,
        button="Take the question back",
    )
    return visit.page(view, console_frame(visit, current="partners"))


def _days_page(visit: Visit, slug: str, fields: tuple[Field, ...]) -> Response[str]:
    with visit.work() as work:
        name = institutions(work.session)[slug].name
    view = OneFormPage(
        title=f"When {name} takes part",
        programme=visit.programme.title,
        problems=form_problems(fields),
        sentence="Nothing is changed before you have seen what it does.",
        back=Link("Partners", _partners(visit)),
        action=_partners(visit, slug, "days"),
        fields=fields,
        button="Show what this changes",
    )
    return visit.page(view, console_frame(visit, current="partners"))


def _effect_page(
    visit: Visit,
    slug: str,
    typed: Typed,
    effect: Effect,
    days: tuple[date, date | None],
    reason: str,
    problem: str,
) -> EffectPage:
    known = _partner(visit, slug)
    with visit.work() as work:
        name = institutions(work.session)[slug].name
    (start, end), language = days, visit.language
    until = [day(each, language=language) if each else "open" for each in (known.end, end)]
    told = [
        ("The first day", day(known.start, language=language), day(start, language=language)),
        ("The last day", until[0], until[1]),
    ]
    kept = {key: values for key, values in typed.items() if key.startswith(("start", "end"))}
    return EffectPage(
        title="What this changes",
        programme=visit.programme.title,
        sentence=effect_sentence(effect),
        problems=(Problem("reason", problem),) if problem else (),
        told=tuple(Told(about=name, label=label, was=was, becomes=now) for label, was, now in told if was != now),
        **effect_parts(visit, effect),
        action=_partners(visit, slug, "days"),
        hidden=tuple((key, each) for key, values in kept.items() for each in values),
        fields=(
            Field(
                name="reason", kind="long", label="Why?", hint="Kept in the audit trail.", rows=3, value=reason,
                problem=problem,
            ),
        ),
        button="Change the days",
        back="Go back and change it",
        leave=Button(label="Leave everything as it is", href=_partners(visit)),
    )  # fmt: skip
