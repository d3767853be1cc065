"""The benchmark's people: the same for everyone, and measured ways that agree with each other."""

from mentoring.bench.again import once_more
from mentoring.bench.cohorts import Shape, pairs
from mentoring.bench.one import greedy, ours, scipy


def test_the_same_seed_gives_the_same_people() -> None:
    assert pairs(Shape(20, 10)) == pairs(Shape(20, 10))


def test_ours_is_proved_earns_what_scipy_earns_and_no_less_than_greedy() -> None:
    cohort, plan = pairs(Shape(40, 40))
    mine, theirs, hasty = ours(cohort, plan, 1, prove=True), scipy(cohort, plan, 1), greedy(cohort, plan, 1)
    assert mine["proved"]
    assert mine["sound"]
    assert (mine["aims"]["placed"], mine["aims"]["points"]) == (theirs["placed"], theirs["points"])
    assert hasty["placed"] <= mine["aims"]["placed"]


def test_one_change_to_a_standing_round_gives_what_a_full_solve_gives() -> None:
    found = once_more(60, times=3)
    assert found["same"]
    assert {kind for kind in found if kind not in {"full", "same"}} == {"forbid", "lock", "withdrawal"}
