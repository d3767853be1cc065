"""Which gates still hold somebody: pure (contract, section 7). A gate never removes anyone."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from mentoring.participants.whom import inside
from mentoring.schemes.scheme import Scheme

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
        if before in {None, gate.before} and inside(gate.who, role=role, pathways=pathways, facts=facts):
            yield name
