"""What happened in a play, read from the rows that it left: when, to whom, and which message went out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mentoring.audit.model import AuditEntry
from mentoring.events.model import EventAttendance, EventSession, Reply
from mentoring.gates.model import GatePass
from mentoring.meetings.model import Meeting
from mentoring.mentorships.form import names_of
from mentoring.mentorships.model import Member, Mentorship
from mentoring.messages.model import Message
from mentoring.participants.model import Decision, Registration
from mentoring.rounds.model import Round
from mentoring.schemes.scheme import say
from mentoring.simulation.play import Play
from mentoring.surveys.model import Asked
from mentoring.tasks.model import Task
from mentoring.timeline.queries import milestones
from mentoring.unit_of_work import UnitOfWork

KINDS = (
    "date", "registered", "withdrew", "decided", "replied", "attended", "passed", "round", "published", "formed",
    "met", "extended", "completed", "ended", "dissolved", "asked", "answered", "letter", "task", "done",
)  # fmt: skip
"""What an event can be, in the order in which a day tells them."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `what` is told once for all whom it happened to that day; `who` are names."""

    at: datetime
    kind: str
    what: str
    who: str = ""
    house: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that happened, in order; `zone` is the host's, in which its days are."""

    title: str
    scheme: str
    zone: str
    happened: tuple[Happening, ...]
    notes: tuple[str, ...]
    outcome: dict[str, dict[str, int]]

    def days(self) -> dict[date, list[Happening]]:
        """By day, in order; of a day, as `KINDS` are ordered."""
        found: dict[date, list[Happening]] = {}
        for each in self.happened:
            found.setdefault(each.at.astimezone(ZoneInfo(self.zone)).date(), []).append(each)
        order = {kind: number for number, kind in enumerate(KINDS)}
        return {day: sorted(each, key=lambda one: (order[one.kind], one.what)) for day, each in found.items()}


def story_of(play: Play) -> Story:
    """The story of a play that is over."""
    season = play.season
    with play.stage.at(season.host, season.slug) as (work, programme):
        found = [
            Happening(at.astimezone(UTC), "date", each.title)
            for each in milestones(work, programme)
            for at in each.at.times
        ]
        reader = _Reader(work, play)
        found += [*reader.people(), *reader.matching(), *reader.events(), *reader.year()]
        letters = [*_letters(work, play.programme_id)]
        outcome = reader.outcome()
        title = programme.title
    for slug in season.coordinators:
        if slug != season.host:
            with play.stage.work(slug) as work:  # what an institution told its own people, and nobody else
                letters += [each for each in _letters(work, None) if each.at >= play.opened]
    order = {kind: number for number, kind in enumerate(KINDS)}
    found.sort(key=lambda each: (each.at, order[each.kind], each.what, each.who))
    told = sorted([*found, *letters], key=lambda each: (each.at, order[each.kind], each.what, each.who))
    return Story(title, season.scheme.name, season.zone, tuple(told), tuple(play.notes), outcome)


def _letters(work: UnitOfWork, programme_id: UUID | None) -> Iterator[Happening]:
    own = [Message.tenant_id == work.tenant]
    own.append(Message.programme_id == programme_id if programme_id else Message.programme_id.is_(None))
    for row in work.session.scalars(select(Message).where(*own)):
        yield Happening(row.created_at, "letter", row.occasion, row.to_email, row.home_tenant_id)


