"""Conformance of forms: each can be filled in, what is written is read back the same, no question is never asked."""

from collections.abc import Iterator, Mapping
from random import Random  # noqa: TID251 - chance is seeded here
from typing import Any, NamedTuple

from mentoring.contracts.forms import compile_form
from mentoring.contracts.problems import Problem
from mentoring.contracts.words import listed, shown
from mentoring.schemes.scheme import Fragment, Scheme
from mentoring.testing.answers import Surroundings, draw_answers
from mentoring.testing.ground import FIRST_DAY, setting_for
from mentoring.web.forms.draw import form_fields, typed_of
from mentoring.web.forms.read import read_form

FILLED = 40
"""How often each form is filled in by chance."""


class Written(NamedTuple):
    """A form and where it is written."""

    document: str
    entry: str
    form: Fragment


def forms_of(scheme: Scheme) -> Iterator[Written]:
    """Every form of the scheme that asks something."""
    for role, entry in scheme.registration.items():
        yield Written("registration", f"{role}.form", entry.form)
        if entry.declaration:
            yield Written("registration", f"{role}.declaration", entry.declaration)
        for stage in entry.stages:
            if stage.form:
                yield Written("registration", f"{role}.stages[{stage.id}].form", stage.form)
    for name, survey in scheme.surveys.items():
        yield Written("surveys", f"{name}.form", survey.form)
    for name, agreement in scheme.activities.agreements.items():
        if agreement.form:
            yield Written("activities", f"agreements.{name}.form", agreement.form)


def examples_fit(scheme: Scheme) -> Iterator[Problem]:
    """The examples of a question are answers that the question takes."""
    for document, entry, form in forms_of(scheme):
        for name, question in compile_form(form).questions.items():
            check = compile_form(form).checks[name]
            for example in question.get("examples", ()):
                if check.errors(example):
                    what = f"The example {shown(example)} is no answer that the question takes."
                    yield Problem(document, f"{entry}.properties.{name}", what, "Change the example, or the question.")


def questions_are_asked(scheme: Scheme) -> Iterator[Problem]:
    """Every question is shown to somebody, and every one that needs an answer can be answered."""
    for written in forms_of(scheme):
        form = compile_form(written.form)
        filled = [*_filled(scheme, written.form)]
        for name, question in form.questions.items():
            seen = [answers for answers in filled if name in form.shown(answers)]
            where = f"{written.entry}.properties.{name}"
            if not seen:
                asked = listed((f"`{other}`" for other in question["x-if"]), "and")
                what = f"This question is never asked: no answer to {asked} leads to it."
                yield Problem(written.document, where, what, "Mend its x-if, or take the question out.")
            elif name in form.required and not _is_a_file(question) and not any(name in a for a in seen):
                what = "This question needs an answer, and none was found that it takes."
                remedy = "Loosen what it asks, or add `examples` of good answers."
                yield Problem(written.document, where, what, remedy)


def forms_read_back(scheme: Scheme) -> Iterator[Problem]:
    """What is filled in is drawn on a page, and read back from it the same."""
    for written in forms_of(scheme):
        told: set[str] = set()
        for answers in _filled(scheme, written.form):
            typed = typed_of(written.form, answers)
            form_fields(written.form, typed)
            reading = read_form(written.form, typed, whole=False)
            for name in answers.keys() - told:
                read = reading.answers.get(name)
                if read != answers[name]:
                    told.add(name)
                    what = f"The answer {shown(answers[name])} comes back from the page as {shown(read)}."
                    where = f"{written.entry}.properties.{name}"
                    yield Problem(written.document, where, what, _remedy(answers[name]))


def _remedy(answer: Any) -> str:
    if isinstance(answer, str | list):
        return "Take out spaces at the ends, commas and line breaks from what may be answered."
    return "Ask it as a text, a choice, a number, a date, or yes and no."


def _filled(scheme: Scheme, form: Fragment) -> Iterator[dict[str, Any]]:
    chance = Random(7)  # noqa: S311 - synthetic answers, no secrets
    houses = setting_for(scheme).tenants
    around = Surroundings(houses["serif"], FIRST_DAY)
    for _ in range(FILLED):
        yield draw_answers(form, around, chance)


def _is_a_file(question: Mapping[str, Any]) -> bool:
    return "contentMediaType" in question
