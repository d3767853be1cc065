"""Messages of a programme, sent and to be sent, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Empty, Link, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class MessageLine:
    """One message in the list: to whom, what about, and what became of it. `note`: what the mail server said."""

    href: str
    to: str
    house: str
    subject: str
    occasion: str
    when: str
    mark: MarkKind
    state: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class MessagesPage(Page):
    """The messages of a programme, the newest first; `fields` choose from them."""

    template: ClassVar[str] = "console/messages.html"
    programme: str
    sentence: str
    words: Button
    action: str
    fields: tuple[Field, ...]
    lines: tuple[MessageLine, ...] = ()
    empty: Empty | None = None
    newer: Link | None = None
    older: Link | None = None


@dataclass(frozen=True, kw_only=True)
class MessagePage(Page):
    """One message: what became of it, its words, and the letters that left `together` with it as one mail."""

    template: ClassVar[str] = "console/message.html"
    programme: str
    sentence: str
    back: Link
    facts: tuple[tuple[str, str], ...]
    subject: str
    body: str
    together: tuple[Link, ...] = ()
    again: Button | None = None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What one occasion's message says, for whom it stands, and a button that sends it to oneself."""

    id: str
    title: str
    subject: str
    body: str
    test: Button


@dataclass(frozen=True, kw_only=True)
class WordingsPage(Page):
    """Every message that this programme may send, with the values of one registration put in, or in brackets."""

    template: ClassVar[str] = "console/wordings.html"
    programme: str
    sentence: str
    back: Link
    action: str
    fields: tuple[Field, ...]
    wordings: tuple[Wording, ...]
    change: Button | None = None
