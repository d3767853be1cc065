"""A value that a coordinator may change, as a field of a form; and what was typed, as a value again.

Emptied, a field takes the scheme's own value again. What is left as it was is no change.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mentoring.participants.words import labels, titles
from mentoring.schemes.adjustable import Leaf, same
from mentoring.schemes.entries import default_of, humanised, label
from mentoring.schemes.overlay import ABSENT
from mentoring.schemes.scheme import Scheme, say
from mentoring.web.forms.field import Box, Field, FieldKind, Option
from mentoring.web.forms.posted import Typed, first

WEIGHTS = {"must": "Never broken", "last_resort": "Broken only so that somebody is placed at all", "": "Counts for"}
ORDER = ("Asked first", "Asked second", "Asked third", "Asked fourth")
LONG_FROM = 70
_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,4})?")


class Unread(Exception):
    """What was typed cannot be read; the sentence says what to type."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is needed to put values into words: the scheme as it holds, and the institutions that take part, by slug."""

    scheme: Scheme
    houses: Mapping[str, str]

    def label(self, leaf: Leaf) -> str:
        """What the value is called, its fact in words."""
        text = label(self.scheme, leaf)
        fact, role = self._fact(leaf)
        if not fact:
            return text
        named = titles(self.scheme, role).get(fact, humanised(fact.rpartition(".")[2])) if role else humanised(fact)
        if named.endswith("?") and leaf.path[-1] == "const" and "not" not in leaf.path:
            return named
        return text.replace(f"{{{fact}}}", named if named.endswith(("?", ":")) else f"{named}:")

    def choices(self, leaf: Leaf) -> Mapping[str, str]:
        """The values that may be chosen, with their words; empty where anything may be written."""
        fact, role = self._fact(leaf)
        if not role or leaf.kind not in {"word", "number"}:
            return {}
        if leaf.path[-1] in {"minimum", "maximum", "const"} and fact == "level":
            return labels(self.scheme, role)["level"]
        return labels(self.scheme, role).get(fact, {}) if leaf.path[-1] == "const" else {}

    def roles(self, leaf: Leaf) -> tuple[str, ...]:
        """The roles that may be asked before a match begins."""
        pathway = str(leaf.path[0])
        held = [self.scheme.pathways[pathway]] if pathway in self.scheme.pathways else self.scheme.pathways.values()
        return tuple(dict.fromkeys(role for each in held for role in each.members))

    def words(self, leaf: Leaf, value: Any) -> str:
        """A value as a person reads it; of nothing, what holds then."""
        if value is ABSENT:
            return default_of(leaf) or "nothing of its own"
        match leaf.kind:
            case "ask":
                return ", then ".join(self._together(step) for step in value) or "Nobody is asked"
            case "places" if isinstance(value, Mapping):
                own = [f"{self.houses.get(key, key)}: {number}" for key, number in value.items() if key != "all"]
                return ", ".join([str(value["all"]), *own])
            case "weight" | "yes_no":
                named = {**WEIGHTS, "True": "Yes", "False": "No"}
                return named.get(str(value), f"Counts for {value}")
            case "texts" | "durations":
                return "; ".join(str(each) for each in value)
        return self.choices(leaf).get(str(value), str(value))

    def _together(self, step: Any) -> str:
        roles = [step] if isinstance(step, str) else step
        return " and ".join(say(self.scheme.roles[role].plural) for role in roles if role in self.scheme.roles)

    def _fact(self, leaf: Leaf) -> tuple[str, str]:
        """The fact that a rule's value is about, and the role it is asked of."""
        path = [str(part) for part in leaf.path if not isinstance(part, int)]
        if "holds" not in path:
            return "", ""
        return path[path.index("holds") + 1], path[1] if path[0] == "rules" else ""


