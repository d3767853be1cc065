"""A programme's documents as something to read, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.parts import Link, Page


@dataclass(frozen=True, kw_only=True)
class Saying:
    """One thing that the scheme says: what it is about, what it says, and whether a programme may say it otherwise.

    `changed` tells what the scheme itself says where the programme says otherwise; `href` leads to where it is changed.
    """

    about: str
    says: str
    more: str = ""
    changeable: bool = False
    changed: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Things that belong together; `text` says what they are."""

    id: str
    title: str
    text: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, kw_only=True)
class DocumentsPage(Page):
    """The scheme of a programme, chapter by chapter, with what a coordinator may change marked.

    `parts` lead to each document, entry by entry; the current one is that which is shown, if one is.
    """

    template: ClassVar[str] = "console/documents.html"
    programme: str
    sentence: str
    parts: tuple[Link, ...] = ()
    chapters: tuple[Chapter, ...] = ()
