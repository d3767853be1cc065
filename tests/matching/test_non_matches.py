"""Why nobody: every counterpart counted once, and changes that really help."""

import random  # noqa: TID251 (seeded: the same people each time)
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.errors import Conflict
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Bounds, Criterion, Lock, PathwayPlan, PlaceLimit, Plan
from mentoring.matching.relax import Relaxation, relaxed
from mentoring.matching.solve import solve
from mentoring.matching.why_not import WhyNot, why_not

Maker = Callable[..., Any]

TITLES: dict[str, Any] = {"role_titles": {"mentee": ("Mentee", "Mentees"), "mentor": ("Mentor", "Mentors")}}
BETWEEN = ("mentee", "mentor")


def told(people: Cohort, plan: Plan) -> dict[str, WhyNot]:
    return {w.entrant: w for w in why_not(people, plan, solve(people, plan))}


def test_the_sentence_names_what_stood_in_the_way_of_each(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker
) -> None:
    mentors = [
        entrant("Kay", "mentor", institution="ual", level=9),
        *(entrant(f"Low {n}", "mentor", institution="ucl", level=5) for n in range(2)),
        entrant("Anita", "mentor", institution="ucl", level=8),
    ]
    mentees = [
        entrant("Early", "mentee", institution="qmul", level=7, submitted="2021-01-01T09:00:00Z"),
        entrant("Samuel", "mentee", institution="ual", level=6),
    ]
    plan = pair_plan(
        criterion("different", "must", on="institution"),
        criterion("gap", "must", on="level", least=1),
        forbids=frozenset({frozenset({"mentee-early", "mentor-kay"})}),
        labels={"institution": {"ual": "Arts London"}},
        **TITLES,
    )
    samuel = told(cohort(*mentors, *mentees), plan)["mentee-samuel"]
    assert samuel.words == (
        "Of 4 mentors, 1 is at Arts London too, 2 are not senior enough and 1 is full. "
        "If Anita takes one more mentee, Samuel is matched and nobody else moves."
    )
    assert [(c.kind, c.criterion, c.count) for c in samuel.causes] == [
        ("criterion", 0, 1), ("criterion", 1, 2), ("full", None, 1),
    ]  # fmt: skip
    assert (samuel.total, samuel.tried, samuel.complete) == (4, 1, True)


def test_a_rule_is_named_where_lifting_it_for_one_person_helps(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker
) -> None:
    people = cohort(entrant("Samuel", "mentee", level=8), entrant("Anita", "mentor", level=8))
    plan = pair_plan(criterion("gap", "must", on="level", least=1), **TITLES)
    samuel = told(people, plan)["mentee-samuel"]
    assert samuel.words == (
        "Of 1 mentor, 1 is not senior enough. "
        "If the rule “gap” is not applied to Samuel, Samuel is matched and nobody else moves."
    )
    assert samuel.near[0].words == "Anita is not senior enough"


def test_an_unknown_fact_is_told_as_such(entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker) -> None:
    people = cohort(entrant("Samuel", "mentee"), entrant("Anita", "mentor", level=8))
    plan = pair_plan(criterion("gap", "must", on="level", least=1), **TITLES)
    samuel = told(people, plan)["mentee-samuel"]
    assert samuel.words.startswith("Of 1 mentor, 1 cannot be judged, because level is not known of Samuel.")


def test_where_all_places_are_taken_a_place_is_what_helps(entrant: Maker, cohort: Maker, pair_plan: Maker) -> None:
    mentees = [entrant(f"M{n}", "mentee", submitted=f"2021-01-0{n + 1}T09:00:00Z") for n in range(2)]
    people = cohort(*mentees, *(entrant(f"L{n}", "mentor") for n in range(2)))
    plan = pair_plan(places=(PlaceLimit(frozenset(e.id for e in mentees), 1, "1 place"),), **TITLES)
    assert told(people, plan)["mentee-m1"].words == (
        "The one place is taken. Of 2 mentors, 1 is full and 1 would be possible, but all places are taken. "
        "With one more place, given to M1, there is a match and nobody else moves."
    )


def test_forbids_and_locks_are_told_where_lifting_them_helps(entrant: Maker, cohort: Maker, pair_plan: Maker) -> None:
    people = cohort(entrant("Samuel", "mentee"), entrant("Anita", "mentor"))
    forbidden = pair_plan(forbids=frozenset({frozenset({"mentee-samuel", "mentor-anita"})}), **TITLES)
    lifted = told(people, forbidden)["mentee-samuel"].relaxation
    assert lifted is not None
    assert lifted.kind == "forbid"
    more = cohort(
        entrant("Samuel", "mentee"), entrant("Early", "mentee"), entrant("Anita", "mentor"), entrant("Kay", "mentor")
    )
    lock = Lock("main", frozenset({"mentee-early", "mentor-anita"}))
    locked = pair_plan(locks=(lock,), forbids=frozenset({frozenset({"mentee-samuel", "mentor-kay"})}), **TITLES)
    assert "mentee-samuel" in told(more, locked)


