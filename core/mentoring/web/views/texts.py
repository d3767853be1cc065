"""Texts and rules of a programme: what may be changed, what that would do, and what was changed; as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.matching import Compared
from mentoring.web.views.parts import Banner, Button, MarkKind, Page
from mentoring.web.views.workbench import ChangedLine


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """A part of the scheme that may be changed: what stands in it, and how much of it is changed here."""

    title: str
    text: str
    href: str
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """A change that was made: when and by whom, why, what it changed, and the button that takes it back."""

    title: str
    when: str
    reason: str
    entries: tuple[str, ...] = ()
    word: str = ""
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class TextsPage(Page):
    """What may be changed, document by document; below, everything that was. `note` is true of the whole scheme."""

    template: ClassVar[str] = "console/texts.html"
    programme: str
    sentence: str
    note: Banner | None = None
    documents: tuple[DocumentLine, ...]
    history: tuple[HistoryLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Values that belong to one entry. `more` are those that the scheme leaves to the default: folded away.

    Of many entries each is folded whole, but those that are `shown`: changed here, just typed into, or with a problem.
    """

    title: str
    fields: tuple[Field, ...] = ()
    more: tuple[Field, ...] = ()
    opened: bool = False
    shown: bool = True


@dataclass(frozen=True, kw_only=True)
class TextsFormPage(Page):
    """The values of one document as boxes. Nothing is saved by it: its button leads to the effect."""

    template: ClassVar[str] = "console/texts_form.html"
    programme: str
    sentence: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    groups: tuple[FieldGroup, ...]
    folded: bool = False
    button: str
    leave: Button


@dataclass(frozen=True, kw_only=True)
class Told:
    """One value, old beside new. `about` says where it stands."""

    about: str
    label: str
    was: str
    becomes: str


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody for whom something changes: each turn as (what, before, after), and the rules behind it."""

    name: str
    line: str
    turns: tuple[tuple[str, str, str], ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DateLine:
    """A date that moves; `text` says from what it follows, or that it is past already."""

    title: str
    was: str
    becomes: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Dry:
    """A round solved both ways: the figures, and everybody whose match differs."""

    title: str
    outcome: str
    figures: tuple[Compared, ...] = ()
    people: tuple[ChangedLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A change that needs a decision, or that goes no further: what the scheme said and says, and what is said here."""

    title: str
    text: str
    mark: MarkKind
    word: str
    field: Field | None = None


@dataclass(frozen=True, kw_only=True)
class EffectPage(Page):
    """What a change does, before it is saved: old beside new, person by person, dates, letters, matches."""

    template: ClassVar[str] = "console/texts_effect.html"
    programme: str
    sentence: str
    told_title: str = "What you change"
    told: tuple[Told, ...] = ()
    choices_title: str = ""
    choices: tuple[Choice, ...] = ()
    again: str = ""
    people_title: str
    people_text: str = ""
    people: tuple[PersonLine, ...] = ()
    dates_title: str = ""
    dates: tuple[DateLine, ...] = ()
    letters_title: str = ""
    letters: tuple[str, ...] = ()
    rounds: tuple[Dry, ...] = ()
    action: str
    hidden: tuple[tuple[str, str], ...]
    save_title: str = "Save it"
    fields: tuple[Field, ...] = ()
    button: str
    back: str = ""
    leave: Button
