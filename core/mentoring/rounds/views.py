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
    """A proposed mentorship; `fit` in per cent of full marks.

    `locked`: a mark keeps some of it together. `by_hand` is the reason where a person put it together, `broken` the
    rules that speak against it. `forbidden`: two in it are kept apart, and it is to be solved again.
    """

    pathway: str
    pathway_title: str
    members: tuple[Side, ...]
    fit: int
    shares: tuple[Share, ...]
    reasons: tuple[Reason, ...]
    last_resorts: tuple[str, ...]
    locked: bool = False
    by_hand: str = ""
    broken: tuple[str, ...] = ()
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Without(Side):
    """Someone without a match: why, and the smallest change that would help, or empty."""

    pathway: str
    pathway_title: str
    words: str
    change: str


Person = tuple[UUID, str]
"""A registration and the name on it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A round's result. `told` is how many people publication writes to; `asks_first` whether they are asked.

    `blocked` says why it cannot be published, or is empty. `origin` is the round it was made from, `came` how;
    `undoes` says what undoing would take back, or is empty, and `undoes_of` to whom that was done. `apart` are the
    forbidden pairs, `agreed` the changes of rules that hold for this proposal, in words.
    """

    line: RoundLine
    pairs: tuple[Pair, ...]
    without: tuple[Without, ...]
    aims: Mapping[str, int]
    told: int
    asks_first: bool
    blocked: str
    origin: UUID | None = None
    came: str = ""
    undoes: str = ""
    undoes_of: frozenset[UUID] = frozenset()
    apart: tuple[tuple[Person, Person], ...] = ()
    agreed: tuple[str, ...] = ()