class _Reader:
    """Reads the rows of one programme at its host."""

    def __init__(self, work: UnitOfWork, play: Play) -> None:
        self.work = work
        self.scheme = play.season.scheme
        self.key = play.programme_id
        rows = work.session.scalars(
            select(Registration).where(Registration.tenant_id == work.tenant, Registration.programme_id == self.key)
        )
        self.registrations = {row.id: row for row in rows}
        members = work.session.scalars(
            select(Member)
            .where(Member.tenant_id == work.tenant, Member.programme_id == self.key)
            .order_by(Member.name, Member.registration_id)
        )
        self.members: dict[UUID, list[Member]] = {}
        for member in members:
            self.members.setdefault(member.mentorship_id, []).append(member)
        mentorships = work.session.scalars(
            select(Mentorship).where(Mentorship.tenant_id == work.tenant, Mentorship.programme_id == self.key)
        )
        self.mentorships = {row.id: row for row in mentorships}

    def people(self) -> Iterator[Happening]:
        """Who registered and withdrew, what was decided, who passed what."""
        for row in self.registrations.values():
            role = say(self.scheme.roles[row.role].title).lower()
            if row.submitted_at is not None:
                yield Happening(row.submitted_at, "registered", f"as {role}", row.name, row.home_tenant_id)
            if row.withdrawn_at is not None:
                yield Happening(row.withdrawn_at, "withdrew", f"as {role}", row.name, row.home_tenant_id)
        own = Decision.tenant_id == self.work.tenant
        for decision in self.work.session.scalars(select(Decision).where(own, Decision.programme_id == self.key)):
            yield self._about(decision.registration_id, decision.decided_at, "decided", decision.outcome)
        for one in self.work.session.scalars(
            select(GatePass).where(GatePass.tenant_id == self.work.tenant, GatePass.programme_id == self.key)
        ):
            title = say(self.scheme.activities.gates[one.gate].title)
            yield self._about(one.registration_id, one.passed_at, "passed", title)

    def matching(self) -> Iterator[Happening]:
        """Rounds, mentorships from beginning to end, and when they met."""
        for row in self.work.session.scalars(
            select(Round).where(Round.tenant_id == self.work.tenant, Round.programme_id == self.key)
        ):
            matches = len(row.result["matches"])
            yield Happening(row.created_at, "round", f"{matches} matches are proposed")
            if row.published_at is not None:
                yield Happening(row.published_at, "published", f"{matches} matches are published")
        for key, mentorship in self.mentorships.items():
            if mentorship.formed_at is not None:
                yield Happening(mentorship.formed_at, "formed", self._pathway(mentorship), self._names(key))
            if mentorship.ended_at is not None:
                kind = {"completed": "completed", "declined": "dissolved"}.get(mentorship.state, "ended")
                yield Happening(mentorship.ended_at, kind, self._pathway(mentorship), self._names(key))
        for meeting in self.work.session.scalars(
            select(Meeting).where(
                Meeting.tenant_id == self.work.tenant,
                Meeting.mentorship_id.in_(self.mentorships),
                Meeting.state == "held",
            )
        ):
            yield Happening(meeting.starts_at, "met", "for a meeting", self._names(meeting.mentorship_id))

    def events(self) -> Iterator[Happening]:
        """Who said whether they come, and who was there."""
        titles = {name: say(event.title) for name, event in self.scheme.activities.events.items()}
        for reply in self.work.session.scalars(
            select(Reply).where(Reply.tenant_id == self.work.tenant, Reply.programme_id == self.key)
        ):
            what = f"{'come to' if reply.coming else 'do not come to'} “{titles[reply.event]}”"
            yield self._about(reply.registration_id, reply.replied_at, "replied", what)
        rows = self.work.session.execute(
            select(EventAttendance, EventSession.event)
            .join(
                EventSession,
                (EventSession.tenant_id == EventAttendance.tenant_id) & (EventSession.id == EventAttendance.session_id),
            )
            .where(EventAttendance.tenant_id == self.work.tenant, EventAttendance.programme_id == self.key)
        )
        for row, event in rows:
            if row.was == "present":
                yield self._about(row.registration_id, row.recorded_at, "attended", titles[event])

    def year(self) -> Iterator[Happening]:
        """What the timeline asked of people and coordinators, and what was done about it."""
        for asked in self.work.session.scalars(
            select(Asked).where(Asked.tenant_id == self.work.tenant, Asked.programme_id == self.key)
        ):
            title = say(self.scheme.surveys[asked.survey].title)
            yield self._about(asked.registration_id, asked.asked_at, "asked", title)
            if asked.answered_at is not None:
                yield self._about(asked.registration_id, asked.answered_at, "answered", title)
        for task in self.work.session.scalars(
            select(Task).where(Task.tenant_id == self.work.tenant, Task.programme_id == self.key)
        ):
            yield Happening(task.set_at, "task", task.words, "the coordinators", task.home_tenant_id)
            if task.done_at is not None:
                yield Happening(task.done_at, "done", task.words, "the coordinators", task.home_tenant_id)
        for entry in self.work.session.scalars(
            select(AuditEntry).where(
                AuditEntry.tenant_id == self.work.tenant,
                AuditEntry.object == "mentorship",
                AuditEntry.action == "extend",
            )
        ):
            mentorship = self.mentorships.get(UUID(entry.object_id))
            if mentorship is not None:
                yield Happening(entry.at, "extended", self._pathway(mentorship), self._names(mentorship.id))

    def outcome(self) -> dict[str, dict[str, int]]:
        """How many of each, at the end."""
        rounds = Counter(each.state for each in self.mentorships.values())
        roles = Counter(each.role for each in self.registrations.values())
        matched = {m.registration_id for k, rows in self.members.items() if self.mentorships[k].formed_at for m in rows}
        return {
            "registrations": dict(sorted(roles.items())),
            "matched": dict(sorted(Counter(self.registrations[key].role for key in matched).items())),
            "mentorships": dict(sorted(rounds.items())),
        }

    def _about(self, registration: UUID, at: datetime, kind: str, what: str) -> Happening:
        row = self.registrations[registration]
        return Happening(at, kind, what, row.name, row.home_tenant_id)

    def _pathway(self, mentorship: Mentorship) -> str:
        return say(self.scheme.pathways[mentorship.pathway].title)

    def _names(self, mentorship: UUID) -> str:
        return names_of([each.name for each in self.members[mentorship] if each.joined_at or each.asked_at])
