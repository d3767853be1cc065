"""The trail, and the question why somebody looks, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Empty, Link, Page


@dataclass(frozen=True, kw_only=True)
class TrailLine:
    """One entry: when, who, what they did, and the reason where one was asked."""

    when: str
    who: str
    what: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TrailPage(Page):
    """Who did what, the latest first; `fields` choose from it. `newer` and `older` lead to the pages beside."""

    template: ClassVar[str] = "console/audit.html"
    sentence: str
    action: str
    fields: tuple[Field, ...]
    lines: tuple[TrailLine, ...] = ()
    empty: Empty | None = None
    newer: Link | None = None
    older: Link | None = None


@dataclass(frozen=True, kw_only=True)
class WhyPage(Page):
    """Somebody says why they look, before they do."""

    template: ClassVar[str] = "console/why.html"
    programme: str
    sentence: str
    action: str
    fields: tuple[Field, ...]
    button: str
    back: Link
