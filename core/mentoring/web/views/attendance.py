"""Gates and who has passed them, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Empty, Link, Page


@dataclass(frozen=True, kw_only=True)
class EventBlock:
    """One event in the list: when, and how people have replied."""

    title: str
    href: str
    when: str
    sentence: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GateBlock:
    """One gate: what it asks, how many have passed it, and a form with a page of those who have not.

    Without fields everybody has.
    """

    id: str
    title: str
    sentence: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    button: str
    pages: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AttendancePage(Page):
    """The events of a programme in order of time, and its gates."""

    template: ClassVar[str] = "console/attendance.html"
    programme: str
    sentence: str
    events: tuple[EventBlock, ...] = ()
    gates: tuple[GateBlock, ...] = ()
    empty: Empty | None = None
