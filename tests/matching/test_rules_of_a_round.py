"""What a round keeps to besides its criteria: oneself, avoid lists, locks, forbids, places, one way."""

from collections.abc import Callable
from typing import Any

import pytest

from mentoring.errors import Conflict
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import Bounds, Lock, Mentorship, PathwayPlan, PlaceLimit, Plan, Solution
from mentoring.matching.solve import solve

Maker = Callable[..., Any]

PAIR = {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}


def test_nobody_is_matched_with_themself(entrant: Maker, cohort: Maker, pair_plan: Maker, pairs_of: Maker) -> None:
    people = cohort(entrant("Amara Quarto", "mentee"), entrant("Amara Quarto", "mentor"))
    solution = solve(people, pair_plan())
    assert pairs_of(solution) == set()
    assert solution.unplaced == (("main", "mentee-amara-quarto"), ("main", "mentor-amara-quarto"))


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_whoever_asks_not_to_be_matched_is_not(
    entrant: Maker, cohort: Maker, pair_plan: Maker, pairs_of: Maker, who: Any
) -> None:
    avoid: dict[str, Any] = {"mentee": {}, "mentor": {}} | {
        who: {"avoid": frozenset({f"{'two' if who == 'mentee' else 'one'}@ucl.example"})}
    }
    people = cohort(entrant("One", "mentee", **avoid["mentee"]), entrant("Two", "mentor", **avoid["mentor"]))
    assert pairs_of(solve(people, pair_plan())) == set()


def test_an_unknown_fact_fails_a_must_and_breaks_a_last_resort(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker, pairs_of: Maker
) -> None:
    people = cohort(entrant("One", "mentee"), entrant("Two", "mentor", level=8))
    assert pairs_of(solve(people, pair_plan(criterion("gap", "must", on="level", least=1)))) == set()
    loose = solve(people, pair_plan(criterion("gap", "last_resort", on="level", least=1)))
    assert (loose.aims["placed"], loose.aims["last_resorts_broken"]) == (1, 1)
    assert loose.mentorships[0].last_resorts == (0,)


def test_a_last_resort_is_broken_only_so_that_someone_is_placed(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker, pairs_of: Maker
) -> None:
    people = cohort(
        entrant("One", "mentee", site="ucl", w=["x"]),
        entrant("Two", "mentee", site="kcl", w=["y"]),
        entrant("Three", "mentor", site="ucl", o=["x"]),
        entrant("Four", "mentor", site="kcl", o=["y"]),
    )
    rules = (criterion("different", "last_resort", on="site"), criterion("overlap", 100, of="w", with_="o"))
    assert pairs_of(solve(people, pair_plan(*rules))) == {("mentee-one", "mentor-four"), ("mentee-two", "mentor-three")}
    by_points = solve(people, pair_plan(*rules, first="points"))
    assert by_points.aims["points"] - 100_000 * by_points.aims["last_resorts_broken"] == 0


def test_of_equals_whoever_registered_first_is_placed_with_whoever_registered_first(
    entrant: Maker, cohort: Maker, pair_plan: Maker, pairs_of: Maker
) -> None:
    people = cohort(
        entrant("Late", "mentee", submitted="2021-01-03T09:00:00Z"),
        entrant("Early", "mentee", submitted="2021-01-02T09:00:00Z"),
        entrant("Second", "mentor", submitted="2021-01-02T09:00:00Z"),
        entrant("First", "mentor", submitted="2021-01-01T09:00:00Z"),
    )
    assert pairs_of(solve(people, pair_plan())) == {("mentee-early", "mentor-first"), ("mentee-late", "mentor-second")}


def test_a_lock_holds_whatever_the_points_and_the_rest_is_best(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker, pairs_of: Maker
) -> None:
    people = cohort(
        entrant("One", "mentee", w=["x"]), entrant("Two", "mentee", w=["y"]),
        entrant("Three", "mentor", o=["x"]), entrant("Four", "mentor", o=["y"]),
    )  # fmt: skip
    lock = Lock("main", frozenset({"mentee-one", "mentor-four"}))
    plan = pair_plan(criterion("overlap", of="w", with_="o"), locks=(lock,))
    solution = solve(people, plan)
    assert pairs_of(solution) == {("mentee-one", "mentor-four"), ("mentee-two", "mentor-three")}
    assert check(people, plan, solution) == []


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (("mentee-one", "mentor-gone"), "not in this round"),
        (("mentee-one", "mentee-two"), "one person of each role"),
        (("mentee-one", "mentor-three"), "a hard rule"),
    ],
)
def test_a_lock_that_cannot_be_kept_is_refused(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker, members: Any, says: Any
) -> None:
    people = cohort(
        entrant("One", "mentee", level=5), entrant("Two", "mentee", level=5), entrant("Three", "mentor", level=5)
    )
    plan = pair_plan(criterion("gap", "must", on="level", least=1), locks=(Lock("main", frozenset(members)),))
    with pytest.raises(Conflict, match=says):
        solve(people, plan)


def test_two_locks_of_one_mentor_need_room_for_both(entrant: Maker, cohort: Maker, pair_plan: Maker) -> None:
    people = cohort(entrant("One", "mentee"), entrant("Two", "mentee"), entrant("Three", "mentor"))
    locks = tuple(Lock("main", frozenset({m, "mentor-three"})) for m in ("mentee-one", "mentee-two"))
    with pytest.raises(Conflict, match="more matches than they have room for"):
        solve(people, pair_plan(locks=locks))


