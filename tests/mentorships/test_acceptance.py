import pytest

from mentoring.mentorships.acceptance import Answer, Next, Seat, next_step
from mentoring.schemes.scheme import Bounds

PAIR = {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}
CIRCLE = {"mentee": Bounds(3, 6, 8), "mentor": Bounds(1, 2, 2)}


def seat(role: str, answer: Answer = "pending", *, asked: bool = True) -> Seat:
    return Seat(role, answer, asked)


@pytest.mark.parametrize(
    ("mentee", "mentor", "following"),
    [
        (seat("mentee"), seat("mentor", asked=False), Next("wait")),
        (seat("mentee", "accepted"), seat("mentor", asked=False), Next("ask", ("mentor",))),
        (seat("mentee", "accepted"), seat("mentor"), Next("wait")),
        (seat("mentee", "accepted"), seat("mentor", "accepted"), Next("begin")),
        (seat("mentee", "declined"), seat("mentor", asked=False), Next("dissolve")),
        (seat("mentee", "accepted"), seat("mentor", "expired"), Next("dissolve")),
    ],
)
def test_a_pair_is_asked_in_the_stated_order(mentee: Seat, mentor: Seat, following: Next) -> None:
    assert next_step(PAIR, (("mentee",), ("mentor",)), [mentee, mentor]) == following


def test_an_inner_list_is_asked_together() -> None:
    seats = [seat("mentee", asked=False), seat("mentor", asked=False)]
    assert next_step(PAIR, (("mentee", "mentor"),), seats) == Next("ask", ("mentee", "mentor"))


def test_a_role_that_is_not_named_is_not_asked() -> None:
    assert next_step(PAIR, (("mentor",),), [seat("mentee", asked=False), seat("mentor", "accepted")]) == Next("begin")


def test_a_decline_empties_one_seat_of_a_circle_and_it_begins_with_its_least() -> None:
    mentors = [seat("mentor", asked=False)]
    three = [seat("mentee", "accepted")] * 3
    assert next_step(CIRCLE, (("mentee",),), [*three, seat("mentee", "declined"), *mentors]) == Next("begin")
    two = [*three[:2], seat("mentee")]
    assert next_step(CIRCLE, (("mentee",),), [*two, *mentors]) == Next("wait")


def test_a_circle_that_can_no_longer_reach_its_least_comes_to_nothing() -> None:
    seats = [*[seat("mentee", "accepted")] * 2, *[seat("mentee", "declined")] * 4, seat("mentor", asked=False)]
    assert next_step(CIRCLE, (("mentee",),), seats) == Next("dissolve")
