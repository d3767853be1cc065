"""A bad row is named by line, column and reason, and the rest go on."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mentoring.errors import UnsoundFile
from mentoring.participants.homes import Homes
from mentoring.participants.rows import Problem, Reading, read_registrations
from mentoring.schemes.scheme import Scheme

HEADERS = ("Email", "Name", "Completion time", "What would you like to talk about?", "I identify as a typeface")
AMARA = ("amara.quarto@serif.example", "Amara Quarto", "14/01/2021 10:30", "Confidence", "Yes")
DINAH = ("dinah.almanac@serif.example", "Dinah Almanac", "15/01/2021 11:00", "Budgets, and finance;Confidence", "No")


@pytest.fixture
def read(tmp_path: Path, scheme: Scheme) -> Any:
    """Writes rows of cells as CSV and reads them as mentees."""

    def reading(*rows: tuple[str, ...], headers: tuple[str, ...] = HEADERS, homes: Homes | None = None) -> Reading:
        path = tmp_path / "mentees.csv"
        quoted = ([f'"{cell}"' for cell in cells] for cells in (headers, *rows))
        path.write_text("\n".join(",".join(cells) for cells in quoted), encoding="utf-8-sig")
        return read_registrations(path, scheme, "mentee", homes or Homes({}), "Europe/London")

    return reading


def test_a_row_becomes_a_registration_with_declarations_apart(read: Any) -> None:
    [said] = read(AMARA).said
    assert (said.id, said.role, said.email, said.name) == (
        "mentee/amara.quarto@serif.example",
        "mentee",
        "amara.quarto@serif.example",
        "Amara Quarto",
    )
    assert said.answers == {"wants": ["confidence"]}
    assert said.declared == {"identifies": True}
    assert said.submitted == datetime(2021, 1, 14, 10, 30, tzinfo=UTC)
    assert said.institution == "serif.example"


def test_rows_come_in_order_of_id_whatever_their_order_in_the_file(read: Any) -> None:
    assert read(AMARA, DINAH).said == read(DINAH, AMARA).said


def test_bad_rows_are_named_by_line_column_and_reason_and_the_rest_go_on(read: Any) -> None:
    reading = read(
        ("", *DINAH[1:]),
        ("dinah", *DINAH[1:]),
        AMARA,
        (),
        (DINAH[0], DINAH[1], "yesterday", "Purple", "No"),
        (*DINAH, "more"),
        (DINAH[0], DINAH[1], DINAH[2], "", "No"),
    )
    assert [said.name for said in reading.said] == ["Amara Quarto"]
    who = DINAH[0]
    wants = "What would you like to talk about?"
    assert reading.problems == (
        Problem(2, "Email", "is empty."),
        Problem(3, "Email", "“dinah” is no e-mail address.", "dinah"),
        Problem(6, "Completion time", "“yesterday” is no date; write 2021-01-14 or 14/01/2021.", who),
        Problem(6, wants, "“Purple” is none of the answers: Budgets, and finance; Confidence.", who),
        Problem(7, "", "the row has 6 cells, the header has 5.", who),
        Problem(8, wants, "This question needs an answer.", who),
    )


def test_what_is_not_declared_is_unknown_and_keeps_the_row(read: Any) -> None:
    reading = read((*AMARA[:4], ""))
    assert reading.problems == ()
    assert reading.said[0].declared == {}


def test_the_latest_of_several_registrations_counts(read: Any) -> None:
    again = (AMARA[0].upper(), AMARA[1], "16/01/2021", "Budgets, and finance", "Yes")
    reading = read(again, DINAH, AMARA)
    assert [said.answers["wants"] for said in reading.said] == [["budgets"], ["budgets", "confidence"]]
    told = "This address registered again; the latest registration counts."
    assert reading.problems == (Problem(4, "Email", told, AMARA[0], (2,)),)


def test_where_nothing_says_which_is_the_latest_none_counts(read: Any) -> None:
    reading = read(AMARA, (*AMARA[:3], "Budgets, and finance", "Yes"), DINAH)
    assert [said.name for said in reading.said] == ["Dinah Almanac"]
    assert [(problem.line, problem.see) for problem in reading.problems] == [(2, (3,)), (3, (2,))]


def test_one_row_twice_is_one_registration(read: Any) -> None:
    reading = read(AMARA, AMARA)
    assert len(reading.said) == 1
    assert [problem.line for problem in reading.problems] == [3]


def test_forms_names_everyone_anonymous_when_the_form_asks_for_the_address_itself(read: Any) -> None:
    headers = ("Email", "Your work email", *HEADERS[1:])
    [said] = read(("anonymous", *AMARA), headers=headers).said
    assert said.email == AMARA[0]


def test_first_and_last_name_make_a_name(read: Any) -> None:
    headers = ("Email", "First name", "Surname", *HEADERS[2:])
    [said] = read((AMARA[0], "Amara", "Quarto", *AMARA[2:]), headers=headers).said
    assert said.name == "Amara Quarto"


def test_an_answer_to_a_question_that_was_not_asked_is_left_out(read: Any) -> None:
    headers = (*HEADERS, "I can come to the training", "Which training?")
    [said] = read((*AMARA, "No", "The second"), headers=headers).said
    assert said.answers == {"wants": ["confidence"], "training": False}


def test_a_missing_column_is_named_and_nothing_is_read(read: Any) -> None:
    with pytest.raises(UnsoundFile, match="has no column for “What would you like to talk about\\?”"):
        read(AMARA[:3], headers=HEADERS[:3])


def test_history_is_read_from_columns_of_its_name(read: Any) -> None:
    headers = (*HEADERS, "history.mentee.unmatched", "waited")
    [said] = read((*AMARA, "2", "1"), headers=headers).said
    assert (said.history, said.waited) == ({"mentee.unmatched": 2}, 1)


GATES = {
    "events": {"induction": {"title": "Induction", "at": {"set": "soon"}}},
    "gates": {
        "trained": {
            "title": "Training for mentees",
            "who": "mentee",
            "before": "matching",
            "needs": [{"attended": "induction"}],
        },
        "met": {"title": "Met us", "before": "matching", "needs": [{"attended": "induction"}]},
        "other": {"title": "Mentors only", "who": "mentor", "before": "matching", "needs": [{"attended": "induction"}]},
    },
}


@pytest.mark.parametrize(
    ("cell", "passed"),
    [
        ("Yes", {"trained", "met"}),
        ("no", set()),
        ("", set()),
        ("trained", {"trained"}),
        ("Training for Mentees; met", {"trained", "met"}),
    ],
)
def test_gates_are_passed_by_name_by_title_or_all_together(
    tmp_path: Path, scheme_of: Callable[..., Scheme], cell: str, passed: set[str]
) -> None:
    path = tmp_path / "mentees.csv"
    path.write_text(f"email,wants,passed\n{AMARA[0]},Confidence,{cell}\n", encoding="utf-8")
    reading = read_registrations(path, scheme_of(activities=GATES), "mentee", Homes({}), "UTC")
    assert reading.said[0].passed == frozenset(passed)


def test_a_gate_of_another_role_is_refused_by_name(tmp_path: Path, scheme_of: Callable[..., Scheme]) -> None:
    path = tmp_path / "mentees.csv"
    path.write_text(f"email,wants,passed\n{AMARA[0]},Confidence,other\n", encoding="utf-8")
    reading = read_registrations(path, scheme_of(activities=GATES), "mentee", Homes({}), "UTC")
    assert reading.problems[0].reason == "“other” is no gate of this role; known are trained, met."