def test_an_avoid_list_is_never_given_away_nor_lifted(entrant: Maker, cohort: Maker, pair_plan: Maker) -> None:
    people = cohort(entrant("Samuel", "mentee", avoid=frozenset({"anita@ucl.example"})), entrant("Anita", "mentor"))
    found = told(people, pair_plan(**TITLES))
    assert found["mentor-anita"].words == "Of 1 mentee, 1 is kept apart on request."
    assert (found["mentor-anita"].near, found["mentee-samuel"].relaxation) == ((), None)


def test_a_mentor_left_over_hears_why(entrant: Maker, cohort: Maker, pair_plan: Maker) -> None:
    people = cohort(entrant("Samuel", "mentee"), entrant("Anita", "mentor"), entrant("Kay", "mentor"))
    assert told(people, pair_plan(**TITLES))["mentor-kay"].words == "Of 1 mentee, 1 is matched with somebody else."


def test_someone_without_a_circle_hears_why(
    entrant: Maker, cohort: Maker, circle_plan: Maker, criterion: Maker
) -> None:
    alone = cohort(entrant("Samuel", "mentee"), entrant("Anita", "mentor"))
    assert told(alone, circle_plan(**TITLES))["mentee-samuel"].words == (
        "No circle came about: one needs 3 mentees and 1 mentor."
    )
    people = cohort(
        *(entrant(f"M{n}", "mentee", unit="law" if n in {0, 4} else f"u{n}") for n in range(5)),
        entrant("Anita", "mentor"),
    )
    plan = circle_plan(criterion("different", "must", on="unit", between=("mentee", "mentee")), **TITLES)
    out = told(people, plan)
    assert out["mentee-m4"].words.startswith(
        "There is one circle: 1 has somebody in it whom a hard rule keeps apart from M4."
    )


def people_of(seed: int) -> tuple[Cohort, Plan]:
    chance = random.Random(seed)
    people = [
        Entrant(
            f"{role}{n}", f"{role}{n}", role, f"2021-01-0{chance.randint(1, 9)}T09:00:00Z", 1, ("main",),
            {"level": chance.randint(4, 8), "institution": chance.choice("uk"), "topics": chance.sample("abcd", 2)},
            avoid=frozenset(),
        )
        for role, count in (("mentee", chance.randint(2, 7)), ("mentor", chance.randint(1, 5)))
        for n in range(count)
    ]  # fmt: skip
    criteria = (
        Criterion(0, "different", chance.choice(["must", "last_resort"]), BETWEEN, {"on": "institution"}),
        Criterion(1, "gap", "must", BETWEEN, {"on": "level", "least": 1}),
        Criterion(2, "overlap", 20, BETWEEN, {"of": "topics", "with": "topics"}),
    )
    mentees = frozenset(e.id for e in people if e.role == "mentee")
    places = (PlaceLimit(mentees, chance.randint(1, 4), "places"),) if chance.random() < 0.4 else ()
    forbids = frozenset({frozenset({"mentee0", "mentor0"})}) if chance.random() < 0.3 else frozenset()
    members = {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}
    return Cohort.of(people), Plan(
        (PathwayPlan("main", "M", members, criteria),), places, forbids=forbids, on="2021-02-01"
    )


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9))
def test_every_change_named_really_helps_and_every_counterpart_is_counted_once(seed: Any) -> None:
    cohort, plan = people_of(seed)
    solution = solve(cohort, plan)
    before = {e for m in solution.mentorships for _, e in m.members}
    for reason in why_not(cohort, plan, solution):
        assert sum(c.count for c in reason.causes) == reason.total
        change = reason.relaxation
        if change is None:
            continue
        changed = relaxed(cohort, plan, change)
        again = solve(*changed)
        after = {e for m in again.mentorships for _, e in m.members}
        assert reason.entrant in after
        assert check(*changed, again) == []
        assert again.aims == change.aims
        assert set(change.lost) == {e for e in before - after if e.startswith("mentee")}


@pytest.mark.parametrize("at_most", [0, 1])
def test_a_search_that_is_cut_short_says_so(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker, at_most: Any
) -> None:
    people = cohort(*(entrant(f"M{n}", "mentee", level=8) for n in range(2)), entrant("Anita", "mentor", level=8))
    plan = pair_plan(criterion("gap", "must", on="level", least=1), **TITLES)
    reasons = [w for w in why_not(people, plan, solve(people, plan), at_most=at_most) if w.entrant != "mentor-anita"]
    assert [r.complete for r in reasons] == ([True, False] if at_most else [False, False])


def test_a_change_that_the_locks_leave_no_room_for_is_not_told(
    entrant: Maker, cohort: Maker, circle_plan: Maker
) -> None:
    mentees = [entrant(f"M {n}", "mentee") for n in range(11)]
    leads = [entrant(f"L {n}", "mentor") for n in range(2)]
    locks = tuple(Lock("main", frozenset({leads[0].id, each.id})) for each in mentees[:4])
    people, plan = cohort(*mentees, *leads), circle_plan(mentees=(5, 5, 5), mentors=(1, 1, 1), locks=locks)
    with pytest.raises(Conflict):
        solve(*relaxed(people, plan, Relaxation("capacity", "main", (leads[0].id,))))
    solution = solve(people, plan)
    (without,) = why_not(people, plan, solution)
    assert (len(solution.mentorships), without.relaxation) == (2, None)
    assert without.words == ("Of 2 circles, 2 are full. None of the 2 changes tried would help; more are possible.")
