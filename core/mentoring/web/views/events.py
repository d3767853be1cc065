"""Events as pages: what takes place, who comes, the register of a session, and what somebody is invited to."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Empty, Link, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class SessionLine:
    """One session: when, where, how many come, and what may be done with it."""

    id: str
    when: str
    where: str
    counts: str
    mark: MarkKind
    word: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GuestLine:
    """Somebody an event is for: what they replied, and what the register says."""

    name: str
    line: str
    mark: MarkKind
    reply: str
    session: str = ""
    came: str = ""


@dataclass(frozen=True, kw_only=True)
class EventPage(Page):
    """One event: its sessions, then its people."""

    template: ClassVar[str] = "console/event.html"
    programme: str
    sentence: str
    back: Link
    text: str = ""
    sessions: tuple[SessionLine, ...] = ()
    actions: tuple[Button, ...] = ()
    people_title: str = ""
    people: tuple[GuestLine, ...] = ()
    pages: tuple[Link, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A button that leads to another page of a form, named by its rows."""

    label: str
    page: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class RollPage(Page):
    """The register of one session: for each person a choice; below, a list from a video tool.

    A long one is shown a page at a time. Then everything that leaves the page, a `turn` to another one or the field to
    `find` somebody, is a button of the same form: what was marked is written down first. `hidden` travels with it.
    """

    template: ClassVar[str] = "console/roll.html"
    programme: str
    sentence: str
    back: Link
    action: str
    hidden: tuple[tuple[str, str], ...] = ()
    find: Field | None = None
    find_button: str = ""
    everybody: Link | None = None
    shortcuts: tuple[Button, ...] = ()
    expected_title: str
    expected: tuple[Field, ...] = ()
    others_title: str
    others: tuple[Field, ...] = ()
    go_on: Button | None = None
    button: str
    turns: tuple[Turn, ...] = ()
    list_action: str = ""
    list_fields: tuple[Field, ...] = ()
    list_button: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """One line of a list: who it says, for how long, and whom it means."""

    number: str
    said: str
    minutes: str
    mark: MarkKind
    outcome: str


@dataclass(frozen=True, kw_only=True)
class RollListPage(Page):
    """What a list from a video tool would write down, line by line. Nothing is written when it is read."""

    template: ClassVar[str] = "console/roll_list.html"
    programme: str
    sentence: str
    back: Link
    action: str
    hidden: tuple[tuple[str, str], ...]
    least: Field
    choices: tuple[Field, ...] = ()
    lines: tuple[ListLine, ...] = ()
    button: str
    again: str


@dataclass(frozen=True, kw_only=True)
class Invited:
    """One event to which the reader is invited. Without fields there is nothing to say any more."""

    id: str
    title: str
    line: str
    text: str = ""
    mark: MarkKind
    status: str
    sessions: tuple[tuple[str, str, Link | None], ...] = ()
    action: str = ""
    fields: tuple[Field, ...] = ()
    button: str = ""


@dataclass(frozen=True, kw_only=True)
class MyEventsPage(Page):
    """Everything the reader is invited to in a programme, the next first."""

    template: ClassVar[str] = "portal/events.html"
    sentence: str
    events: tuple[Invited, ...] = ()
    back: Link
    empty: Empty | None = None