def field_of(leaf: Leaf, speaker: Speaker, typed: Typed, problem: str = "") -> Field:
    """The field of `leaf`: with what was `typed`, else with what holds."""
    names = names_of(leaf, speaker)
    shown = {**typed_of(leaf, speaker), **{name: typed[name] for name in names if name in typed}}
    text = first(shown, leaf.key)
    plain = Field(
        name=leaf.key,
        kind=_KINDS.get(leaf.kind, "text"),
        label=speaker.label(leaf),
        hint=_hint(leaf, speaker),
        problem=problem,
        value=text,
        width=_WIDTHS.get(leaf.kind, "w-full"),
        rows=_rows(text),
    )
    choices = speaker.choices(leaf)
    if choices:
        offered = {**({"": "No limit"} if leaf.kind == "number" else {}), **choices}
        return replace(plain, kind="select", options=_options(offered, text))
    if leaf.kind == "yes_no":
        return replace(plain, beside=True, options=_options(_YES_NO, text))
    if leaf.kind in {"weight", "ask", "places"} and len(names) > 1:
        return replace(plain, boxes=_boxes(leaf, speaker, shown, wrong=bool(problem)))
    if leaf.kind == "places":
        return replace(plain, kind="integer")
    long = len(text) > LONG_FROM or "\n" in text or leaf.path[-1] in {"body", "a", "about"}
    return replace(plain, kind="long") if leaf.kind == "text" and long else plain


_KINDS: Mapping[str, FieldKind] = {
    "number": "integer",
    "share": "integer",
    "yes_no": "radio",
    "texts": "lines",
    "durations": "lines",
    "weight": "ranked",
    "ask": "ranked",
    "places": "ranked",
}
_WIDTHS = {"number": "w-4", "share": "w-4", "time": "w-4", "places": "w-4", "duration": "w-name"}
_YES_NO = {"yes": "Yes", "no": "No"}


