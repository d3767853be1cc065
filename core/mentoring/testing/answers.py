"""Answers drawn by chance to the questions of a form, in the closed dialect.

What a question allows is all that is used: its values, bounds and `examples`. The same chance gives the same answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random  # noqa: TID251 - chance is given, seeded, by the caller
from typing import Any

from mentoring.contracts.forms import compile_form
from mentoring.schemes.scheme import Fragment
from mentoring.tenants.file import TenantFile
from mentoring.tenants.grades import grades_on

SENTENCES = (
    "I like to read the small print before I begin.",
    "A good margin leaves room for second thoughts.",
    "I would rather ask twice than set it wrong once.",
    "Every draft is a conversation with the next one.",
)
"""For questions that give no `examples` of their own."""

OPTIONAL = 0.7
"""How likely somebody answers what they need not."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a person stands: their `home`, the `day` they register, and whom they could name (e-mail addresses)."""

    home: TenantFile
    day: date
    colleagues: Sequence[str] = ()


def draw_answers(form: Fragment, around: Surroundings, chance: Random) -> dict[str, Any]:
    """Answers to the questions that `form` asks of someone who answers so.

    Every one is within what the question allows. A question for a file, or one with a pattern and no examples,
    is left unanswered, as chance cannot know what it wants.
    """
    whole = compile_form(form)
    answers: dict[str, Any] = {}
    shown: list[str] = []
    for name, question in whole.questions.items():
        if not whole.asks(name, answers, shown):
            continue
        shown.append(name)
        if name in whole.required or question.get("x-is") or chance.random() < OPTIONAL:
            value = _answer(question, around, chance)
            if value is not None and not whole.checks[name].errors(value):
                answers[name] = value
    return answers


def _answer(question: Mapping[str, Any], around: Surroundings, chance: Random) -> Any:
    match question.get("x-is"):
        case "grade":
            grades = grades_on(around.home, around.day)
            return chance.choice(grades.scale) if grades else None
        case "unit":
            above = {unit.parent for unit in around.home.units}
            units = [unit.title for unit in around.home.units if unit.id not in above]
            return chance.choice(units) if units else None
        case "person":
            return _someone(around, chance, 0.2) or f"head.office@{around.home.domains[0]}"
        case "avoid":
            someone = _someone(around, chance, 0.05)
            return [someone] if someone else None
        case _:
            return _value(question, around, chance)


def _someone(around: Surroundings, chance: Random, likely: float) -> str | None:
    named = chance.random() < likely
    return chance.choice(around.colleagues) if named and around.colleagues else None


def _value(question: Mapping[str, Any], around: Surroundings, chance: Random) -> Any:
    values = question.get("enum") or [question[key] for key in ("const",) if key in question]
    if values:
        return chance.choice(values)
    match question["type"]:
        case "boolean":
            return chance.random() < 0.5
        case "integer" | "number":
            least = int(question.get("minimum", 0))
            return chance.randint(least, int(question.get("maximum", least + 10)))
        case "array":
            return _several(question, around, chance)
        case "object":
            parts = question.get("properties", {})
            return {name: _value(inner, around, chance) for name, inner in parts.items()}
        case _:
            return _text(question, around, chance)


def _several(question: Mapping[str, Any], around: Surroundings, chance: Random) -> list[Any]:
    item = {"type": "string", **question.get("items", {})}
    least = max(1, question.get("minItems", 1))
    most = question.get("maxItems", 5)
    if "enum" in item:
        known = item["enum"]
        return chance.sample(known, chance.randint(least, min(most, max(least, 5), len(known))))
    return list(dict.fromkeys(_value(item, around, chance) for _ in range(least)))


def _text(question: Mapping[str, Any], around: Surroundings, chance: Random) -> str | None:
    if "contentMediaType" in question:
        return None
    domain = around.home.domains[0]
    formatted = {
        "date": (around.day + timedelta(days=chance.randint(30, 1500))).isoformat(),
        "time": f"{chance.randint(9, 16):02}:00",
        "email": f"colleague.{chance.randint(1, 99)}@{domain}",
        "uri": f"https://{domain}/",
    }
    spoken = question.get("examples", SENTENCES)
    return formatted.get(question.get("format", "")) or chance.choice(spoken)[: question.get("maxLength", 20_000)]
