"""A person's own data as plain values: where they are signed in, and who has read what they wrote."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.parts import Button, Page


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
class MyDataPage(Page):
    """What I declared and answered; who has looked, in whichever institution; where I am signed in."""

    template: ClassVar[str] = "portal/my_data.html"
    sentence: str
    sessions: tuple[SignedInLine, ...]
    looks: tuple[LookLine, ...] = ()
    receipts: tuple[ReceiptLine, ...] = ()
    equality: tuple[EqualityLine, ...] = ()
    looks_text: str
    account: str
