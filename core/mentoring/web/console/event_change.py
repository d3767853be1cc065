"""A session added, moved or called off: what follows is seen before it is so, letters included."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.contracts.problems import Path
from mentoring.errors import Invalid, NotFound
from mentoring.events.model import EventSession
from mentoring.events.sessions import (
    add_session,
    arrange,
    arranged,
    call_off,
    put_back,
    session_with_id,
    sessions_of,
)
from mentoring.programmes.adjust import Asked, save, wanted
from mentoring.programmes.history import newest
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Event, say
from mentoring.timeline.effect import Effect, effect_of, effect_of_doing
from mentoring.unit_of_work import SYSTEM, UnitOfWork
from mentoring.web.console.effect_page import effect_parts, effect_sentence, reason_field
from mentoring.web.console.events import EVENT_AT, PLACE, base
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Banner, Button, Problem
from mentoring.web.views.texts import EffectPage, FieldGroup, TextsFormPage, Told
from mentoring.web.words import when

SESSION_AT = EVENT_AT + "/{gathering:uuid}"
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_NAMES = ("day.day", "day.month", "day.year", "time", "place", "link", "places")
_QUESTIONS = ("day", "time", "place", "link", "places")
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["day", "time"],
    "properties": {
        "day": {"type": "string", "format": "date", "title": "Which day?"},
        "time": {
            "type": "string",
            "title": "At what time does it begin?",
            "description": "Such as 10:00.",
            "maxLength": 5,
        },
        "place": {"type": "string", "title": "Which room or building?", "maxLength": 500},
        "link": {
            "type": "string",
            "title": "Under which address is it held online?",
            "description": "Only people who are invited read it, on a page of their own; letters do not name it.",
            "maxLength": 500,
        },
        "places": {
            "type": "string",
            "title": "How many may come?",
            "description": "Left empty, as many as the scheme says. Nobody loses a place that they have.",
            "maxLength": 6,
        },
    },
}


@dataclass(frozen=True)
class Change:
    """What is to be done: dates that move or come, what is done besides, what it says to whoever looks."""

    event: str
    action: str
    asked: Asked
    also: Callable[[UnitOfWork, Programme], None]
    told: tuple[Told, ...]
    button: str
    done: str


@get(EVENT_AT + "/new", opt=permits("event.arrange"), sync_to_thread=True)
def session_form(visit: NamedDependency[Visit], event: FromPath[str]) -> Response[str]:
    """A session more: when and where."""
    with visit.work() as work:
        known = _event(visit, event)
        last = max((each.starts_at for each in sessions_of(work, visit.programme).get(event, ())), default=None)
    at = (last or known_morning(visit)).astimezone(_zone(visit))
    start = known.time or f"{at:%H:%M}"
    return _form(visit, event, None, typed_of(FORM, {"time": start}), {})


@post(EVENT_AT + "/new", opt=permits("event.arrange", lists="effects"), sync_to_thread=True)
def add_one(
    visit: NamedDependency[Visit], event: FromPath[str], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """What a session more would do; then it is there."""
    return _changed(visit, event, None, typed)


@get(SESSION_AT, opt=permits("event.arrange"), sync_to_thread=True)
def change_form(visit: NamedDependency[Visit], event: FromPath[str], gathering: FromPath[UUID]) -> Response[str]:
    """When and where a session is, to be changed."""
    with visit.work() as work:
        row = _session(visit, work, event, gathering)
        at = row.starts_at.astimezone(_zone(visit))
        held = {
            "day": at.date().isoformat(), "time": f"{at:%H:%M}", "place": row.place or "", "link": row.link or "",
            "places": str(row.places or ""),
        }  # fmt: skip
    return _form(visit, event, gathering, typed_of(FORM, held), {})


@post(SESSION_AT, opt=permits("event.arrange", lists="effects"), sync_to_thread=True)
def change_one(
    visit: NamedDependency[Visit], event: FromPath[str], gathering: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """What the change would do; then it is so."""
    return _changed(visit, event, gathering, typed)


@get(SESSION_AT + "/off", opt=permits("event.arrange", lists="effects"), sync_to_thread=True)
def off_page(
    visit: NamedDependency[Visit], event: FromPath[str], gathering: FromPath[UUID]
) -> Response[str] | Redirect:
    """What calling a session off would do; or, of one that is off, letting it take place."""
    return _confirmed(visit, _switch(visit, event, gathering), {})


@post(SESSION_AT + "/off", opt=permits("event.arrange", lists="effects"), sync_to_thread=True)
def switch_off(
    visit: NamedDependency[Visit], event: FromPath[str], gathering: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It is called off, or takes place again."""
    return _confirmed(visit, _switch(visit, event, gathering), typed)


