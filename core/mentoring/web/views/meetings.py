"""A meeting to arrange or to change, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Link, Page


@dataclass(frozen=True, kw_only=True)
class ArrangePage(Page):
    """When, for how long, where; with one that is arranged already, who can come, and the way to call it off."""

    template: ClassVar[str] = "portal/arrange.html"
    sentence: str
    action: str
    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    button: str
    leave: Link
    replies: tuple[str, ...] = ()
    off_title: str = ""
    off_text: str = ""
    off: Button | None = None
    promise: str = ""
