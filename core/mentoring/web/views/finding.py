"""Somebody found from anywhere, and what an institution looks after of one of its people, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Empty, Link, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class FoundLine:
    """Somebody: where they belong, and where to read more. `links` lead to registrations and mentorships."""

    name: str
    href: str
    line: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindPage(Page):
    """Whose name or address holds what was typed."""

    template: ClassVar[str] = "console/find.html"
    sentence: str
    action: str
    field: Field
    button: str
    found: tuple[FoundLine, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    """One thing about somebody: what, in which programme, how it stands."""

    what: Link
    programme: str
    mark: MarkKind
    word: str


@dataclass(frozen=True, kw_only=True)
class PersonPart:
    """Their registrations, mentorships or requests; `none` where there is nothing."""

    id: str
    title: str
    entries: tuple[PersonEntry, ...]
    none: str


@dataclass(frozen=True, kw_only=True)
class SomebodyPage(Page):
    """One of the institution's people."""

    template: ClassVar[str] = "console/somebody.html"
    sentence: str
    parts: tuple[PersonPart, ...]
    note: str