def known_morning(visit: Visit) -> datetime:
    """Nine o'clock of today, where nothing says when."""
    return datetime.combine(visit.site.clock().date(), time(9), _zone(visit))


def _changed(visit: Visit, event: str, gathering: UUID | None, typed: Typed) -> Response[str] | Redirect:
    reading = read_form(FORM, typed, language=visit.language)
    problems = {**reading.problems, **_problems(typed, reading)}
    if first(typed, "then") == "back" or problems:
        return _form(visit, event, gathering, typed, {} if first(typed, "then") == "back" else problems)
    try:
        return _confirmed(visit, _change(visit, event, gathering, reading), typed)
    except Invalid as refusal:
        named = {f"dates.{event}": "day"}
        found = {named.get(key, key): words for key, words in refusal.problems.items()}
        return _form(visit, event, gathering, typed, found)


def _problems(typed: Typed, reading: Reading) -> dict[str, str]:
    problems = {}
    if "time" in reading.answers and not _TIME.fullmatch(reading.answers["time"].strip()):
        problems["time"] = "Enter a time such as 10:00 or 14:30."
    _, found = arranged(place=first(typed, "place"), link=first(typed, "link"), places=first(typed, "places"))
    return problems | found


def _change(visit: Visit, event: str, gathering: UUID | None, reading: Reading) -> Change:
    said = reading.answers
    at = _moment(visit, said)
    words = {name: said.get(name, "") for name in ("place", "link", "places")}
    with visit.work() as work:
        known = _event(visit, event)
        rows = [each for each in sessions_of(work, visit.programme).get(event, ()) if not each.dropped]
        before = _session(visit, work, event, gathering) if gathering else None
        now = work.now
    if before is not None and (before.called_off or before.starts_at <= now):
        raise NotFound("This session has begun, or does not take place.", "Go back to the event.")
    if at <= now:
        raise Invalid("This cannot be.", "", {"day": "This time is over. Enter one that is still to come."})
    times = sorted([at, *(each.starts_at for each in rows if before is None or each.id != before.id)])
    if len(set(times)) != len(times):
        raise Invalid("This cannot be.", "", {"time": "Another session of this event begins at this very time."})
    edits: dict[tuple[str, Path], Any] = {}
    if len(times) != known.sessions:
        edits["activities", ("events", event, "sessions")] = len(times)
    moved = before is None or before.starts_at != at

    def also(work: UnitOfWork, programme: Programme) -> None:
        if before is None:
            add_session(work, programme, event, starts_at=at, **words)
        else:
            arrange(work, programme, before.id, **words)

    return Change(
        event=event,
        action=base(visit, event, gathering or "new"),
        asked=Asked(edits=edits, dates={event: tuple(_written(visit, each) for each in times)}) if moved else Asked(),
        also=also,
        told=tuple(_told(visit, before, at, words)),
        button="Change the session" if before else "Add the session",
        done="changed" if before else "added",
    )


def _switch(visit: Visit, event: str, gathering: UUID) -> Change:
    with visit.work() as work:
        row = _session(visit, work, event, gathering)
        off, at = row.called_off, row.starts_at
    words = ("called off", "takes place")
    return Change(
        event=event,
        action=base(visit, event, gathering, "off"),
        asked=Asked(),
        also=lambda work, programme: (put_back if off else call_off)(work, programme, gathering),
        told=(Told(about="", label=_when(visit, at), was=words[not off], becomes=words[off]),),
        button="Let it take place" if off else "Call it off",
        done="back" if off else "off",
    )


def _confirmed(visit: Visit, change: Change, typed: Typed) -> Response[str] | Redirect:
    """The effect as a page; or, once it was seen, the change is made and settled."""
    saving = first(typed, "then") == "save"
    effect = _effect(visit, change)
    problems: Mapping[str, str] = {}
    banner = None
    if saving and effect.digest != first(typed, "seen"):
        banner = Banner(
            kind="wait",
            title="People have come or gone since you looked. Nothing is saved yet.",
            text="Below is what the change does now.",
        )
    elif saving:
        try:
            with visit.work() as work:
                if change.asked:
                    row = visit.programme
                    save(work, row, wanted(work, row, change.asked), base=newest(work, row),
                         author=visit.person.name or visit.person.email, reason=first(typed, "reason"))  # fmt: skip
                change.also(work, visit.programme)
        except Invalid as refusal:
            if set(refusal.problems) != {"reason"}:
                raise
            problems = refusal.problems
        else:
            visit.settle()
            return see_other(f"{base(visit, change.event)}?done={change.done}")
    return _effect_page(visit, change, effect, typed, problems, banner)


