"""What people post, read back against the schema the form was drawn from. Nothing typed is lost."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentoring.contracts.forms import AnswerProblem, Form, compile_form
from mentoring.web.forms.kinds import Schema, kind_of, values_of
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.sentences import missing, wrong
from mentoring.web.languages import Language

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,4}", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BETWEEN = re.compile(r"[\n,;]+")
DATE_PARTS = ("day", "month", "year")
STRENGTHS = ("essential", "desirable")


@dataclass(frozen=True)
class Reading:
    """What was read: `answers` that are sound, `problems` by question in words, and everything `typed`.

    `wrong_boxes` names the boxes of a date (or wish) that are to blame.
    """

    answers: Mapping[str, Any]
    problems: Mapping[str, str]
    typed: Typed
    wrong_boxes: frozenset[str] = frozenset()


class _Unreadable(ValueError):
    """The answer cannot be meant; `keyword` tells the sentence, `boxes` which boxes are to blame."""

    def __init__(self, keyword: str, boxes: tuple[str, ...] = ()) -> None:
        super().__init__(keyword)
        self.keyword = keyword
        self.boxes = boxes


def read_form(
    schema: Schema,
    typed: Typed,
    *,
    ask: Iterable[str] | None = None,
    before: Mapping[str, Any] | None = None,
    prefix: str = "",
    whole: bool = True,
    language: Language = "en",
) -> Reading:
    """The answers in `typed` to the questions of `schema`, or to those of one page (`ask`).

    `before` are answers of other pages: conditional questions may depend on them. `prefix` stands before
    each control's name. Without `whole` nothing is required: a draft. An answer to a question that is not
    asked (its `x-if` does not hold) is left out of `answers`, yet stays in `typed`.
    """
    form = compile_form(schema)
    asked = [name for name in form.questions if ask is None or name in set(ask)]
    answers: dict[str, Any] = {name: value for name, value in (before or {}).items() if name in form.questions}
    problems: dict[str, str] = {}
    boxes: set[str] = set()
    for name in asked:
        answers.pop(name, None)
        question = form.questions[name]
        try:
            value = _READERS[kind_of(question)](question, typed, prefix + name)
        except _Unreadable as refused:
            problems[name] = wrong(question, name, language, keyword=refused.keyword, limit=None, value=None)
            boxes.update(refused.boxes)
            continue
        if value is not None:
            answers[name] = value
    shown = set(form.shown(answers))
    for problem in form.check(form.kept(answers), whole=whole):
        if problem.question in asked and problem.question not in problems:
            problems[problem.question] = _said(form, problem, answers, language)
    problems = {name: problems[name] for name in asked if name in problems and name in shown}
    sound = {name: answers[name] for name in asked if name in shown and name in answers and name not in problems}
    return Reading(sound, problems, typed, frozenset(boxes))


def _said(form: Form, problem: AnswerProblem, answers: Mapping[str, Any], language: Language) -> str:
    name = problem.question
    question = form.questions[name]
    if problem.keyword == "required" and name not in answers:
        return missing(question, name, language)
    keyword = str(problem.limit) if problem.keyword == "format" else problem.keyword
    return wrong(question, name, language, keyword=keyword, limit=problem.limit, value=answers.get(name))


def _text(_: Schema, typed: Typed, name: str) -> str | None:
    return first(typed, name).strip() or None


def _number(question: Schema, typed: Typed, name: str) -> int | float | None:
    text = first(typed, name).strip().replace(" ", "")
    if not text:
        return None
    if question.get("type") == "number" and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if _WHOLE.fullmatch(text):
        return int(text)
    raise _Unreadable("number" if question.get("type") == "number" else "integer")


def _choice(question: Schema, typed: Typed, name: str) -> str | bool | None:
    text = first(typed, name)
    if not text:
        return None
    if question.get("type") == "boolean":
        if text not in {"yes", "no"}:
            raise _Unreadable("enum")
        return text == "yes"
    return text


def _checks(_: Schema, typed: Typed, name: str) -> list[str] | None:
    return list(dict.fromkeys(text for text in typed.get(name, ()) if text)) or None


def _ranked(question: Schema, typed: Typed, name: str) -> list[str] | None:
    ranks = [f"{name}.{rank}" for rank in range(1, ranks_of(question) + 1)]
    chosen = [text for text in (first(typed, rank) for rank in ranks) if text]
    return chosen or None


def _lines(_: Schema, typed: Typed, name: str) -> list[str] | None:
    parts = (part.strip() for part in _BETWEEN.split(first(typed, name)))
    return list(dict.fromkeys(part for part in parts if part)) or None


def _date(_: Schema, typed: Typed, name: str) -> str | None:
    parts = [first(typed, f"{name}.{part}").strip() for part in DATE_PARTS]
    if not any(parts):
        return None
    boxes = tuple(f"{name}.{part}" for part, text in zip(DATE_PARTS, parts, strict=True) if not text)
    if boxes:
        raise _Unreadable("date", boxes)
    day, month, year = parts
    if not _DIGITS.fullmatch(day):
        raise _Unreadable("date", (f"{name}.day",))
    if not _DIGITS.fullmatch(year) or len(year) != 4:
        raise _Unreadable("date", (f"{name}.year",))
    number = _month(month)
    if number is None:
        raise _Unreadable("date", (f"{name}.month",))
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        raise _Unreadable("date", (f"{name}.day",)) from None


def _month(text: str) -> int | None:
    if _DIGITS.fullmatch(text):
        return int(text) if 1 <= int(text) <= 12 else None
    short = text[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _wish(question: Schema, typed: Typed, name: str) -> dict[str, Any] | None:
    chosen = [text for text in typed.get(f"{name}.value", ()) if text]
    strength = first(typed, f"{name}.strength")
    if not chosen:
        return None
    if strength not in STRENGTHS:
        raise _Unreadable("strength", (f"{name}.strength",))
    several = question.get("properties", {}).get("value", {}).get("type") == "array"
    return {"value": chosen if several else chosen[0], "strength": strength}


def ranks_of(question: Schema) -> int:
    """How many ranks a ranked question offers."""
    return int(question.get("maxItems", len(values_of(question.get("items", {})))))


_READERS: dict[str, Callable[[Schema, Typed, str], Any]] = {
    "text": _text,
    "long": _text,
    "email": _text,
    "file": _text,
    "integer": _number,
    "date": _date,
    "radio": _choice,
    "select": _choice,
    "checks": _checks,
    "ranked": _ranked,
    "lines": _lines,
    "wish": _wish,
}
