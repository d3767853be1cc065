"""The effect of a change as a page: person by person, dates, letters, matches. Nothing is stored when it is read."""

from collections.abc import Iterator, Sequence
from typing import Any

from mentoring.programmes.dates import Moment
from mentoring.schemes.entries import humanised
from mentoring.timeline.effect import DateEffect, Effect, PersonEffect, RoundEffect
from mentoring.web.console.bench import changed_lines, difference_words
from mentoring.web.console.proposal import figures
from mentoring.web.forms.field import Field
from mentoring.web.http.visit import Visit
from mentoring.web.views.texts import DateLine, Dry, PersonLine
from mentoring.web.words import begun, count, day

PEOPLE_SHOWN = 500
NAMES_SHOWN = 20


def effect_parts(visit: Visit, effect: Effect) -> dict[str, Any]:
    """The fields of an EffectPage that tell of `effect`."""
    touched = len({each.registration_id for each in effect.people})
    return {
        "people_title": begun(f"{count(touched, 'registration changes', 'registrations change')}")
        if touched
        else "Nobody's registration changes",
        "people_text": _people_words(effect, touched),
        "people": tuple(map(_person, effect.people[:PEOPLE_SHOWN])),
        "dates_title": begun(f"{count(len(effect.dates), 'date moves', 'dates move')}"),
        "dates": tuple(_date(visit, each) for each in effect.dates),
        "letters_title": _letters_title(effect),
        "letters": tuple(_letters(effect)),
        "rounds": tuple(_round(each) for each in effect.rounds),
    }


def effect_sentence(effect: Effect) -> str:
    """What the change does, in one sentence."""
    touched = len({each.registration_id for each in effect.people})
    told = sum(len(names) for names in effect.letters.values())
    parts = [
        count(touched, "registration changes", "registrations change") if touched else "nobody's registration changes",
        count(len(effect.dates), "date moves", "dates move") if effect.dates else "",
        count(len(effect.messages), "e-mail reads otherwise", "e-mails read otherwise") if effect.messages else "",
        count(told, "e-mail is written at once", "e-mails are written at once") if told else "",
    ]
    return begun(", ".join(part for part in parts if part) + ". Nothing is saved yet.")


def reason_field(value: str = "", problem: str = "") -> Field:
    """Why: asked of everybody who saves."""
    return Field(
        name="reason",
        kind="long",
        label="Why?",
        hint="One or two sentences for whoever runs this programme after you. It is kept with your name.",
        value=value,
        rows=3,
        problem=problem,
    )


def _people_words(effect: Effect, touched: int) -> str:
    if not touched:
        return f"All {effect.registrations} that were sent stay as they are." if effect.registrations else ""
    shown = f" The first {PEOPLE_SHOWN} lines are shown." if len(effect.people) > PEOPLE_SHOWN else ""
    return (
        f"Of {effect.registrations} that were sent. Nothing adverse takes effect before a coordinator confirms it, "
        f"and what somebody has decided stays decided.{shown}"
    )


def _person(each: PersonEffect) -> PersonLine:
    line = ", ".join(part for part in (each.role_title, each.pathway_title, each.house) if part)
    turns = tuple((turn.what, turn.before, turn.after) for turn in each.turns)
    return PersonLine(name=each.name, line=line, turns=turns, why=each.why)


def _date(visit: Visit, each: DateEffect) -> DateLine:
    return DateLine(
        title=each.title,
        was=_days(visit, each.before),
        becomes=_days(visit, each.after),
        text=" ".join(
            filter(None, ("It follows from other dates." if each.follows else "", _passed(each), _taken(visit, each)))
        ),
    )


def _passed(each: DateEffect) -> str:
    """What is fixed, since the day is over; and what a day that is over, or no longer is, brings about."""
    if each.before is None or each.after is None:
        return ""
    return {
        (True, True): "Both days are over: what opened, closed or began with it stays so.",
        (True, False): "Its day is over, and would be ahead again: what opens, closes or begins with it does so then.",
        (False, True): "Its day would be over already: what hangs on it takes effect at once.",
    }.get(each.passed, "")


def _taken(visit: Visit, each: DateEffect) -> str:
    """What has taken effect and cannot be moved."""
    if each.came is None or not each.done:
        return ""
    on = day(each.came, visit.tenant.timezone, visit.language)
    return begun(
        f"{count(each.done, 'thing was', 'things were')} done at it on {on}: that stays, and is not done again."
    )


def _days(visit: Visit, moment: Moment | None) -> str:
    if moment is None:
        return "no date"
    return "; ".join(
        day(time.date(), language=visit.language) + ("" if moment.deadline else f", {time:%H:%M}")
        for time in moment.times
    )


def _letters_title(effect: Effect) -> str:
    told = sum(len(names) for names in effect.letters.values())
    if told:
        return begun(count(told, "e-mail is written as you save", "e-mails are written as you save"))
    if effect.tasks and not effect.messages:
        return begun(count(len(effect.tasks), "task is set as you save", "tasks are set as you save"))
    number = len(effect.messages)
    return begun(count(number, "e-mail reads otherwise from then on", "e-mails read otherwise from then on"))


def _letters(effect: Effect) -> Iterator[str]:
    for occasion, names in effect.letters.items():
        more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
        yield f"{humanised(occasion)}: to {', '.join(names[:NAMES_SHOWN])}{more}"
    for words in dict.fromkeys(effect.tasks):
        yield f"A task for coordinators, {count(effect.tasks.count(words), 'institution', 'institutions')}: {words}"
    for occasion in effect.messages:
        yield f"{humanised(occasion)}: its words change. What was written before stays as it was."


def _round(each: RoundEffect) -> Dry:
    title = f"{each.milestone}: if the round were run now"
    if each.comparison is None:
        return Dry(title=title, outcome=each.held)
    return Dry(
        title=title,
        outcome=difference_words(each.comparison),
        figures=figures(each.comparison.after, each.comparison),
        people=changed_lines(_first(each.comparison.people)),
    )


def _first(people: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(people[:PEOPLE_SHOWN])
