"""Who takes part in a programme, and who is the controller of what, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.parts import Button, MarkKind, Page


@dataclass(frozen=True)
class PartnerLine:
    """An institution: its days and places in a sentence, how it stands, and the pages that change that."""

    name: str
    text: str
    mark: MarkKind
    word: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class ControllerLine:
    """One controller: what it looks after, in sentences, and whom to ask."""

    name: str
    of: tuple[str, ...]
    contact: str


@dataclass(frozen=True, kw_only=True)
class PartnersPage(Page):
    """Host first, then partners; listed organisations by name; the joint-controller record."""

    template: ClassVar[str] = "console/partners.html"
    programme: str
    sentence: str
    partners: tuple[PartnerLine, ...]
    actions: tuple[Button, ...] = ()
    listed: tuple[str, ...] = ()
    controllers: tuple[ControllerLine, ...] = ()
