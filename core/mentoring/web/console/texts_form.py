"""The form of one document, or of a programme's dates and places: its fields, and what was typed into them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mentoring.contracts.problems import Path
from mentoring.plugin import DOCUMENTS
from mentoring.programmes.adjust import PLACES_MOST, Asked
from mentoring.programmes.dates import Moments, dated
from mentoring.programmes.file import ProgrammeFile
from mentoring.schemes.adjustable import Leaf, leaves
from mentoring.schemes.entries import DOCUMENT_WORDS, about
from mentoring.schemes.overlay import ABSENT
from mentoring.schemes.scheme import Event, Scheme, say
from mentoring.web.console.leaf_fields import Speaker, Unread, field_of, is_edit, names_of, value_of
from mentoring.web.forms.draw import form_fields, typed_of
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import DATE_PARTS, read_form
from mentoring.web.views.texts import FieldGroup, Told
from mentoring.web.words import day

DATES = "dates"
"""The part that is no document: the programme's own dates, and the places of its institutions."""

PARTS: Mapping[str, tuple[str, str]] = {
    DATES: ("Dates and places", "When everything is, and the places that institutions have of their own."),
    **{name: DOCUMENT_WORDS[name] for name in DOCUMENTS},
}


@dataclass(frozen=True)
class Sheet:
    """A programme laid out for change: its pinned scheme `own` and as it holds, its file and its dates."""

    own: Scheme
    scheme: Scheme
    file: ProgrammeFile
    moments: Moments
    houses: Mapping[str, str]

    @property
    def speaker(self) -> Speaker:
        """Puts values into words."""
        return Speaker(self.scheme, self.houses)

    def leaves(self, part: str | None = None) -> tuple[Leaf, ...]:
        """The values that may be changed, of one document or of all."""
        return tuple(each for each in leaves(self.own, self.scheme) if part in {None, each.document})

    def changed(self, part: str) -> int:
        """How many values are said otherwise than by the scheme."""
        return sum(leaf.changed for leaf in self.leaves(part)) if part != DATES else 0

    def places(self) -> Mapping[str, Mapping[str, int]]:
        """The places of institutions, by role."""
        return {self.file.host: self.file.host_places, **{each.slug: each.places for each in self.file.partners}}


@dataclass
class Reading:
    """What was typed: what it asks for, old beside new, the names of its controls, and what cannot be read.

    `keys` holds each value that is asked for, in words, by its key.
    """

    edits: dict[tuple[str, Path], Any] = field(default_factory=dict)
    dates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[tuple[str, str], int | None] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> Asked:
        """As the service takes it."""
        return Asked(self.edits, self.dates, self.places)


def read(sheet: Sheet, typed: Typed) -> Reading:
    """What was `typed` into the forms of `sheet`, whichever they were."""
    made, speaker = Reading(), sheet.speaker
    for leaf in sheet.leaves():
        try:
            value = value_of(leaf, speaker, typed)
        except Unread as unread:
            made.problems[leaf.key] = str(unread)
            made.names += names_of(leaf, speaker)
            continue
        if is_edit(leaf, value):
            made.edits[leaf.document, leaf.path] = value
            made.names += names_of(leaf, speaker)
            made.keys[leaf.key] = speaker.words(leaf, value)
            made.told.append(_told(sheet, leaf, value))
    _read_dates(sheet, typed, made)
    _read_places(sheet, typed, made)
    return made


def _told(sheet: Sheet, leaf: Leaf, value: Any) -> Told:
    where = " · ".join(dict.fromkeys([PARTS[leaf.document][0], *about(sheet.scheme, leaf.document, leaf.path)]))
    words = sheet.speaker.words
    return Told(about=where, label=sheet.speaker.label(leaf), was=words(leaf, leaf.now), becomes=words(leaf, value))


def groups(sheet: Sheet, part: str, typed: Typed, problems: Mapping[str, str]) -> tuple[FieldGroup, ...]:
    """The fields of one part, entry by entry, with what was `typed` and what is wrong with it."""
    if part == DATES:
        return (*_date_groups(sheet, typed, problems), _places_group(sheet, typed, problems))
    found: dict[tuple[str, ...], list[Leaf]] = {}
    for leaf in sheet.leaves(part):
        found.setdefault(about(sheet.scheme, part, leaf.path), []).append(leaf)
    return tuple(_group(sheet, words, each, typed, problems) for words, each in found.items())


def _group(
    sheet: Sheet, words: tuple[str, ...], held: list[Leaf], typed: Typed, problems: Mapping[str, str]
) -> FieldGroup:
    speaker = sheet.speaker
    drawn = {leaf.key: field_of(leaf, speaker, typed, problems.get(leaf.key, "")) for leaf in held}
    open_ones = {leaf.key for leaf in held if leaf.now is ABSENT and leaf.own is ABSENT}
    needed = any(key in problems or first(typed, key) for key in open_ones)
    return FieldGroup(
        title=": ".join(words),
        fields=tuple(each for key, each in drawn.items() if key not in open_ones),
        more=tuple(each for key, each in drawn.items() if key in open_ones),
        opened=needed or open_ones == drawn.keys(),
        shown=any(_is_looked_at(sheet, leaf, typed, problems) for leaf in held),
    )


def _is_looked_at(sheet: Sheet, leaf: Leaf, typed: Typed, problems: Mapping[str, str]) -> bool:
    try:
        return leaf.changed or leaf.key in problems or is_edit(leaf, value_of(leaf, sheet.speaker, typed))
    except Unread:
        return True


