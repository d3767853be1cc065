"""What is done when a milestone's moment comes: once each, in order, at the host, as part of settling.

Every deed is written down in ``occurrences`` before it is done, in the same transaction: what is written there already
is not done again, whoever tries and whatever the clock says.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.contracts.conditions import Truth, judge
from mentoring.db.kept import value
from mentoring.db.rows import insert_given, table_of, write
from mentoring.mentorships.form import names_of
from mentoring.participants.facts import Setting
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Who, say
from mentoring.surveys.service import ASKED, Question, ask_each, path_of
from mentoring.tasks.service import set_task
from mentoring.timeline.late import Letter
from mentoring.timeline.model import Occurrence
from mentoring.timeline.occurrences import Due, Year, in_order
from mentoring.timeline.recipients import Person
from mentoring.unit_of_work import UnitOfWork

BATCH = 1_000
Named = tuple[str, str, str, str, str]
"""What is unique: milestone, key, subject, action, recipient."""

_UNIQUE = ("milestone", "key", "subject", "action", "recipient")
_CLAIMED = ("tenant_id", "id", "programme_id", "home_tenant_id", *_UNIQUE, "held", "at", "taken_at")
_CLAIM = (
    insert_given(Occurrence, _CLAIMED, "claimed")
    .on_conflict_do_nothing()
    .returning(*[table_of(Occurrence).c[name] for name in _UNIQUE])
)
_TAKEN = select(Occurrence.milestone, Occurrence.key, Occurrence.subject).where(
    Occurrence.tenant_id == bindparam("host"),
    Occurrence.programme_id == bindparam("programme"),
    Occurrence.home_tenant_id == bindparam("home"),
    Occurrence.action == "",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One action for one recipient: `what` is sent or asked, or the words of a task for the coordinators of `home`."""

    due: Due
    kind: str
    what: str
    person: Person | None = None
    pathways: tuple[str, ...] = ()
    home: str = ""

    @property
    def name(self) -> Named:
        """What it is written down under."""
        recipient = self.home if self.person is None else str(self.person.registration.id)
        return (*self.due.name, f"{self.kind}:{self.what}", recipient)


@dataclass(frozen=True, slots=True)
class Hour:
    """The occurrences that have come and have not been looked at yet, with everything that they are about.

    `letters` are gathered and sent together at its end: several late ones to one person become one.
    """

    programme: Programme
    setting: Setting
    year: Year
    people: Mapping[UUID, Person]
    due: tuple[Due, ...]
    letters: list[Letter] = field(default_factory=list)

    def holds(self, due: Due) -> bool:
        """Whether the milestone's `if` holds, looked at now; what is unknown does not."""
        condition = self.year.scheme.timeline[due.turn.milestone].condition
        if not condition:
            return True
        if due.per == "person":
            return self.people[_subject(due)].holds(condition)
        group = self.year.groups[_subject(due)]
        return judge(condition, group.facts(self.year.now, self.year.zone)) is Truth.YES

    def deeds(self, due: Due) -> Iterator[Deed]:
        """What the timeline itself does then."""
        for action in self.year.scheme.timeline[due.turn.milestone].do:
            if "task" in action:
                for home in self.homes(due, action["to"]):
                    yield Deed(due, "task", say(action["task"]), home=home)
            else:
                kind = "send" if "send" in action else "ask"
                yield from self.to_people(due, kind, action[kind], action["to"])

    def to_people(self, due: Due, kind: str, what: str, to: Who) -> Iterator[Deed]:
        """One deed for each person whom `to` means."""
        for person, within in self._concerned(due):
            if pathways := person.pathways(to, within=within):
                yield Deed(due, kind, what, person, pathways)

    def others(self, deed: Deed) -> str:
        """The names of the others, where it is about a mentorship."""
        if deed.due.per != "mentorship" or deed.person is None:
            return ""
        present = self.year.groups[_subject(deed.due)].present
        return names_of([each.name for each in present if each.registration_id != deed.person.registration.id])

    def _concerned(self, due: Due) -> Iterator[tuple[Person, str | None]]:
        if due.per == "programme":
            for person in self.people.values():
                yield person, None
        elif due.per == "person":
            yield self.people[_subject(due)], None
        else:
            group = self.year.groups[_subject(due)]
            for member in group.present:
                if member.registration_id in self.people:
                    yield self.people[member.registration_id], group.mentorship.pathway

    def homes(self, due: Due, to: str) -> tuple[str, ...]:
        """The institutions whose coordinators get a task."""
        host = self.programme.tenant_id
        if to == "coordinators":
            return (host,)
        if due.per == "person":
            return (self.people[_subject(due)].registration.home_tenant_id,)
        if due.per == "mentorship":
            present = self.year.groups[_subject(due)].present
            return tuple(dict.fromkeys(each.home_tenant_id for each in present))
        today, file = self.year.now.astimezone(self.year.zone).date(), self.setting.programme
        slugs = [host, *(partner.slug for partner in (file.partners if file else ()))]
        return tuple(slug for slug in slugs if file is None or file.standing_of(slug, today) is not None)