def test_a_forbidden_pair_does_not_come_about(entrant: Maker, cohort: Maker, pair_plan: Maker, pairs_of: Maker) -> None:
    people = cohort(entrant("One", "mentee"), entrant("Two", "mentor"))
    plan = pair_plan(forbids=frozenset({frozenset({"mentee-one", "mentor-two"})}))
    assert pairs_of(solve(people, plan)) == set()


def test_places_go_to_priority_and_then_to_whoever_came_first(
    entrant: Maker, cohort: Maker, pair_plan: Maker, pairs_of: Maker
) -> None:
    people = [
        entrant(f"Mentee {n}", "mentee", submitted=f"2021-01-0{n}T09:00:00Z", priority=int(n == 3)) for n in (1, 2, 3)
    ]
    mentors = [entrant(f"Mentor {n}", "mentor") for n in (1, 2, 3)]
    limit = PlaceLimit(frozenset(e.id for e in people), 2, "2 places")
    solution = solve(cohort(*people, *mentors), pair_plan(places=(limit,)))
    assert {e for pair in pairs_of(solution) for e in pair if e.startswith("mentee")} == {
        "mentee-mentee-1",
        "mentee-mentee-3",
    }


def test_places_of_institutions_lie_within_those_of_the_programme(
    entrant: Maker, cohort: Maker, pair_plan: Maker
) -> None:
    people = [entrant(f"Mentee {s} {n}", "mentee", site=s) for s in ("ucl", "kcl") for n in range(4)]
    mentors = [entrant(f"Mentor {n}", "mentor") for n in range(8)]
    ids = {s: frozenset(e.id for e in people if e.facts["site"] == s) for s in ("ucl", "kcl")}
    limits = (
        PlaceLimit(ids["ucl"] | ids["kcl"], 5, "all"),
        PlaceLimit(ids["ucl"], 1, "ucl"),
        PlaceLimit(ids["kcl"], 3, "kcl"),
    )
    plan = pair_plan(places=limits)
    everyone = cohort(*people, *mentors)
    solution = solve(everyone, plan)
    assert (solution.aims["placed"], check(everyone, plan, solution)) == (4, [])


@pytest.mark.parametrize(("weight", "placed"), [("must", 1), (5, 2), ("last_resort", 2)])
def test_two_people_mentor_each_other_only_where_one_way_gives_way(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker, weight: Any, placed: Any
) -> None:
    people = cohort(*(entrant(name, role) for name in ("One", "Two") for role in ("mentee", "mentor")))
    plan = pair_plan(criterion("one_way", weight))
    solution = solve(people, plan)
    assert (solution.aims["placed"], check(people, plan, solution)) == (placed, [])
    assert solution.aims["last_resorts_broken"] == (2 if weight == "last_resort" else 0)
    assert solution.aims["points"] == 0


def test_a_mentor_serves_two_pathways_within_one_capacity(entrant: Maker, cohort: Maker) -> None:
    members = {"student": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}
    plan = Plan((PathwayPlan("main", "Staff", PAIR), PathwayPlan("study", "Students", members)))
    mentor = entrant("Three", "mentor", capacity=2, pathways=("main", "study"))
    people = cohort(
        entrant("One", "mentee"), entrant("Two", "student", pathways=("study",)), entrant("Four", "mentee"), mentor
    )
    solution = solve(people, plan)
    assert (solution.aims["placed"], check(people, plan, solution)) == (2, [])


def test_a_chain_of_three_roles_that_closes_is_solved_too(entrant: Maker, cohort: Maker) -> None:
    roles = ("apprentice", "fellow", "master")
    pathways = tuple(
        PathwayPlan(f"p{k}", "P", {roles[k]: Bounds(1, 1, 1), roles[(k + 1) % 3]: Bounds(1, 1, 1)}) for k in range(3)
    )
    people = cohort(*(entrant(r, r, pathways=("p0", "p1", "p2")) for r in roles))
    plan = Plan(pathways)
    solution = solve(people, plan)
    assert (len(solution.mentorships), check(people, plan, solution)) == (1, [])


def test_the_check_finds_every_kind_of_broken_rule(entrant: Maker, criterion: Maker, pair_plan: Maker) -> None:
    one, two = entrant("One", "mentee", level=5), entrant("Two", "mentor", level=5, capacity=1)
    other = entrant("Three", "mentee", level=5, avoid=frozenset({"two@ucl.example"}))
    people = Cohort.of([one, two, other])
    limit = PlaceLimit(frozenset({one.id, other.id}), 1, "one place")
    forbid = frozenset({frozenset({one.id, two.id})})
    lock = Lock("main", frozenset({other.id, "x"}))
    plan = pair_plan(criterion("gap", "must", on="level", least=1), places=(limit,), forbids=forbid, locks=(lock,))

    def pair(mentee: str) -> Mentorship:
        return Mentorship("main", (("mentee", mentee), ("mentor", two.id)), 0, 0)

    found = " ".join(check(people, plan, Solution((pair(one.id), pair(other.id)), (), {})))
    for words in ("break gap", "asked so", "forbidden", "room for fewer", "where there are 1", "lock in main"):
        assert words in found


def test_the_check_finds_people_who_are_not_there_or_in_the_wrong_number(entrant: Maker, pair_plan: Maker) -> None:
    one = entrant("One", "mentee")
    people = Cohort.of([one])
    alone = Solution((Mentorship("main", (("mentee", one.id),), 0, 0),), (), {})
    assert check(people, pair_plan(), alone) == ["A mentorship of Mentoring has 0 in the role mentor, not 1 to 1."]
    gone = Solution((Mentorship("main", (("mentee", "x"),), 0, 0),), (), {})
    assert check(people, pair_plan(), gone) == ["x is not in this round."]
