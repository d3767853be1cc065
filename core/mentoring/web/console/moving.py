"""Moving a programme to the documents that are installed: the difference, what becomes of its changes, the effect."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from mentoring.contracts.difference import Difference, differing
from mentoring.errors import Conflict, Invalid
from mentoring.plugin import DOCUMENTS
from mentoring.programmes.adjust import Wanted
from mentoring.programmes.dates import dated, missing_dates
from mentoring.programmes.history import newest
from mentoring.programmes.model import Programme
from mentoring.programmes.moving import OURS, THEIRS, Carried, carried, dates_lost, installed, moved
from mentoring.programmes.pinned import file_of, own_scheme_of, scheme_of
from mentoring.schemes.entries import DOCUMENT_WORDS, about, anchor
from mentoring.schemes.overlay import ABSENT
from mentoring.schemes.scheme import Scheme, say
from mentoring.timeline.effect import Effect
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.effect_page import effect_parts, effect_sentence, reason_field
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.texts import base, confirmed
from mentoring.web.forms.draw import form_fields, form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Banner, Button, Problem
from mentoring.web.views.texts import Choice, EffectPage, Told
from mentoring.web.words import begun, count, day

_AT = "/{tenant:str}/console/{programme:str}/move"
SHOWN = 500


@get(_AT, opt=permits("programme.change", lists="effects"), sync_to_thread=True)
def move_page(visit: NamedDependency[Visit]) -> Response[str] | Redirect:
    """What is different in the installed documents, and what moving would do."""
    return _answer(visit, {})


@post(_AT, opt=permits("programme.change", lists="effects"), sync_to_thread=True)
def move(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """Moves the programme, once that was seen and a reason is given."""
    return _answer(visit, typed)


def _answer(visit: Visit, typed: Typed) -> Response[str] | Redirect:
    programme = visit.programme
    with visit.work() as work:
        new = installed(work, programme)
        last = newest(work, programme)
    if new is None:
        raise Conflict(f"The scheme {programme.scheme} is not installed here.", "Ask whoever runs this machine.")
    if new.digest == programme.documents_digest:
        raise Conflict(
            f"{programme.title} runs by the documents that are installed.", "There is nothing to move it to."
        )
    schema = _dates_asked(programme, new)
    reading = read_form(schema, typed, prefix="dates.") if schema else None
    choices = {name: first(typed, name) for name in typed if name.startswith("carry.")}
    dates = {name: (str(each),) for name, each in reading.answers.items()} if reading else {}

    def made(work: UnitOfWork, row: Programme) -> Wanted:
        return moved(work, row, choices=choices, dates=dates)

    def page(effect: Effect, problems: Mapping[str, str], banner: Banner | None) -> EffectPage:
        return _page(visit, new, last, typed, reading, effect, problems, banner)

    if reading is not None and reading.problems:  # dates first: without them nothing follows
        return _asked_first(visit, new, last, typed, reading if typed else None)
    try:
        return confirmed(visit, typed, made, page, base_number=last, kind="move")
    except Invalid as refusal:
        return _asked_first(visit, new, last, typed, reading, refusal.problems)


def _dates_asked(programme: Programme, new: Scheme) -> dict[str, Any]:
    """The dates that the new documents ask for and nobody has given, as a form; empty without any."""
    wanted = missing_dates(new, file_of(programme).dates)
    entries = dated(new)
    return {
        "type": "object",
        "required": list(wanted),
        "properties": {
            name: {
                "type": "string",
                "format": "date",
                "title": say(entries[name].title),
                **({"description": say(entries[name].at.asked)} if say(entries[name].at.asked) else {}),
            }
            for name in wanted
        },
    } if wanted else {}  # fmt: skip


def _fields(visit: Visit, new: Scheme, typed: Typed, reading: Reading | None) -> tuple[Field, ...]:
    schema = _dates_asked(visit.programme, new)
    return form_fields(schema, typed, prefix="dates.", reading=reading) if schema else ()


def _page(
    visit: Visit,
    new: Scheme,
    last: int,
    typed: Typed,
    reading: Reading | None,
    effect: Effect,
    problems: Mapping[str, str],
    banner: Banner | None,
) -> EffectPage:
    programme, told = visit.programme, _told(visit, new)
    fate = _choices(visit, new, typed, problems)
    return EffectPage(
        title=f"Move to version {new.version} of the scheme",
        programme=programme.title,
        sentence=f"From version {programme.scheme_version}: "
        f"{count(len(told), 'entry differs', 'entries differ')}. {effect_sentence(effect)}",
        banner=banner,
        problems=tuple(Problem(key, text) for key, text in problems.items()),
        told_title="What the new documents say otherwise",
        told=told[:SHOWN],
        choices_title="What becomes of this programme's own changes",
        choices=fate,
        again="Show the effect with these choices" if any(each.field for each in fate) else "",
        **effect_parts(visit, effect),
        action=visit.path("console", programme.slug, "move"),
        hidden=(("base", str(last)), ("seen", effect.digest)),
        fields=(
            *_fields(visit, new, typed, reading),
            reason_field(first(typed, "reason"), problems.get("reason", "")),
        ),
        button=f"Move to version {new.version}",
        leave=Button(label="Stay with what is pinned", href=base(visit)),
    )


def _asked_first(
    visit: Visit,
    new: Scheme,
    last: int,
    typed: Typed,
    reading: Reading | None,
    problems: Mapping[str, str] | None = None,
) -> Response[str]:
    """The page before an effect can be worked out: what has to be given or chosen first."""
    fields = _fields(visit, new, typed, reading)
    told, wrong = _told(visit, new), problems or {}
    choices = _choices(visit, new, typed, wrong)
    known = {each.field.name for each in choices if each.field}
    view = EffectPage(
        title=f"Move to version {new.version} of the scheme",
        programme=visit.programme.title,
        sentence=f"{begun(count(len(told), 'entry differs', 'entries differ'))}. Something is needed before the effect "
        "can be shown. Nothing is saved yet.",
        problems=(
            *form_problems(fields),
            *(Problem(f"{key}-1" if key in known else "", text) for key, text in wrong.items()),
        ),
        told_title="What the new documents say otherwise",
        told=told[:SHOWN],
        choices_title="What becomes of this programme's own changes",
        choices=choices,
        people_title="What is needed first",
        people_text="Once it is given, you see what moving would do, person by person.",
        action=visit.path("console", visit.programme.slug, "move"),
        hidden=(("base", str(last)),),
        fields=fields,
        button="Show the effect",
        leave=Button(label="Stay with what is pinned", href=base(visit)),
    )
    with visit.work() as work:
        frame = console_frame(visit, current="texts", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _told(visit: Visit, new: Scheme) -> tuple[Told, ...]:
    """Entry by entry, was and becomes."""
    own = own_scheme_of(visit.programme)
    return tuple(
        _told_of(name, new if each.kind != "gone" else own, each)
        for name in DOCUMENTS
        for each in differing(own.documents[name], new.documents[name])
    )


def _told_of(name: str, scheme: Scheme, each: Difference) -> Told:
    where = [DOCUMENT_WORDS[name][0], *about(scheme, name, each.path)]
    return Told(
        about=f"{name}, {each.entry}",
        label=": ".join(dict.fromkeys(where)),
        was=each.was or "(not there)",
        becomes=each.becomes or "(gone)",
    )


def _choices(visit: Visit, new: Scheme, typed: Typed, problems: Mapping[str, str]) -> tuple[Choice, ...]:
    programme = visit.programme
    made = [
        _choice(scheme_of(programme), each, typed, problems.get(each.key, ""))
        for each in carried(own_scheme_of(programme), scheme_of(programme), new)
    ]
    return (*made, *_lost(programme, new))


def _choice(scheme: Scheme, each: Carried, typed: Typed, problem: str) -> Choice:
    title = ": ".join(dict.fromkeys([DOCUMENT_WORDS[each.document][0], *_about(scheme, each)]))
    where = f"{title} ({each.document}, {each.entry})"
    said, was, now = (_value(value) for value in (each.said, each.was, each.now))
    match each.fate:
        case "kept" if not problem:
            return Choice(title=where, text=f"Stays as you say it: {said}", mark="done", word="Goes along")
        case "same":
            return Choice(title=where, text=f"The scheme now says so itself: {said}", mark="done", word="Not needed")
        case "gone":
            return Choice(
                title=where,
                text=f"You had: {said}. The new documents have no such entry: it is left out. If it matters, say it "
                "elsewhere after you have moved, or ask the scheme's author.",
                mark="stop",
                word="Fits no more",
            )
    chosen = first(typed, each.key) or OURS
    options = (
        Option(value=OURS, label=f"What this programme says: {said}", chosen=chosen == OURS),
        Option(value=THEIRS, label=f"What the new documents say: {now}", chosen=chosen == THEIRS),
    )
    field = Field(name=each.key, kind="radio", label="Which holds from now on?", options=options, problem=problem)
    return Choice(title=where, text=f"The scheme said: {was}", mark="wait", word="You choose", field=field)


def _about(scheme: Scheme, each: Carried) -> Iterator[str]:
    if each.fate != "gone":
        yield from about(scheme, each.document, each.path)


def _lost(programme: Programme, new: Scheme) -> Iterator[Choice]:
    old = scheme_of(programme)
    for name in dates_lost(programme, new):
        given = "; ".join(day(date.fromisoformat(each[:10])) for each in file_of(programme).dates[name])
        yield Choice(
            title=f"The date of “{anchor(old, name)}”",
            text=f"You had: {given}. The new documents do not ask for it: it is left out.",
            mark="stop",
            word="Fits no more",
        )


def _value(value: Any) -> str:
    if value is ABSENT:
        return "nothing"
    return value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
