"""What a round is asked to do, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mentoring.matching.certificate import Certificate


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many of a role make one mentorship."""

    least: int
    aim: int
    most: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the contract's section 6. `index` is its place in the document.

    `between` names the two roles (first, second); `params` the rule's own parameters;
    `reason` the scheme's own sentence for people, or empty.
    """

    index: int
    rule: str
    weight: int | Literal["must", "last_resort"]
    between: tuple[str, str]
    params: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PathwayPlan:
    """One pathway: who makes it up (served role first), by which criteria, in which order of aims."""

    id: str
    title: str
    members: Mapping[str, Bounds]
    criteria: tuple[Criterion, ...] = ()
    first: Literal["people", "points"] | int = "people"

    @property
    def served(self) -> str:
        """The served role: the first in `members`."""
        return next(iter(self.members))

    @property
    def is_pair(self) -> bool:
        """Exactly one person of each of two roles."""
        return len(self.members) == 2 and all(b.least == b.most == 1 for b in self.members.values())

    @property
    def full_marks(self) -> int:
        """The most points one mentorship can earn, in thousandths."""
        return sum(c.weight * 1000 for c in self.criteria if isinstance(c.weight, int))


@dataclass(frozen=True, slots=True)
class PlaceLimit:
    """At most `at_most` of `entrants` are placed; `pathway` None counts over all."""

    entrants: frozenset[str]
    at_most: int
    title: str
    pathway: str | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """These entrants (ids) are together in `pathway`, whatever the points."""

    pathway: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to solve. `forbids` are unordered pairs of entrant ids; `on` is the round's ISO date.

    `exempt` names (pathway, criterion index, entrant id): that criterion bars nobody from this person
    (a relaxation a coordinator agreed to; it still earns its points).

    `role_titles` gives, per role, (singular, plural) for the words of the reasons; `labels` words for
    values, per fact: ``labels["answers.wants"]["budgets"] == "Budgets and finance"``; `questions` a short
    title per fact.
    """

    pathways: tuple[PathwayPlan, ...]
    places: tuple[PlaceLimit, ...] = ()
    locks: tuple[Lock, ...] = ()
    forbids: frozenset[frozenset[str]] = frozenset()
    exempt: frozenset[tuple[str, int, str]] = frozenset()
    on: str = ""
    role_titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mentorship:
    """One result: `members` holds (role, entrant id), served role first, then in canonical order.

    `points` are the whole mentorship's, in thousandths of a point; `most` is what full marks would be.
    """

    pathway: str
    members: tuple[tuple[str, str], ...]
    points: int
    most: int
    last_resorts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """The mentorships, in canonical order, and the entrants left without one, by (pathway, entrant id).

    `certificate` proves a round of one pair pathway the best possible; other rounds have none.
    """

    mentorships: tuple[Mentorship, ...]
    unplaced: tuple[tuple[str, str], ...]
    aims: Mapping[str, int]
    certificate: Certificate | None = field(default=None, compare=False, repr=False)