def _effect(visit: Visit, change: Change) -> Effect:
    key = visit.programme.id
    with visit.site.work(visit.slug, SYSTEM) as work:
        if not change.asked:
            return effect_of_doing(work, key, lambda row: change.also(work, row))
        return effect_of(
            work,
            key,
            lambda row: wanted(work, row, change.asked),
            matched=False,
            also=lambda row: change.also(work, row),
        )


def _effect_page(
    visit: Visit, change: Change, effect: Effect, typed: Typed, problems: Mapping[str, str], banner: Banner | None
) -> Response[str]:
    form = change.done in {"changed", "added"}
    view = EffectPage(
        title="What this changes",
        programme=visit.programme.title,
        sentence=effect_sentence(effect),
        banner=banner,
        problems=tuple(Problem(key, text) for key, text in problems.items()),
        told=change.told,
        **effect_parts(visit, effect),
        action=change.action,
        hidden=(*((name, each) for name in _NAMES for each in typed.get(name, ()) if form), ("seen", effect.digest)),
        fields=(reason_field(first(typed, "reason"), problems.get("reason", "")),) if change.asked else (),
        button=change.button,
        back="Go back and change it" if form else "",
        leave=Button(label="Leave everything as it is", href=base(visit, change.event)),
    )
    with visit.work() as work:
        frame = console_frame(visit, current=PLACE, wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _form(visit: Visit, event: str, gathering: UUID | None, typed: Typed, problems: Mapping[str, str]) -> Response[str]:
    known = _event(visit, event)
    drawn = form_fields(
        FORM, typed, reading=Reading({}, problems, typed) if problems else None, language=visit.language
    )
    fields = tuple(replace(each, problem=problems.get(each.name, each.problem)) for each in drawn)
    told = form_problems(fields)
    rest = tuple(Problem("", words) for key, words in problems.items() if key not in _QUESTIONS)
    view = TextsFormPage(
        title="Change a session" if gathering else "Add a session",
        programme=f"{visit.programme.title}: {say(known.title)}",
        sentence="You see who is told before anything is saved.",
        problems=(*told, *rest),
        action=base(visit, event, gathering or "new"),
        hidden=(),
        groups=(FieldGroup(title="When and where", fields=fields),),
        button="Show what this changes",
        leave=Button(label="Back to the event", href=base(visit, event)),
    )
    with visit.work() as work:
        frame = console_frame(visit, current=PLACE, wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _told(visit: Visit, before: EventSession | None, at: datetime, words: Mapping[str, str]) -> Iterator[Told]:
    old = {"place": before.place or "", "link": before.link or "", "places": str(before.places or "")} if before else {}
    was = _when(visit, before.starts_at) if before else "none"
    if before is None or before.starts_at != at:
        yield Told(about="", label="When", was=was, becomes=_when(visit, at))
    for name, label in (("place", "Place"), ("link", "Online"), ("places", "How many may come")):
        if words[name].strip() != old.get(name, ""):
            yield Told(about="", label=label, was=old.get(name) or "nothing", becomes=words[name].strip() or "nothing")


def _moment(visit: Visit, said: Mapping[str, Any]) -> datetime:
    found = _TIME.fullmatch(said["time"].strip())
    hour, minute = (int(found[1]), int(found[2])) if found else (9, 0)
    return datetime.combine(datetime.fromisoformat(said["day"]).date(), time(hour, minute), _zone(visit))


def _written(visit: Visit, at: datetime) -> str:
    """As the programme's dates are written: the wall time of the host."""
    return f"{at.astimezone(_zone(visit)):%Y-%m-%dT%H:%M}"


def _when(visit: Visit, at: datetime) -> str:
    return when(at, visit.tenant.timezone, visit.language)


def _zone(visit: Visit) -> ZoneInfo:
    return ZoneInfo(visit.tenant.timezone)


def _event(visit: Visit, name: str) -> Event:
    events = scheme_of(visit.programme).activities.events
    if name not in events:
        raise NotFound("There is no such event here.", "Go back to the events of the programme.")
    return events[name]


def _session(visit: Visit, work: UnitOfWork, event: str, key: UUID) -> EventSession:
    row = session_with_id(work, visit.programme, key)
    if row.event != event:
        raise NotFound("There is no such session here.", "Go back to the events of the programme.")
    return row
