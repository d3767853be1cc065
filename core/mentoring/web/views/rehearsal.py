"""The year of a programme played with made-up people, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class PlayedDay:
    """One day: its name, the dates that it is, and a line for each thing that happened."""

    title: str
    dates: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlayedMonth:
    """One month, folded until it is opened; `text` says how much happened in it."""

    title: str
    text: str
    days: tuple[PlayedDay, ...]


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One thing that must hold whatever is played, and whether it did."""

    words: str
    mark: MarkKind
    word: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RehearsalPage(Page):
    """How many people, and which number; then what was played with them."""

    template: ClassVar[str] = "console/rehearsal.html"
    programme: str
    sentence: str
    actions: tuple[Button, ...] = ()
    action: str
    fields: tuple[Field, ...]
    months: tuple[PlayedMonth, ...] = ()
    outcome: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    checks: tuple[CheckLine, ...] = ()
    picture: str = ""
    downloads: tuple[Button, ...] = ()
