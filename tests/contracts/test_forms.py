from typing import Any

import pytest

from mentoring.contracts.forms import AnswerProblem, Page, compile_form

FORM: dict[str, Any] = {
    "type": "object",
    "required": ["wants", "learned"],
    "x-themes": [{"title": "Your wishes", "text": "Take your time.", "ask": ["wants"]}],
    "properties": {
        "before": {"type": "boolean", "title": "Have you mentored before?"},
        "learned": {
            "type": "string",
            "maxLength": 10,
            "title": "What did it teach you?",
            "x-if": {"before": {"const": True}},
        },
        "wants": {
            "type": "array",
            "title": "What would you like to talk about?",
            "items": {"type": "string", "enum": ["budgets", "leading"]},
            "minItems": 1,
            "uniqueItems": True,
        },
        "manager": {"type": "string", "format": "email", "title": "Your line manager"},
        "avoid": {"type": "array", "items": {"type": "string", "format": "email"}, "title": "Anyone to avoid?"},
        "wish": {
            "type": "object",
            "title": "Which language?",
            "properties": {
                "value": {"type": "string", "title": "Language"},
                "strength": {"type": "string", "title": "How much?"},
            },
            "required": ["value"],
        },
        "years": {"type": "integer", "minimum": 0, "title": "How many years?"},
        "agree": {"type": "boolean", "const": True, "title": "Do you agree?"},
    },
}


def test_sound_answers_have_no_problems() -> None:
    answers = {"wants": ["budgets"], "before": True, "learned": "Patience", "wish": {"value": "Welsh"}, "agree": True}
    assert compile_form(FORM).check(answers) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"wants": []}, "Choose at least one."),
        ({"wants": ["budgets", "budgets"]}, "Nothing can be chosen twice."),
        ({"wants": ["dancing"]}, "“dancing”: choose one of the answers that are offered."),
        ({"wants": "budgets"}, "Choose from the answers that are offered."),
        ({"manager": "Dinah"}, "Write a whole e-mail address, such as name@university.example."),
        ({"avoid": ["x"]}, "“x”: write a whole e-mail address, such as name@university.example."),
        ({"wish": {"strength": "much"}}, "A part of the answer is missing."),
        ({"wish": {"value": "Welsh", "colour": "red"}}, "This is not in the form that is asked for."),
        ({"years": -1}, "The number must be 0 or more."),
        ({"years": 1.5}, "Write a whole number."),
        ({"agree": False}, "This needs a yes to go on."),
        ({"manager": "a\x00@folio.example"}, "This holds a character that cannot be kept. Type it again."),
        ({"avoid": ["a@folio.example"] * 301}, "This is longer than can be kept. Shorten it."),
        ({"manager": "a" * 20_001}, "This is longer than can be kept. Shorten it."),
        ({"dance": "tango"}, "There is no question of this name."),
    ],
)
def test_each_unsound_answer_is_told_in_a_sentence(answer: dict[str, Any], words: str) -> None:
    found = compile_form(FORM).check({"wants": ["budgets"], **answer})
    assert [(problem.question, problem.words) for problem in found] == [(next(iter(answer)), words)]


def test_a_question_without_its_answer_is_told_unless_it_is_a_draft() -> None:
    form = compile_form(FORM)
    needed = AnswerProblem("wants", "required", "This question needs an answer.")
    assert form.check({}) == [needed]
    assert form.check({"wants": None}) == [needed]
    assert form.check({}, whole=False) == []


def test_a_question_is_asked_and_needed_only_where_its_condition_holds() -> None:
    form = compile_form(FORM)
    assert "learned" not in form.shown({})
    assert "learned" not in form.shown({"before": False})
    assert "learned" in form.shown({"before": True})
    assert form.check({"wants": ["budgets"], "before": False}) == []
    assert [p.question for p in form.check({"wants": ["budgets"], "before": True})] == ["learned"]


def test_answers_to_questions_that_are_not_shown_are_not_kept() -> None:
    answers = {"before": False, "learned": "Patience", "wants": ["budgets"], "manager": None}
    assert compile_form(FORM).kept(answers) == {"before": False, "wants": ["budgets"]}


def test_themes_are_pages_and_questions_in_none_come_last() -> None:
    assert compile_form(FORM).pages == (
        Page("Your wishes", "Take your time.", ("wants",)),
        Page(None, None, ("before", "learned", "manager", "avoid", "wish", "years", "agree")),
    )
