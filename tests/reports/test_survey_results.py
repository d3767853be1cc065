"""Answers counted: exact where they bear names, rounded and from eight people on where they do not; and as a file."""

from collections.abc import Mapping
from typing import Any

from mentoring.reports.csv_file import csv_bytes
from mentoring.reports.surveys import compared, counted, may_show, mean_of, written
from mentoring.schemes.load import load_directory
from mentoring.schemes.scheme import Survey

FORM = {
    "type": "object",
    "properties": {
        "going": {"type": "string", "title": "How is it?", "enum": ["well", "badly"], "x-labels": {"well": "Well"}},
        "times": {"type": "integer", "title": "How often?", "minimum": 1, "maximum": 3},
        "topics": {"type": "array", "title": "What about?", "items": {"type": "string", "enum": ["work", "life"]}},
        "again": {"type": "boolean", "title": "Again?"},
        "words": {"type": "string", "title": "In your words?", "maxLength": 200},
    },
}
SURVEY = Survey(title={"en": "Half way"}, form=FORM)
SAID: list[Mapping[str, Any]] = [
    {"going": "well", "times": 3, "topics": ["work", "life"], "again": True, "words": "=1+1"},
    {"going": "badly", "times": 2, "topics": ["work"]},
    {"going": "well"},
]


def test_with_names_every_answer_is_counted_as_it_is() -> None:
    found = {each.question: (each.counts, each.people, each.mean) for each in counted(SURVEY, SAID, named=True)}
    assert found == {
        "going": ((("Well", 2), ("badly", 1)), 3, None),
        "times": ((("1", 0), ("2", 1), ("3", 1)), 2, 2.5),
        "topics": ((("work", 2), ("life", 1)), 2, None),
        "again": ((("Yes", 1), ("No", 0)), 1, None),
    }
    (words,) = written(SURVEY, SAID)
    assert (words.title, words.lines) == ("In your words?", ((0, "=1+1"),))


def test_without_names_counts_are_rounded_and_averages_of_few_are_left_out() -> None:
    found = {each.question: (each.counts, each.people, each.mean) for each in counted(SURVEY, SAID, named=False)}
    assert found["going"] == ((("Well", 0), ("badly", 0)), 5, None)
    assert found["times"] == ((("1", 0), ("2", 0), ("3", 0)), 0, None)
    assert mean_of(SURVEY, SAID * 4, "times", named=False) == 2.5
    assert [may_show(7, open_still=False), may_show(8, open_still=True), may_show(8, open_still=False)] == [0, 0, 1]


def test_a_question_that_an_earlier_survey_asks_too_is_compared_with_it() -> None:
    scheme = load_directory().get("b-mentor")
    assert compared(scheme, "looking_back") == {
        "confidence": "baseline",
        "network": "baseline",
        "next_step": "baseline",
    }
    assert compared(scheme, "baseline") == {}


def test_a_cell_that_would_act_in_a_spreadsheet_program_is_text() -> None:
    acts = ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "a,b", 5, None]
    line = csv_bytes(["=head"], [acts]).decode().splitlines()
    assert line == ["\ufeff'=head", "'=1+1,'+1,'-1,'@x,'\t'=1,'  =1,\"a,b\",5,"]
