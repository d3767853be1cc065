from typing import Any

import pytest

from mentoring.web.forms.draw import form_fields, form_problems, themes_of, typed_of
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import LONGEST_VALUE, MOST_VALUES, beyond_measure, to_copy, typed_from
from mentoring.web.forms.read import read_form
from mentoring.web.samples.form import DECLARATION, FORM, TYPED


def schema(required: tuple[str, ...] = (), **questions: Any) -> dict[str, Any]:
    titled = {name: {"title": name.capitalize(), **question} for name, question in questions.items()}
    return {"type": "object", "required": list(required), "properties": titled}


def kinds(form: dict[str, Any]) -> dict[str, str]:
    return {field.name: field.kind for field in form_fields(form, {})}


TOPICS = {"type": "string", "enum": ["budgets", "leading", "networks"]}
ENDS = {"type": "string", "format": "date", "title": "The date your contract ends"}
WISH = {
    "type": "object",
    "properties": {
        "value": {**TOPICS, "title": "A topic"},
        "strength": {"type": "string", "enum": ["essential", "desirable"], "title": "How much does it matter?"},
    },
}


def test_each_question_of_the_dialect_has_its_control() -> None:
    form = schema(
        job={"type": "string", "maxLength": 120},
        story={"type": "string", "maxLength": 1500},
        mail={"type": "string", "format": "email"},
        ends=ENDS,
        number={"type": "integer"},
        yes={"type": "boolean"},
        few=TOPICS,
        many={"type": "string", "enum": list("abcdefg")},
        several={"type": "array", "items": TOPICS},
        ways={"type": "array", "items": TOPICS, "x-is": "pathway"},
        people={"type": "array", "items": {"type": "string", "format": "email"}},
        wish=WISH,
    )
    assert kinds(form) == {
        "job": "text",
        "story": "long",
        "mail": "email",
        "ends": "date",
        "number": "integer",
        "yes": "radio",
        "few": "radio",
        "many": "select",
        "several": "checks",
        "ways": "ranked",
        "people": "lines",
        "wish": "wish",
    }


def test_answers_are_read_as_the_schema_means_them() -> None:
    form = schema(
        job={"type": "string"},
        ends=ENDS,
        number={"type": "integer"},
        yes={"type": "boolean"},
        several={"type": "array", "items": TOPICS},
        ways={"type": "array", "items": TOPICS, "x-is": "pathway"},
        people={"type": "array", "items": {"type": "string", "format": "email"}},
        wish=WISH,
    )
    pairs = [
        ("job", "  Officer "),
        ("ends.day", "31"),
        ("ends.month", "August"),
        ("ends.year", "2027"),
        ("number", " 2 "),
        ("yes", "no"),
        ("several", "leading"),
        ("several", "budgets"),
        ("ways.1", "networks"),
        ("ways.2", ""),
        ("ways.3", "budgets"),
        ("people", "a@letterpress.example\nb@letterpress.example, a@letterpress.example"),
        ("wish.value", "budgets"),
        ("wish.strength", "essential"),
    ]
    reading = read_form(form, typed_from(pairs))
    assert reading.problems == {}
    assert reading.answers == {
        "job": "Officer",
        "ends": "2027-08-31",
        "number": 2,
        "yes": False,
        "several": ["leading", "budgets"],
        "ways": ["networks", "budgets"],
        "people": ["a@letterpress.example", "b@letterpress.example"],
        "wish": {"value": "budgets", "strength": "essential"},
    }
    assert read_form(form, typed_of(form, reading.answers)).answers == reading.answers


def test_problems_are_told_in_the_fields_own_words_and_nothing_typed_is_lost() -> None:
    reading = read_form(FORM, TYPED)
    assert reading.problems == {
        "job_title": "Enter your job title",
        "contract_ends": "Enter the date your contract ends, for example 31 8 2027",
    }
    assert reading.wrong_boxes == {"contract_ends.day"}
    assert reading.typed == TYPED
    assert reading.answers == {"grade": "5", "fixed_term": True, "wants": ["leadership", "budgets"]}


