"""Who holds which role at an institution, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Link, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class HolderLine:
    """Somebody with their roles, and how their second step stands."""

    who: Link
    email: str
    roles: str
    mark: MarkKind
    word: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Page):
    """Everybody who holds a role; below, a role is granted."""

    template: ClassVar[str] = "console/people.html"
    sentence: str
    holders: tuple[HolderLine, ...]
    grant: SmallForm


@dataclass(frozen=True, kw_only=True)
class HolderPage(Page):
    """One of them: what can be taken back or reset, each with its reason."""

    template: ClassVar[str] = "console/holder.html"
    sentence: str
    back: Link
    forms: tuple[SmallForm, ...]
