"""Which gates still hold somebody: pure (contract, section 7). A gate never removes anyone."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from mentoring.contracts.conditions import Truth, judge
from mentoring.schemes.scheme import Gate, Scheme

Before = Literal["selection", "matching", "offer", "meeting", "completion"]


def gates_of(
    scheme: Scheme, *, role: str, pathways: Collection[str], facts: Mapping[str, Any], before: Before | None = None
) -> tuple[str, ...]:
    """The gates that somebody in `role` must pass, in the scheme's order; only those `before` something, if given.

    An unknown condition counts as inside a gate's `who`.
    """
    return tuple(_gates(scheme, role, pathways, facts, before))


def held_by(
    scheme: Scheme,
    *,
    role: str,
    pathways: Collection[str],
    facts: Mapping[str, Any],
    passed: Collection[str],
    before: Before,
) -> tuple[str, ...]:
    """The gates `before` this that somebody has not passed yet."""
    asked = gates_of(scheme, role=role, pathways=pathways, facts=facts, before=before)
    return tuple(gate for gate in asked if gate not in passed)


def _gates(
    scheme: Scheme, role: str, pathways: Collection[str], facts: Mapping[str, Any], before: Before | None
) -> Iterator[str]:
    for name, gate in scheme.activities.gates.items():
        if before in {None, gate.before} and _means(gate, role, pathways, facts):
            yield name


def _means(gate: Gate, role: str, pathways: Collection[str], facts: Mapping[str, Any]) -> bool:
    who = gate.who
    return (
        (not who.roles or role in who.roles)
        and (who.pathway is None or who.pathway in pathways)
        and judge(who.condition, facts) is not Truth.NO
    )
