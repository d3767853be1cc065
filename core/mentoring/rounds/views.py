"""Rounds and proposals as the host's coordinators read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentoring.programmes.dates import Moment


@dataclass(frozen=True, slots=True)
class Ready:
    """What stands before a round: by role (plural) how many could enter and how many a gate holds.

    `undecided` registrations still wait for a person. `blocked` says why no round can be run, or is empty.
    """

    milestone: str
    title: str
    date: Moment | None
    roles: tuple[tuple[str, int, int], ...]
    undecided: int
    blocked: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in the list. `placed` and `unplaced` count registrations in the role that is served."""

    id: UUID
    number: int
    milestone: str
    title: str
    state: str
    created_at: datetime
    published_at: datetime | None
    matches: int
    placed: int
    unplaced: int
    version: int


@dataclass(frozen=True, slots=True)
class Side:
    """One member of a proposed mentorship."""

    registration_id: UUID
    name: str
    house: str
    role: str
    role_title: str
    served: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What one criterion earned: `points` of `most`."""

    words: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in words. `mark`: good, weak, none, broken."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposed mentorship; `fit` in per cent of full marks."""

    pathway: str
    pathway_title: str
    members: tuple[Side, ...]
    fit: int
    shares: tuple[Share, ...]
    reasons: tuple[Reason, ...]
    last_resorts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Without(Side):
    """Someone without a match: why, and the smallest change that would help, or empty."""

    pathway_title: str
    words: str
    change: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A round's result. `told` is how many people publication writes to; `asks_first` whether they are asked.

    `blocked` says why it cannot be published, or is empty.
    """

    line: RoundLine
    pairs: tuple[Pair, ...]
    without: tuple[Without, ...]
    aims: Mapping[str, int]
    told: int
    asks_first: bool
    blocked: str
