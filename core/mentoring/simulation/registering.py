"""The first half of a programme: people register, some withdraw, coordinators decide and take registers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random  # noqa: TID251 - chance is seeded by the story's own number
from uuid import UUID
from zoneinfo import ZoneInfo

from mentoring.participants.decide import decide
from mentoring.participants.progress import Confirmed
from mentoring.participants.register import registration_for, save_answers, start, submit, withdraw
from mentoring.people.service import ensure_person
from mentoring.programmes.dates import Moments
from mentoring.programmes.file import ProgrammeFile
from mentoring.schemes.scheme import Scheme
from mentoring.simulation.agenda import Agenda
from mentoring.simulation.gathering import must_come, note_who_came, replies_of, say
from mentoring.simulation.part import Part
from mentoring.simulation.stage import Stage
from mentoring.unit_of_work import Actor

DECIDED_AFTER = timedelta(days=3)
LEFT_AFTER = timedelta(days=9)
RECORDED_AFTER = timedelta(hours=3)

WHY_LEFT = ("Moving to another post.", "Too much on at the moment.", "")
WHY_DECIDED = {
    "eligible": "We talked about it, and it fits.",
    "not_eligible": "We talked about it: the scheme is not meant for this post.",
}


def spans_of(file: ProgrammeFile, zone: str) -> dict[str, tuple[datetime, datetime]]:
    """From when until when each partner takes part, on the host's clock."""
    there = ZoneInfo(zone)
    return {
        each.slug: (
            datetime.combine(each.start, time(), there),
            datetime.combine(each.end or date.max, time(), there),
        )
        for each in file.partners
    }


@dataclass
class Season:
    """One programme while people come: where it is, who runs it, and which registration is whose.

    `people` are those who have signed in once, by the id of what was said.

    `zone` is the host's, `coordinators` are people by institution, `made` registrations by the id of what was said.
    `spans` say from when until when a partner takes part; who is not named there does throughout.
    """

    stage: Stage
    slug: str
    host: str
    scheme: Scheme
    moments: Moments
    zone: str
    coordinators: dict[str, UUID]
    made: dict[str, UUID] = field(default_factory=dict)
    spans: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def coordinator(self, institution: str) -> Actor:
        """Whoever coordinates there."""
        return Actor.person(self.coordinators[institution], frozenset({"coordinator"}))

    def cast(
        self,
        agenda: Agenda,
        parts: list[Part],
        chance: Random,
        *,
        opened: datetime,
        decided: bool,
        last: datetime | None = None,
    ) -> None:
        """Put into the agenda what these people do, and what coordinators do about them.

        Where registration never closes people come until `last`, by default until the end of the agenda.
        """
        order = chance.sample(range(len(parts)), len(parts))
        for number, (part, place) in enumerate(zip(parts, order, strict=True)):
            begun = self._begun(part, (place + chance.random()) / len(parts), opened, last or agenda.until)
            if begun is None:
                continue
            agenda.add(begun, self.register, part)
            if part.sends and not part.leaves:
                for at, event, coming in replies_of(self.scheme, self.moments, part, begun):
                    agenda.add_quiet(at, self.reply, part, event, coming=coming)
            if part.leaves:
                agenda.add(begun + LEFT_AFTER, self.leave, part, WHY_LEFT[number % len(WHY_LEFT)])
            if decided and part.sends and part.outcome != "eligible":
                agenda.add(begun + DECIDED_AFTER, self.decide, part)
        for event in self.scheme.activities.events:
            if event in self.moments:
                agenda.add(self.moments[event].times[-1] + RECORDED_AFTER, self.take_register, event, parts)

    def _begun(self, part: Part, late: float, opened: datetime, now: datetime) -> datetime | None:
        """When somebody registers: `late` is 0 for as soon as they may and 1 for the last moment; by day.

        None where their institution does not take part while they may.
        """
        closes = self.moments.get(self.scheme.registration[part.said.role].closes or "")
        last = min(now, closes.at) if closes else now
        joined, left = self.spans.get(part.home, (opened, last))
        opened, last = max(opened, joined), min(last, left)
        if last - opened < timedelta(days=1):
            return None
        moment = opened + (last - opened) * late
        return min(max(opened, moment.replace(hour=9 + moment.hour % 10)), last - timedelta(minutes=1))

    def register(self, part: Part) -> None:
        """Somebody signs in for the first time and registers; or stops half way."""
        said = part.said
        with self.stage.work(part.home) as work:
            me = self.people[said.id] = ensure_person(work, email=said.email, name=said.name).id
        with self.stage.at(part.home, self.slug, Actor.person(me)) as (work, programme):
            mine = start(work, programme, role=said.role)
            if not part.sends:
                half = dict(list(said.answers.items())[: len(said.answers) // 2])
                save_answers(work, programme, mine, answers=half)
                return
            save_answers(work, programme, mine, answers=said.answers, declared=said.declared or None)
            submit(work, programme, mine)
            self.made[said.id] = mine.id

    def leave(self, part: Part, why: str) -> None:
        """Somebody takes their registration back."""
        if part.said.id not in self.people:
            return
        with self.stage.at(part.home, self.slug, Actor.person(self.people[part.said.id])) as (work, programme):
            mine = registration_for(work, programme, part.said.role)
            if mine is not None:
                withdraw(work, programme, mine, reason=why)

    def decide(self, part: Part) -> None:
        """Whoever decides looks at what the rules could not: refuses whom they refuse, and takes the others."""
        by = part.home if self.scheme.eligibility.decided_by == "home" else self.host
        outcome: Confirmed = "not_eligible" if part.outcome == "not_eligible" else "eligible"
        with self.stage.at(by, self.slug, self.coordinator(by)) as (work, programme):
            decide(work, programme, self.made[part.said.id], outcome=outcome, reason=WHY_DECIDED[outcome])

    def reply(self, part: Part, event: str, *, coming: bool) -> None:
        """Somebody says whether they come."""
        if part.said.id not in self.made:
            return
        with self.stage.at(part.home, self.slug, Actor.person(self.people[part.said.id])) as (work, programme):
            say(work, programme, self.made[part.said.id], event, coming=coming)

    def take_register(self, event: str, parts: list[Part]) -> None:
        """Each institution writes down who of its own people came: to what they must, all but those who miss it."""
        roles = self.scheme.activities.events[event].who.roles or tuple(self.scheme.roles)
        came: dict[str, list[UUID]] = defaultdict(list)
        for part in parts:
            here = part.sends and not (part.leaves or part.misses or part.outcome == "not_eligible")
            if here and part.said.role in roles and part.said.id in self.made:
                came[part.home].append(self.made[part.said.id])
        for institution, registrations in came.items():
            theirs = registrations if must_come(self.scheme, event) else None
            with self.stage.at(institution, self.slug, self.coordinator(institution)) as (work, programme):
                note_who_came(work, programme, event, theirs)
