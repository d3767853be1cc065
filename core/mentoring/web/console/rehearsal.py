"""A coordinator has the year of a programme played with made-up people, before anyone real is in it.

It is played in another process and in the background (`simulation.rehearsals`): a page waits for it a few seconds at
most, then says so. Nothing of it touches the programme, and no mail leaves.
"""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from babel.dates import format_date
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Conflict, NotFound
from mentoring.programmes.pinned import file_of, own_scheme_of
from mentoring.simulation.rehearsals import DOWNLOADS, MOST, Given, Playing, Refused, Rehearsals, Rehearsed, Told
from mentoring.simulation.telling import Month
from mentoring.tenants.directory import institutions, to_document
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Banner, Button, Problem
from mentoring.web.views.rehearsal import CheckLine, PlayedDay, PlayedMonth, RehearsalPage
from mentoring.web.words import begun, count, day

AnyRequest = Request[Any, Any, Any]
_AT = "/{tenant:str}/console/{programme:str}/rehearsal"
FEWEST, USUAL, LARGEST = 2, 12, 9999
PATIENCE = 6.0
"""Seconds that a page waits for a play."""
_COUNTED = {"registered": ("registration", "registrations"), "letter": ("message", "messages"),
            "met": ("meeting", "meetings")}  # fmt: skip


@get(_AT, opt=permits("programme.change"), sync_to_thread=True)
def rehearsal(request: AnyRequest, visit: NamedDependency[Visit]) -> Response[str]:
    """The form; and what was played last with these numbers, or how far it is."""
    typed = {name: request.query_params.get(name, "") for name in ("people", "seed")}
    if not any(typed.values()):
        return _page(visit, str(USUAL), "1")
    people, seed, problems = _numbers(typed["people"], typed["seed"])
    if problems:
        return _page(visit, typed["people"], typed["seed"], problems=problems)
    with visit.work() as work:
        place = _place(visit, _given(work, visit, people, seed))
    found = Rehearsals(visit.site.settings.data_dir).look(place, patience=PATIENCE)
    return _page(visit, str(people), str(seed), found)


