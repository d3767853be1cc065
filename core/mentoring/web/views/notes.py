"""The members' notes as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Empty, Link, Page


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """One note: who wrote it and when, about which meeting, its text, and how to change it if it is mine."""

    who: str
    line: str
    text: str
    change: Button | None = None


@dataclass(frozen=True, kw_only=True)
class NotesPage(Page):
    """All notes, the latest first, and a new one; `promise` says who reads them, `beyond` who technically could."""

    template: ClassVar[str] = "portal/notes.html"
    sentence: str
    promise_title: str
    promise: tuple[str, ...]
    can_see: tuple[str, ...]
    never_see: tuple[str, ...]
    action: str
    fields: tuple[Field, ...] = ()
    button: str = ""
    notes: tuple[NoteLine, ...] = ()
    empty: Empty | None = None
    older: Link | None = None
    newer: Link | None = None
    back: Link


@dataclass(frozen=True, kw_only=True)
class NotePage(Page):
    """One note of mine, to change or to delete."""

    template: ClassVar[str] = "portal/note.html"
    sentence: str
    action: str
    fields: tuple[Field, ...]
    keep: str
    delete: str
    leave: Link
