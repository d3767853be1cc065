"""When everything in a programme is: the dates the scheme asks for, and all that follow from them.

Pure: the same dates give the same moments. What is repeated for each person or mentorship is left to
`timeline`, which knows them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentoring.contracts.durations import add, parse_duration, parse_range, subtract
from mentoring.errors import UnsoundDocument
from mentoring.schemes.scheme import At, Event, Milestone, Scheme, say

MORNING = time(9)
"""When a thing happens that is no deadline and states no time."""

Asked = Mapping[str, Sequence[str]]
"""By milestone or event: ISO dates or local date-times, several for an event with several sessions."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When one milestone or event is.

    `times` are aware and in the host's zone: one for a milestone, one a session for an event, one a turn for
    what repeats. A `deadline` includes its whole day. `given`: the coordinator set it.
    """

    times: tuple[datetime, ...]
    deadline: bool = False
    given: bool = False

    @property
    def first_day(self) -> date:
        """The day of the first session."""
        return self.times[0].date()

    @property
    def day(self) -> date:
        """The day itself; of an event, that of its last session."""
        return self.times[-1].date()

    @property
    def at(self) -> datetime:
        """The instant from which it has happened: for a deadline, the end of its day."""
        if not self.deadline:
            return self.times[-1]
        return datetime.combine(self.day + timedelta(days=1), time(), self.times[-1].tzinfo)


Moments = Mapping[str, Moment]


def resolve_dates(scheme: Scheme, asked: Asked, zone: str) -> dict[str, Moment]:
    """The moment of every milestone and event of a programme of `scheme`, in the scheme's order.

    `asked` is what the coordinator gave; `zone` the host's. A date given for what the scheme would work out
    replaces it. Raises UnsoundDocument naming every date that is missing, unknown or impossible.
    """
    entries = dated(scheme)
    problems = [*_unknown(scheme, asked), *_wrong_number(scheme, asked), *_missing(scheme, asked)]
    if problems:
        raise UnsoundDocument("\n".join(problems), "Mend the dates of the programme and try again.")
    resolver = _Resolver(entries, deadlines(scheme), asked, ZoneInfo(zone))
    moments = {name: moment for name in entries if (moment := resolver.moment(name)) is not None}
    problems = [*_disorder(scheme, moments)]
    if problems:
        raise UnsoundDocument("\n".join(problems), "Move one of the two dates.")
    return moments


def dated(scheme: Scheme) -> dict[str, Milestone | Event]:
    """What has a date in every programme of `scheme`: milestones of the programme itself, and events."""
    milestones = {name: each for name, each in scheme.timeline.items() if each.per == "programme"}
    return {**milestones, **scheme.activities.events}


def missing_dates(scheme: Scheme, asked: Asked) -> tuple[str, ...]:
    """The dates that `scheme` asks for and `asked` lacks, in the scheme's order."""
    return tuple(name for name, each in dated(scheme).items() if each.at.asked is not None and not asked.get(name))


def deadlines(scheme: Scheme) -> frozenset[str]:
    """The milestones until which something may still be done: these include their whole day."""
    found: set[str | None] = set()
    for registration in scheme.registration.values():
        found |= {registration.closes, registration.late_until, *(stage.by for stage in registration.stages)}
    found |= {gate.by for gate in scheme.activities.gates.values()}
    found |= {pathway.join_until.at for pathway in scheme.pathways.values() if pathway.join_until}
    found |= {point.at for each in scheme.mentorships.values() for point in each.end}
    found |= {each.at.until for each in scheme.timeline.values()}
    return frozenset(name for name in found if name) - scheme.activities.events.keys()


