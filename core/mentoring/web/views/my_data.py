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
class MyDataPage(Page):
    """Where I am signed in; who has looked, in whichever institution."""

    template: ClassVar[str] = "portal/my_data.html"
    sentence: str
    sessions: tuple[SignedInLine, ...]
    looks: tuple[LookLine, ...] = ()
    looks_text: str
    account: str
