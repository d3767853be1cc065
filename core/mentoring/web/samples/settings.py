"""Made-up settings of an institution."""

from mentoring.web.forms.field import Box, Field
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.settings import Group, ScaleLine, ScalePage, SettingsPage, Swatch

_WHY = Field(name="reason", kind="text", label="Why?", hint="It is kept in the audit trail.")
SETTINGS = SettingsPage(
    title="Settings",
    sentence="One setting was changed here; the file of whoever runs the system says otherwise.",
    action="#save",
    groups=(
        Group(
            "Name and colour",
            (
                Field(name="name", kind="text", label="Full name", value="University of Typography"),
                Field(
                    name="brand.colour", kind="text", label="Colour", value="#003d4c",
                    hint="Changed here on 2 December 2026; the file says “#500778”.",
                ),
            ),
        ),
        Group(
            "How long records are kept",
            (Field(name="retention.audit", kind="text", label="Who did and who read what", value="6 years"),),
        ),
    ),
    reason=_WHY,
    swatches=(
        Swatch("On light pages", "Band #003d4c: its text reaches 11.8 to 1.", "#003d4c", "#ffffff"),
        Swatch("On dark pages", "Band #004f61, moved from #003d4c: its text reaches 9.1 to 1.", "#004f61", "#ffffff"),
    ),
    scales=(ScaleLine("From 1 August 2020", "A, B, C", ("ligature: A is 1, B is 2",)),),
    add_scale=Button(label="Add or correct a scale", href="#scale"),
    others=(("Email domains", "typography.example"), ("Time zone", "Europe/London")),
)  # fmt: skip
SCALE = ScalePage(
    title="A grade scale",
    sentence="A new day adds a scale beside those there are.",
    back=Link("Back to settings", "#settings"),
    form=SmallForm(
        title="A grade scale",
        action="#save",
        fields=(
            Field(
                name="from", kind="date", label="From which day on does it hold?",
                boxes=tuple(Box(name=f"from.{each.lower()}", label=each) for each in ("Day", "Month", "Year")),
            ),
            Field(name="scale", kind="lines", label="The grades, low to high", value="A\nB\nC"),
            _WHY,
        ),
        button="Save this scale",
    ),
)  # fmt: skip
