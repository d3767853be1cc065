"""An institution's settings, as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Button, Link, Page


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Swatch:
    """The house's colour as it is used, with what its text reaches; `band` and `on_band` are ``#rrggbb``."""

    label: str
    text: str
    band: str
    on_band: str


@dataclass(frozen=True)
class ScaleLine:
    """A grade scale from a day on, and what its grades are worth in each scheme."""

    title: str
    text: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SettingsPage(Page):
    """What is the institution's own, as a form; `others` is set by whoever runs the system: (what, how it stands)."""

    template: ClassVar[str] = "console/settings.html"
    sentence: str
    action: str
    groups: tuple[Group, ...]
    reason: Field
    swatches: tuple[Swatch, ...]
    scales: tuple[ScaleLine, ...]
    add_scale: Button
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ScalePage(Page):
    """A grade scale is written: from a day on, low to high, with its levels in each scheme."""

    template: ClassVar[str] = "console/scale.html"
    sentence: str
    back: Link
    form: SmallForm
