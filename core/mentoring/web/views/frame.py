"""What stands around a page: whose house it is, the places one can go to, and who is looking."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from mentoring.web.languages import Language
from mentoring.web.views.parts import Link


@dataclass(frozen=True, kw_only=True)
class House:
    """The institution whose pages these are. `colour` is its own, ``#rrggbb``, or empty for the product's."""

    name: str
    colour: str = ""
    href: str = "/"

    @property
    def initial(self) -> str:
        """The letter on the tile."""
        return self.name[:1].upper()


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every frame has.

    `scheme` is the person's choice of light or dark (empty: as their device says). `csrf` is the token that
    every form of the page carries. `appearance` is the address of the page where light or dark is chosen.
    `other_language` leads to this page in the other language (None: there is none). `foot` are the links at
    the foot of portal and public pages. `layout` is its template, for pages drawn in whichever frame.
    `printed` is the day, for the foot of a page on paper.
    """

    layout: ClassVar[str] = "layout/plain.html"
    house: House
    language: Language = "en"
    scheme: Literal["", "light", "dark"] = ""
    csrf: str = ""
    appearance: str = "/appearance"
    other_language: Link | None = None
    help: Link | None = None
    foot: tuple[Link, ...] = ()
    printed: str = ""


@dataclass(frozen=True, kw_only=True)
class PlainFrame(Frame):
    """A band and nothing else: errors, choosing light or dark."""


@dataclass(frozen=True, kw_only=True)
class PublicFrame(Frame):
    """Pages for everyone. `person` when somebody is signed in; then `sign_out` is where that form posts."""

    layout: ClassVar[str] = "layout/public.html"
    sign_in: str = ""
    person: str = ""
    sign_out: str = ""


@dataclass(frozen=True, kw_only=True)
class PortalFrame(Frame):
    """A participant's pages: the band and the five places."""

    layout: ClassVar[str] = "layout/portal.html"
    person: str
    sign_out: str
    places: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConsoleFrame(Frame):
    """A coordinator's pages: the rail with the programme's thread.

    `person` names who is looking and as what ("Maya Archive, coordinator"). `programme` leads to the list of
    programmes; `thread` holds the programme's places in the order of the year, `institution` those of the house.
    A link's `count` stands only where a person is needed. `find` is where the search goes (empty: no search yet).
    """

    layout: ClassVar[str] = "layout/console.html"
    person: str
    sign_out: str
    today: Link
    programme: Link | None = None
    thread: tuple[Link, ...] = ()
    institution: tuple[Link, ...] = field(default=())
    find: str = ""