def _rows(text: str) -> int:
    return min(16, max(2, sum(1 + len(line) // 80 for line in text.split("\n"))))


def _options(choices: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=words, chosen=value == chosen) for value, words in choices.items())


def _boxes(leaf: Leaf, speaker: Speaker, shown: Typed, *, wrong: bool) -> tuple[Box, ...]:
    names = names_of(leaf, speaker)
    if leaf.kind == "weight":
        kinds = _options(WEIGHTS, first(shown, names[0]))
        number = Box(name=names[1], label="From 1 to 100", value=first(shown, names[1]), wrong=wrong)
        return (Box(name=names[0], label="How", options=kinds), number)
    if leaf.kind == "ask":
        roles = speaker.roles(leaf)
        order = {"": "Not asked", **{str(n): ORDER[n - 1] for n in range(1, min(len(roles), len(ORDER)) + 1)}}
        return tuple(
            Box(name=name, label=say(speaker.scheme.roles[role].plural), options=_options(order, first(shown, name)))
            for name, role in zip(names, roles, strict=True)
        )
    titles_of_boxes = ["Altogether" if not _per_institution(leaf, speaker) else "Each", *speaker.houses.values()]
    return tuple(
        Box(name=name, label=title, value=first(shown, name), wrong=wrong and number == 0)
        for number, (name, title) in enumerate(zip(names, titles_of_boxes, strict=False))
    )


def _per_institution(leaf: Leaf, speaker: Speaker) -> bool:
    where = leaf.path[1] if leaf.path[0] == "places" else None
    places = speaker.scheme.card.places
    return isinstance(where, int) and where < len(places) and places[where].per == "institution"


def names_of(leaf: Leaf, speaker: Speaker) -> tuple[str, ...]:
    """The names of the controls that the leaf's field has."""
    if leaf.kind == "weight":
        return (f"{leaf.key}.kind", leaf.key)
    if leaf.kind == "ask":
        return tuple(f"{leaf.key}.{role}" for role in speaker.roles(leaf))
    if leaf.kind == "places" and _per_institution(leaf, speaker):
        return (leaf.key, *(f"{leaf.key}.{slug}" for slug in speaker.houses))
    return (leaf.key,)


def typed_of(leaf: Leaf, speaker: Speaker, value: Any = None) -> Typed:
    """A value (by default what holds) as if it had just been typed."""
    given = leaf.now if value is None else value
    if leaf.kind == "weight":
        number = "" if given is ABSENT or isinstance(given, str) else str(given)
        return {f"{leaf.key}.kind": (given if isinstance(given, str) else "",), leaf.key: (number,)}
    if leaf.kind == "ask":
        steps = [] if given is ABSENT else [[each] if isinstance(each, str) else each for each in given]
        at = {role: str(number) for number, step in enumerate(steps, 1) for role in step}
        return {f"{leaf.key}.{role}": (at.get(role, ""),) for role in speaker.roles(leaf)}
    if given is ABSENT:
        return {leaf.key: ("",)}
    if leaf.kind == "places":
        numbers = given if isinstance(given, Mapping) else {"all": given}
        own = {f"{leaf.key}.{slug}": (str(numbers[slug]),) for slug in speaker.houses if slug in numbers}
        return {leaf.key: (str(numbers["all"]),), **own}
    if isinstance(given, bool):
        return {leaf.key: ("yes" if given else "no",)}
    return {leaf.key: ("\n".join(given) if isinstance(given, list) else str(given),)}


def value_of(leaf: Leaf, speaker: Speaker, typed: Typed) -> Any:
    """What was typed, as a value of the document; ABSENT where nothing is to stand there. Raises Unread."""
    names = names_of(leaf, speaker)
    if not any(name in typed for name in names):
        return leaf.now
    written = {name: tuple(_tidy(each) for each in typed.get(name, ("",))) for name in names}
    if all(written[name] == tuple(map(_tidy, typed_of(leaf, speaker).get(name, ("",)))) for name in names):
        return leaf.now
    if not any(first(written, name) for name in names):
        return [] if leaf.kind == "ask" and leaf.own is not ABSENT else leaf.own
    return _read(leaf, speaker, written)


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _read(leaf: Leaf, speaker: Speaker, written: Typed) -> Any:
    text, kind = first(written, leaf.key), first(written, f"{leaf.key}.kind")
    if leaf.kind == "weight" and kind in {"must", "last_resort"}:
        return kind
    match leaf.kind:
        case "ask":
            return _asked(leaf, speaker, written)
        case "places":
            own = {slug: _number(leaf, number, least=0) for slug in speaker.houses
                   if (number := first(written, f"{leaf.key}.{slug}"))}  # fmt: skip
            return {"all": _number(leaf, text), **own} if own else _number(leaf, text)
        case "weight" | "number" | "share":
            return _number(leaf, text)
        case "texts" | "durations":
            return [line.strip() for line in text.split("\n") if line.strip()]
    return text == "yes" if leaf.kind == "yes_no" else text


def _asked(leaf: Leaf, speaker: Speaker, written: Typed) -> list[Any]:
    """Roles in the order they are asked; those asked at the same time together."""
    steps: dict[str, list[str]] = {}
    for role in speaker.roles(leaf):
        at = first(written, f"{leaf.key}.{role}")
        if at:
            steps.setdefault(at, []).append(role)
    return [step[0] if len(step) == 1 else step for _, step in sorted(steps.items())]


def _number(leaf: Leaf, text: str, *, least: float | None = None) -> float | int:
    low, high = leaf.least if least is None else least, leaf.most
    if _NUMBER.fullmatch(text) and (leaf.kind == "share" or "." not in text):
        number = float(text) if "." in text else int(text)
        if (low is None or number >= low) and (high is None or number <= high):
            return number
    between = f" from {low:g} to {high:g}" if low is not None and high is not None else ""
    kind = "a number" if leaf.kind == "share" else "a whole number"
    raise Unread(f"Enter {kind}{between}")


def _hint(leaf: Leaf, speaker: Speaker) -> str:
    """How a value is written, where that is not plain; what the scheme says, where the programme says otherwise."""
    told = []
    if leaf.kind == "duration":
        told.append("Days, weeks, months or years, such as 6 weeks.")
    elif leaf.kind == "time":
        told.append("Hours and minutes, such as 10:00.")
    elif leaf.kind in {"texts", "durations"}:
        told.append("One on each line.")
    if leaf.path[-1] == "pattern":
        told.append("A pattern as the scheme's author writes it: ask them before you change it.")
    if leaf.changed:
        told.append(f"Changed here. The scheme says: {speaker.words(leaf, leaf.own)}")
    elif leaf.now is ABSENT and default_of(leaf):
        told.append(f"Left open, it is: {default_of(leaf)}.")
    return " ".join(told)


def is_edit(leaf: Leaf, value: Any) -> bool:
    """Whether `value` is another than what holds."""
    return not same(leaf.now, value)
