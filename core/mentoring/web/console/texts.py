"""Texts and rules of a programme: read, changed after its effect was seen, and taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.programmes.adjust import Wanted, save, wanted
from mentoring.programmes.history import newest, state_at
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, file_of, own_scheme_of, scheme_of
from mentoring.tenants.directory import institutions
from mentoring.timeline.effect import Effect, effect_of
from mentoring.unit_of_work import SYSTEM, UnitOfWork
from mentoring.web.console.effect_page import effect_parts, effect_sentence, reason_field
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.past import history_lines, sheet_at
from mentoring.web.console.standing_notes import notes_banner
from mentoring.web.console.texts_form import DATES, PARTS, Reading, Sheet, groups, read
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Banner, Button, Problem
from mentoring.web.views.texts import DocumentLine, EffectPage, TextsFormPage, TextsPage
from mentoring.web.words import begun, count

AnyRequest = Request[Any, Any, Any]
FOLDED_FROM = 12
"""With more entries than this, each is folded: a page of e-mails would be hundreds of boxes long."""
_AT = "/{tenant:str}/console/{programme:str}/texts"


def base(visit: Visit) -> str:
    """The address of the programme's texts and rules."""
    return visit.path("console", visit.programme.slug, "texts")


def sheet_of(visit: Visit, work: UnitOfWork, programme: Programme | None = None) -> Sheet:
    """The programme laid out for change."""
    row = programme or visit.programme
    known = institutions(work.session)
    file = file_of(row)
    taking_part = (file.host, *(each.slug for each in file.partners))
    houses = {slug: known[slug].short_name for slug in taking_part}
    return Sheet(own_scheme_of(row), scheme_of(row), file, dates_of(work, row), houses)


