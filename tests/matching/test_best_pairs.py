"""Pairs against brute force: every possible set of pairs is looked at, with criteria worked out anew."""

import itertools
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Bounds, Criterion, PathwayPlan, PlaceLimit, Plan
from mentoring.matching.solve import solve

BETWEEN = ("mentee", "mentor")
CRITERIA = (
    Criterion(0, "different", "last_resort", BETWEEN, {"on": "institution"}),
    Criterion(1, "gap", "must", BETWEEN, {"on": "level", "least": 1}),
    Criterion(2, "overlap", 30, BETWEEN, {"of": "wants", "with": "offers"}),
    Criterion(3, "one_way", "must", BETWEEN, {}),
)
PAIR = {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}


@dataclass(frozen=True)
class Arc:
    pathway: str
    mentee: Entrant
    mentor: Entrant
    points: int
    broken: int


def arcs_of(cohort: Cohort, plan: Plan) -> list[Arc]:
    arcs = []
    for pathway in plan.pathways:
        for a, b in itertools.product(cohort.entrants, cohort.entrants):
            if (a.role, b.role) != BETWEEN or a.person == b.person:
                continue
            if pathway.id not in a.pathways or pathway.id not in b.pathways or frozenset((a.id, b.id)) in plan.forbids:
                continue
            if b.facts["level"] - a.facts["level"] < 1:
                continue
            wanted = a.facts["wants"]
            share = 1000 * len(set(wanted) & set(b.facts["offers"])) // len(wanted) if wanted else 0
            extra = 1000 if pathway.id == "other" else 0
            arcs.append(
                Arc(pathway.id, a, b, 30 * share + extra, int(a.facts["institution"] == b.facts["institution"]))
            )
    return arcs


def feasible(chosen: tuple[Arc, ...], plan: Plan) -> bool:
    for side in ("mentee", "mentor"):
        people = [getattr(a, side) for a in chosen]
        if any(people.count(e) > e.capacity for e in people):
            return False
    together = [frozenset((a.mentee.id, a.mentor.id)) for a in chosen]
    if len(set(together)) < len(together):
        return False
    ways = {(a.mentee.person, a.mentor.person) for a in chosen}
    if any((b, a) in ways for a, b in ways):
        return False
    for limit in plan.places:
        arcs = [a for a in chosen if limit.pathway in {None, a.pathway}]
        if len({e.id for a in arcs for e in (a.mentee, a.mentor)} & limit.entrants) > limit.at_most:
            return False
    return True


def aims_of(chosen: tuple[Arc, ...]) -> dict[str, int]:
    placed = {a.mentee.id: a.mentee for a in chosen}
    return {
        "placed": len(placed),
        "last_resorts_broken": sum(a.broken for a in chosen),
        "first_wishes": len({a.mentee.id for a in chosen if a.mentee.pathways[0] == a.pathway}),
        "priority": sum(e.priority for e in placed.values()),
        "points": sum(a.points for a in chosen),
    }


def worth(chosen: tuple[Arc, ...], first: Any) -> tuple[int, ...]:
    aims = aims_of(chosen)
    rest = (aims["first_wishes"], aims["priority"])
    if first == "people":
        return (aims["placed"], -aims["last_resorts_broken"], *rest, aims["points"])
    bonus = first * 1000 if isinstance(first, int) else 0
    value = aims["points"] - 100_000 * aims["last_resorts_broken"] + bonus * aims["placed"]
    return (value, aims["placed"], *rest)


def canonical(chosen: tuple[Arc, ...], cohort: Cohort) -> tuple[Any, ...]:
    """Who registered first is placed, then with the counterpart who registered first; smaller is better."""
    order = {e.id: i for i, e in enumerate(cohort.entrants)}
    partner = {a.mentee.id: order[a.mentor.id] for a in chosen}
    mentees = [e.id for e in cohort.entrants if e.role == "mentee"]
    return (tuple(e not in partner for e in mentees), tuple(partner.get(e, -1) for e in mentees))


def every_choice(arcs: list[Arc], plan: Plan) -> list[tuple[Arc, ...]]:
    grown: list[tuple[Arc, ...]] = [()]
    for arc in arcs:
        grown += [c for c in ((*chosen, arc) for chosen in grown) if feasible(c, plan)]
    return grown


