"""When milestones come, for the programme, for each person and for each mentorship: pure (contract, section 7).

A milestone hangs on an anchor; an anchor has one pin, or several (each meeting of a mentorship has one). Everything is
worked out on the face of the host's clock: a day and an hour there, whatever the offset is on that day.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from mentoring.contracts.durations import Duration, add, parse_duration, subtract
from mentoring.programmes.dates import MORNING, Moment, Moments, deadlines
from mentoring.schemes.scheme import At, Milestone, Scheme

Per = Literal["programme", "person", "mentorship"]

MOST_TURNS = 1_000
"""Of one repeating milestone: a daily one runs into its third year."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A moment that others hang on.

    `key` tells the pins of one anchor apart; empty where there is one. `root` is the anchor that it goes back to;
    `known` is since when the system could know of it, where that is later than the moment itself.
    """

    moment: Moment
    root: str
    key: str = ""
    known: datetime | None = None


Pins = Mapping[str, Sequence[Pin]]


@dataclass(frozen=True, slots=True)
class Turn:
    """One occurrence of a milestone: `key` names it for good, `at` is its instant in UTC, `due` when it can be done."""

    milestone: str
    key: str
    at: datetime
    due: datetime
    root: str


@dataclass(frozen=True, slots=True)
class Life:
    """How long something has occurrences: from `began` until `over`, None while it goes on.

    Its `own` anchors are never too early. What hangs on a `lasting` one comes even once it is over.
    """

    began: datetime | None = None
    over: datetime | None = None
    own: frozenset[str] = frozenset()
    lasting: frozenset[str] = frozenset()

    def holds(self, root: str, at: datetime) -> bool:
        """Whether what goes back to the anchor `root` comes for it, at this instant."""
        if self.began is not None and root not in self.own and at < self.began:
            return False
        return self.over is None or at <= self.over or root in self.lasting


def pin(at: datetime, root: str, zone: ZoneInfo, *, key: str = "", known: datetime | None = None) -> Pin:
    """A pin at that instant, on the clock of `zone`."""
    return Pin(Moment((at.astimezone(zone),)), root, key, known)


def programme_pins(moments: Moments) -> dict[str, tuple[Pin, ...]]:
    """The programme's own dates, as what milestones of people and mentorships may hang on."""
    return {name: (Pin(moment, name),) for name, moment in moments.items()}


def programme_turns(scheme: Scheme, moments: Moments) -> Iterator[Turn]:
    """Every occurrence of the programme's own milestones; those that repeat are numbered from 1."""
    for name, milestone in scheme.timeline.items():
        moment = moments.get(name)
        if milestone.per != "programme" or moment is None:
            continue
        numbered = milestone.at.every is not None and not moment.given
        for number, at in enumerate(moment.times, start=1):
            when = Moment((at,), moment.deadline).at.astimezone(UTC)
            yield Turn(name, str(number) if numbered else "", when, when, name)


class Calendar:
    """When the milestones come that each person (or each mentorship) of a programme has."""

    def __init__(self, scheme: Scheme, per: Per, *, zone: ZoneInfo, now: datetime) -> None:
        self.entries: Mapping[str, Milestone] = {n: each for n, each in scheme.timeline.items() if each.per == per}
        self.deadlines = deadlines(scheme)
        self.zone = zone
        self.now = now

    def turns(self, pins: Pins, life: Life, only: Collection[str] | None = None) -> Iterator[Turn]:
        """The occurrences of one of them: all until now, and of what repeats the next one.

        `pins` are the programme's and its own; `only` some milestones, where those are asked for. What would come
        before it began, or after it was over, does not.
        """
        known: dict[str, Sequence[Pin]] = {**pins}
        for name in self.entries if only is None else [name for name in self.entries if name in only]:
            for each in self._pins(name, known):
                at = each.moment.at.astimezone(UTC)
                if life.holds(each.root, at):
                    yield Turn(name, each.key, at, max(at, each.known or at), each.root)

    def roots(self, names: Collection[str]) -> frozenset[str]:
        """What those of its milestones among `names` go back to, however many others lie between."""
        found = {name for name in names if name in self.entries}
        left = [*found]
        while left:
            at = self.entries[left.pop()].at
            new = {each for each in (at.anchor, at.after, at.before, at.until) if each} - found
            left += new & self.entries.keys()
            found |= new
        return frozenset(found - self.entries.keys())

    def _pins(self, name: str, known: dict[str, Sequence[Pin]]) -> Sequence[Pin]:
        if name not in known:
            entry = self.entries.get(name)
            known[name] = () if entry is None else tuple(self._work_out(name, entry, known))
        return known[name]

    def _work_out(self, name: str, entry: Milestone, known: dict[str, Sequence[Pin]]) -> Iterator[Pin]:
        usual = time.fromisoformat(entry.time) if entry.time else None
        deadline = name in self.deadlines
        at = entry.at
        for anchor in self._pins(at.anchor or at.after or at.before or "", known):
            if at.every is None:
                when = self._relative(at, anchor.moment, usual)
                yield Pin(Moment((when,), deadline), anchor.root, anchor.key, anchor.known)
                continue
            until = self._pins(at.until, known)[:1] if at.until else ()
            if at.until and not until:
                continue
            last = until[0].moment.day if until else None
            for number, when in enumerate(self._repeats(at.every, anchor.moment.day, last, usual or MORNING), start=1):
                key = f"{anchor.key}:{number}" if anchor.key else str(number)
                yield Pin(Moment((when,), deadline), anchor.root, key, anchor.known)

    def _relative(self, at: At, anchor: Moment, usual: time | None) -> datetime:
        """The same as for the programme's own (`programmes.dates`)."""
        if at.by is None:
            when = anchor.times[-1] if at.after else anchor.times[0]
            return datetime.combine(when.date(), usual, self.zone) if usual else when
        by = _duration(at.by)
        day = add(anchor.day, by) if at.after else subtract(anchor.first_day, by)
        return datetime.combine(day, usual or MORNING, self.zone)

    def _repeats(self, every: str, start: date, last: date | None, usual: time) -> Iterator[datetime]:
        """Each turn up to and with the `last` day; without one, as far as the first that is still to come."""
        for number in range(1, MOST_TURNS):
            day = add(start, _duration(every) * number)
            if last is not None and day > last:
                return
            when = datetime.combine(day, usual, self.zone)
            yield when
            if last is None and when > self.now:
                return


@cache
def _duration(text: str) -> Duration:
    return parse_duration(text)