OFFERED = "Choose one of the answers that are offered for"
MOST_ONE = "Choose 1 at most for topics"
WHOLE_ADDRESS = "Enter a whole e-mail address for your address, for example name@university.example"


@pytest.mark.parametrize(
    ("question", "said", "sentence"),
    [
        ({"type": "string", "title": "Your grade"}, "", "Enter your grade"),
        ({"type": "string", "title": "HR contact"}, "", "Enter HR contact"),
        ({**TOPICS, "title": "Your topic"}, "", "Choose your topic"),
        ({"type": "boolean", "title": "Can you come?"}, "", "Answer “Can you come?”"),
        ({"type": "boolean", "title": "Can you come?"}, "perhaps", f"{OFFERED} “Can you come?”"),
        (ENDS, "", "Enter the date your contract ends, for example 31 8 2027"),
        ({**ENDS, "title": "When?"}, "", "Enter a date for “When?”, for example 31 8 2027"),
        ({"type": "integer", "title": "Hours"}, "two", "Enter a whole number for hours, for example 2"),
        ({"type": "integer", "title": "How many?", "maximum": 2}, "3", "Enter 2 or less for “How many?”"),
        ({"type": "string", "title": "Goals", "maxLength": 3}, "four", "Shorten goals to 3 characters; it has 4"),
        ({"type": "string", "format": "email", "title": "Your address"}, "amara at letterpress", WHOLE_ADDRESS),
        ({"type": "array", "items": TOPICS, "title": "Topics", "maxItems": 1}, "budgets leading", MOST_ONE),
        ({**TOPICS, "title": "Your topic"}, "football", f"{OFFERED} your topic"),
    ],
)
def test_each_problem_says_what_to_do(question: dict[str, Any], said: str, sentence: str) -> None:
    typed = {"q": tuple(said.split()) if question["type"] == "array" else (said,)}
    assert read_form(schema(("q",), q=question), typed).problems == {"q": sentence}


@pytest.mark.parametrize(
    ("day", "month", "year", "boxes"),
    [
        ("31", "2", "2027", {"q.day"}),
        ("1", "13", "2027", {"q.month"}),
        ("1", "1", "27", {"q.year"}),
        ("", "", "2027", {"q.day", "q.month"}),
        ("x", "1", "2027", {"q.day"}),
        ("١", "1", "2027", {"q.day"}),
    ],
)
def test_the_box_that_is_to_blame_is_named(day: str, month: str, year: str, boxes: set[str]) -> None:
    typed = {"q.day": (day,), "q.month": (month,), "q.year": (year,)}
    reading = read_form(schema(q=ENDS), typed)
    assert reading.wrong_boxes == boxes
    assert reading.answers == {}
    drawn = form_fields(schema(q=ENDS), reading.typed, reading=reading)
    assert [box.value for box in drawn[0].boxes] == [day, month, year]


def test_a_question_that_follows_stands_below_its_choice_and_is_asked_by_the_server_too() -> None:
    fixed = next(field for field in form_fields(FORM, {}) if field.name == "fixed_term")
    assert [(option.value, option.opens) for option in fixed.options] == [("yes", (1,)), ("no", ())]
    assert [field.name for field in fixed.follows] == ["contract_ends"]
    no = {**TYPED, "fixed_term": ("no",), "job_title": ("Officer",), "contract_ends.day": ("3",)}
    reading = read_form(FORM, no)
    assert reading.problems == {}
    assert "contract_ends" not in reading.answers
    assert reading.typed["contract_ends.day"] == ("3",)


def test_a_question_that_depends_on_another_page_is_left_out_while_that_answer_says_so() -> None:
    form = schema(("more",), other={"type": "boolean"}, more={"type": "string", "x-if": {"other": {"const": True}}})
    assert form_fields(form, {}, ask=("more",), answers={"other": False}) == ()
    assert [field.name for field in form_fields(form, {}, ask=("more",), answers={"other": True})] == ["more"]
    assert read_form(form, {}, ask=("more",), before={"other": False}).problems == {}
    assert read_form(form, {}, ask=("more",), before={"other": True}).problems == {"more": "Enter more"}


