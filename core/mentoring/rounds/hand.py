"""What coordinators have done to a proposal by hand: marks that stand, and the changes that can be taken back.

A mark says no more than what is wanted; who is with whom follows when the round is solved with the marks in it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import Lock, Plan
from mentoring.matching.relax import Relaxation, relaxed

MarkKind = Literal["lock", "made", "forbid", "eased"]


class Ease(msgspec.Struct, frozen=True):
    """One rule that is not applied to `entrant`: room for one more, a place besides those counted, or a criterion."""

    kind: Literal["capacity", "places", "criterion"]
    pathway: str
    entrant: str
    criterion: int | None = None

    @property
    def relaxation(self) -> Relaxation:
        """As matching reads it."""
        return Relaxation(self.kind, self.pathway, (self.entrant,), self.criterion)


class Mark(msgspec.Struct, frozen=True):
    """One mark on the registrations `members` (sorted), by id.

    `lock`: they stay together. `made`: a person put them together; `broken` are the rules that speak against it,
    `reason` why all the same. `forbid`: these two are kept apart. `eased`: `eases` alone, agreed to for `reason`.
    """

    kind: MarkKind
    pathway: str
    members: tuple[str, ...]
    reason: str = ""
    broken: tuple[str, ...] = ()
    eases: tuple[Ease, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it keeps people together."""
        return self.kind in {"lock", "made"}


class Change(msgspec.Struct, frozen=True):
    """One thing done to this proposal, with what it takes to undo it. `what` is a word such as ``lock``."""

    what: str
    words: str
    at: datetime
    by: UUID | None
    added: tuple[Mark, ...] = ()
    removed: tuple[Mark, ...] = ()


class Hand(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that was done by hand to one proposal.

    `origin` is the round that it was made from, `came` how, in words. `changes` were made to its marks since, oldest
    first; `last` is the latest thing anybody did to it, undone or not.
    """

    origin: UUID | None = None
    came: str = ""
    marks: tuple[Mark, ...] = ()
    changes: tuple[Change, ...] = ()
    last: Change | None = None

    @property
    def forbids(self) -> frozenset[frozenset[str]]:
        """The pairs kept apart."""
        return frozenset(frozenset(mark.members) for mark in self.marks if mark.kind == "forbid")

    @property
    def eases(self) -> tuple[Ease, ...]:
        """Every rule that is not applied to somebody."""
        return tuple(ease for mark in self.marks for ease in mark.eases)

    def keeping(self, pathway: str, members: Iterable[str]) -> tuple[Mark, ...]:
        """The marks that keep some of `members` together in `pathway`."""
        people = set(members)
        return tuple(m for m in self.marks if m.holds and m.pathway == pathway and set(m.members) <= people)

    def changed(self, change: Change) -> "Hand":
        """With `change` made to the marks."""
        marks = (*(mark for mark in self.marks if mark not in change.removed), *change.added)
        return msgspec.structs.replace(self, marks=marks, changes=(*self.changes, change), last=change)

    def undone(self, undo: Change) -> "Hand":
        """Without the latest change; `undo` says who took it back."""
        latest = self.changes[-1]
        marks = (*(mark for mark in self.marks if mark not in latest.added), *latest.removed)
        return msgspec.structs.replace(self, marks=marks, changes=self.changes[:-1], last=undo)


def hand_of(stored: object) -> Hand:
    """As it is stored with the round."""
    return msgspec.convert(stored, Hand)


def stored(hand: Hand) -> dict[str, object]:
    """For the column ``rounds.hand``."""
    found: dict[str, object] = msgspec.to_builtins(hand)
    return found


def by_hand(cohort: Cohort, plan: Plan, hand: Hand) -> tuple[Cohort, Plan]:
    """The round with everything done by hand in it."""
    for ease in hand.eases:
        cohort, plan = relaxed(cohort, plan, ease.relaxation)
    locks = tuple(Lock(mark.pathway, frozenset(mark.members)) for mark in hand.marks if mark.holds)
    return cohort, replace(plan, locks=plan.locks + locks, forbids=plan.forbids | hand.forbids)
