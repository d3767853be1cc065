"""Circles: bounds, hard rules, leads, peers, and rounds in which pairs and circles are both wished for."""

import random  # noqa: TID251 (seeded: the same people each time)
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Bounds, Criterion, Lock, PathwayPlan, PlaceLimit, Plan
from mentoring.matching.solve import solve

Maker = Callable[..., Any]

WITHIN, TO_LEAD, LEADS = ("mentee", "mentee"), ("mentee", "mentor"), ("mentor", "mentor")


def people(chance: random.Random, mentees: int, mentors: int, wishes: tuple[str, ...] = ("main",)) -> list[Entrant]:
    found = []
    for role, count in (("mentee", mentees), ("mentor", mentors)):
        for n in range(count):
            facts = {
                "unit": f"unit {chance.randint(1, 6)}",
                "level": chance.randint(4, 6) + (role == "mentor"),
                "wants": chance.sample("abcde", 2),
                "offers": chance.sample("abcde", 3),
            }
            ways = tuple(chance.sample(wishes, chance.randint(1, len(wishes))))
            found.append(
                Entrant(f"{role}{n:02}", f"{role}{n:02}", role, "2021-01-01T09:00:00Z", 1 + n % 2, ways, facts)
            )
    return found


def sizes(solution: Any, role: str) -> list[int]:
    return [sum(r == role for r, _ in m.members) for m in solution.mentorships]


def test_everyone_finds_a_circle_near_the_size_aimed_at_with_two_leads(circle_plan: Maker, criterion: Maker) -> None:
    cohort = Cohort.of(people(random.Random(1), 31, 12))
    plan = circle_plan(criterion("overlap", 30, of="wants", with_="offers", between=TO_LEAD))
    solution = solve(cohort, plan)
    assert solution.aims["placed"] == 31
    assert sorted(sizes(solution, "mentee")) == [6, 6, 6, 6, 7]
    assert sizes(solution, "mentor") == [2] * 5
    assert check(cohort, plan, solution) == []


def test_one_lead_is_enough_where_there_are_no_more(circle_plan: Maker, entrant: Maker, cohort: Maker) -> None:
    everyone = cohort(
        *(entrant(f"M {n:02}", "mentee") for n in range(12)), *(entrant(f"L {n}", "mentor") for n in range(3))
    )
    solution = solve(everyone, circle_plan())
    assert (solution.aims["placed"], sorted(sizes(solution, "mentor"))) == (12, [1, 2])


def test_too_few_for_a_circle_are_left_out(circle_plan: Maker, entrant: Maker, cohort: Maker) -> None:
    everyone = cohort(entrant("One", "mentee"), entrant("Two", "mentee"), entrant("Lead", "mentor"))
    solution = solve(everyone, circle_plan())
    assert solution.mentorships == ()
    assert {e for _, e in solution.unplaced} == {"mentee-one", "mentee-two", "mentor-lead"}


def test_peers_need_no_lead(circle_plan: Maker, entrant: Maker, cohort: Maker) -> None:
    everyone = cohort(*(entrant(f"M {n:02}", "mentee") for n in range(11)))
    plan = circle_plan(mentees=(4, 5, 6), mentors=None)
    solution = solve(everyone, plan)
    assert (sorted(sizes(solution, "mentee")), check(everyone, plan, solution)) == ([5, 6], [])


def test_pairs_of_peers_are_circles_of_two(circle_plan: Maker, criterion: Maker, entrant: Maker, cohort: Maker) -> None:
    everyone = cohort(*(entrant(f"M {n:02}", "mentee", unit=f"u{n % 3}") for n in range(10)))
    plan = circle_plan(criterion("different", "must", on="unit", between=WITHIN), mentees=(2, 2, 2), mentors=None)
    solution = solve(everyone, plan)
    assert (solution.aims["placed"], check(everyone, plan, solution)) == (10, [])


def test_swaps_bring_like_minds_together(circle_plan: Maker, criterion: Maker, entrant: Maker, cohort: Maker) -> None:
    everyone = cohort(*(entrant(f"M {n:02}", "mentee", wants=["ab"[n % 2]]) for n in range(8)))
    same = criterion("overlap", 10, of="wants", with_="wants", between=WITHIN)
    solution = solve(everyone, circle_plan(same, mentees=(4, 4, 4), mentors=None))
    assert [m.points for m in solution.mentorships] == [10_000, 10_000]
    assert solution.aims["points"] == 80_000


