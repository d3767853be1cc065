"""Surveys counted: pure. By name nothing is rounded, since each answer may be read; without names everything is.

Answers without names are shown only once nobody can add one, and from eight people on; counts are rounded as HESA
rounds, an average of few is left out. A question that two surveys ask is compared.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentoring.contracts.forms import compile_form
from mentoring.monitoring.rounding import HESA, average, rounded
from mentoring.schemes.scheme import Scheme, Survey, say

LEAST = HESA.average_above + 1
"""How many must have answered without names before anything is shown."""

Said = Sequence[Mapping[str, Any]]
"""The answers of several people."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One question with choices or numbers: how many chose what, in the form's order; the mean of numbers.

    `before` is the mean in an earlier survey that asks the same, with that survey's title.
    """

    question: str
    title: str
    counts: tuple[tuple[str, int], ...]
    people: int
    mean: float | None = None
    before: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """One question answered in people's own words, by place in what was counted."""

    question: str
    title: str
    lines: tuple[tuple[int, str], ...]


def counted(survey: Survey, said: Said, *, named: bool, language: str = "en") -> tuple[Counted, ...]:
    """Every question that can be counted, in the form's order."""
    found = []
    for name, question in compile_form(survey.form).questions.items():
        choices = _choices(question, language)
        if choices is None:
            continue
        values = [each[name] for each in said if each.get(name) is not None]
        found.append(
            Counted(
                question=name,
                title=say(question.get("title"), language) or name,
                counts=tuple((label, _number(_times(values, value), named=named)) for value, label in choices),
                people=_number(len(values), named=named),
                mean=_mean(question, values, named=named),
            )
        )
    return tuple(found)


def written(survey: Survey, said: Said, *, language: str = "en") -> tuple[Written, ...]:
    """Every question in people's own words, with what was written; the shortest first where order would tell."""
    found = []
    for name, question in compile_form(survey.form).questions.items():
        if _choices(question, language) is None and question.get("type") == "string":
            lines = tuple((at, str(each[name])) for at, each in enumerate(said) if each.get(name))
            found.append(Written(name, say(question.get("title"), language) or name, lines))
    return tuple(found)


def compared(scheme: Scheme, survey: str) -> Mapping[str, str]:
    """The questions of `survey` that another one asks too: by question, the first such survey in the scheme's order."""
    own = scheme.surveys[survey].form["properties"]
    found: dict[str, str] = {}
    for name, other in scheme.surveys.items():
        if name == survey:
            break  # what comes after it is compared there
        for question, schema in other.form["properties"].items():
            if question in own and schema.get("type") == own[question].get("type"):
                found.setdefault(question, name)
    return found


def mean_of(survey: Survey, said: Said, question: str, *, named: bool) -> float | None:
    """The mean of one question's numbers; None where there is none, or too few to tell it."""
    schema = compile_form(survey.form).questions[question]
    return _mean(schema, [each[question] for each in said if each.get(question) is not None], named=named)


def may_show(answers: int, *, open_still: bool) -> bool:
    """Whether anything may be told of answers without names."""
    return answers >= LEAST and not open_still


def _choices(question: Mapping[str, Any], language: str) -> tuple[tuple[Any, str], ...] | None:
    """The values that can be chosen, with their labels; None for what is written freely."""
    labels = question.get("x-labels", {})
    source = question["items"] if question.get("type") == "array" else question
    if "enum" in source:
        labels = {**source.get("x-labels", {}), **labels}
        return tuple((value, say(labels.get(str(value)), language) or str(value)) for value in source["enum"])
    if "oneOf" in source and all("const" in each for each in source["oneOf"]):
        return tuple(
            (each["const"], say(each.get("title"), language) or str(each["const"])) for each in source["oneOf"]
        )
    if source.get("type") == "boolean":
        return ((True, "Yes"), (False, "No"))
    least, most = source.get("minimum"), source.get("maximum")
    if source.get("type") == "integer" and least is not None and most is not None and most - least <= 20:
        return tuple((value, str(value)) for value in range(least, most + 1))
    return None


def _times(values: Collection[Any], value: Any) -> int:
    return sum(value in each if isinstance(each, list) else each == value for each in values)


def _number(count: int, *, named: bool) -> int:
    return count if named else rounded(count)


def _mean(question: Mapping[str, Any], values: Sequence[Any], *, named: bool) -> float | None:
    if question.get("type") not in {"integer", "number"} or not values:
        return None
    return round(sum(values) / len(values), 1) if named else average(values)
