"""A person's own data as plain values: where they are signed in, and who has read what they wrote."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Link, Page


@dataclass(frozen=True, kw_only=True)
class SignedInLine:
    """A browser that is signed in; `here` is the one that asks. `end` ends another."""

    device: str
    line: str
    here: bool = False
    end: Button | None = None


@dataclass(frozen=True, kw_only=True)
class LookLine:
    """Somebody has read something about me."""

    who: str
    what: str
    when: str


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """A self-declaration: for what, the words agreed to, when, and the button that withdraws it."""

    title: str
    words: tuple[str, ...]
    line: str
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class EqualityLine:
    """The equality answer with one registration: for what, what was said, and the page to change it."""

    title: str
    said: str
    button: Button


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """Something I asked about my data: what, when, how it stands, what was answered, and how to take it back."""

    title: str
    line: str
    words: str = ""
    answer: str = ""
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class MyDataPage(Page):
    """What I can have, correct and take away; what I declared; who has looked; where I am signed in."""

    template: ClassVar[str] = "portal/my_data.html"
    sentence: str
    actions: tuple[tuple[str, Button], ...] = ()
    asked: tuple[AskedLine, ...] = ()
    sessions: tuple[SignedInLine, ...]
    looks: tuple[LookLine, ...] = ()
    receipts: tuple[ReceiptLine, ...] = ()
    equality: tuple[EqualityLine, ...] = ()
    looks_text: str
    account: str


@dataclass(frozen=True, kw_only=True)
class CorrectPage(Page):
    """What stands about me: my name to be put right at once; all else by those who decide on it.

    `known` are (what, as it stands) pairs; `changes` lead to registrations whose answers can still be changed.
    """

    template: ClassVar[str] = "portal/correct.html"
    sentence: str
    known: tuple[tuple[str, str], ...]
    action: str
    name: tuple[Field, ...]
    keep: str
    changes: tuple[Link, ...] = ()
    ask_title: str
    ask_text: str
    fields: tuple[Field, ...]
    ask: str
    back: Link


@dataclass(frozen=True, kw_only=True)
class ErasePage(Page):
    """What goes with me and what stays, before I ask. `ends` are matches that end with it."""

    template: ClassVar[str] = "portal/erase.html"
    sentence: str
    ends: tuple[str, ...] = ()
    ends_text: str = ""
    goes: tuple[str, ...]
    stays: tuple[tuple[str, str], ...]
    action: str
    fields: tuple[Field, ...] = ()
    button: str = ""
    told: str = ""
    back: Link
