"""The year of a programme: its milestones, what happens at each, and to how many; as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.parts import Button, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class MilestoneLine:
    """One milestone: when, where the date comes from, what happens then, and whether it has."""

    title: str
    when: str
    rule: str
    happens: tuple[str, ...] = ()
    mark: MarkKind
    word: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TimelinePage(Page):
    """Everything in the year in order of time; then what comes once for each person or mentorship."""

    template: ClassVar[str] = "console/timeline.html"
    programme: str
    sentence: str
    actions: tuple[Button, ...] = ()
    dated: tuple[MilestoneLine, ...] = ()
    each: tuple[MilestoneLine, ...] = ()
