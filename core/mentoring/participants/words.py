"""Facts and conditions in words that an applicant and a coordinator understand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mentoring.participants.columns import questions_of
from mentoring.participants.said import bound
from mentoring.schemes.scheme import Condition, Fragment, Scheme, say

TITLES = {
    "role": "Role",
    "pathway": "Kind of mentorship",
    "state": "State",
    "late": "Late",
    "submitted": "Submitted",
    "institution": "Institution",
    "standing": "Part in the programme",
    "unit": "Unit",
    "unit_top": "Area",
    "kind": "Kind of person",
    "level": "Level",
    "roles": "Roles",
    "passed": "Passed",
    "waited": "Rounds waited",
    "priority": "Priority",
}
"""What the core's own facts are called."""

MEANINGS = ("unit", "kind")
"""Facts that are what a bound question answers: they are called as the question is."""

Labels = Mapping[str, Mapping[str, str]]


def titles(scheme: Scheme, role: str) -> dict[str, str]:
    """The title of every fact a rule for `role` may speak of."""
    asked = {f"{q.where}.{q.name}": say(q.schema.get("title")) or q.name for q in _questions(scheme, role)}
    counted = {f"facts.{name}": name.replace("_", " ").capitalize() for name in scheme.eligibility.facts}
    meant = {meaning: asked[f"answers.{name}"] for meaning in MEANINGS for name in bound(scheme, role, meaning)}
    return {**TITLES, **counted, **asked, **meant}


def names(scheme: Scheme, role: str) -> dict[str, str]:
    """A few words for every fact, as a noun: the first name of its column, or else its title."""
    short = {
        f"{q.where}.{q.name}": q.schema["x-import"][0] for q in _questions(scheme, role) if q.schema.get("x-import")
    }
    meant = {meaning: short.get(f"answers.{name}", "") for meaning in MEANINGS for name in bound(scheme, role, meaning)}
    return {**titles(scheme, role), **short, **{meaning: name for meaning, name in meant.items() if name}}


def labels(scheme: Scheme, role: str) -> dict[str, dict[str, str]]:
    """The words for values, per fact: ``labels["answers.wants"]["budgets"]``."""
    found: dict[str, dict[str, str]] = {
        "role": {name: say(each.title) for name, each in scheme.roles.items()},
        "pathway": {name: say(each.title) for name, each in scheme.pathways.items()},
        "level": {str(position): say(text) for position, text in enumerate(scheme.card.levels, 1)},
        "passed": {name: say(gate.title) for name, gate in scheme.activities.gates.items()},
    }
    for question in _questions(scheme, role):
        words = _labels_in(question.schema) | _labels_in(question.schema.get("items", {}))
        if words:
            found[f"{question.where}.{question.name}"] = words
    for meaning in MEANINGS:
        for name in bound(scheme, role, meaning):
            found[meaning] = {**found.get(meaning, {}), **found.get(f"answers.{name}", {})}
    return found


def asked_in_words(holds: tuple[Condition, ...], scheme: Scheme, role: str) -> str:
    """What a rule asks: ``Level: Grade 5 to Grade 7``; alternatives are joined by *or*."""
    words = _vocabulary(_Key(scheme.digest, role, scheme))

    def one(condition: Condition) -> str:
        return "; ".join(
            f"{_led(words.titles.get(fact, fact))} {_fragment(fragment, _labeller(words.labels, fact))}"
            for fact, fragment in condition.items()
        )

    return " or ".join(map(one, holds))


def _led(title: str) -> str:
    return title if title.endswith(("?", ":")) else f"{title}:"


def said_in_words(holds: tuple[Condition, ...], facts: Mapping[str, Any], scheme: Scheme, role: str) -> str:
    """What is known of the facts a rule asks for. What somebody declared is never repeated."""
    words = _vocabulary(_Key(scheme.digest, role, scheme))
    told = []
    for fact in dict.fromkeys(fact for condition in holds for fact in condition):
        if fact == "level":
            told.append(_level(scheme, role, facts, _labeller(words.labels, fact)))
        elif fact not in facts:
            told.append("no answer" if fact.startswith(("answers.", "declared.")) else "not known")
        elif fact.startswith("declared."):
            told.append("as declared")
        else:
            told.append(in_words(facts[fact], _labeller(words.labels, fact)))
    return "; ".join(told)


def _level(scheme: Scheme, role: str, facts: Mapping[str, Any], label: Callable[[Any], str]) -> str:
    """The level on the scheme's ladder, beside the grade that was given on the institution's own scale."""
    grade = next((str(facts[f"answers.{q}"]) for q in bound(scheme, role, "grade") if f"answers.{q}" in facts), "")
    if "level" not in facts:
        return f"“{grade}”, which is on no scale we know" if grade else "no grade given"
    level = label(facts["level"])
    return f"{level} (on their own scale: {grade})" if grade else level


@dataclass(frozen=True, slots=True)
class _Key:
    """A scheme and role by what they say: equal digests have equal words."""

    digest: str
    role: str
    scheme: Scheme = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    titles: Mapping[str, str]
    labels: Labels


@lru_cache(maxsize=100)
def _vocabulary(key: _Key) -> _Vocabulary:
    """The words of a role: worked out once, and not for each of thousands of registrations."""
    return _Vocabulary(titles(key.scheme, key.role), labels(key.scheme, key.role))


def in_words(value: Any, label: Callable[[Any], str] = str) -> str:
    """A value as people say it: yes and no, lists with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(in_words(item, label) for item in value) or "nothing"
    if isinstance(value, Mapping):
        return ", ".join(in_words(item, label) for item in value.values())
    return label(value)


def _questions(scheme: Scheme, role: str) -> list[Any]:
    return [question for question in questions_of(scheme, role) if question.part is None]


def _labels_in(schema: Fragment) -> dict[str, str]:
    options = schema.get("oneOf", ())
    titled = {str(o["const"]): say(o.get("title")) or str(o["const"]) for o in options if "const" in o}
    return titled | {str(value): say(text) for value, text in schema.get("x-labels", {}).items()}


def _labeller(known: Labels, fact: str) -> Callable[[Any], str]:
    words = known.get(fact, {})
    return lambda value: words.get(str(value), str(value))


def _fragment(fragment: Fragment, label: Callable[[Any], str]) -> str:
    """One fragment of JSON Schema in words; what has no words of its own stays silent."""
    told = [_range(fragment, label)] if {"minimum", "maximum"} & fragment.keys() else []
    if "const" in fragment:
        told.append(in_words(fragment["const"], label))
    if "enum" in fragment:
        told.append(" or ".join(in_words(value, label) for value in fragment["enum"]))
    if "contains" in fragment:
        told.append(f"includes {_fragment(fragment['contains'], label)}")
    if "not" in fragment:
        told.append(f"not {_fragment(fragment['not'], label)}")
    if "pattern" in fragment:
        told.append("written in a certain way")
    if "minItems" in fragment:
        told.append(f"at least {fragment['minItems']}")
    return ", ".join(told) or "an answer"


def _range(fragment: Fragment, label: Callable[[Any], str]) -> str:
    least, most = fragment.get("minimum"), fragment.get("maximum")
    if most is None:
        return f"{label(least)} or more"
    if least is None:
        return f"{label(most)} or less"
    return label(least) if least == most else f"{label(least)} to {label(most)}"