@get(_AT, opt=permits("programme.change"), sync_to_thread=True)
def texts(request: AnyRequest, visit: NamedDependency[Visit]) -> Response[str]:
    """What may be changed, part by part, and what was."""
    with visit.work() as work:
        sheet, past = sheet_of(visit, work), history_lines(visit, work)
        saved = request.query_params.get("saved", "")
        view = TextsPage(
            title="Texts and rules",
            programme=visit.programme.title,
            sentence="What this programme says otherwise than its scheme. You see what a change does to whom before "
            "anything is saved.",
            banner=_saved(saved),
            note=notes_banner(visit, work),
            documents=tuple(
                DocumentLine(
                    title=title, text=text, href=f"{base(visit)}/{part}",
                    word=begun(count(number, "value is changed", "values are changed")) if number else "",
                )
                for part, (title, text) in PARTS.items()
                for number in (sheet.changed(part),)
                if part == "dates" or sheet.leaves(part)
            ),
            history=past,
        )  # fmt: skip
        frame = console_frame(visit, current="texts", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _saved(number: str) -> Banner | None:
    if not number.isdecimal():
        return None
    return Banner(kind="done", title="Saved", text="It holds from now on. Below you see what was changed, and by whom.")


@get(_AT + "/{part:str}", opt=permits("programme.change"), sync_to_thread=True)
def one_part(visit: NamedDependency[Visit], part: FromPath[str]) -> Response[str]:
    """The values of one part, each in a box."""
    with visit.work() as work:
        view = _form(visit, sheet_of(visit, work), _known(part), {}, {}, newest(work, visit.programme))
        frame = console_frame(visit, current="texts", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


@post(_AT + "/{part:str}", opt=permits("programme.change", lists="effects"), sync_to_thread=True)
def change_part(
    visit: NamedDependency[Visit], part: FromPath[str], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """Shows what the change would do; saves it when that has been seen and is still so."""
    _known(part)
    seen = _current(visit, part, typed)
    if isinstance(seen, Response):
        return seen
    if first(typed, "then") == "back":
        return _drawn(visit, part, typed, {})
    if seen.reading.problems:
        return _drawn(visit, part, typed, seen.reading.problems)
    if not seen.reading.asked:
        return _drawn(visit, part, typed, {}, Banner(kind="info", title="Nothing is changed yet."))
    return _shown_or_saved(visit, part, typed, seen)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was typed, read against what holds; `number` is that of the last change."""

    reading: Reading
    number: int


def _current(visit: Visit, part: str, typed: Typed) -> Seen | Response[str]:
    """What was typed; or, where somebody has saved in between, the form with it and what changed."""
    number = _base_in(typed)
    with visit.work() as work:
        last = newest(work, visit.programme)
        if number == last:
            return Seen(read(sheet_of(visit, work), typed), last)
        now = sheet_of(visit, work)
        then = sheet_at(now, visit.programme, state_at(work, visit.programme, number))
        mine = read(then, typed)
        kept = {name: typed[name] for name in mine.names if name in typed}
        problems = _both(now, then, mine)
        banner = Banner(
            kind="wait",
            title="Somebody has saved a change meanwhile. Yours is not saved, and nothing you typed is lost.",
            text="What they changed stands below; what you typed stands in its boxes. Look at both and go on.",
        )
        view = _form(visit, now, part, kept, problems, last, banner)
        frame = console_frame(visit, current="texts", wanted=needed(work, visit.programme))
    return visit.page(view, frame, status=409)


def _both(now: Sheet, then: Sheet, mine: Reading) -> dict[str, str]:
    """The values that both have changed, with what the other says."""
    old = {leaf.key: leaf.now for leaf in then.leaves()}
    return {
        leaf.key: f"Somebody else has changed this to: {now.speaker.words(leaf, leaf.now)}"
        for leaf in now.leaves()
        if leaf.key in mine.keys and leaf.key in old and old[leaf.key] != leaf.now
    } | mine.problems


def _base_in(typed: Typed) -> int:
    text = first(typed, "base")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _known(part: str) -> str:
    if part not in PARTS:
        raise NotFound("There is no such part of the scheme.", "Go back to texts and rules.")
    return part


def _drawn(
    visit: Visit, part: str, typed: Typed, problems: Mapping[str, str], banner: Banner | None = None
) -> Response[str]:
    """The form with what was typed."""
    with visit.work() as work:
        view = _form(visit, sheet_of(visit, work), part, typed, problems, newest(work, visit.programme), banner)
        frame = console_frame(visit, current="texts", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _form(
    visit: Visit,
    sheet: Sheet,
    part: str,
    typed: Typed,
    problems: Mapping[str, str],
    number: int,
    banner: Banner | None = None,
) -> TextsFormPage:
    title, text = PARTS[part]
    drawn = groups(sheet, part, typed, problems)
    told = form_problems([each for group in drawn for each in (*group.fields, *group.more)])
    shown = {each.text for each in told}
    rest = tuple(Problem("", words) for words in problems.values() if words not in shown)
    return TextsFormPage(
        title=title,
        programme=visit.programme.title,
        sentence=f"{text} What has no remark is as the scheme says it. Empty a box to take the scheme's own again.",
        banner=banner,
        problems=(*told, *rest),
        action=f"{base(visit)}/{part}",
        hidden=(("base", str(number)),),
        groups=drawn,
        folded=part != DATES and len(drawn) > FOLDED_FROM,
        button="Show what this changes",
        leave=Button(label="Back to texts and rules", href=base(visit)),
    )


def _shown_or_saved(visit: Visit, part: str, typed: Typed, seen: Seen) -> Response[str] | Redirect:
    def made(work: UnitOfWork, row: Programme) -> Wanted:
        return wanted(work, row, seen.reading.asked)

    def page(effect: Effect, problems: Mapping[str, str], banner: Banner | None) -> EffectPage:
        names = dict.fromkeys(seen.reading.names)
        hidden = tuple((name, each) for name in names for each in typed.get(name, ()))
        return EffectPage(
            title="What this changes",
            programme=visit.programme.title,
            sentence=effect_sentence(effect),
            banner=banner,
            problems=tuple(Problem(key, text) for key, text in problems.items()),
            told=tuple(seen.reading.told),
            **effect_parts(visit, effect),
            action=f"{base(visit)}/{part}",
            hidden=(*hidden, ("base", str(seen.number)), ("seen", effect.digest)),
            fields=(reason_field(first(typed, "reason"), problems.get("reason", "")),),
            button=begun(f"save {count(len(seen.reading.told), 'change', 'changes')}"),
            back="Go back and change it",
            leave=Button(label="Leave everything as it is", href=base(visit)),
        )

    try:
        return confirmed(visit, typed, made, page, base_number=seen.number)
    except Invalid as refusal:
        return _drawn(visit, part, typed, refusal.problems)
    except Conflict:  # somebody saved in the moment between looking and saving
        again = _current(visit, part, typed)
        if isinstance(again, Response):
            return again
        raise


def confirmed(
    visit: Visit,
    typed: Typed,
    made: Callable[[UnitOfWork, Programme], Wanted],
    page: Callable[[Effect, Mapping[str, str], Banner | None], EffectPage],
    *,
    base_number: int,
    kind: str = "change",
    undoes: int | None = None,
) -> Response[str] | Redirect:
    """The effect as a page; or, once it was seen and a reason is given, the change is made and settled.

    Raises Invalid where what is wanted cannot be, Conflict where somebody else was first or something is in the way.
    """
    saving = first(typed, "then") == "save"
    with visit.site.work(visit.slug, SYSTEM) as work:
        effect = effect_of(work, visit.programme.id, lambda row: made(work, row), matched=not saving)
    banner, problems = None, {}
    if saving and effect.digest != first(typed, "seen"):
        banner = Banner(
            kind="wait",
            title="People have come or gone since you looked. Nothing is saved yet.",
            text="Below is what the change does now.",
        )
    elif saving:
        try:
            with visit.work() as work:
                number = save(
                    work, visit.programme, made(work, visit.programme), base=base_number, author=_author(visit),
                    reason=first(typed, "reason"), kind=kind, undoes=undoes,
                )  # fmt: skip
        except Invalid as refusal:
            if set(refusal.problems) != {"reason"}:
                raise
            problems = refusal.problems
        else:
            visit.settle()
            return see_other(f"{base(visit)}?saved={number}")
    if saving:
        with visit.site.work(visit.slug, SYSTEM) as work:
            effect = effect_of(work, visit.programme.id, lambda row: made(work, row))
    view = page(effect, problems, banner)
    with visit.work() as work:
        frame = console_frame(visit, current="texts", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _author(visit: Visit) -> str:
    return visit.person.name or visit.person.email