def taken(work: UnitOfWork, programme: Programme) -> frozenset[tuple[str, str, str]]:
    """The occurrences that have been looked at, at this institution: milestone, key, subject."""
    where = {"host": programme.tenant_id, "programme": programme.id, "home": work.tenant}
    read = work.session.execute
    key = (_TAKEN, *where.values())
    of = (Occurrence.__tablename__,)
    return value(work.session, key, lambda: frozenset((m, k, s) for m, k, s in read(_TAKEN, where)), of=of)


def happen(work: UnitOfWork, hour: Hour) -> tuple[int, tuple[Due, ...]]:
    """Do what the timeline itself does: how many deeds, and the occurrences whose `if` held. Each is looked at once."""
    due = in_order(hour.year.scheme, hour.due)
    held = {each.name: hour.holds(each) for each in due}
    new = claim(work, hour.programme, [((*each.name, "", ""), each, held[each.name]) for each in due])
    holding = [each for each in due if held[each.name] and (*each.name, "", "") in new]
    return perform(work, hour, (deed for each in holding for deed in hour.deeds(each))), tuple(holding)


def perform(work: UnitOfWork, hour: Hour, wanted: Iterable[Deed]) -> int:
    """Do each of these deeds that has not been done."""
    deeds = {deed.name: deed for deed in wanted}
    new = claim(work, hour.programme, [(name, deed.due, True) for name, deed in deeds.items()])
    questions: list[tuple[Question, Due]] = []
    for name, deed in deeds.items():
        if name in new and deed.kind == "send" and deed.person is not None:
            title = say(hour.year.scheme.timeline[deed.due.turn.milestone].title)
            key = ":".join(deed.due.name)
            hour.letters.append(
                Letter(
                    deed.person.registration, deed.what, deed.pathways, key, hour.others(deed), deed.due.turn.due, title
                )
            )
        elif name in new and deed.person is not None:
            about = deed.due.subject if deed.due.per == "mentorship" else None
            occasion = ":".join(deed.due.name)
            question = Question(deed.person.registration, deed.what, occasion, deed.pathways, about)
            questions.append((question, deed.due))
        elif name in new:
            _set_down(work, hour, deed)
    _ask(work, hour, questions)
    return len(new)


def _ask(work: UnitOfWork, hour: Hour, questions: Sequence[tuple[Question, Due]]) -> None:
    dues = {id(question): due for question, due in questions}
    for each, key in ask_each(work, hour.programme, hour.setting, [question for question, _ in questions]):
        title = say(hour.setting.scheme.surveys[each.survey].title)
        due = dues[id(each)].turn.due
        letter = Letter(each.registration, ASKED, each.pathways, str(key), "", due, title, path_of(key))
        hour.letters.append(letter)


def claim(work: UnitOfWork, programme: Programme, wanted: Sequence[tuple[Named, Due, bool]]) -> frozenset[Named]:
    """Write these down; those that were not there before come back."""
    new: set[Named] = set()
    for start in range(0, len(wanted), BATCH):
        rows = [
            {
                "tenant_id": programme.tenant_id,
                "id": work.new_id(),
                "programme_id": programme.id,
                "home_tenant_id": work.tenant,
                **dict(zip(_UNIQUE, name, strict=True)),
                "held": held,
                "at": due.turn.at,
                "taken_at": work.now,
            }
            for name, due, held in wanted[start : start + BATCH]
        ]
        new |= {(m, k, s, a, r) for m, k, s, a, r in write(work.session, _CLAIM, claimed=rows)}
    return frozenset(new)


def _set_down(work: UnitOfWork, hour: Hour, deed: Deed) -> None:
    """A task set."""
    about = {"person": "registration", "mentorship": "mentorship"}.get(deed.due.per)
    set_task(
        work,
        hour.programme,
        words=deed.what,
        key=f"{hour.programme.id}:{':'.join(deed.name)}",
        home=deed.home,
        about=(about, str(deed.due.subject)) if about else None,
    )


def _subject(due: Due) -> UUID:
    if due.subject is None:
        raise LookupError(f"{due.turn.milestone} is the programme's own and is about nobody")
    return due.subject
