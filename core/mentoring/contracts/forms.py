"""A form ready to be shown and answered: its questions in order, its pages, and what is wrong with answers.

A form is an object schema in the closed dialect with our annotations (``form.schema.json``). It is closed:
an answer to a question that it does not ask is refused. An answer of None counts as none.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import jsonschema
from msgspec import Struct

from mentoring.contracts.canonical import quick_text
from mentoring.contracts.dialect import Check, check_of, compile_fragment
from mentoring.contracts.schemata import problems_in
from mentoring.errors import UnsoundDocument

Answers = Mapping[str, Any]

LONGEST = 20_000
"""Characters of one text."""
MOST_ITEMS = 300
"""Items of one list."""


class AnswerProblem(Struct, frozen=True):
    """What is wrong with the answer to `question` (empty: with the whole), as a sentence for whom it concerns.

    `keyword` is the schema's keyword that is not met, or ``unknown``; `limit` its value, for translations.
    """

    question: str
    keyword: str
    words: str
    limit: Any = None


class Page(Struct, frozen=True):
    """One page of a form: a theme, or the questions in no theme (then without title)."""

    title: Any
    text: Any
    ask: tuple[str, ...]


class Form(Struct, frozen=True):
    """A form ready to be answered. `required` are those that need an answer where they are shown."""

    questions: Mapping[str, Mapping[str, Any]]
    required: tuple[str, ...]
    pages: tuple[Page, ...]
    checks: Mapping[str, Check]

    def shown(self, answers: Answers) -> tuple[str, ...]:
        """The questions asked of someone who answered so: those whose `x-if` holds, or who have none."""
        found: list[str] = []
        for name in self.questions:
            if self.asks(name, answers, found):
                found.append(name)
        return tuple(found)

    def asks(self, name: str, answers: Answers, shown: Sequence[str]) -> bool:
        """Whether the question `name` is asked of someone who answered so: `shown` are those before it that are."""
        wanted = self.questions[name].get("x-if", {})
        return all(o in shown and _holds(fragment, answers.get(o)) for o, fragment in wanted.items())

    def check(self, answers: Answers, *, whole: bool = True) -> list[AnswerProblem]:
        """What is wrong with `answers`, in the order of the questions; not `whole`: a draft, nothing is required."""
        shown = self.shown(answers)
        found = [
            AnswerProblem(name, "unknown", "There is no question of this name.")
            for name in answers
            if name not in self.questions
        ]
        for name in shown:
            value = answers.get(name)
            if value is not None:
                found += self._wrong(name, value)
            elif whole and name in self.required:
                found.append(AnswerProblem(name, "required", "This question needs an answer."))
        return found

    def kept(self, answers: Answers) -> dict[str, Any]:
        """The answers to questions that are shown, without empty ones: what is stored."""
        return {name: answers[name] for name in self.shown(answers) if answers.get(name) is not None}

    def _wrong(self, name: str, value: Any) -> list[AnswerProblem]:
        if _unkeepable(value):
            return [AnswerProblem(name, "unknown", "This holds a character that cannot be kept. Type it again.")]
        if _too_large(value):
            return [AnswerProblem(name, "unknown", "This is longer than can be kept. Shorten it.")]
        return [_said(name, self.questions[name], error) for error in self.checks[name].errors(value)[:1]]


NO_QUESTIONS: Mapping[str, Any] = {"type": "object", "properties": {}}
"""The form of a role without one, which people are asked into: their name is all that is asked. No author writes it."""


def compile_form(form: Mapping[str, Any]) -> Form:
    """`form`, in the dialect, ready to be answered. Raises UnsoundDocument."""
    return _compile(quick_text(form))


@lru_cache(maxsize=500)
def _compile(text: str) -> Form:
    form = json.loads(text)
    found = [] if form == NO_QUESTIONS else problems_in("form", form)
    if found:
        raise UnsoundDocument(found[0].what, found[0].remedy)
    questions = form["properties"]
    themes = tuple(Page(t["title"], t.get("text"), tuple(t["ask"])) for t in form.get("x-themes", ()))
    themed = {name for page in themes for name in page.ask}
    rest = tuple(name for name in questions if name not in themed)
    return Form(
        questions,
        tuple(form.get("required", ())),
        (*themes, Page(None, None, rest)) if rest else themes,
        {name: check_of(_assertions(question)) for name, question in questions.items()},
    )


def _assertions(question: Mapping[str, Any]) -> Mapping[str, Any]:
    """A question's schema; objects within it are closed."""
    if "properties" not in question:
        return question
    return {
        **question,
        "properties": {name: _assertions(inner) for name, inner in question["properties"].items()},
        "additionalProperties": False,
    }


def _holds(fragment: Mapping[str, Any], value: Any) -> bool:
    return value is not None and compile_fragment(fragment).holds(value)


def _unkeepable(value: Any) -> bool:
    """Whether a text within holds a character the database refuses (NUL, half a surrogate pair)."""
    if isinstance(value, str):
        return any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in value)
    if isinstance(value, Mapping):
        return any(_unkeepable(item) for item in value.values())
    return isinstance(value, list) and any(_unkeepable(item) for item in value)


def _too_large(value: Any) -> bool:
    """Whether checking could take long: bounds that hold whatever the question itself allows."""
    if isinstance(value, str):
        return len(value) > LONGEST
    if isinstance(value, Mapping | list):
        items = value.values() if isinstance(value, Mapping) else value
        return len(value) > MOST_ITEMS or any(_too_large(item) for item in items)
    return False


def _said(name: str, question: Mapping[str, Any], error: jsonschema.ValidationError) -> AnswerProblem:
    limit: Any = error.validator_value
    keyword = str(error.validator)
    words = _WORDS.get(keyword, "This is not in the form that is asked for.")
    if keyword == "type":
        words = _TYPES.get(str(limit), words)
    elif keyword == "format":
        words = _FORMATS[limit]
    elif keyword == "const" and limit is True:
        words = "This needs a yes to go on."
    elif keyword == "minItems" and limit == 1:
        words = "Choose at least one."
    words = words.format(limit=limit)  # before anything typed is added: format() on that could be led astray
    if error.path and question.get("type") == "array" and isinstance(error.instance, str):
        words = f"“{error.instance[:60]}”: {words[0].lower()}{words[1:]}"
    return AnswerProblem(name, keyword, words, limit)


_WORDS = {
    "enum": "Choose one of the answers that are offered.",
    "const": "Choose one of the answers that are offered.",
    "minLength": "Write at least {limit} characters.",
    "maxLength": "Write at most {limit} characters.",
    "minItems": "Choose at least {limit}.",
    "maxItems": "Choose at most {limit}.",
    "uniqueItems": "Nothing can be chosen twice.",
    "minimum": "The number must be {limit} or more.",
    "maximum": "The number must be {limit} or less.",
    "exclusiveMinimum": "The number must be more than {limit}.",
    "exclusiveMaximum": "The number must be less than {limit}.",
    "required": "A part of the answer is missing.",
}
_TYPES = {
    "integer": "Write a whole number.",
    "number": "Write a number.",
    "boolean": "Answer yes or no.",
    "string": "Write a text.",
    "array": "Choose from the answers that are offered.",
}
_FORMATS = {
    "date": "Write the date as year, month and day, such as 2021-01-28.",
    "time": "Write the time as hours and minutes, such as 09:30.",
    "email": "Write a whole e-mail address, such as name@university.example.",
    "uri": "Write a whole web address, beginning with https://.",
}