@st.composite
def people(draw: Any, *, capacity: int = 1, pathways: tuple[str, ...] = ("main",)) -> list[Entrant]:
    count = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    found = []
    for role, number in zip(BETWEEN, count, strict=True):
        for k in range(number):
            both = draw(st.booleans()) and k == 0
            found.append(
                Entrant(
                    id=f"{role}{k}",
                    person="both" if both else f"{role}{k}",
                    role=role,
                    submitted=f"2021-01-0{draw(st.integers(1, 3))}T09:00:00Z",
                    capacity=draw(st.integers(1, capacity)),
                    pathways=tuple(draw(st.permutations(pathways)))[: draw(st.integers(1, len(pathways)))],
                    priority=draw(st.integers(0, 2)) if role == "mentee" else 0,
                    facts={
                        "institution": draw(st.sampled_from("uk")),
                        "level": draw(st.integers(1, 3)) + 2 * (role == "mentor"),
                        "wants": draw(st.lists(st.sampled_from("abc"), unique=True)),
                        "offers": draw(st.lists(st.sampled_from("abc"), unique=True)),
                    },
                )
            )
    return found


@st.composite
def rounds(draw: Any, *, capacity: int = 1, pathways: tuple[str, ...] = ("main",)) -> tuple[list[Entrant], Plan]:
    found = draw(people(capacity=capacity, pathways=pathways))
    ids = [e.id for e in found]
    limits = tuple(
        PlaceLimit(frozenset(draw(st.lists(st.sampled_from(ids), unique=True))), draw(st.integers(0, 3)), "some")
        for _ in range(draw(st.integers(0, 2)))
    )
    forbids = draw(st.frozensets(st.sampled_from([frozenset((a, b)) for a in ids for b in ids if a < b]), max_size=2))
    first = draw(st.sampled_from(["people", "points", 20]))
    plans = tuple(
        PathwayPlan(
            p,
            p,
            PAIR,
            CRITERIA if p == "main" else (*CRITERIA, Criterion(4, "gap", 1, BETWEEN, {"on": "level"})),
            first,
        )
        for p in pathways
    )
    return found, Plan(plans, limits, forbids=forbids, on="2021-02-01")


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_pairs_are_the_best_and_of_equals_the_first_come(drawn: Any) -> None:
    found, plan = drawn
    cohort = Cohort.of(found)
    choices = every_choice(arcs_of(cohort, plan), plan)
    top = max(worth(c, plan.pathways[0].first) for c in choices)
    best = min((c for c in choices if worth(c, plan.pathways[0].first) == top), key=lambda c: canonical(c, cohort))
    solution = solve(cohort, plan)
    assert solution.aims == aims_of(best)
    assert check(cohort, plan, solution) == []
    across = any(
        limit.entrants & {e.id for e in found if e.role == "mentor"} or not limit.entrants for limit in plan.places
    )
    if len({e.person for e in found}) == len(found) and not across:
        got = {tuple(e for _, e in m.members) for m in solution.mentorships}
        assert got == {(a.mentee.id, a.mentor.id) for a in best}


@settings(max_examples=120, deadline=None)
@given(rounds(capacity=2, pathways=("main", "other")))
def test_capacity_on_both_sides_and_two_pathways_at_once_are_solved_exactly(drawn: Any) -> None:
    found, plan = drawn
    cohort = Cohort.of(found)
    arcs = arcs_of(cohort, plan)[:14]
    kept = {frozenset((a.mentee.id, a.mentor.id)) for a in arcs}
    left_out = {frozenset((a.mentee.id, a.mentor.id)) for a in arcs_of(cohort, plan)} - kept
    plan = Plan(plan.pathways, plan.places, forbids=plan.forbids | left_out, on=plan.on)
    arcs = arcs_of(cohort, plan)
    top = max(every_choice(arcs, plan), key=lambda c: worth(c, plan.pathways[0].first))
    solution = solve(cohort, plan)
    assert check(cohort, plan, solution) == []
    first = plan.pathways[0].first
    reached = solution.aims
    rest = (reached["first_wishes"], reached["priority"])
    if first == "people":
        got = (reached["placed"], -reached["last_resorts_broken"], *rest)
        assert got == worth(top, first)[:4]
        assert sum(m.points for m in solution.mentorships) == worth(top, first)[4]
    else:
        bonus = first * 1000 if isinstance(first, int) else 0
        total = sum(m.points for m in solution.mentorships) - 100_000 * reached["last_resorts_broken"]
        assert (total + bonus * reached["placed"], reached["placed"], *rest) == worth(top, first)


@settings(max_examples=60, deadline=None)
@given(rounds(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(drawn: Any, chance: Any) -> None:
    found, plan = drawn
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert repr(solve(Cohort.of(shuffled), plan)) == repr(solve(Cohort.of(found), plan))