class _Resolver:
    def __init__(
        self, entries: Mapping[str, Milestone | Event], deadlines: frozenset[str], asked: Asked, zone: ZoneInfo
    ) -> None:
        self.entries = entries
        self.deadlines = deadlines
        self.asked = asked
        self.zone = zone
        self.known: dict[str, Moment | None] = {}

    def moment(self, name: str) -> Moment | None:
        """The moment called `name`; None when it hangs on something that is not the programme's own."""
        if name not in self.known:
            entry = self.entries.get(name)
            self.known[name] = None if entry is None else self.work_out(name, entry)
        return self.known[name]

    def work_out(self, name: str, entry: Milestone | Event) -> Moment | None:
        usual = time.fromisoformat(entry.time) if entry.time else None
        deadline = name in self.deadlines
        if given := self.asked.get(name):
            return Moment(tuple(sorted(self.instant(each, usual) for each in given)), deadline, given=True)
        if entry.at.every is not None:
            times = self.repeats(entry.at, usual or MORNING)
            return Moment(times, deadline) if times else None
        when = self.relative(entry.at, usual)
        return None if when is None else Moment((when,), deadline)

    def instant(self, given: str, usual: time | None) -> datetime:
        day = date.fromisoformat(given[:10])
        return datetime.combine(day, time.fromisoformat(given[11:]) if given[10:] else usual or MORNING, self.zone)

    def relative(self, at: At, usual: time | None) -> datetime | None:
        anchor = self.moment(at.after or at.before or "")
        if anchor is None:
            return None
        if at.by is None:
            when = anchor.times[-1] if at.after else anchor.times[0]
            return datetime.combine(when.date(), usual, self.zone) if usual else when
        by = parse_duration(at.by)
        day = add(anchor.day, by) if at.after else subtract(anchor.first_day, by)
        return datetime.combine(day, usual or MORNING, self.zone)

    def repeats(self, at: At, usual: time) -> tuple[datetime, ...]:
        """Every turn after the anchor, up to and with the last day; without `until`, the first turn alone."""
        start, last = self.moment(at.anchor or ""), self.moment(at.until or "")
        if start is None or at.every is None:
            return ()
        every = parse_range(at.every).least
        days = [add(start.day, every)]
        while last is not None and days[-1] <= last.day:
            days.append(add(start.day, every * (len(days) + 1)))
        within = days[:-1] if last is not None else days
        return tuple(datetime.combine(day, usual, self.zone) for day in within)


def _unknown(scheme: Scheme, asked: Asked) -> Iterator[str]:
    known = dated(scheme)
    for name in asked.keys() - known.keys():
        yield f"{scheme.name} knows no date `{name}` of the programme; it knows {', '.join(known)}."


def _missing(scheme: Scheme, asked: Asked) -> Iterator[str]:
    for name in missing_dates(scheme, asked):
        entry = dated(scheme)[name]
        hint = say(entry.at.asked)
        told = f"{say(entry.title)}, {hint}" if hint else say(entry.title)
        yield f"{scheme.name} asks for the date `{name}` ({told}): add it under [dates]."


def _wrong_number(scheme: Scheme, asked: Asked) -> Iterator[str]:
    for name, given in asked.items():
        entry = dated(scheme).get(name)
        wanted = entry.sessions if isinstance(entry, Event) else 1
        if entry is not None and given and len(given) != wanted:
            yield f"`{name}` has {wanted} date{'s' if wanted > 1 else ''}, and {len(given)} are given."


def _disorder(scheme: Scheme, moments: Moments) -> Iterator[str]:
    """Orders in which no programme can run."""
    closings = {each.closes for each in scheme.registration.values()}
    for registration in scheme.registration.values():
        yield from _before(moments, registration.opens, registration.closes, "registration would close before it opens")
        yield from _before(moments, registration.closes, registration.late_until, "late ones would end before the rest")
    for matching in scheme.matching.values():
        for milestone in (way["round"] for way in matching.ways if "round" in way):
            for closes in sorted(filter(None, closings)):
                yield from _before(moments, closes, milestone, "people would be matched while others still register")
            for gate in scheme.activities.gates.values():
                for event in (need["attended"] for need in gate.needs if "attended" in need):
                    if gate.before == "matching":
                        why = f"nobody could have passed “{say(gate.title)}” in time"
                        yield from _before(moments, event, milestone, why)


def _before(moments: Moments, first: str | None, second: str | None, why: str) -> Iterator[str]:
    one, other = moments.get(first or ""), moments.get(second or "")
    if one and other and other.day < one.day:
        yield f"`{second}` ({other.day:%-d %B %Y}) is before `{first}` ({one.day:%-d %B %Y}): {why}."
