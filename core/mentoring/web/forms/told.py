"""Answers read back, question by question, in words."""

from collections.abc import Mapping
from typing import Any

from mentoring.contracts.forms import Form
from mentoring.participants.words import in_words
from mentoring.web.forms.kinds import Schema, labels_of, title_of
from mentoring.web.languages import Language

NOT_ANSWERED = "Not answered"


def answers_in_words(form: Form, answers: Mapping[str, Any], language: Language = "en") -> tuple[tuple[str, str], ...]:
    """The questions that somebody who answered so is asked, each with the answer in words."""
    shown = set(form.shown(answers))
    return tuple(
        (title_of(question, name, language), answer_in_words(question, answers.get(name), language))
        for name, question in form.questions.items()
        if name in shown
    )


def answer_in_words(question: Schema, value: Any, language: Language = "en") -> str:
    """One answer as a person says it."""
    if value is None or value in ("", []):
        return NOT_ANSWERED
    known = labels_of(question, language)
    return in_words(value, lambda each: known.get(str(each), str(each)))
