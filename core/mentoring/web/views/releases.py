"""Published tables of equality monitoring as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.views.charts import BarTable
from mentoring.web.views.parts import Button, MarkKind, Page


@dataclass(frozen=True, kw_only=True)
class ReleaseBlock:
    """One phase: how its table stands, the table once it is issued, the button of who may issue it."""

    id: str
    title: str
    mark: MarkKind
    word: str
    text: str
    table: BarTable | None = None
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class ReleasesPage(Page):
    """The phases of a programme in order of time; `footnote` is the rounding rule."""

    template: ClassVar[str] = "console/releases.html"
    programme: str
    sentence: str
    blocks: tuple[ReleaseBlock, ...]
    footnote: str
