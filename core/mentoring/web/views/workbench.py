"""The pages beside a proposal: another partner for somebody, two proposals compared, a dry run, the matrix."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mentoring.web.forms.field import Field
from mentoring.web.views.matching import Compared
from mentoring.web.views.parts import Button, Link, Page

CellKind = Literal["open", "chosen", "locked", "forbidden", "barred"]
"""What stands in a cell: a pair that may be, one of the proposal, one kept in it, one kept apart, a hard rule."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """A form with one button. `none` stands in its place where there is nothing to choose."""

    title: str
    text: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    button: str
    none: str = ""


@dataclass(frozen=True, kw_only=True)
class SwapPage(Page):
    """Another partner for somebody, or another circle for a circle: best first, then anybody else by hand.

    `remarks`: what cannot be chosen, and why.
    """

    template: ClassVar[str] = "console/matching_swap.html"
    programme: str
    sentence: str
    people: tuple[Link, ...] = ()
    swap: Choices
    by_hand: Choices | None = None
    apart: Choices | None = None
    remarks: tuple[str, ...] = ()
    leave: Button


@dataclass(frozen=True, kw_only=True)
class ChangedLine:
    """Somebody whose partners differ. `kind` and `word` say how; `fit` before and after, in words."""

    name: str
    line: str
    kind: Literal["done", "stop", "info", "open"]
    word: str
    before: str
    after: str
    fit: str


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    """Two proposals person by person, with the figures of both."""

    template: ClassVar[str] = "console/matching_compare.html"
    programme: str
    sentence: str
    heads: tuple[str, str]
    figures: tuple[Compared, ...]
    people: tuple[ChangedLine, ...]
    leave: Button


@dataclass(frozen=True, kw_only=True)
class DialGroup:
    """Values that may be tried otherwise, under one heading."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True)
class TrialPage(Page):
    """A dry run: the values as boxes; after it was run, the difference person by person. Nothing is kept."""

    template: ClassVar[str] = "console/matching_trial.html"
    programme: str
    sentence: str
    action: str
    on: Field
    groups: tuple[DialGroup, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    outcome: str = ""
    notes: tuple[str, ...] = ()
    figures: tuple[Compared, ...] = ()
    people: tuple[ChangedLine, ...] = ()
    leave: Button


@dataclass(frozen=True)
class Cell:
    """One pair: its fit of 100 (None where barred), `shade` from 0 (weak) to 3 (strong); `words` say the kind."""

    kind: CellKind
    fit: int | None
    shade: int
    words: str


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One person of the served role against every column; `href` leads to the person's candidates."""

    name: str
    line: str
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class MatrixPage(Page):
    """Everyone against everyone: a table to read, in a region of its own that scrolls."""

    template: ClassVar[str] = "console/matching_matrix.html"
    programme: str
    sentence: str
    ways: tuple[Link, ...]
    pathways: tuple[Link, ...] = ()
    caption: str = ""
    corner: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    down: tuple[Link, ...] = ()
    across: tuple[Link, ...] = ()
    actions: tuple[Button, ...] = ()
