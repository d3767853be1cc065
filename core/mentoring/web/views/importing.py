"""Taking registrations from a file as plain values: which column is which, what becomes of each row, one button."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Button, Empty, Link, MarkKind, Page, Step


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """One row of the file: who it is, what becomes of it, and what is wrong in which cell."""

    line: int
    who: str
    mark: MarkKind
    word: str
    text: str = ""
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class TriedFile:
    """What a file would bring. `hidden` carries it to the next page: nothing is kept of it before it is taken.

    `columns` are selects, `columns_open` where one has to be chosen; `take` says the number, or why it cannot yet.
    """

    title: str
    sentence: str
    columns: tuple[Field, ...]
    columns_sentence: str
    columns_open: bool
    action: str
    again: str
    take: Button
    hidden: tuple[tuple[str, str], ...]
    lines: tuple[FileLine, ...] = ()
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Going:
    """What goes on beside the web after a large file was taken: the page looks again after `seconds`."""

    title: str
    steps: tuple[Step, ...]
    text: str
    again: Link
    seconds: int


@dataclass(frozen=True, kw_only=True)
class ImportPage(Page):
    """A file is chosen; what it would bring stands below. Once a large one was taken: how far the rest has come."""

    template: ClassVar[str] = "console/import.html"
    programme: str
    sentence: str
    back: Link
    choose: SmallForm | None = None
    tried: TriedFile | None = None
    going: Going | None = None
    empty: Empty | None = None
