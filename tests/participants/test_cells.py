"""One cell is read as the answer to one question, however people and spreadsheets write it."""

from datetime import datetime
from typing import Any

import pytest

from mentoring.participants.cells import Unreadable, answer_of, moment_of

TOPICS = {
    "type": "array",
    "items": {"type": "string", "enum": ["budgets", "confidence"]},
    "x-labels": {"budgets": {"en": "Budgets, and finance", "cy": "Cyllidebau"}, "confidence": "Confidence"},
}
POST = {"type": "string", "enum": ["a", "b"], "x-labels": {"a": "Academic", "b": "Professional services"}}
WISH = {
    "type": "object",
    "properties": {"value": POST, "strength": {"type": "string", "enum": ["essential", "desirable"]}},
}


@pytest.mark.parametrize(
    ("cell", "schema", "answer"),
    [
        ("", POST, None),
        (None, POST, None),
        ("  ", {"type": "string"}, None),
        ("b", POST, "b"),
        ("PROFESSIONAL  services", POST, "b"),
        ("budgets", TOPICS, ["budgets"]),
        ("Budgets, and finance;Confidence;", TOPICS, ["budgets", "confidence"]),
        ("Budgets, and finance", TOPICS, ["budgets"]),
        ("confidence, budgets", TOPICS, ["confidence", "budgets"]),
        ("Cyllidebau\nConfidence", TOPICS, ["budgets", "confidence"]),
        ("a@b.example;", {"type": "array", "items": {"type": "string", "format": "email"}}, ["a@b.example"]),
        ("Yes", {"type": "boolean"}, True),
        ("ydw", {"type": "boolean"}, True),
        (False, {"type": "boolean"}, False),
        ("I agree to come", {"type": "boolean", "title": "I agree to come"}, True),
        (7, {"type": "string"}, "7"),
        (7.0, {"type": "string"}, "7"),
        ("7", {"type": "integer"}, 7),
        (2.5, {"type": "number"}, 2.5),
        ("14/1/2021", {"type": "string", "format": "date"}, "2021-01-14"),
        ("2021-01-14", {"type": "string", "format": "date"}, "2021-01-14"),
        (datetime.fromisoformat("2021-01-14"), {"type": "string", "format": "date"}, "2021-01-14"),
        ("Head.Office@Serif.Example", {"type": "string", "format": "email"}, "head.office@serif.example"),
        ("Academic (essential)", WISH, {"value": "a", "strength": "essential"}),
        ("Academic", WISH, {"value": "a", "strength": "desirable"}),
    ],
)
def test_the_answer_is_read_as_it_is_meant(cell: Any, schema: dict[str, Any], answer: Any) -> None:
    assert answer_of(cell, schema) == answer


@pytest.mark.parametrize(
    ("cell", "schema", "reason"),
    [
        ("Purple", POST, "“Purple” is none of the answers: Academic; Professional services."),
        ("Confidence;Purple", TOPICS, "“Purple” is none of the answers: Budgets, and finance; Confidence."),
        ("perhaps", {"type": "boolean"}, "“perhaps” is neither yes nor no."),
        ("seven", {"type": "integer"}, "“seven” is no whole number."),
        (
            "31/02/2021",
            {"type": "string", "format": "date"},
            "“31/02/2021” is no date; write 2021-01-14 or 14/01/2021.",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(cell: Any, schema: dict[str, Any], reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        answer_of(cell, schema)
    assert str(refused.value) == reason


def test_a_british_date_may_have_a_time_of_day() -> None:
    assert moment_of("14/01/2021 9:05") == datetime.fromisoformat("2021-01-14T09:05")
