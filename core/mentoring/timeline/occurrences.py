"""Which occurrences of a programme's milestones have come, and when the next one does: pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from mentoring.participants.model import Registration
from mentoring.participants.record import Dossier
from mentoring.programmes.dates import Moments
from mentoring.schemes.scheme import Scheme
from mentoring.timeline.groups import Group
from mentoring.timeline.rules import Calendar, Life, Per, Pin, Turn, pin, programme_pins, programme_turns

PERSON = frozenset({"submitted", "eligible", "matched"})


@dataclass(frozen=True, slots=True)
class Due:
    """One occurrence. `subject` is the registration or mentorship it is about, None for the programme's own."""

    per: Per
    subject: UUID | None
    turn: Turn

    @property
    def name(self) -> tuple[str, str, str]:
        """What it is written down under: milestone, key, subject."""
        return self.turn.milestone, self.turn.key, "" if self.subject is None else str(self.subject)


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
        for each in (*self._of_the_programme(), *self._of_people(wanted), *self._of_groups(wanted)):
            if each.turn.milestone in wanted and each.turn.at >= self.since:
                yield each

    def _of_the_programme(self) -> Iterator[Due]:
        for turn in programme_turns(self.scheme, self.moments):
            yield Due("programme", None, turn)

    def _of_people(self, wanted: frozenset[str]) -> Iterator[Due]:
        calendar = Calendar(self.scheme, "person", zone=self.zone, now=self.now)
        if wanted.isdisjoint(calendar.entries):
            return
        own = PERSON | {f"passed.{gate}" for gate in self.scheme.activities.gates}
        shared, joined, roots = programme_pins(self.moments), self._joined(), calendar.roots(wanted)
        for key, dossier in self.everyone.items():
            registration = dossier.registration
            life = Life(registration.submitted_at, registration.withdrawn_at, own)
            pins = {**shared, **self._pins(registration, dossier, joined.get(key), roots)}
            for turn in calendar.turns(pins, life, wanted):
                yield Due("person", key, turn)

    def _of_groups(self, wanted: frozenset[str]) -> Iterator[Due]:
        calendar = Calendar(self.scheme, "mentorship", zone=self.zone, now=self.now)
        shared, roots = programme_pins(self.moments), calendar.roots(wanted)
        for key, group in self.groups.items() if not wanted.isdisjoint(calendar.entries) else ():
            for turn in calendar.turns({**shared, **group.pins(self.zone, wanted=roots)}, group.life(), wanted):
                yield Due("mentorship", key, turn)

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

    def _pins(
        self, registration: Registration, dossier: Dossier, matched: datetime | None, roots: frozenset[str]
    ) -> dict[str, tuple[Pin, ...]]:
        """The moments of one person that anything hangs on."""
        eligible = min((s.eligible_at for s in dossier.standings.values() if s.eligible_at), default=None)
        moments = {
            "submitted": registration.submitted_at,
            "eligible": eligible,
            "matched": matched,
            **{f"passed.{gate}": at for gate, at in self.passed.get(registration.id, {}).items()},
        }
        return {name: (pin(at, name, self.zone),) for name, at in moments.items() if at is not None and name in roots}


def acting(scheme: Scheme, *, coded: bool) -> frozenset[str]:
    """The milestones at which anything is done; all, where the scheme's own code is asked at each."""
    return frozenset(name for name, each in scheme.timeline.items() if each.do or coded)


def in_order(scheme: Scheme, due: Iterable[Due]) -> list[Due]:
    """As they come: by their moment, then as the scheme lists them, then by whom they are about."""
    place = {name: number for number, name in enumerate(scheme.timeline)}
    return sorted(due, key=lambda each: (each.turn.at, place[each.turn.milestone], each.name))
