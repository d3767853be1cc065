"""Whom an action is for: pure. What is unknown selects nobody (contract, section 1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mentoring.contracts.conditions import Condition, Truth, judge
from mentoring.participants.model import Registration
from mentoring.participants.record import Dossier
from mentoring.schemes.scheme import Who

ABSENT = frozenset({"draft", "refused", "withdrawn"})
"""States that a `who` means only where it names them."""


@dataclass(frozen=True, slots=True)
class Person:
    """One registration as an action sees it: its state and its facts, both by pathway."""

    dossier: Dossier
    facts: Mapping[str, Mapping[str, Any]]

    @property
    def registration(self) -> Registration:
        """The row itself."""
        return self.dossier.registration

    @property
    def states(self) -> Mapping[str, str]:
        """By pathway."""
        return {pathway: each.state for pathway, each in self.dossier.standings.items()}

    def pathways(self, who: Who, *, within: str | None = None) -> tuple[str, ...]:
        """The pathways in which `who` means this registration; empty where it does not.

        `within`: only this one counts, and whoever is in it is there, whatever their state.
        """
        return meant(who, role=self.registration.role, states=self.states, facts=self.facts, within=within)

    def holds(self, condition: Condition) -> bool:
        """Whether a milestone's `if` holds for this registration, in any of its pathways."""
        return any(judge(condition, facts) is Truth.YES for facts in self._all_facts().values())

    def _all_facts(self) -> Mapping[str, Mapping[str, Any]]:
        return _with_states(self.facts, self.states)


def meant(
    who: Who,
    *,
    role: str,
    states: Mapping[str, str],
    facts: Mapping[str, Mapping[str, Any]],
    within: str | None = None,
) -> tuple[str, ...]:
    """The pathways in which `who` means a registration in this `role`; `states` and `facts` are by pathway."""
    if who.roles and role not in who.roles:
        return ()
    return tuple(_meant(who, states, _with_states(facts, states), within))


def _meant(
    who: Who, states: Mapping[str, str], facts: Mapping[str, Mapping[str, Any]], within: str | None
) -> Iterator[str]:
    for pathway, state in states.items():
        if who.pathway not in {None, pathway} or within not in {None, pathway}:
            continue
        here = state in who.state if who.state else within is not None or state not in ABSENT
        if here and judge(who.condition, facts[pathway]) is Truth.YES:
            yield pathway


def _with_states(facts: Mapping[str, Mapping[str, Any]], states: Mapping[str, str]) -> Mapping[str, Mapping[str, Any]]:
    return {pathway: {**facts.get(pathway, {}), "state": state} for pathway, state in states.items()}
