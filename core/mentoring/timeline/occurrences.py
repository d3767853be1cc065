"""Which occurrences of a programme's milestones have come, and when the next one does: pure.

Those of one person or mentorship are worked out again only where something that they follow from is another than it
was. Each process remembers those that it was asked for last, and of a programme nobody who is no longer in it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from mentoring.db.kept import Very
from mentoring.participants.record import Dossier
from mentoring.programmes.dates import Moment, Moments
from mentoring.schemes.scheme import Scheme
from mentoring.timeline.groups import Group
from mentoring.timeline.rules import Calendar, Life, Per, Pins, Turn, pin, programme_pins, programme_turns

PERSON = frozenset({"submitted", "eligible", "matched"})


@dataclass(frozen=True, slots=True)
class Due:
    """One occurrence. `subject` is the registration or mentorship it is about, None for the programme's own."""

    per: Per
    subject: UUID | None
    turn: Turn
    name: tuple[str, str, str] = field(init=False, repr=False, compare=False)
    """What it is written down under: milestone, key, subject."""

    def __post_init__(self) -> None:
        name = self.turn.milestone, self.turn.key, "" if self.subject is None else str(self.subject)
        object.__setattr__(self, "name", name)


@dataclass(frozen=True, slots=True)
class _Lived:
    """A person or a mentorship: its life, and its own moments, which follow from what it is `known_by` alone."""

    subject: UUID
    life: Life
    known_by: Hashable
    pins: Callable[[], Pins]


class _Course:
    """The occurrences of all people (or of all mentorships) of one programme, while its dates stay what they are."""

    def __init__(
        self, scheme: Scheme, moments: Moments, per: Per, *, zone: ZoneInfo, now: datetime, coded: bool
    ) -> None:
        self.per = per
        self.calendar = Calendar(scheme, per, zone=zone, now=now)
        self.wanted = acting(scheme, coded=coded)
        self.roots = self.calendar.roots(self.wanted)
        self.shared = programme_pins(moments)
        self.known: Mapping[UUID, tuple[Life, Hashable, tuple[Due, ...]]] = {}

    def of(self, everyone: Iterable[_Lived]) -> Iterator[Due]:
        """Theirs, one after another."""
        if self.wanted.isdisjoint(self.calendar.entries):
            return
        before, known = self.known, {}
        for one in everyone:
            life, known_by, dues = before.get(one.subject, (None, None, ()))
            if life != one.life or known_by != one.known_by:
                turns = self.calendar.turns({**self.shared, **one.pins()}, one.life, self.wanted)
                dues = tuple(Due(self.per, one.subject, turn) for turn in turns)
            known[one.subject] = one.life, one.known_by, dues
            yield from dues
        self.known = known


@lru_cache(maxsize=64)
def _course(
    since: datetime, scheme: Very, moments: tuple[tuple[str, Moment], ...], per: Per, zone: ZoneInfo, coded: bool
) -> _Course:
    """The course of a programme that was opened `since` then; whatever the clock says, as nothing goes on for ever."""
    return _Course(cast("Scheme", scheme.thing), dict(moments), per, zone=zone, now=since, coded=coded)


@dataclass(frozen=True, slots=True)
class Year:
    """Everything that a programme's occurrences follow from, since it was opened.

    `passed` holds gates and when, by registration. `coded`: the scheme's own code is asked at every milestone.
    """

    scheme: Scheme
    moments: Moments
    zone: ZoneInfo
    now: datetime
    since: datetime
    everyone: Mapping[UUID, Dossier]
    groups: Mapping[UUID, Group]
    passed: Mapping[UUID, Mapping[str, datetime]]
    coded: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether something repeats without an end: then what there is of it hangs on the clock."""
        return any(each.at.every is not None and not each.at.until for each in self.scheme.timeline.values())

    def occurrences(self) -> Iterator[Due]:
        """All that have come since the programme was opened, and of each what comes next, in no order.

        Milestones at which nothing is done are left out: state follows from dates by itself.
        """
        wanted = acting(self.scheme, coded=self.coded)
        people, groups = self._course("person"), self._course("mentorship")
        theirs = (*people.of(self._people(people.roots)), *groups.of(self._mentorships(groups.roots)))
        for each in (*self._of_the_programme(), *theirs):
            if each.turn.milestone in wanted and each.turn.at >= self.since:
                yield each

    def _of_the_programme(self) -> Iterator[Due]:
        for turn in programme_turns(self.scheme, self.moments):
            yield Due("programme", None, turn)

    def _course(self, per: Per) -> _Course:
        if self.goes_on:
            return _Course(self.scheme, self.moments, per, zone=self.zone, now=self.now, coded=self.coded)
        return _course(self.since, Very(self.scheme), tuple(self.moments.items()), per, self.zone, self.coded)

    def _people(self, roots: frozenset[str]) -> Iterator[_Lived]:
        own = PERSON | {f"passed.{gate}" for gate in self.scheme.activities.gates}
        joined = self._joined()
        for key, dossier in self.everyone.items():
            row = dossier.registration
            moments = self._moments(dossier, joined.get(key), roots)
            pins = partial(_pins, moments, self.zone)
            yield _Lived(key, Life(row.submitted_at, row.withdrawn_at, own), moments, pins)

    def _mentorships(self, roots: frozenset[str]) -> Iterator[_Lived]:
        for key, group in self.groups.items():
            pins = partial(group.pins, self.zone, wanted=roots)
            yield _Lived(key, group.life(), group.moments(wanted=roots), pins)

    def _joined(self) -> dict[UUID, datetime]:
        """By registration: when its first mentorship began for it."""
        found: dict[UUID, datetime] = {}
        for group in self.groups.values():
            for member in group.members:
                if member.joined_at is not None:
                    found[member.registration_id] = min(
                        member.joined_at, found.get(member.registration_id, member.joined_at)
                    )
        return found

    def _moments(
        self, dossier: Dossier, matched: datetime | None, roots: frozenset[str]
    ) -> tuple[tuple[str, datetime], ...]:
        """The moments of one person that anything hangs on."""
        registration = dossier.registration
        eligible = min((s.eligible_at for s in dossier.standings.values() if s.eligible_at), default=None)
        moments = {
            "submitted": registration.submitted_at,
            "eligible": eligible,
            "matched": matched,
            **{f"passed.{gate}": at for gate, at in self.passed.get(registration.id, {}).items()},
        }
        return tuple([(name, at) for name, at in moments.items() if at is not None and name in roots])


def _pins(moments: Iterable[tuple[str, datetime]], zone: ZoneInfo) -> Pins:
    return {name: (pin(at, name, zone),) for name, at in moments}


def acting(scheme: Scheme, *, coded: bool) -> frozenset[str]:
    """The milestones at which anything is done; all, where the scheme's own code is asked at each."""
    return frozenset(name for name, each in scheme.timeline.items() if each.do or coded)


def in_order(scheme: Scheme, due: Iterable[Due]) -> list[Due]:
    """As they come: by their moment, then as the scheme lists them, then by whom they are about."""
    place = {name: number for number, name in enumerate(scheme.timeline)}
    return sorted(due, key=lambda each: (each.turn.at, place[each.turn.milestone], each.name))
