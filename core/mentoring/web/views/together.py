"""Several registrations decided on at once, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Empty, Link, Page


@dataclass(frozen=True, kw_only=True)
class TogetherPage(Page):
    """A form for each group of people on whom the same is open."""

    template: ClassVar[str] = "console/together.html"
    programme: str
    sentence: str
    back: Link
    groups: tuple[SmallForm, ...] = ()
    empty: Empty | None = None
