"""Pages about asking one another: the directory, and every request as coordinators see it."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.parts import Button, Empty, Link, MarkKind, Page, Person


@dataclass(frozen=True, kw_only=True)
class ListedPerson:
    """Somebody in the directory: who, what they show, and the way to ask them (or why not)."""

    person: Person
    lines: tuple[tuple[str, str], ...] = ()
    ask: Button | None = None


@dataclass(frozen=True, kw_only=True)
class DirectoryPage(Page):
    """Whom somebody may ask. `topics` filter the list; `asked` is everybody asked so far, with what became of it."""

    template: ClassVar[str] = "portal/directory.html"
    sentence: str
    topics: tuple[Link, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    people: tuple[ListedPerson, ...] = ()
    empty: Empty | None = None
    promise: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """One request: who asks whom, how it stands, and what the reader may do."""

    people: tuple[Person, ...]
    when: str
    mark: MarkKind
    word: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RequestsPage(Page):
    """Every request of a programme, the latest first."""

    template: ClassVar[str] = "console/requests.html"
    programme: str
    sentence: str
    requests: tuple[RequestLine, ...] = ()
    empty: Empty | None = None
