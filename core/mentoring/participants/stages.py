"""Selection before matching: which stages concern a registration, and how far it has come (contract, registration).

Pure. A stage is gone through in the scheme's order. Nobody is sent forward beyond its `at_most`: whoever was sent
forward later than that waits in reserve, and moves up when somebody leaves.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from mentoring.participants.whom import inside
from mentoring.schemes.scheme import Scheme, Stage

Result = Literal["forward", "reserve", "no"]
Selection = Literal["none", "held", "open", "forward", "reserve", "no"]
"""What selection has found. `none`: no stage concerns it. `held`: a gate stands before selection. `open`: a stage
waits for its reviewers. `forward`: through every stage."""
THROUGH = frozenset({"none", "forward"})

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A result that counts, and when it was recorded."""

    result: Result
    score: float | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Selected:
    """How far a registration has come in one pathway; `stage` is the one at which it stands, if it stands at one."""

    selection: Selection
    stage: str | None = None


def stages_of(scheme: Scheme, role: str, pathway: str, facts: Mapping[str, Any]) -> tuple[Stage, ...]:
    """The stages that a registration goes through for `pathway`, in order; what is unknown counts as inside."""
    entry = scheme.registration.get(role)
    found = entry.stages if entry else ()
    return tuple(each for each in found if inside(each.who, role=role, pathways=(pathway,), facts=facts))


def selected(
    scheme: Scheme,
    role: str,
    pathway: str,
    facts: Mapping[str, Any],
    *,
    results: Mapping[str, Any] | None,
    passed: Collection[str] | None,
) -> Selected:
    """How far a registration has come. `results` are by ``STAGE.result``; they and `passed` are None if nobody said."""
    if passed is not None and any(gate not in passed for gate in _gates(scheme, role, pathway, facts)):
        return Selected("held")
    stages = stages_of(scheme, role, pathway, facts)
    if results is None or not stages:
        return Selected("none")
    for stage in stages:
        result: Result | None = results.get(f"{stage.id}.result")
        if result != "forward":
            return Selected(result or "open", stage.id)
    return Selected("forward", stages[-1].id)


def results_within(scheme: Scheme, reviews: Iterable[tuple[K, str, Mapping[str, Reviewed]]]) -> dict[K, dict[str, Any]]:
    """The facts of stages by registration, from (registration, role, its results by stage) of everyone present."""
    everyone = list(reviews)
    beyond: set[tuple[K, str]] = set()
    for role, entry in scheme.registration.items():
        for stage in entry.stages:
            if stage.at_most is None:
                continue
            forward = [
                (found[stage.id].at, str(key), key)
                for key, own, found in everyone
                if own == role and stage.id in found and found[stage.id].result == "forward"
            ]
            forward.sort(key=lambda each: each[:2])
            beyond |= {(key, stage.id) for _, _, key in forward[stage.at_most :]}
    return {key: dict(_facts(key, found, beyond)) for key, _, found in everyone}


def _facts(key: K, found: Mapping[str, Reviewed], beyond: Collection[tuple[K, str]]) -> Iterable[tuple[str, Any]]:
    for stage, review in found.items():
        yield f"{stage}.result", "reserve" if (key, stage) in beyond else review.result
        if review.score is not None:
            whole = int(review.score)
            yield f"{stage}.score", whole if whole == review.score else review.score


def _gates(scheme: Scheme, role: str, pathway: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The gates before selection that mean this registration."""
    return tuple(
        name
        for name, gate in scheme.activities.gates.items()
        if gate.before == "selection" and inside(gate.who, role=role, pathways=(pathway,), facts=facts)
    )
