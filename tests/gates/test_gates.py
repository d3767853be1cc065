import pytest

from mentoring.errors import NotAllowed, NotFound
from mentoring.gates.queries import gate_list
from mentoring.gates.service import passes, record_pass, take_back
from year import Year, counted

AMARA = "amara.quarto@kcl.example"


def test_a_pass_is_recorded_once_by_home_or_host(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    with year.coordinating("kcl") as (work, programme):
        record_pass(work, programme, key, gate="trained_mentee")
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, key, gate="trained_mentee")
        assert passes(work, programme) == {key: frozenset({"trained_mentee"})}


def test_a_gate_that_is_not_meant_for_them_or_not_there_is_refused(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    with pytest.raises(NotFound), year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, key, gate="trained_mentor")
    with pytest.raises(NotFound), year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, key, gate="trained_elsewhere")
    with pytest.raises(NotFound), year.coordinating("qmul") as (work, programme):
        record_pass(work, programme, key, gate="trained_mentee")


def test_only_the_host_takes_a_pass_back(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    with year.coordinating("kcl") as (work, programme):
        record_pass(work, programme, key, gate="trained_mentee")
    with pytest.raises(NotAllowed), year.coordinating("kcl") as (work, programme):
        take_back(work, programme, key, gate="trained_mentee")
    with year.coordinating("ucl") as (work, programme):
        take_back(work, programme, key, gate="trained_mentee")
        assert passes(work, programme) == {}


def test_the_list_shows_whom_a_gate_means_and_who_has_passed(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    year.register("leon.octavo@ucl.example", "mentor")
    with year.coordinating("kcl") as (work, programme):
        record_pass(work, programme, key, gate="trained_mentee")
    with year.coordinating("ucl") as (work, programme):
        found = {each.gate: each for each in gate_list(work, programme)}
        mentee, mentor = found["trained_mentee"], found["trained_mentor"]
        assert (mentee.passed, mentee.missing, mentee.waiting) == (1, 0, ())
        assert (mentor.passed, mentor.missing, mentor.needs) == (0, 1, "Attend: Training for mentors")
        assert [(each.name, each.house, each.role_title) for each in mentor.waiting] == [
            ("Leon Octavo", "UCL", "Mentor")
        ]
    with year.coordinating("kcl") as (work, programme):
        assert [each.passed + each.missing for each in gate_list(work, programme)] == [1, 0]


def test_those_who_have_not_passed_are_read_a_page_at_a_time(year: Year) -> None:
    keys = [year.register(each, "mentee") for each in (AMARA, "tom.serif@ucl.example")]
    with year.coordinating("ucl") as (work, programme):
        pages = [gate_list(work, programme, size=1, pages={"trained_mentee": page})[0] for page in (1, 2, 3)]
    assert [each.missing for each in pages] == [2, 2, 2]
    assert [[one.registration_id for one in each.waiting] for each in pages] == [[keys[0]], [keys[1]], []]


def test_the_list_takes_as_many_queries_for_three_as_for_one(year: Year) -> None:
    year.register(AMARA, "mentee")
    with year.coordinating("ucl") as (work, programme), counted(work) as for_one:
        gate_list(work, programme)
    year.register("tom.serif@ucl.example", "mentee")
    year.register("leon.octavo@ucl.example", "mentor")
    with year.coordinating("ucl") as (work, programme), counted(work) as for_three:
        gate_list(work, programme)
    assert len(for_three) == len(for_one)
