"""Selection, levels, and who is asked or entered, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Empty, Link, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody at a stage, or asked to register: who, from where, how it stands, and the page with more."""

    name: str
    house: str
    mark: MarkKind
    word: str
    second: str = ""
    href: str = ""
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class StageBlock:
    """One stage, with whoever has come to it, a page at a time."""

    id: str
    title: str
    sentence: str
    second_title: str = ""
    people: tuple[Candidate, ...] = ()
    pages: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SelectionPage(Page):
    """The stages of a programme, one below the other; or the roles that people are asked into."""

    template: ClassVar[str] = "console/selection.html"
    programme: str
    sentence: str
    stages: tuple[StageBlock, ...] = ()
    empty: Empty | None = None
    form_title: str = ""
    action: str = ""
    fields: tuple[Field, ...] = ()
    button: str = ""
    actions: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OneFormPage(Page):
    """One thing to record about one registration: what is known beside it, a form, one button.

    `words` are (question, answer) pairs under `words_title`; `told` says what stands now. Without `fields` nothing can
    be recorded, and `told` says why.
    """

    template: ClassVar[str] = "console/one_form.html"
    programme: str
    sentence: str
    back: Link
    words_title: str = ""
    words: tuple[tuple[str, str], ...] = ()
    told: str = ""
    action: str = ""
    fields: tuple[Field, ...] = ()
    button: str = ""
    note: str = ""
