"""Signing in as plain values, the outbox of a development server, errors, light or dark."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Empty, Link, Page


@dataclass(frozen=True, kw_only=True)
class SmallForm:
    """A form of a few fields with one button, below a heading of its own.

    `account` is whose password is set in it, so that a browser that keeps passwords knows.
    """

    title: str
    text: str = ""
    action: str
    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    button: str
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """An address is asked, a link is sent; or a code is asked. The page says the same whether one is known or not.

    `other` is a second way, below; `links` lead elsewhere.
    """

    template: ClassVar[str] = "account/sign_in.html"
    text: str
    action: str
    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    button: str
    other: SmallForm | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignInSentPage(Page):
    """The link is on its way; how long it holds; what to do when nothing comes."""

    template: ClassVar[str] = "account/sign_in_sent.html"
    paragraphs: tuple[str, ...]
    again: Link
    outbox: Link | None = None


@dataclass(frozen=True, kw_only=True)
class SignInConfirmPage(Page):
    """A link was opened: one button spends it (scanners open links, people press buttons)."""

    template: ClassVar[str] = "account/sign_in_confirm.html"
    text: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    button: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message in the development outbox."""

    to: str
    subject: str
    when: str
    body: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutboxPage(Page):
    """Development only: messages that would have been sent. `codes` are (address, what their app shows)."""

    template: ClassVar[str] = "account/outbox.html"
    sentence: str
    letters: tuple[Letter, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class RefusalPage(Page):
    """What happened, and what to do. `typed` is what a form had sent, to be copied."""

    template: ClassVar[str] = "site/refusal.html"
    what: str
    remedy: str = ""
    typed: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AppearancePage(Page):
    """Light or dark."""

    template: ClassVar[str] = "site/appearance.html"
    text: str
    action: str
    chosen: Literal["", "light", "dark"]
    back: str