def test_a_value_that_must_spread_evenly_does(
    circle_plan: Maker, criterion: Maker, entrant: Maker, cohort: Maker
) -> None:
    everyone = cohort(*(entrant(f"M {n:02}", "mentee", unit="a" if n < 4 else f"u{n}") for n in range(12)))
    plan = circle_plan(criterion("even", "must", on="unit", between=WITHIN), mentees=(3, 3, 4), mentors=None)
    solution = solve(everyone, plan)
    assert (solution.aims["placed"], check(everyone, plan, solution)) == (12, [])


def test_a_locked_group_is_together(circle_plan: Maker) -> None:
    cohort = Cohort.of(people(random.Random(3), 12, 4))
    lock = Lock("main", frozenset({"mentee00", "mentee11", "mentor03"}))
    solution = solve(cohort, circle_plan(locks=(lock,)))
    assert any(lock.members <= {e for _, e in m.members} for m in solution.mentorships)
    assert solution.aims["placed"] == 12


def test_places_hold_for_circles(circle_plan: Maker) -> None:
    found = people(random.Random(4), 14, 6)
    limit = PlaceLimit(frozenset(e.id for e in found if e.role == "mentee"), 9, "9 places")
    cohort, plan = Cohort.of(found), circle_plan(places=(limit,))
    solution = solve(cohort, plan)
    assert (solution.aims["placed"], check(cohort, plan, solution)) == (9, [])


RULES = (
    Criterion(0, "different", "must", WITHIN, {"on": "unit"}),
    Criterion(1, "gap", "must", TO_LEAD, {"on": "level", "least": 1}),
    Criterion(2, "different", "last_resort", LEADS, {"on": "unit"}),
    Criterion(3, "overlap", 30, TO_LEAD, {"of": "wants", "with": "offers"}),
    Criterion(4, "overlap", 10, WITHIN, {"of": "wants", "with": "wants"}),
    Criterion(5, "one_way", "must", TO_LEAD, {}),
)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 24), st.integers(1, 9))
def test_bounds_and_hard_rules_hold_whatever_the_people(seed: Any, mentees: Any, mentors: Any) -> None:
    cohort = Cohort.of(people(random.Random(seed), mentees, mentors))
    members = {"mentee": Bounds(3, 4, 5), "mentor": Bounds(1, 2, 2)}
    plan = Plan((PathwayPlan("main", "Circles", members, RULES),), on="2021-02-01")
    assert check(cohort, plan, solve(cohort, plan)) == []


def both_ways(first: str = "circle") -> Plan:
    pair = PathwayPlan("pair", "Pairs", {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}, (
        Criterion(0, "gap", "must", TO_LEAD, {"on": "level", "least": 1}),
        Criterion(1, "overlap", 30, TO_LEAD, {"of": "wants", "with": "offers"}),
        Criterion(2, "one_way", "must", TO_LEAD, {}),
    ))  # fmt: skip
    circle = PathwayPlan("circle", "Circles", {"mentee": Bounds(3, 4, 6), "mentor": Bounds(1, 2, 2)}, RULES)
    return Plan((circle, pair) if first == "circle" else (pair, circle), on="2021-02-01")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 24), st.integers(1, 12))
def test_pairs_and_circles_share_mentors_within_their_capacity(seed: Any, mentees: Any, mentors: Any) -> None:
    cohort, plan = Cohort.of(people(random.Random(seed), mentees, mentors, ("pair", "circle"))), both_ways()
    assert check(cohort, plan, solve(cohort, plan)) == []


@pytest.mark.parametrize("first", ["circle", "pair"])
def test_first_wishes_are_met_where_there_is_room_for_all(entrant: Maker, cohort: Maker, first: Any) -> None:
    mentees = [
        entrant(
            f"M {n:02}", "mentee", pathways=("pair", "circle") if n < 4 else ("circle", "pair"), level=4, unit=f"u{n}"
        )
        for n in range(10)
    ]
    mentors = [entrant(f"L {n}", "mentor", pathways=("circle", "pair"), level=6, unit=f"v{n}") for n in range(8)]
    everyone = cohort(*mentees, *mentors)
    solution = solve(everyone, both_ways(first))
    assert (solution.aims["placed"], solution.aims["first_wishes"]) == (10, 10)
    assert {m.pathway for m in solution.mentorships} == {"pair", "circle"}


def test_whoever_misses_the_first_wish_is_placed_by_the_next(entrant: Maker, cohort: Maker) -> None:
    mentees = [entrant(f"M {n:02}", "mentee", pathways=("pair", "circle"), level=4, unit=f"u{n}") for n in range(5)]
    mentors = [entrant(f"L {n}", "mentor", pathways=("pair", "circle"), level=6, unit="v") for n in range(2)]
    solution = solve(cohort(*mentees, *mentors), both_ways())
    assert (solution.aims["placed"], solution.aims["first_wishes"]) == (5, 1)
