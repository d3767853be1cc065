"""The page of installed schemes and how their own code fares."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.parts import Banner, Button, Empty, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class SchemeLine:
    """A scheme: its title, version and hooks in words, how its code stands, and the button where it is held."""

    title: str
    text: str
    mark: MarkKind
    word: str
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class FaultLine:
    """One fault: when, of which scheme, version and hook, and what happened."""

    when: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SchemesPage(Page):
    """Installed schemes, those that could not be loaded, and the faults of their code at this institution."""

    template: ClassVar[str] = "console/schemes.html"
    sentence: str
    machine: Banner | None = None
    schemes: tuple[SchemeLine, ...] = ()
    failures: tuple[FaultLine, ...] = ()
    faults: tuple[FaultLine, ...] = ()
    empty: Empty | None = None
