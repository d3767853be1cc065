"""What a scheme's own code does in a round: it scores criteria of its own, and may propose the mentorships.

People go to it under numbers that mean something in this round alone, without names, declarations or the answers that
name people. What it proposes is taken only when it keeps every rule; else it is refused by name, and the round is held.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from mentoring import plugin
from mentoring.contracts.canonical import canonical
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Plan, Solution
from mentoring.matching.proposed import Refused, taken
from mentoring.matching.solve import solve
from mentoring.participants.derive import NAMING
from mentoring.participants.said import bound
from mentoring.schemes.ask import Asker
from mentoring.schemes.scheme import Scheme

T = TypeVar("T")
TOLD = 5
"""Broken rules that are told of one proposal."""


class Ask(Protocol):
    """Puts a question to whoever asks the scheme's code, or raises CodeHeld."""

    def __call__(self, question: Callable[[Asker], T], /) -> T:
        """What the question finds out."""
        ...


def scored(ask: Ask, scheme: Scheme, cohort: Cohort) -> Cohort:
    """The cohort with whom to ask for criteria of the scheme's own, where it has any."""
    if not any(criterion.rule == "own" for matching in scheme.matching.values() for criterion in matching.criteria):
        return cohort
    return replace(cohort, own=_Scores(ask, scheme, as_asked(scheme, cohort)))


def solved(ask: Ask, scheme: Scheme, cohort: Cohort, plan: Plan) -> Solution:
    """What the scheme's code proposes, where it does and that keeps every rule; else what the core's solver finds.

    Raises SchemeFault where the code fails or its proposal breaks a rule; Conflict where locks cannot be kept.
    """
    return ask(lambda asker: _proposed(asker, scheme, cohort, plan)) or solve(cohort, plan)


def _proposed(asker: Asker, scheme: Scheme, cohort: Cohort, plan: Plan) -> Solution | None:
    if not asker.has(scheme, "propose_matches"):
        return None
    values = as_asked(scheme, cohort)
    told = asker.propose_matches(scheme, _cohort(cohort, plan, values), _plan(plan, values))
    if told is None:
        return None
    ids = {value.id: name for name, value in values.items()}
    given = [(each.pathway, tuple(ids.get(one, f"`{one}`") for one in each.members)) for each in told]
    unnamed = replace(
        cohort, entrants=tuple(replace(each, name=f"Entrant {values[each.id].id}") for each in cohort.entrants)
    )
    try:
        return taken(unnamed, plan, given)
    except Refused as refused:
        more = len(refused.problems) - TOLD
        rest = f" And {more} more." if more > 0 else ""
        words = " ".join(refused.problems[:TOLD]) + rest
        raise asker.fault(scheme, "propose_matches", "refused", words) from refused


Scored = tuple[Mapping[str, int], Mapping[str, int], NDArray[np.int16]]
"""A block at hand: the row and the column of each entrant's id, and the shares."""


@dataclass(frozen=True)
class _Scores:
    """Asks once for each criterion and everyone it concerns; any part of that is looked up."""

    ask: Ask
    scheme: Scheme
    values: Mapping[str, plugin.Entrant]
    known: dict[tuple[str, str], list[Scored]] = field(default_factory=dict)

    def __call__(
        self, name: str, params: Mapping[str, Any], first: Sequence[Entrant], second: Sequence[Entrant]
    ) -> NDArray[np.int16]:
        blocks = self.known.setdefault((name, canonical(params)), [])
        for rows, columns, shares in blocks:
            if all(each.id in rows for each in first) and all(each.id in columns for each in second):
                wanted = np.ix_([rows[each.id] for each in first], [columns[each.id] for each in second])
                return shares[wanted]
        left, right = ([self.values[each.id] for each in side] for side in (first, second))
        shares = self.ask(lambda asker: asker.score(self.scheme, name, params, left, right))
        blocks.append((_places(first), _places(second), shares))
        return shares


def _places(side: Sequence[Entrant]) -> dict[str, int]:
    return {each.id: at for at, each in enumerate(side)}


def as_asked(scheme: Scheme, cohort: Cohort) -> dict[str, plugin.Entrant]:
    """Everyone by id, as the code sees them."""
    people: dict[str, str] = {}
    naming = {
        role: {f"answers.{name}" for meaning in NAMING for name in bound(scheme, role, meaning)}
        for role in scheme.roles
    }
    return {
        each.id: plugin.Entrant(
            id=str(number),
            person=people.setdefault(each.person, str(len(people) + 1)),
            role=each.role,
            pathways=each.pathways,
            capacity=each.capacity,
            submitted=each.submitted,
            priority=each.priority,
            waited=each.waited,
            facts={
                name: value
                for name, value in each.facts.items()
                if name not in naming[each.role] and not name.startswith("declared.")
            },
        )
        for number, each in enumerate(cohort.entrants, 1)
    }


def _cohort(cohort: Cohort, plan: Plan, values: Mapping[str, plugin.Entrant]) -> plugin.Cohort:
    by_address: dict[str, list[str]] = {}
    for each in cohort.entrants:
        by_address.setdefault(each.email.lower(), []).append(each.id)
    apart = {frozenset(pair) for pair in plan.forbids if pair <= values.keys()}
    for each in cohort.entrants:
        apart |= {frozenset((each.id, other)) for address in each.avoid for other in by_address.get(address, ())}
    for together in by_address.values():
        apart |= {frozenset(pair) for pair in combinations(together, 2)}
    numbers = sorted(tuple(sorted((values[name].id for name in pair), key=int)) for pair in apart if len(pair) == 2)
    return plugin.Cohort(tuple(values.values()), tuple((one, other) for one, other in numbers))


def _plan(plan: Plan, values: Mapping[str, plugin.Entrant]) -> plugin.Plan:
    def numbers(ids: frozenset[str]) -> tuple[str, ...]:
        return tuple(value.id for name, value in values.items() if name in ids)

    return plugin.Plan(
        pathways=tuple(
            plugin.Pathway(each.id, {role: (b.least, b.aim, b.most) for role, b in each.members.items()})
            for each in plan.pathways
        ),
        places=tuple(plugin.Places(numbers(each.entrants), each.at_most, each.pathway) for each in plan.places),
        locks=tuple(plugin.Lock(each.pathway, numbers(each.members)) for each in plan.locks),
        on=plan.on,
    )
