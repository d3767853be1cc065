"""The frozen values that a scheme's code is given and gives back. All of them are plain data: JSON can hold them.

People have no names here: ids mean something within one call only. `facts` are by the contract's names
(``answers.wants``, ``level``, ``institution``; its section 3); what is not known is absent. Declarations, and the
answers that name people, are never among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Registration:
    """One registration, as `derive` sees it: a role and what is known."""

    role: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entrant:
    """One person in one role who takes part in a round.

    `person` is equal for the same human in two roles. `pathways` are those they may enter, in order of wish;
    `capacity` is how many mentorships they still have room for, over all pathways. `submitted` is an ISO 8601
    instant in UTC.
    """

    id: str
    person: str
    role: str
    pathways: tuple[str, ...]
    capacity: int
    submitted: str
    priority: int = 0
    waited: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everyone in a round, in order of submission. `apart` are pairs of entrants' ids never to be put together."""

    entrants: tuple[Entrant, ...]
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pathway:
    """One kind of mentorship: by role, the least, the aim and the most of its members; the served role comes first."""

    id: str
    members: Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Places:
    """At most `at_most` of these entrants (ids) are placed; in one pathway, or over all where it is None."""

    entrants: tuple[str, ...]
    at_most: int
    pathway: str | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """These entrants (ids) must be together in this pathway."""

    pathway: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round is asked to do. `on` is its ISO date, or empty where it has none."""

    pathways: tuple[Pathway, ...]
    places: tuple[Places, ...] = ()
    locks: tuple[Lock, ...] = ()
    on: str = ""


@dataclass(frozen=True, slots=True)
class Mentorship:
    """One mentorship that `propose_matches` proposes: a pathway and its members' ids, in any order."""

    pathway: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone that has come: its id, for what it occurs once, and its ISO instant in UTC."""

    id: str
    per: Literal["programme", "person", "mentorship"]
    at: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One registration or mentorship that a milestone is about; of a programme's own, the programme."""

    id: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing more to be done at a milestone, to these subjects (ids).

    `what` is the id of a declared message (`send`) or survey (`ask`), or the words of a task that the timeline
    declares (`task`).
    """

    do: Literal["send", "ask", "task"]
    what: str
    to: tuple[str, ...]