def _date_schema(sheet: Sheet, name: str) -> dict[str, Any]:
    """The date, or the dates of several sessions, as a form of ours."""
    entry = dated(sheet.scheme)[name]
    number = entry.sessions if isinstance(entry, Event) else 1
    names = [name] if number == 1 else [f"{name}_{n}" for n in range(1, number + 1)]
    asked = entry.at.asked is not None
    titles = ["The date"] if number == 1 else [f"Session {n}" for n in range(1, number + 1)]
    hint = say(entry.at.asked) if asked else _worked_out(sheet, name)
    return {
        "type": "object",
        "properties": {
            each: {"type": "string", "format": "date", "title": title, **({"description": hint} if hint else {})}
            for each, title in zip(names, titles, strict=True)
        },
        "required": names if asked else [],
    }


def _worked_out(sheet: Sheet, name: str) -> str:
    moment = sheet.moments.get(name)
    if moment is None:
        return "Give a date, or leave it open."
    if moment.given:
        return "You have set this date. Emptied, it is worked out again."
    return f"Worked out: {day(moment.day)}. Give a date to hold it there."


def _date_boxes(schema: Mapping[str, Any]) -> list[str]:
    return [f"dates.{key}.{part}" for key in schema["properties"] for part in DATE_PARTS]


def _given(sheet: Sheet, name: str, schema: Mapping[str, Any]) -> dict[str, str]:
    return {key: each[:10] for key, each in zip(schema["properties"], sheet.file.dates.get(name, ()), strict=False)}


def _date_groups(sheet: Sheet, typed: Typed, problems: Mapping[str, str]) -> Iterator[FieldGroup]:
    known = dated(sheet.scheme)
    order = {name: number for number, name in enumerate(sorted(sheet.moments, key=lambda name: sheet.moments[name].at))}
    for name in sorted(known, key=lambda name: order.get(name, len(order))):
        entry, schema = known[name], _date_schema(sheet, name)
        held = typed_of(schema, _given(sheet, name, schema), prefix="dates.")
        sent = {key: typed[key] for key in _date_boxes(schema) if key in typed}
        reading = read_form(schema, sent, prefix="dates.") if sent else None
        fields = form_fields(schema, sent or held, prefix="dates.", reading=reading)
        told = problems.get(f"dates.{name}", "")
        yield FieldGroup(title=say(entry.title), fields=tuple(_with(each, told) for each in fields))


def _with(drawn: Field, problem: str) -> Field:
    return drawn if drawn.problem or not problem else replace(drawn, problem=problem)


def _read_dates(sheet: Sheet, typed: Typed, made: Reading) -> None:
    for name, entry in dated(sheet.scheme).items():
        schema = _date_schema(sheet, name)
        names = _date_boxes(schema)
        if not any(each in typed for each in names):
            continue
        reading = read_form(schema, typed, prefix="dates.")
        if reading.problems:
            made.problems[f"dates.{name}"] = next(iter(reading.problems.values()))
            made.names += names
            continue
        old = sheet.file.dates.get(name, ())
        given = [reading.answers[key] for key in schema["properties"] if key in reading.answers]
        new = tuple(_at_the_same_time(each, old, number) for number, each in enumerate(given))
        if new != tuple(old):
            made.dates[name] = new
            made.names += names
            made.keys[f"dates.{name}"] = _days(new)
            told = Told(about=PARTS[DATES][0], label=say(entry.title), was=_days(old), becomes=_days(new))
            made.told.append(told)


def _at_the_same_time(new: str, old: tuple[str, ...], number: int) -> str:
    """The day with the time of day that stood there, if one did."""
    return new + (old[number][10:] if number < len(old) else "")


def _days(given: tuple[str, ...]) -> str:
    return "; ".join(day(date.fromisoformat(each[:10])) for each in given) or "worked out"


def _places_group(sheet: Sheet, typed: Typed, problems: Mapping[str, str]) -> FieldGroup:
    held = sheet.places()
    fields = []
    for slug, house in sheet.houses.items():
        for role, each in sheet.scheme.roles.items():
            name = f"places.{slug}.{role}"
            number = held.get(slug, {}).get(role)
            shown = first(typed, name) if name in typed else "" if number is None else str(number)
            label = f"{house}: {say(each.plural)}"
            fields.append(
                Field(
                    name=name, kind="integer", label=label, value=shown, width="w-4", required=False,
                    problem=problems.get(name, ""),
                )
            )  # fmt: skip
    return FieldGroup(title="Places of each institution, where it has a number of its own", fields=tuple(fields))


def _read_places(sheet: Sheet, typed: Typed, made: Reading) -> None:
    held = sheet.places()
    for slug, house in sheet.houses.items():
        for role, each in sheet.scheme.roles.items():
            name = f"places.{slug}.{role}"
            if name not in typed:
                continue
            text, old = first(typed, name).strip(), held.get(slug, {}).get(role)
            if text and not (text.isascii() and text.isdecimal() and int(text[:9]) <= PLACES_MOST):
                made.problems[name] = f"Enter a whole number from 0 to {PLACES_MOST}, or nothing"
                made.names.append(name)
                continue
            new = int(text) if text else None
            if new != old:
                made.places[slug, role] = new
                made.names.append(name)
                words = ["no number of its own" if n is None else str(n) for n in (old, new)]
                made.keys[name] = words[1]
                label = f"Places of {house}: {say(each.plural)}"
                made.told.append(Told(about=PARTS[DATES][0], label=label, was=words[0], becomes=words[1]))
