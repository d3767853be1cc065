"""Whether a result keeps every rule that is never broken: looked at afresh, without the search that found it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.criteria.rules import OF_THE_WHOLE, RULES
from mentoring.matching.criteria.sides import Sides, fact, key
from mentoring.matching.plan import Criterion, Mentorship, PathwayPlan, Plan, Solution


def check(cohort: Cohort, plan: Plan, solution: Solution) -> list[str]:
    """What is wrong with the solution, one sentence each; nothing where it may be published.

    Looked at: who may enter, bounds, capacity, places, locks, forbids, avoid lists, nobody with themself, every must.
    """
    entrants = {e.id: e for e in cohort.entrants}
    unknown = [e for m in solution.mentorships for _, e in m.members if e not in entrants]
    if unknown:
        return [f"{e} is not in this round." for e in unknown]
    found: list[str] = []
    for mentorship in solution.mentorships:
        pathway = next((p for p in plan.pathways if p.id == mentorship.pathway), None)
        if pathway is None:
            found.append(f"There is no pathway {mentorship.pathway}.")
            continue
        people = [entrants[e] for _, e in mentorship.members]
        found.extend(_made_up(pathway, mentorship, people))
        for one, other in combinations(people, 2):
            found.extend(_apart(plan, one, other))
    for pathway in plan.pathways:
        mine = [[entrants[e] for _, e in m.members] for m in solution.mentorships if m.pathway == pathway.id]
        found.extend(_musts(cohort, plan, pathway, mine))
    found.extend(_counted(plan, solution, entrants))
    found.extend(_of_the_whole(plan, solution, entrants))
    return found


def _made_up(pathway: PathwayPlan, mentorship: Mentorship, people: Sequence[Entrant]) -> Iterator[str]:
    sizes = Counter(role for role, _ in mentorship.members)
    for role, bounds in pathway.members.items():
        if not bounds.least <= sizes[role] <= bounds.most:
            asked = f"{bounds.least} to {bounds.most}"
            yield f"A mentorship of {pathway.title} has {sizes[role]} in the role {role}, not {asked}."
    for (role, _), entrant in zip(mentorship.members, people, strict=True):
        if role != entrant.role or role not in pathway.members:
            yield f"{entrant.name or entrant.id} is placed as {role}, which is not their role."
        if pathway.id not in entrant.pathways:
            yield f"{entrant.name or entrant.id} does not enter {pathway.title}."


def _apart(plan: Plan, one: Entrant, other: Entrant) -> Iterator[str]:
    both = f"{one.name or one.id} and {other.name or other.id}"
    if one.person == other.person:
        yield f"{both} are the same person."
    if one.email.lower() in other.avoid or other.email.lower() in one.avoid:
        yield f"{both} are not to be matched: one of them asked so."
    if frozenset((one.id, other.id)) in plan.forbids:
        yield f"{both} are forbidden to be together."


def _musts(cohort: Cohort, plan: Plan, pathway: PathwayPlan, mentorships: Sequence[Sequence[Entrant]]) -> Iterator[str]:
    """Every criterion of the pathway asked again, in the direction it is written."""
    for criterion in pathway.criteria:
        if criterion.rule in OF_THE_WHOLE:
            continue
        one, other = criterion.between
        pairs = [(a, b) for m in mentorships for a in m for b in m if a is not b and (a.role, b.role) == (one, other)]
        if not pairs:
            continue
        first, second = ({e.id: e for e in side} for side in ([a for a, _ in pairs], [b for _, b in pairs]))
        sides = Sides(tuple(first.values()), tuple(second.values()), criterion.between, cohort, plan.on)
        row, column = ({e: k for k, e in enumerate(side)} for side in (first, second))
        rows, columns = np.array([row[a.id] for a, _ in pairs]), np.array([column[b.id] for _, b in pairs])
        answer = RULES[criterion.rule](criterion.params, sides).pairs(rows, columns)
        bars = np.ones(len(pairs), dtype=np.bool_) if criterion.weight == "must" else answer.binding
        exempt = {e for p, index, e in plan.exempt if (p, index) == (pathway.id, criterion.index)}
        for k in np.flatnonzero(~answer.holds & bars).tolist() if bars is not None else ():
            a, b = pairs[k]
            if not exempt & {a.id, b.id}:
                yield f"{a.name or a.id} and {b.name or b.id} break {criterion.rule}, which is never broken."


def _counted(plan: Plan, solution: Solution, entrants: Mapping[str, Entrant]) -> Iterator[str]:
    """Capacity, places, locks, and nobody with the same person in two mentorships."""
    for entrant, times in Counter(e for m in solution.mentorships for _, e in m.members).items():
        if times > entrants[entrant].capacity:
            yield f"{entrants[entrant].name or entrant} is in {times} mentorships and has room for fewer."
    for limit in plan.places:
        placed = {e for m in solution.mentorships if limit.pathway in {None, m.pathway} for _, e in m.members}
        if len(placed & limit.entrants) > limit.at_most:
            yield f"{len(placed & limit.entrants)} people have a place where there are {limit.at_most}: {limit.title}."
    for lock in plan.locks:
        if not any(
            m.pathway == lock.pathway and lock.members <= {e for _, e in m.members} for m in solution.mentorships
        ):
            yield f"A lock in {lock.pathway} is not kept: {', '.join(sorted(lock.members))}."
    pairs = [m for m in solution.mentorships if next(p for p in plan.pathways if p.id == m.pathway).is_pair]
    for together, times in Counter(frozenset(e for _, e in m.members) for m in pairs).items():
        if times > 1:
            yield f"{' and '.join(sorted(together))} are a pair more than once."


def _of_the_whole(plan: Plan, solution: Solution, entrants: Mapping[str, Entrant]) -> Iterator[str]:
    """Musts that speak of several mentorships: one_way and even."""
    ways: dict[tuple[str, str], bool] = {}
    for pathway in plan.pathways:
        mine = [m for m in solution.mentorships if m.pathway == pathway.id]
        one_way = any(c.rule == "one_way" and c.weight == "must" for c in pathway.criteria)
        for m in mine:
            served = [entrants[e].person for role, e in m.members if role == pathway.served]
            others = [entrants[e].person for role, e in m.members if role != pathway.served]
            for way in ((a, b) for a in served for b in others):
                ways[way] = ways.get(way, False) or one_way
        for criterion in pathway.criteria:
            if criterion.rule == "even" and criterion.weight == "must" and mine:
                yield from _uneven(pathway, criterion, mine, entrants)
    for (a, b), strict in ways.items():
        if strict and (b, a) in ways:
            yield f"{a} and {b} are each served by the other, where one way is asked."


def _uneven(
    pathway: PathwayPlan, criterion: Criterion, mine: Sequence[Mentorship], entrants: Mapping[str, Entrant]
) -> Iterator[str]:
    everyone = [e for e in entrants.values() if e.role in criterion.between and pathway.id in e.pathways]
    for value, times in Counter(key(fact(e, criterion.params["on"])) for e in everyone).items():
        fair = -(-times // len(mine))
        for m in mine:
            people = [entrants[e] for role, e in m.members if role in criterion.between]
            if sum(key(fact(e, criterion.params["on"])) == value for e in people) > fair:
                yield f"More than {fair} in a circle of {pathway.title} share one value of {criterion.params['on']}."
