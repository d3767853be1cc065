"""The page of components as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.house import HouseColours
from mentoring.web.views.charts import BarTable, DotChart, PeopleTable
from mentoring.web.views.parts import Banner, Beads, Button, Empty, Link, MarkKind, Page, Person, Problem, Step


@dataclass(frozen=True, kw_only=True)
class ComponentsPage(Page):
    """Every part in every state."""

    template: ClassVar[str] = "site/components.html"
    colours: tuple[str, ...]
    houses: tuple[tuple[str, str, HouseColours], ...]
    buttons: tuple[Button, ...]
    joined: tuple[Button, ...]
    statuses: tuple[tuple[MarkKind, str], ...]
    beads: Beads
    pair: tuple[Person, Person]
    circle: tuple[Person, ...]
    steps: tuple[Step, ...]
    banners: tuple[Banner, ...]
    fields: tuple[Field, ...]
    summary: tuple[Problem, ...]
    tabs: tuple[Link, ...]
    empty: Empty
    bars: BarTable
    dots: DotChart
    places: PeopleTable
    pages: tuple[Link, ...]
