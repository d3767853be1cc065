"""A programme as its TOML file says it (``schemas/programme.schema.json``)."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from mentoring.contracts.toml_file import Fault, TomlFile, read_toml

RESERVED = frozenset(
    {"account", "calendar", "console", "data-protection", "mine", "my-data", "outbox", "sign-in", "sign-out"}
)
"""What stands in addresses where a programme's slug does; a test holds it against the routes."""


class Partner(Struct, frozen=True):
    """An institution that takes part from day `start` to day `end`, both included; `places` by role.

    `left`: the day on which it left. No file says that: it happens.
    """

    slug: str
    start: date = field(name="from")
    end: date | None = field(default=None, name="to")
    places: Mapping[str, int] = {}
    left: date | None = None

    def takes_part(self, on: date | None) -> bool:
        """Whether it takes part on that day; when the day is not known, whether it ever does."""
        return on is None or (self.start <= on and all(last is None or on <= last for last in (self.end, self.left)))


class Contact(Struct, frozen=True):
    """Whom to write to about the data that an institution looks after."""

    title: str
    email: str


class ControllerSaid(Struct, frozen=True):
    """What `institution` is the controller of, in sentences; `contact`: else its data-protection contact."""

    institution: str
    of: tuple[str, ...]
    contact: Contact | None = None


class OverlayPart(Struct, frozen=True):
    """What one coordinator changed, and why: a JSON merge patch by document."""

    author: str
    reason: str
    changes: Mapping[str, Any]


class ProgrammeFile(Struct, frozen=True):
    """One programme. `dates` holds ISO dates or local date-times, by milestone or event, always as tuples."""

    slug: str
    title: str
    scheme: str
    host: str
    dates: Mapping[str, tuple[str, ...]]
    host_places: Mapping[str, int] = {}
    partners: tuple[Partner, ...] = ()
    listed: tuple[str, ...] = ()
    controllers: tuple[ControllerSaid, ...] = ()
    overlay: tuple[OverlayPart, ...] = ()

    def standing_of(self, institution: str, on: date | None) -> Literal["host", "partner", "listed"] | None:
        """How `institution` (a slug or a listed name) takes part on that day, or ever; None when it does not."""
        if institution == self.host:
            return "host"
        if any(p.slug == institution and p.takes_part(on) for p in self.partners):
            return "partner"
        return "listed" if institution in self.listed else None


def read_programme(path: Path) -> ProgrammeFile:
    """The programme in the file at `path`.

    Raises UnsoundDocument naming the file, each unsound line and its reason.
    """
    file = read_toml(path, "programme")
    faults = [*_faults(file)]
    if faults:
        raise file.refusal(faults)
    dates = {name: given if isinstance(given, list) else [given] for name, given in file.data["dates"].items()}
    return msgspec.convert({**file.data, "dates": dates}, ProgrammeFile)


def _faults(file: TomlFile) -> Iterator[Fault]:
    """What the schema cannot say."""
    if file.data["slug"] in RESERVED:
        yield Fault(("slug",), f"`{file.data['slug']}` is an address that every institution has already.")
    seen = {file.data["host"]}
    for index, partner in enumerate(file.data.get("partners", [])):
        here = ("partners", index)
        if partner["slug"] in seen:
            yield Fault((*here, "slug"), f"`{partner['slug']}` takes part already.")
        seen.add(partner["slug"])
        if partner.get("to", "9999") < partner["from"]:
            yield Fault((*here, "to"), f"`{partner['slug']}` cannot leave before it joins.")
    for name, given in file.data["dates"].items():
        for moment in given if isinstance(given, list) else [given]:
            try:
                msgspec.convert(moment[:10], date)
            except msgspec.ValidationError:
                yield Fault(("dates", name), f"`{name}`: {moment} is no day of the calendar.")