def test_a_draft_requires_nothing() -> None:
    assert read_form(FORM, {}, whole=False).problems == {}


def test_a_self_declaration_stands_in_its_panel_with_a_third_way() -> None:
    (field,) = form_fields(DECLARATION, {}, prefix="declared.", declared=True, promise="Seen by coordinators only.")
    assert (field.name, field.declared, field.promise) == ("declared.identifies", True, "Seen by coordinators only.")
    assert [(option.value, option.label) for option in field.options] == [
        ("yes", "Yes"),
        ("no", "No"),
        ("", "I would like to talk to someone first"),
    ]
    assert not any(option.chosen for option in field.options)


def test_the_summary_leads_to_the_control_of_each_problem_also_of_those_that_follow() -> None:
    fields = form_fields(FORM, TYPED, reading=read_form(FORM, TYPED))
    assert [problem.field for problem in form_problems(fields)] == ["job_title", "contract_ends.day"]


def test_a_choice_is_led_to_by_its_first_answer() -> None:
    assert Field(name="q", kind="date", label="").target == "q"
    (radio,) = form_fields(schema(q=TOPICS), {})
    assert radio.target == "q-1"


def test_a_form_tells_its_pages() -> None:
    themed = {
        **schema(a={"type": "string"}, b={"type": "string"}),
        "x-themes": [{"title": {"en": "Work", "cy": "Gwaith"}, "ask": ["a"]}],
    }
    assert themes_of(themed, "cy") == (("Gwaith", "", ("a",)), ("", "", ("b",)))


HOSTILE = [
    "\x00",
    "\ud800",
    "A" * 100_000,
    "<script>alert(1)</script>",
    "{0.__class__}",
    "%(x)s",
    "-1e999",
    "９",
    "' or 1=1 --",
    "=cmd|' /C calc'!A0",
    "\u202e",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_gives_problems_or_text_never_an_exception(text: str) -> None:
    names = ["job_title", "grade", "wants", *(f"contract_ends.{part}" for part in ("day", "month", "year"))]
    reading = read_form(FORM, typed_from([*((name, text) for name in names), ("fixed_term", "yes")]))
    for field in form_fields(FORM, reading.typed, reading=reading):
        "".join((field.value, *(box.value for box in field.boxes))).encode()
    assert {"grade", "contract_ends", "wants"} <= set(reading.problems)


def test_more_than_any_form_has_is_told_and_nothing_is_cut() -> None:
    typed = typed_from([("wants", "budgets")] * MOST_VALUES)
    assert read_form(FORM, typed).answers["wants"] == ["budgets"]
    assert beyond_measure(typed) == ""
    typed = typed_from([("wants", "budgets")] * MOST_VALUES + [("job_title", "Officer")])
    assert (len(typed["wants"]), beyond_measure(typed)) == (5000, "More than 5,000 answers were sent at once.")


def test_a_value_beyond_all_measure_is_told_and_names_beyond_measure_are_left_out() -> None:
    typed = typed_from([("job_title", "x" * LONGEST_VALUE), ("n" * 1000, "y"), ("file", b"bytes")])
    assert (list(typed), beyond_measure(typed)) == (["job_title"], "")
    typed = typed_from([("job_title", "x" * 1_000_000)])
    assert beyond_measure(typed) == "One of the answers has more than 50,000 characters."
    assert len(typed["job_title"][0]) == 1_000_000


def test_what_was_typed_can_be_copied_without_secrets_or_what_no_person_typed() -> None:
    pairs = {"csrf": "ab", "version": "3", "password": "quoin brayer", "factor_code": "123456", "reason": " "}
    person = ("who", "6f9619ff-8b86-d011-b42d-00c04fc964ff")
    goals = ("answers.line_manager", "Head"), ("goals", "To lead.\r\nA team.")
    typed = typed_from([*pairs.items(), person, ("wants", "budgets"), ("wants", "networks"), *goals])
    assert to_copy(typed) == "Wants: budgets, networks\n\nLine manager: Head\n\nGoals:\nTo lead.\nA team."
