"""From rows to values: what one person says, as judging and matching read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mentoring.participants.model import Decision, Declaration, Registration, Standing
from mentoring.participants.said import Said


@dataclass(frozen=True, slots=True)
class Dossier:
    """All rows about one registration. `standings` and `decisions` (the latest) are by pathway."""

    registration: Registration
    declaration: Declaration | None = None
    standings: Mapping[str, Standing] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)

    @property
    def waited(self) -> int:
        """Published rounds without a match."""
        return max((each.waited for each in self.standings.values()), default=0)


def said_of(
    dossier: Dossier, *, passed: frozenset[str] | None = None, history: Mapping[str, Any] | None = None
) -> Said:
    """What the person says; of the declaration only what consent stands for.

    `passed` are gates; `history` facts of earlier programmes, by contract name without its first word.
    """
    row, declared = dossier.registration, dossier.declaration
    return Said(
        id=str(row.id),
        role=row.role,
        email=row.email,
        name=row.name,
        institution=row.listed or row.home_tenant_id,
        answers=row.answers,
        declared=declared.answers if declared and declared.withdrawn_at is None else {},
        job_title=row.job_title or "",
        unit=row.unit or "",
        grade=row.grade or "",
        submitted=row.submitted_at,
        passed=passed,
        waited=dossier.waited,
        history=history or {},
        state=row.state,
    )
