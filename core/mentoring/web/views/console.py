"""The console's pages as plain values: today, overview, programmes, registrations, mentorships."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.charts import BarTable, DotChart, PeopleTable
from mentoring.web.views.parts import Beads, Button, Empty, Link, MarkKind, Page, Person, Step


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something that needs a person: when, what as a full sentence, why it matters, whom it is about, one button."""

    when: str
    title: str
    text: str
    button: Button
    urgent: bool = False
    about: Link | None = None


@dataclass(frozen=True, kw_only=True)
class TaskGroup:
    """Tasks of one stretch of time: before the next date, this week, when you have a moment."""

    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, kw_only=True)
class TodayPage(Page):
    """What needs a person now, in order; beside it what comes, what was done, where nothing waits."""

    template: ClassVar[str] = "console/today.html"
    sentence: str
    groups: tuple[TaskGroup, ...] = ()
    next_dates: tuple[Step, ...] = ()
    done: tuple[str, ...] = ()
    done_title: str = ""
    done_more: Link | None = None
    calm: tuple[str, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A key figure: label, value, "of 40", and a remark."""

    label: str
    value: str
    of: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class OverviewPage(Page):
    """How a programme stands: stages, figures, who is out of rhythm, funnel and places, causes."""

    template: ClassVar[str] = "console/overview.html"
    programme: str
    sentence: str
    actions: tuple[Button, ...] = ()
    stages: tuple[Step, ...] = ()
    figures: tuple[Figure, ...] = ()
    rhythms: tuple[DotChart | BarTable, ...] = ()
    funnel: BarTable | None = None
    places: PeopleTable | BarTable | None = None
    causes: BarTable | None = None


@dataclass(frozen=True, kw_only=True)
class ProgrammeLine:
    """A programme in a list: its title, how it stands, and where it opens."""

    title: str
    text: str
    href: str
    mark: MarkKind | None = None
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgrammesPage(Page):
    """A list of programmes, in the console or the portal (`frame` decides which)."""

    template: ClassVar[str] = "console/programmes.html"
    sentence: str
    actions: tuple[Button, ...] = ()
    programmes: tuple[ProgrammeLine, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class PileEntry:
    """A registration in the pile: name, house, role, and the one cause that it waits for."""

    name: str
    house: str
    cause: str
    role: str
    href: str
    mark: MarkKind = "wait"
    word: str = ""
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A rule beside the answer: the rule's title, its kind in words, and what was said.

    Failed or doubtful ones carry `attention` and come first.
    """

    mark: MarkKind
    word: str
    title: str
    kind: str
    said: str
    attention: bool = False


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The decision on a registration: choices (nothing preselected), a reason, one button.

    `fields` are the form's fields; `note` says what confirming does.
    """

    action: str
    fields: tuple[Field, ...]
    button: str
    note: str = ""
    preview: Button | None = None


@dataclass(frozen=True, kw_only=True)
class RegistrationFile:
    """One registration: the verdict in words, what the rules found, the person's own words, the decision.

    `words` are (question, answer) pairs; `declared` likewise, shown in this file only.
    """

    name: str
    line: str
    mark: MarkKind
    verdict: str
    verdict_text: str
    findings: tuple[Finding, ...] = ()
    words_title: str = ""
    words: tuple[tuple[str, str], ...] = ()
    sealed_note: str = ""
    decision: Decision | None = None
    decided: str = ""
    actions: tuple[Button, ...] = ()
    position: str = ""
    back: str = ""
    next: str = ""


@dataclass(frozen=True, kw_only=True)
class RegistrationsPage(Page):
    """States as tabs, the pile on the left, the opened file on the right."""

    template: ClassVar[str] = "console/registrations.html"
    programme: str
    tabs: tuple[Link, ...]
    sentence: str = ""
    actions: tuple[Button, ...] = ()
    pile: tuple[PileEntry, ...] = ()
    pages: tuple[Link, ...] = ()
    file: RegistrationFile | None = None
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class MentorshipLine:
    """A mentorship in a list: who, how many meetings, how it goes in a word."""

    people: tuple[Person, ...]
    beads: Beads
    last: str
    mark: MarkKind
    word: str
    pathway: str = ""
    href: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MentorshipsPage(Page):
    """All mentorships of a programme, those who need somebody first."""

    template: ClassVar[str] = "console/mentorships.html"
    programme: str
    sentence: str
    tabs: tuple[Link, ...] = ()
    actions: tuple[Button, ...] = ()
    mentorships: tuple[MentorshipLine, ...] = ()
    pages: tuple[Link, ...] = ()
    empty: Empty | None = None
