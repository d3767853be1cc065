"""From rows to values: what one person says, as judging and matching read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mentoring.participants.model import Decision, Declaration, LevelSet, Registration, Review, Standing
from mentoring.participants.said import Said
from mentoring.participants.stages import Result, Reviewed


@dataclass(frozen=True, slots=True)
class Dossier:
    """All rows about one registration. `standings` and `decisions` (the latest) are by pathway.

    `reviews` are the latest by selection stage; `level` is the latest that a coordinator has set.
    `waited_before` counts the rounds of an earlier programme from which it was taken along.
    """

    registration: Registration
    declaration: Declaration | None = None
    standings: dict[str, Standing] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    level: LevelSet | None = None
    waited_before: int = 0

    @property
    def waited(self) -> int:
        """Published rounds without a match."""
        return self.waited_before + max((each.waited for each in self.standings.values()), default=0)

    @property
    def reviewed(self) -> dict[str, Reviewed]:
        """The results that count, by stage: a review is about what was said, as a decision is."""
        results: dict[str, Result] = {"forward": "forward", "reserve": "reserve", "no": "no"}
        return {
            stage: Reviewed(results[each.result], each.score, each.reviewed_at)
            for stage, each in self.reviews.items()
            if each.reviewed_at >= self.registration.saved_at
        }


def said_of(
    dossier: Dossier,
    *,
    passed: frozenset[str] | None = None,
    history: Mapping[str, Any] | None = None,
    stages: Mapping[str, Any] | None = None,
) -> Said:
    """What the person says; of the declaration only what consent stands for.

    `passed` are gates; `history` facts of earlier programmes and `stages` those of selection, by contract name without
    its first word.
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
        level=dossier.level.level if dossier.level else None,
        stages=stages,
    )
