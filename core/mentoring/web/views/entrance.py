"""The first page of the site, and of an institution, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.parts import Button, Empty, Link, Page


@dataclass(frozen=True, kw_only=True)
class EntrancePage(Page):
    """A plain list of where one can go on."""

    template: ClassVar[str] = "public/entrance.html"
    sentence: str = ""
    links: tuple[Link, ...] = ()
    buttons: tuple[Button, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class TextPage(Page):
    """A page of sections, to be read."""

    template: ClassVar[str] = "public/text.html"
    sentence: str = ""
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
