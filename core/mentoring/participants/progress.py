"""Where a registration stands in one pathway: pure, from what was said, found, decided and formed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mentoring.participants.rules import Outcome
from mentoring.participants.stages import Selection

State = Literal[
    "draft",
    "submitted",
    "eligible",
    "waiting",
    "refused",
    "unmatched",
    "offered",
    "matched",
    "completed",
    "withdrawn",
]
Confirmed = Literal["eligible", "not_eligible"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A coordinator's decision and when it was made."""

    outcome: Confirmed
    at: datetime


def confirmed(verdict: Outcome, saved_at: datetime, ruling: Ruling | None) -> Confirmed | None:
    """What holds: the latest decision, else the verdict when it is favourable; None while a person has to look.

    A decision is about what was said: one made before the words were last changed counts no more.
    """
    if ruling is not None and ruling.at >= saved_at:
        return ruling.outcome
    return "eligible" if verdict == "eligible" else None


def state_of(
    *,
    withdrawn: bool,
    outcome: Confirmed | None,
    mentorships: Collection[str],
    waiting: bool,
    before: str | None,
    selection: Selection = "none",
) -> State:
    """The state of one registration in one pathway (contract, section 1).

    `mentorships` are the states of those it is a member of; `before` is the state so far: a round that was
    published without this person is remembered until they are matched. `selection` is what its stages have found.
    """
    if "running" in mentorships:
        return "matched"
    if withdrawn:
        return "withdrawn"
    if "offered" in mentorships:
        return "offered"
    if outcome != "eligible":
        return "refused" if outcome == "not_eligible" else "submitted"
    if "completed" in mentorships or selection == "no":
        return "completed" if "completed" in mentorships else "refused"
    return "waiting" if waiting or selection == "reserve" else "unmatched" if before == "unmatched" else "eligible"
