"""What coordinators read of registrations, as values: a pile by state, and one registration's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Mark = Literal["stop", "wait", "done", "plus", "ring"]

TABS = (
    ("needs_person", "Needs a person"),
    ("refusals", "Refusals to confirm"),
    ("eligible", "Eligible"),
    ("waiting", "Waiting"),
    ("withdrawn", "Withdrawn"),
    ("everyone", "Everyone"),
)
"""The pile's tabs in order, with their words. Whoever was refused is under Everyone alone."""

STATES = {
    "draft": "Not yet sent",
    "submitted": "Waits for a decision",
    "eligible": "Eligible",
    "waiting": "On the waiting list",
    "refused": "Not eligible",
    "unmatched": "Without a match so far",
    "offered": "Asked about a match",
    "matched": "Matched",
    "completed": "Completed",
    "withdrawn": "Withdrawn",
}
"""The states of the contract, in words for coordinators."""


@dataclass(frozen=True, slots=True)
class Row:
    """One registration in a pile; `cause` is the one thing that made the rules hesitate, or empty."""

    registration_id: UUID
    name: str
    role: str
    role_title: str
    house: str
    tab: str
    mark: Mark
    state_words: str
    cause: str


@dataclass(frozen=True, slots=True)
class Pile:
    """One page of the registrations under a tab, how many there are under each, and names by id.

    `first` is the place of the first row (from 0); `place` that of the registration whose page it is, and `following`
    the one that comes after it.
    """

    tab: str
    counts: Mapping[str, int]
    rows: tuple[Row, ...]
    names: Mapping[UUID, str]
    first: int = 0
    place: int | None = None
    following: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in a file: what it asks, and what was said."""

    rule: str
    kind: str
    kind_words: str
    mark: Mark
    reason: str
    asked: str
    said: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision. `by` is the coordinator's name at the reader's own institution, else empty."""

    outcome: str
    words: str
    reason: str
    by: str
    house: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A position on the scheme's ladder (None: not known), its title, and who set it and why where a person did."""

    level: int | None
    title: str
    reason: str
    house: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PathwayFile:
    """Where a registration stands in one pathway; `open` while a person has to decide."""

    pathway: str
    title: str
    state: str
    state_words: str
    verdict: str
    mark: Mark
    headline: str
    text: str
    lines: tuple[Line, ...]
    decided: tuple[DecisionLine, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A question by its title, and the answer in words."""

    question: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class File:
    """One registration as a coordinator reads it before deciding. `ladder` are the titles of the scheme's levels.

    `is_entered`: somebody of a listed organisation, whom the host entered and answers for.
    """

    registration_id: UUID
    name: str
    email: str
    job_title: str
    unit: str
    grade: str
    house: str
    role: str
    role_title: str
    submitted: datetime
    withdrawn: datetime | None
    withdraw_reason: str
    pathways: tuple[PathwayFile, ...]
    words: tuple[Answer, ...]
    declared: tuple[Answer, ...]
    declared_on: datetime | None
    declaration_closed: bool
    may_decide: bool
    who_decides: str
    next_id: UUID | None
    level: LevelLine | None = None
    ladder: tuple[str, ...] = ()
    reviews: tuple[DecisionLine, ...] = ()
    is_entered: bool = False
