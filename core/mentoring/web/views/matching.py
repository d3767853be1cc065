"""Matching as plain values: the list of a proposal's matches, who has none, and the publication."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mentoring.web.forms.field import Option
from mentoring.web.views.parts import Button, Empty, Link, MarkKind, Page, Person


@dataclass(frozen=True)
class Because:
    """A reason for a match. `parts` alternate plain and stressed words: ("Wants ", "budgets", "; Dinah offers it")."""

    mark: Literal["good", "weak", "new"]
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MatchLine:
    """A proposed pair or circle: its people on a thread, its reasons, its fit.

    `fit` is of 100; `shares` its parts in per cent, in the order of the page's legend. `id` names the line
    (the page returns to ``#id`` after a button). `note` says what a person did to it by hand; `apart` that two in it
    are kept apart from the next solving on.
    """

    id: str
    people: tuple[Person, ...]
    reasons: tuple[Because, ...]
    fit: int
    shares: tuple[float, ...] = ()
    locked: bool = False
    apart: bool = False
    note: str = ""
    title: str = ""
    buttons: tuple[Button, ...] = ()

    @property
    def names(self) -> str:
        """Everyone in it, for screen readers."""
        return ", ".join(person.name for person in self.people)


@dataclass(frozen=True, kw_only=True)
class UnmatchedLine:
    """Somebody without a match: why, in one sentence, and the smallest change that helps."""

    name: str
    line: str
    why: str
    change: str = ""
    button: Button | None = None
    id: str = ""
    candidates: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A figure of the comparison bar, with its difference to the proposal compared with, which had `before`."""

    label: str
    value: str
    of: str = ""
    before: str = ""
    difference: str = ""
    better: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Against:
    """The proposals that this one may be compared with, and the page that shows the differences."""

    action: str
    options: tuple[Option, ...]
    differences: Link


@dataclass(frozen=True, kw_only=True)
class KeptApart:
    """Two people who are not to be together, with the button that allows them again."""

    names: str
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class MatchingPage(Page):
    """A proposal as a list, weakest first; beside it who has nobody. Without one: `empty` says what to do.

    `actions` stand at the head, `others` at the end. `ways` are the list and the matrix; `remarks` what holds for this
    proposal alone; `apart` the forbidden pairs.
    """

    template: ClassVar[str] = "console/matching.html"
    programme: str
    sentence: str
    actions: tuple[Button, ...] = ()
    others: tuple[Button, ...] = ()
    figures: tuple[Compared, ...] = ()
    compared_with: str = ""
    against: Against | None = None
    ways: tuple[Link, ...] = ()
    remarks: tuple[str, ...] = ()
    apart: tuple[KeptApart, ...] = ()
    tabs: tuple[Link, ...] = ()
    legend: tuple[str, ...] = ()
    list_sentence: str = ""
    matches: tuple[MatchLine, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    pages: tuple[Link, ...] = ()
    more: Link | None = None
    unmatched_title: str = ""
    unmatched_text: str = ""
    unmatched: tuple[UnmatchedLine, ...] = ()
    unmatched_more: Link | None = None
    empty: Empty | None = None


@dataclass(frozen=True)
class Check:
    """Something looked at before publishing: open, done or in the way."""

    mark: MarkKind
    word: str
    text: str


@dataclass(frozen=True, kw_only=True)
class LetterPreview:
    """A message as people will read it, to whom and how many."""

    to: str
    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class PublishPage(Page):
    """Counts, gates, every message, then one button that names how many people are told."""

    template: ClassVar[str] = "console/publish.html"
    programme: str
    sentence: str
    figures: tuple[Compared, ...] = ()
    checks: tuple[Check, ...] = ()
    letters: tuple[LetterPreview, ...] = ()
    button: Button
    leave: Button
