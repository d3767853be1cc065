"""Whom a gate still holds: before an offer, before a meeting, before completion. A gate never removes anyone."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from mentoring.gates.rules import Before, held_by
from mentoring.gates.service import passes, passes_of
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork

Passed = Mapping[UUID, Collection[str]]
"""By registration, the gates passed."""


def holds(scheme: Scheme, before: Before) -> bool:
    """Whether the scheme has a gate `before` this at all: where it has none nothing need be read."""
    return any(gate.before == before for gate in scheme.activities.gates.values())


def passed_before(
    work: UnitOfWork,
    programme: Programme,
    scheme: Scheme,
    before: Before,
    *,
    only: Collection[UUID] | None = None,
) -> Passed | None:
    """The gates passed, where there is one `before` this; None where there is none. At most one query.

    `only` of these registrations, where those are asked for.
    """
    if not holds(scheme, before):
        return None
    return passes(work, programme) if only is None else passes_of(work, programme, only)


def still_held(
    scheme: Scheme, members: Iterable[tuple[UUID, str]], pathway: str, passed: Passed | None, before: Before
) -> Mapping[UUID, tuple[str, ...]]:
    """Of these members (registration, role) of one mentorship: who is held, and by which gates.

    What is not known of somebody counts as inside a gate's `who`.
    """
    if passed is None:
        return {}
    found = {
        key: held_by(scheme, role=role, pathways=(pathway,), facts={}, passed=passed.get(key, ()), before=before)
        for key, role in members
    }
    return {key: gates for key, gates in found.items() if gates}
