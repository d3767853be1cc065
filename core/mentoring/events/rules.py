"""Which sessions an event has, who gets a place, and until when one may reply: pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from mentoring.contracts.durations import parse_duration, subtract
from mentoring.schemes.scheme import Event

Placed = Literal["given", "waiting"]
Was = Literal["present", "absent", "excused"]

MORNING = time(9)
"""When letters about events leave, by the host's clock."""
REMINDED = timedelta(days=2)
"""How many days before a session those who come are reminded."""
ASKED_AGAIN = timedelta(days=7)
"""How many days before the first session those who have not replied are asked again."""
SOON = timedelta(days=2)
"""Nobody is reminded of what they heard less than this before."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session: `live` while it takes place, `dropped` once its date is no longer among the programme's."""

    id: UUID
    starts_at: datetime
    sequence: int = 0
    live: bool = True
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """What becomes of sessions: those that `moved` and to when, that came back, that are `new`, and that are gone."""

    moved: Mapping[UUID, datetime]
    back: tuple[UUID, ...]
    new: tuple[datetime, ...]
    gone: tuple[UUID, ...]


def rescheduled(have: Sequence[Sitting], want: Iterable[datetime]) -> Rescheduled:
    """How the sessions that are there become those of the times wanted.

    A session at a time that is wanted stays what it is. Of the others the first moves to the first time that is left,
    and so on: so whoever has heard of a session hears that it moved. One that was called off moves nowhere.
    """
    left = sorted(want)
    here: list[Sitting] = []
    for each in sorted((one for one in have if not one.dropped), key=_order):
        if each.starts_at in left:
            left.remove(each.starts_at)
        else:
            here.append(each)
    back = []
    for each in sorted((one for one in have if one.dropped), key=_order):
        if each.starts_at in left:
            left.remove(each.starts_at)
            back.append(each.id)
    may_move = [each for each in here if each.live]
    moved = {each.id: at for each, at in zip(may_move, left, strict=False)}
    return Rescheduled(moved, tuple(back), tuple(left[len(moved) :]), tuple(e.id for e in here if e.id not in moved))


def _order(sitting: Sitting) -> tuple[datetime, UUID]:
    return sitting.starts_at, sitting.id


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody who would like to come; `session` is None where all sessions are attended. `holds` a place already."""

    registration: UUID
    session: UUID | None
    replied_at: datetime
    holds: bool = False


def places_given(wishes: Iterable[Wish], places: Mapping[UUID | None, int | None]) -> dict[UUID, Placed]:
    """Who has a place and who waits, by registration; `places` by session, None for no limit.

    Nobody loses a place that they hold; then whoever replied first comes first.
    """
    left = dict(places)
    found: dict[UUID, Placed] = {}
    for each in sorted(wishes, key=lambda wish: (not wish.holds, wish.replied_at, wish.registration)):
        room = left.get(each.session)
        found[each.registration] = "given" if each.holds or room is None or room > 0 else "waiting"
        if room is not None and found[each.registration] == "given":
            left[each.session] = room - 1
    return found


def attended(event: Event, live: Collection[UUID], was: Mapping[UUID, str]) -> bool:
    """Whether somebody attended: one session, or all that took place; `was` by session."""
    if event.attend == "all":
        return bool(live) and all(was.get(each) == "present" for each in live)
    return "present" in was.values()


def open_sessions(event: Event, sittings: Iterable[Sitting], now: datetime) -> tuple[Sitting, ...]:
    """The sessions for which one may reply: those still to begin; of an event of several parts until its first."""
    live = sorted((each for each in sittings if each.live), key=_order)
    if event.attend == "all":
        return tuple(live) if live and live[0].starts_at > now else ()
    return tuple(each for each in live if each.starts_at > now)


def announced_at(event: Event, sittings: Iterable[Sitting], zone: ZoneInfo) -> datetime | None:
    """When people are invited: the scheme's notice before the first session, in the morning; None with no session."""
    first = min((each.starts_at for each in sittings if each.live), default=None)
    if first is None:
        return None
    return datetime.combine(subtract(first.astimezone(zone).date(), parse_duration(event.notice)), MORNING, zone)


def days_before(moment: datetime, days: timedelta, zone: ZoneInfo) -> datetime:
    """So many days before `moment`, in the morning of `zone`: whatever the clocks did in between."""
    return datetime.combine(moment.astimezone(zone).date() - days, MORNING, zone)
