"""What `hello` is for, in the words of the people it is for."""

from mentoring.schemes.load import load_scheme
from mentoring.testing.suite import SchemeConformance


class TestConformance(SchemeConformance):
    scheme = "hello"


def test_a_newcomer_is_shown_around_by_one_guide() -> None:
    scheme = load_scheme("hello")
    (pathway,) = scheme.pathways.values()
    assert pathway.is_pair
    assert pathway.served_role == "newcomer"


def test_a_guide_may_have_two_newcomers_at_once() -> None:
    assert load_scheme("hello").roles["guide"].capacity.default == 2


def test_everyone_may_take_part() -> None:
    assert load_scheme("hello").eligibility.rules == {}


def test_newcomers_meet_a_guide_who_knows_what_they_like() -> None:
    (criterion,) = load_scheme("hello").matching["main"].criteria
    assert criterion.params == {"of": "answers.likes", "with": "answers.shows"}
