"""An institution as its TOML file says it (``schemas/tenant.schema.json``)."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from mentoring.contracts.toml_file import Fault, TomlFile, read_toml
from mentoring.contracts.zones import is_zone
from mentoring.errors import UnsoundDocument


class Contact(Struct, frozen=True):
    """Whom to write to."""

    title: str
    email: str
    page: str | None = None


class Contacts(Struct, frozen=True):
    """The team that runs mentoring, and the data-protection officer."""

    mentoring: Contact
    data_protection: Contact


class Brand(Struct, frozen=True):
    """The institution's colour (``#rrggbb``) and logo (a file beside the TOML file)."""

    colour: str
    logo: str | None = None


class Retention(Struct, frozen=True):
    """How long records are kept; each a duration such as ``2 years``."""

    programme: str = "2 years"
    unmatched: str = "1 year"
    messages: str = "6 months"
    accounts: str = "2 years"
    audit: str = "6 years"


class Unit(Struct, frozen=True):
    """One organisational unit. `parent` is the id of the unit above; `also` holds other names for it."""

    id: str
    title: str
    parent: str | None = None
    also: tuple[str, ...] = ()


class Grades(Struct, frozen=True):
    """The local scale from day `start` on: `scale` low to high, `levels` by scheme and grade, from 1."""

    start: date = field(name="from")
    scale: tuple[str, ...]
    levels: Mapping[str, Mapping[str, int]] = {}


class TenantFile(Struct, frozen=True):
    """One institution. `assumptions` are (where, sentence): values that are ours and not the institution's."""

    slug: str
    name: str
    short_name: str
    timezone: str
    domains: tuple[str, ...]
    schemes: tuple[str, ...]
    brand: Brand
    contacts: Contacts
    retention: Retention = Retention()
    units: tuple[Unit, ...] = ()
    grades: tuple[Grades, ...] = ()
    assumptions: tuple[tuple[str, str], ...] = ()

    def unit(self, named: str) -> Unit | None:
        """The unit with this id, title or other name; case and spacing do not matter."""
        wanted = _folded(named)
        return next((u for u in self.units if wanted in map(_folded, (u.id, u.title, *u.also))), None)

    def line_up(self, unit: Unit) -> tuple[Unit, ...]:
        """`unit` and the units above it, up to the top."""
        by_id = {each.id: each for each in self.units}
        line = [unit]
        while (above := line[-1].parent) is not None:
            line.append(by_id[above])
        return tuple(line)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def read_tenant(path: Path) -> TenantFile:
    """The institution in the file at `path`.

    Raises UnsoundDocument naming the file, each unsound line and its reason.
    """
    file = read_toml(path, "tenant")
    faults = [*_faults(file, path)]
    if faults:
        raise file.refusal(faults)
    data = {key: value for key, value in file.data.items() if key != "assumption"}
    return msgspec.convert({**data, "assumptions": [*_assumptions(file.data)]}, TenantFile)


def read_tenants(folder: Path) -> dict[str, TenantFile]:
    """Every ``*.toml`` of `folder`, by slug, in order of slug.

    Raises UnsoundDocument for the first unsound file, or when two institutions claim one e-mail domain.
    """
    if not folder.is_dir():
        raise UnsoundDocument(f"{folder} is no folder.", "Give the folder that holds the institutions' TOML files.")
    tenants = {t.slug: t for t in map(read_tenant, sorted(folder.glob("*.toml")))}
    owners: dict[str, str] = {}
    for tenant in tenants.values():
        for domain in tenant.domains:
            if domain in owners:
                raise UnsoundDocument(
                    f"{folder / tenant.slug}.toml: the domain `{domain}` already belongs to {owners[domain]}.",
                    "An e-mail address tells one institution only: take the domain out of one of the two files.",
                )
            owners[domain] = tenant.slug
    return tenants


def _assumptions(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every `assumption` in the document, with the entry it speaks of."""
    if isinstance(value, list):
        for item in value:
            name = item.get("id") or item.get("from") if isinstance(item, dict) else None
            yield from _assumptions(item, f"{where} {name}".strip() if name else where)
    elif isinstance(value, dict):
        if "assumption" in value:
            yield where or "institution", value["assumption"]
        for key, item in value.items():
            yield from _assumptions(item, f"{where}.{key}" if where else key)


def _faults(file: TomlFile, path: Path) -> Iterator[Fault]:
    """What the schema cannot say."""
    data = file.data
    if data["slug"] != path.stem:
        yield Fault(("slug",), f"the slug `{data['slug']}` must be the file's name, `{path.stem}`.")
    if not is_zone(data["timezone"]):
        yield Fault(("timezone",), f"`{data['timezone']}` is no time zone; one is Europe/London.")
    logo = data["brand"].get("logo")
    if logo and not (path.parent / logo).is_file():
        yield Fault(("brand", "logo"), f"there is no file `{logo}` beside this one.")
    yield from _unit_faults(data.get("units", []))
    yield from grade_faults(data.get("grades", []), data["schemes"])


def _unit_faults(units: list[dict[str, Any]]) -> Iterator[Fault]:
    parents = {unit["id"]: unit.get("parent") for unit in units}
    seen: dict[str, str] = {}
    for index, unit in enumerate(units):
        for name in (unit["id"], unit["title"], *unit.get("also", [])):
            if seen.setdefault(_folded(name), f"{index}") != f"{index}":
                yield Fault(("units", index), f"two units are called `{name}`.")
        parent = unit.get("parent")
        if parent is not None and parent not in parents:
            yield Fault(("units", index, "parent"), f"there is no unit `{parent}`.")
        above, steps = parent, 0
        while above in parents and above != unit["id"] and steps <= len(units):
            above, steps = parents[above], steps + 1
        if above == unit["id"]:
            yield Fault(("units", index, "parent"), f"the unit `{unit['id']}` is above itself.")


def grade_faults(blocks: list[dict[str, Any]], schemes: list[str]) -> Iterator[Fault]:
    """What is unsound in the scales, beyond what the schema says."""
    starts: set[str] = set()
    for index, block in enumerate(blocks):
        if block["from"] in starts:
            yield Fault(("grades", index, "from"), f"two scales begin on {block['from']}.")
        starts.add(block["from"])
        for scheme, levels in block.get("levels", {}).items():
            here = ("grades", index, "levels", scheme)
            if scheme not in schemes:
                yield Fault(here, f"`{scheme}` is not among this institution's schemes.")
            for grade in (each for each in levels if each not in block["scale"]):
                yield Fault((*here, grade), f"`{grade}` is no grade of this scale.")
            known = [grade for grade in block["scale"] if grade in levels]
            for lower, higher in pairwise(known):
                if levels[lower] > levels[higher]:
                    yield Fault((*here, higher), f"`{higher}` is above `{lower}` and cannot have a lower level.")
