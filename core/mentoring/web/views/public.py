"""Pages for everyone as plain values: a programme's page, and registering one theme at a time."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.drawing import StepKind
from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Link, Page, Step


@dataclass(frozen=True)
class YearStep:
    """A step of the year on the public page."""

    when: str
    title: str
    kind: StepKind


@dataclass(frozen=True, kw_only=True)
class RoleLines:
    """What concerns one role: who it is for, or what it gains. `leads` draws a filled bead."""

    title: str
    lines: tuple[str, ...]
    leads: bool = False


@dataclass(frozen=True)
class Fact:
    """A line beside the page: dates, partners, contact. `lines` stand below each other; `link` comes last."""

    title: str
    lines: tuple[str, ...]
    link: Link | None = None


@dataclass(frozen=True)
class Section:
    """A part of the page: paragraphs, then bullets."""

    title: str
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProgrammePage(Page):
    """What it is in one sentence, until when, two buttons; the year; is it for me; questions; facts beside."""

    template: ClassVar[str] = "public/programme.html"
    by_line: str = ""
    lead: str
    until: str = ""
    until_date: str = ""
    until_more: str = ""
    buttons: tuple[Button, ...] = ()
    year: tuple[YearStep, ...] = ()
    meetings: int = 6
    for_me: tuple[RoleLines, ...] = ()
    for_me_note: str = ""
    sections: tuple[Section, ...] = ()
    gains: tuple[RoleLines, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    ready_text: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegisterPage(Page):
    """One theme of the registration. `heading` stands over the thread of `themes` ("Register as a mentee").

    `short` says the same on a phone ("Theme 2 of 5: your work"). `hidden` pairs go with the form.
    """

    template: ClassVar[str] = "public/register.html"
    heading: str
    short: str
    themes: tuple[Step, ...]
    text: str = ""
    action: str
    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    button: str
    later: str = ""
    saved: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadBack:
    """The answers of one theme, read through before sending."""

    title: str
    answers: tuple[tuple[str, str], ...]
    change: Link | None


@dataclass(frozen=True, kw_only=True)
class ReadThroughPage(Page):
    """Read it through and send: every answer under its theme, each theme with a way to change it.

    Once registration has closed there are neither ways nor a form, but `buttons`.
    """

    template: ClassVar[str] = "public/read_through.html"
    heading: str
    short: str = ""
    themes: tuple[Step, ...] = ()
    text: str = ""
    parts: tuple[ReadBack, ...]
    action: str = ""
    fields: tuple[Field, ...] = ()
    button: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SentPage(Page):
    """What was done, what comes next and when."""

    template: ClassVar[str] = "public/sent.html"
    text: str
    steps: tuple[Step, ...] = ()
    buttons: tuple[Button, ...] = ()