@post(_AT, opt=permits("programme.change"), sync_to_thread=True)
def play_year(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """The year begins to be played; its page tells how it went."""
    written = first(typed, "people"), first(typed, "seed")
    people, seed, problems = _numbers(*written)
    if problems:
        return _page(visit, *written, problems=problems)
    with visit.work() as work:
        given = _given(work, visit, people, seed)
        work.record("rehearse", "programme", visit.programme.id)
    try:
        Rehearsals(visit.site.settings.data_dir).begin(_place(visit, given), given)
    except Conflict as refusal:
        return _page(visit, *written, Refused(refusal.what, refusal.remedy))
    return see_other(_here(visit, people, seed))


@get(_AT + "/{people:int}/{seed:int}/{story:str}", opt=permits("programme.change"), sync_to_thread=True)
def played_file(
    visit: NamedDependency[Visit], people: FromPath[int], seed: FromPath[int], story: FromPath[str]
) -> Response[bytes]:
    """What was told, to take away; or its picture."""
    with visit.work() as work:
        place = _place(visit, _given(work, visit, people, seed))
    if story not in DOWNLOADS or not (place / story).is_file():
        raise NotFound("This year has not been played, or not lately.", "Play it again.")
    name = f"{visit.programme.slug}-{story}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}  # a picture within a page does not mind
    return Response((place / story).read_bytes(), media_type=DOWNLOADS[story], headers=headers)


def _given(work: UnitOfWork, visit: Visit, people: int, seed: int) -> Given:
    """The programme as it is now."""
    programme = visit.programme
    own, file = own_scheme_of(programme), file_of(programme)
    houses = institutions(work.session, only=[each["slug"] for each in programme.institutions])
    return Given(
        file=msgspec.structs.replace(
            file, partners=tuple(msgspec.structs.replace(each, left=None) for each in file.partners)
        ),
        tenants={slug: to_document(each) for slug, each in houses.items()},
        version=own.version,
        documents=dict(own.documents),
        hooks=own.hooks,
        people=people,
        seed=seed,
    )


def _place(visit: Visit, given: Given) -> Path:
    return Rehearsals(visit.site.settings.data_dir).place(visit.slug, given)


def _here(visit: Visit, people: int, seed: int) -> str:
    return visit.path("console", visit.programme.slug, "rehearsal") + f"?people={people}&seed={seed}"


def _numbers(people: str, seed: str) -> tuple[int, int, dict[str, str]]:
    """Both as numbers, and what is wrong with them."""
    problems = {}
    for name, written, least, most in (("people", people, FEWEST, MOST), ("seed", seed, 1, LARGEST)):
        if not (written.isascii() and written.isdigit() and least <= int(written[:9]) <= most):
            problems[name] = f"Write a whole number from {least} to {most:,}."
    return (0, 0, problems) if problems else (int(people), int(seed), {})


def _page(
    visit: Visit, people: str, seed: str, found: Rehearsed = None, *, problems: dict[str, str] | None = None
) -> Response[str]:
    wrong, told = problems or {}, found if isinstance(found, Told) else None
    with visit.work() as work:
        frame = console_frame(visit, current="timeline", wanted=needed(work, visit.programme))
    base = visit.path("console", visit.programme.slug)
    files = f"{base}/rehearsal/{people}/{seed}"
    view = RehearsalPage(
        title="Play the year",
        programme=visit.programme.title,
        sentence="Made-up people register, are matched and meet, on this programme's dates and by its rules. Nothing "
        "here is changed by it, nobody is written to, and what was played is thrown away after a day.",
        problems=tuple(Problem(name, words) for name, words in wrong.items()),
        banner=_banner(visit, people, seed, found),
        actions=(Button(label="Back to the timeline", href=f"{base}/timeline"),),
        action=f"{base}/rehearsal",
        fields=(
            _field("people", "About how many people are mentored?", f"From {FEWEST} to {MOST}.", people, wrong),
            _field(
                "seed",
                "Which number?",
                "The same number plays the same year, another number another year.",
                seed,
                wrong,
            ),
        ),
        months=tuple(_month(each) for each in told.months) if told else (),
        outcome=tuple((begun(what), _counted(counts)) for what, counts in told.outcome.items()) if told else (),
        notes=told.notes if told else (),
        checks=tuple(_check(*each) for each in told.checks) if told else (),
        picture=f"{files}/year.svg" if told else "",
        downloads=tuple(
            Button(label=label, href=f"{files}/{name}")
            for name, label in (("story.txt", "As text"), ("story.json", "As JSON"), ("year.svg", "The picture"))
        ),
    )
    return visit.page(view, frame)


def _banner(visit: Visit, people: str, seed: str, found: Rehearsed) -> Banner | None:
    if isinstance(found, Playing):
        again = Button(label="Look again", href=_here(visit, int(people), int(seed)))
        text = f"It began {count(found.seconds, 'second', 'seconds')} ago, and seldom takes longer than half a minute."
        return Banner(kind="wait", title="The year is being played", text=text, button=again)
    if isinstance(found, Refused):
        return Banner(kind="stop", title=found.what, text=found.remedy)
    if isinstance(found, Told):
        broken = any(each[2] for each in found.checks)
        title = "Something that must hold does not: see below." if broken else "The year was played to its end"
        return Banner(kind="stop" if broken else "done", title=title)
    return None


def _field(name: str, label: str, hint: str, value: str, wrong: dict[str, str]) -> Field:
    return Field(
        name=name, kind="text", label=label, hint=hint, value=value, width="w-short", problem=wrong.get(name, "")
    )


def _month(month: Month) -> PlayedMonth:
    told = [count(month.counts[kind], *words) for kind, words in _COUNTED.items() if month.counts.get(kind)]
    return PlayedMonth(
        title=_named(month.first, "MMMM y"),
        text=", ".join(told),
        days=tuple(
            PlayedDay(title=day(each.day), dates="; ".join(each.dates), lines=tuple(map(begun, each.lines)))
            for each in month.days
        ),
    )


def _named(first_day: date, how: str) -> str:
    return format_date(first_day, how, locale="en_GB")


def _counted(counts: Any) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"


def _check(words: str, looked_at: int, broken: tuple[str, ...]) -> CheckLine:
    note = "; ".join(broken[:3])
    return CheckLine(
        words=begun(words),
        mark="stop" if broken else "done",
        word="Does not hold" if broken else "Holds",
        note=note
        or (f"Looked at {count(looked_at, 'time', 'times')}." if looked_at else "There was nothing to look at."),
    )
