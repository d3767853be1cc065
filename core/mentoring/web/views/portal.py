"""The portal's pages as plain values: my match or circle, my place before it, a meeting to log."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Beads, Button, Empty, Link, Page, Person, Step


@dataclass(frozen=True, kw_only=True)
class NextMeeting:
    """The next meeting, or what to do while there is none."""

    over: str
    when: str
    text: str = ""
    buttons: tuple[Button, ...] = ()
    beads: Beads | None = None


@dataclass(frozen=True, kw_only=True)
class OtherMember:
    """Who the other is: role in words, name, position, address, why the two, and what they wrote for their match."""

    role: str
    name: str
    position: str = ""
    email: str = ""
    email_label: str = ""
    email_note: str = ""
    why: tuple[str, ...] = ()
    why_label: str = ""
    words_title: str = ""
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A goal, its next step, how far it is, and its own page."""

    title: str
    next: str = ""
    href: str = ""
    beads: Beads | None = None


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What is expected of one side."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingLine:
    """A meeting that was held or is planned."""

    when: str
    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class NotesPromise:
    """The promise about notes: what coordinators can see, and what they can never see."""

    title: str
    text: str
    can_see: tuple[str, ...] = ()
    never_see: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """What is asked of a member now: what holds them, in sentences, and a button for each thing to do."""

    title: str
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MatchPage(Page):
    """My match or my circle. `me` and `others` make the mark; in a circle `others` are all its members.

    `members` say more of each of the circle's `others`, in the same order; `why` is why this circle.
    """

    template: ClassVar[str] = "portal/home.html"
    shape: Literal["pair", "circle"]
    sentence: str
    me: Person
    others: tuple[Person, ...]
    next: NextMeeting
    to_do: ToDo | None = None
    other: OtherMember | None = None
    members: tuple[OtherMember, ...] = ()
    why: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    goals_button: Button | None = None
    meetings: tuple[MeetingLine, ...] = ()
    notes: NotesPromise | None = None
    expected: tuple[Expected, ...] = ()
    agreement: Link | None = None
    not_right: str = ""
    not_right_links: tuple[Link, ...] = ()
    coming: tuple[Step, ...] = ()
    calendar: Link | None = None


@dataclass(frozen=True, kw_only=True)
class MatchesPage(Page):
    """All matches of somebody who has several, or several programmes: a plain list."""

    template: ClassVar[str] = "portal/matches.html"
    sentence: str
    matches: tuple[Link, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class WaitingPage(Page):
    """My place before a match: where one stands, what comes next and when, in plain words."""

    template: ClassVar[str] = "portal/waiting.html"
    sentence: str
    next_over: str = ""
    next_when: str = ""
    next_text: str = ""
    buttons: tuple[Button, ...] = ()
    steps: tuple[Step, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    answers_title: str = ""
    answers_button: Button | None = None
    contact: str = ""
    contact_email: str = ""


@dataclass(frozen=True, kw_only=True)
class LogMeetingPage(Page):
    """A meeting that took place elsewhere, logged in seconds: the form's fields and one button."""

    template: ClassVar[str] = "portal/log_meeting.html"
    sentence: str
    action: str
    fields: tuple[Field, ...]
    button: str
    leave: Link
    promise: str = ""
