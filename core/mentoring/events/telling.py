"""What a guest of an event is to hear of, and what their calendar is to say: pure.

What they have been told is kept with the guest; what is so now is compared with it. So a change reaches everybody who
has heard otherwise, once, whatever led to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from mentoring.events.rules import Sitting

Occasion = Literal["event_announced", "event_changed", "event_cancelled", "event_reply_noted", "event_place_given"]
WHOLE = ""
"""The slot of whoever attends one session: choosing another moves the same entry of the calendar."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry in a guest's calendar: for which session (None: taken out again), and how often it was written."""

    session: UUID | None
    written: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a guest has heard: by session its sequence, and by slot what stands in their calendar."""

    heard: Mapping[UUID, int] = field(default_factory=dict)
    slots: Mapping[str, Slot] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Told":
        """As it is kept with the guest."""
        return cls(
            {UUID(key): number for key, number in kept.get("heard", {}).items()},
            {key: Slot(UUID(each[0]) if each[0] else None, each[1]) for key, each in kept.get("slots", {}).items()},
        )

    @property
    def kept(self) -> dict[str, Any]:
        """To be kept with the guest."""
        return {
            "heard": {str(key): number for key, number in self.heard.items()},
            "slots": {key: [str(each.session or ""), each.written] for key, each in self.slots.items()},
        }


@dataclass(frozen=True, slots=True)
class Case:
    """How things stand for one guest.

    `coming` is what they replied (None: nothing yet); `session` the one chosen; `rose`: they waited, and have a place
    now; `away`: the event is no longer meant for them.
    """

    every: bool
    sittings: Sequence[Sitting]
    now: datetime
    coming: bool | None = None
    placed: bool = False
    session: UUID | None = None
    rose: bool = False
    away: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One letter. With a `session` it carries the calendar's entry of `slot`, written for the n-th time (from 0)."""

    occasion: Occasion
    slot: str = WHOLE
    session: UUID | None = None
    number: int = 0
    cancels: bool = False


def to_tell(case: Case, told: Told | None) -> tuple[tuple[Note, ...], Told]:
    """The letters that are due, and what is told then. `told` is None for whoever has not been invited yet."""
    if told is None:
        return _first(case)
    notes, slots = [], dict(told.slots)
    changed, gone, new = _news(case, told)
    wanted = _wanted(case)
    for slot in sorted({*wanted, *slots}):
        note = _entry(case, slot, wanted.get(slot), slots.get(slot), changed=changed, gone=gone)
        if note is not None:
            notes.append(note)
            slots[slot] = Slot(None if note.cancels else note.session, note.number + 1)
    if not notes and not case.away and not case.placed and (changed or gone or (new and case.coming is not False)):
        notes.append(Note("event_cancelled" if _nothing_left(case) else "event_changed"))
    if case.away:
        return tuple(notes), replace(told, slots=slots)
    return tuple(notes), Told(_heard(case, told), slots)


def _first(case: Case) -> tuple[tuple[Note, ...], Told]:
    """The invitation; with an entry where there is nothing to choose."""
    wanted = _wanted(case)
    note = Note("event_announced", session=wanted.get(WHOLE))
    slots = {WHOLE: Slot(note.session, 1)} if note.session else {}
    return (note,), Told(_heard(case, Told()), slots)


def _wanted(case: Case) -> dict[str, UUID]:
    """What the calendar is to say: by slot the session."""
    live = [each for each in case.sittings if each.live]
    if case.away or case.coming is False:
        return {}
    if case.placed and case.every and len(live) > 1:
        return {str(each.id): each.id for each in live}
    if case.placed and not case.every:
        live = [each for each in live if each.id == case.session]
    alone = len(live) == 1 and (case.placed or case.coming is None)
    return {WHOLE: live[0].id} if alone else {}


def _news(case: Case, told: Told) -> tuple[frozenset[UUID], frozenset[UUID], frozenset[UUID]]:
    """The sessions still to come that are otherwise than heard, that are off, and of which nothing was heard."""
    changed: set[UUID] = set()
    gone: set[UUID] = set()
    new: set[UUID] = set()
    for each in case.sittings:
        if each.starts_at <= case.now:
            continue
        if each.id not in told.heard:
            new |= {each.id} if each.live else set()
        elif told.heard[each.id] != each.sequence:
            (changed if each.live else gone).add(each.id)
    return frozenset(changed), frozenset(gone), frozenset(new)


def _entry(
    case: Case, slot: str, wanted: UUID | None, held: Slot | None, *, changed: frozenset[UUID], gone: frozenset[UUID]
) -> Note | None:
    """What one entry of the calendar needs; None where it is right, or its session has begun."""
    number = held.written if held else 0
    before = held.session if held else None
    begun = {each.id for each in case.sittings if each.starts_at <= case.now}
    if wanted is None:
        if before is None or before in begun:
            return None
        off: Occasion = "event_changed" if case.coming is None else "event_reply_noted"
        return Note("event_cancelled" if before in gone or case.away else off, slot, before, number, cancels=True)
    if wanted in begun or (wanted == before and wanted not in changed):
        return None
    chosen = case.placed and wanted not in changed
    occasion: Occasion = "event_reply_noted" if chosen else "event_changed"
    return Note("event_place_given" if case.rose else occasion, slot, wanted, number)


def _nothing_left(case: Case) -> bool:
    return not any(each.live and each.starts_at > case.now for each in case.sittings)


def _heard(case: Case, told: Told) -> dict[UUID, int]:
    """Every session counts as heard of: a letter leads to the page that names each."""
    return {**told.heard, **{each.id: each.sequence for each in case.sittings}}
