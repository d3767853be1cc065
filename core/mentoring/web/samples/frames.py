"""The frames around made-up pages: two houses, one of them red."""

from dataclasses import replace
from typing import Literal

from mentoring.web.views.frame import ConsoleFrame, House, PlainFrame, PortalFrame, PublicFrame
from mentoring.web.views.parts import Link

Scheme = Literal["", "light", "dark"]

PETROL = House(name="University of Typography", colour="#003d4c", href="#home")
RED = House(name="Letterpress College", colour="#c8102e", href="#home")
FOOT = (
    Link("Who looks after your data", "#data"),
    Link("Accessibility", "#accessibility"),
    Link("Contact the coordinators", "#contact"),
)
_THREAD = (
    ("Overview", 0),
    ("Registrations", 6),
    ("Events and attendance", 0),
    ("Matching", 5),
    ("Mentorships", 0),
    ("The scheme", 0),
    ("Texts and rules", 0),
    ("Messages", 0),
    ("Timeline", 0),
    ("Reports", 0),
)


def console(current: str = "", scheme: Scheme = "") -> ConsoleFrame:
    """The console with `current` as the page one is on."""
    return ConsoleFrame(
        house=PETROL,
        scheme=scheme,
        person="Maya Archive, coordinator",
        sign_out="#out",
        today=Link("Today", "#today", current=current == "Today", count=7),
        programme=Link("Ligature Professional 2027", "#programmes", current=current == "Programmes"),
        thread=tuple(Link(name, f"#{name}", current=current == name, count=count) for name, count in _THREAD),
        institution=tuple(Link(name, f"#{name}") for name in ("People", "Texts and labels", "Settings", "Audit")),
        find="#find",
        help=Link("Help", "#help"),
    )


def portal(current: str = "", scheme: Scheme = "", first: str = "My match") -> PortalFrame:
    """A participant's portal; the first place is My match or My circle."""
    names = (first, "Meetings", "Goals", "Notes", "My data")
    return PortalFrame(
        house=RED,
        scheme=scheme,
        person="Amara Quarto",
        sign_out="#out",
        places=tuple(Link(name, f"#{name}", current=current == name) for name in names),
        help=Link("Help", "#help"),
        foot=FOOT,
    )


def public(scheme: Scheme = "", house: House = PETROL) -> PublicFrame:
    """The frame for everyone."""
    return PublicFrame(house=house, scheme=scheme, sign_in="#sign-in", other_language=Link("Cymraeg", "#cy"), foot=FOOT)


def signed_in(scheme: Scheme = "") -> PublicFrame:
    """The public frame of somebody who has signed in to register."""
    return replace(public(scheme, RED), person="Amara Quarto", sign_in="", sign_out="#out")


def plain(scheme: Scheme = "") -> PlainFrame:
    """A band and nothing else."""
    return PlainFrame(house=House(name="Mentoring"), scheme=scheme)
