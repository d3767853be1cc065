"""Circles that run: newcomers join, empty seats are filled, and small ones are kept, merged or ended as proposed."""

from collections.abc import Callable
from typing import Any

import pytest

from mentoring.matching.cohort import Cohort
from mentoring.matching.later import Joining, Running, joining, short
from mentoring.matching.plan import PlaceLimit

Maker = Callable[..., Any]
WITHIN, TO_LEAD = ("mentee", "mentee"), ("mentee", "mentor")


@pytest.fixture
def people(entrant: Maker) -> list[Any]:
    """Two circles of three and four with a lead each, and two newcomers."""
    likes = "aaabbbbab"
    mentees = [entrant(f"M {n}", "mentee", wants=[likes[n]], unit=f"u{n % 4}") for n in range(9)]
    leads = [entrant(f"L {n}", "mentor", offers=["aba"[n]]) for n in range(3)]
    return [*mentees, *leads]


ONE = Running("one", "main", ("mentee-m-0", "mentee-m-1", "mentee-m-2", "mentor-l-0"))
TWO = Running("two", "main", ("mentee-m-3", "mentee-m-4", "mentee-m-5", "mentee-m-6", "mentor-l-1"))


def test_newcomers_join_where_they_fit_and_nobody_is_moved(people: Any, circle_plan: Maker, criterion: Maker) -> None:
    plan = circle_plan(criterion("overlap", 10, of="wants", with_="wants", between=WITHIN), mentors=(1, 1, 1))
    found = joining(Cohort.of(people), plan, (ONE, TWO))
    assert found == (Joining("one", "mentee-m-7"), Joining("two", "mentee-m-8"))


def test_a_seat_that_somebody_left_is_filled_first_and_hard_rules_hold(
    people: Any, circle_plan: Maker, criterion: Maker
) -> None:
    plan = circle_plan(criterion("different", "must", on="unit", between=WITHIN), mentees=(3, 4, 4), mentors=(1, 1, 1))
    left = Running("one", "main", ("mentee-m-0", "mentee-m-1", "mentor-l-0"))
    (joined,) = joining(Cohort.of([p for p in people if p.id != "mentee-m-2"]), plan, (left, TWO))
    assert joined == Joining("one", "mentee-m-7")  # of unit u3; the other is of u0, as somebody there


def test_a_lead_who_left_is_replaced(people: Any, circle_plan: Maker) -> None:
    without = Running("one", "main", ONE.members[:3])
    found = joining(Cohort.of(people), circle_plan(mentors=(1, 1, 1)), (without, TWO))
    assert Joining("one", "mentor-l-0") in found


def test_places_and_the_most_of_a_circle_are_kept(people: Any, circle_plan: Maker) -> None:
    full = circle_plan(mentees=(3, 3, 4), mentors=(1, 1, 1))
    assert [each.circle for each in joining(Cohort.of(people), full, (ONE, TWO))] == ["one"]
    mentees = frozenset(p.id for p in people if p.role == "mentee")
    places = (PlaceLimit(mentees, 7, "7 places"),)
    assert joining(Cohort.of(people), circle_plan(mentors=(1, 1, 1), places=places), (ONE, TWO)) == ()


SMALL = Running("small", "main", ("mentee-m-0", "mentee-m-1", "mentor-l-0"))


@pytest.mark.parametrize(
    ("policy", "proposed", "into", "words"),
    [
        ("keep", "keep", "", "1 mentee short. It can go on as it is."),
        ("end", "end", "", "1 mentee short. It can be ended."),
        ("merge", "merge", "two", "1 mentee short. It can be put together with another circle."),
    ],
)
def test_what_is_proposed_for_a_circle_below_its_least_follows_its_policy(
    people: Any, circle_plan: Maker, policy: Any, proposed: str, into: str, words: str
) -> None:
    (found,) = short(Cohort.of(people), circle_plan(), (SMALL, TWO), {"main": policy})
    assert (found.circle, found.lacking, found.proposed, found.into, found.words) == (
        "small",
        {"mentee": 1},
        proposed,
        into,
        words,
    )


def test_circles_that_are_together_too_large_or_do_not_get_on_are_not_merged(
    people: Any, circle_plan: Maker, criterion: Maker
) -> None:
    cohort = Cohort.of(people)
    (found,) = short(cohort, circle_plan(mentees=(3, 4, 5)), (SMALL, TWO), {"main": "merge"})
    assert (found.proposed, found.into) == ("keep", "")
    apart = circle_plan(criterion("different", "must", on="unit", between=WITHIN))
    assert short(cohort, apart, (SMALL, TWO), {"main": "merge"})[0].proposed == "keep"


def test_two_small_circles_are_merged_once(people: Any, circle_plan: Maker) -> None:
    other = Running("tiny", "main", ("mentee-m-3", "mentor-l-1"))
    found = short(Cohort.of(people), circle_plan(), (SMALL, other), {"main": "merge"})
    assert [(each.circle, each.into) for each in found] == [("tiny", "small")]
