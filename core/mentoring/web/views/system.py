"""The system's health as plain values: numbers alone."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.console import Figure
from mentoring.web.views.parts import Page


@dataclass(frozen=True, kw_only=True)
class SystemPage(Page):
    """What waits, what failed, what is sealed."""

    template: ClassVar[str] = "console/system.html"
    sentence: str
    figures: tuple[Figure, ...]
