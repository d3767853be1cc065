"""The members' goals as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Button, Empty, Link, Page
from mentoring.web.views.portal import Goal


@dataclass(frozen=True, kw_only=True)
class GoalsPage(Page):
    """All goals, open ones first, and a new one. Each leads to its own page; `closed` are reached or let go."""

    template: ClassVar[str] = "portal/goals.html"
    sentence: str
    goals: tuple[Goal, ...] = ()
    closed: tuple[Goal, ...] = ()
    empty: Empty | None = None
    promise_title: str
    promise: tuple[str, ...]
    action: str
    fields: tuple[Field, ...] = ()
    button: str = ""
    back: Link


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step: its words, by when, whether it is done, and the button that says otherwise."""

    words: str
    line: str = ""
    done: bool = False
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class GoalPage(Page):
    """One goal: its steps, a further step, other words for it, its end, and what happened to it so far."""

    template: ClassVar[str] = "portal/goal.html"
    sentence: str
    steps: tuple[StepLine, ...] = ()
    none: str = ""
    action: str
    step: tuple[Field, ...] = ()
    add: str = ""
    buttons: tuple[Button, ...] = ()
    words: tuple[Field, ...] = ()
    keep: str = ""
    history: tuple[tuple[str, str], ...] = ()
    back: Link
