"""Surroundings for a scheme nobody runs yet: invented institutions, and a programme with dates that fit together.

Whatever a scheme's documents ask of institutions is there: a grade for every level, units, a host, a partner, a
listed organisation. Dates are tried in several orders, as a coordinator would, until the scheme can run.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from mentoring.errors import UnsoundDocument
from mentoring.participants.facts import Setting
from mentoring.programmes.dates import Moments, dated, resolve_dates
from mentoring.programmes.file import Partner, ProgrammeFile
from mentoring.schemes.scheme import Event, Scheme
from mentoring.tenants.file import Brand, Contact, Contacts, Grades, TenantFile, Unit

FIRST_DAY = date(2030, 1, 7)
"""The day before which nothing of the invented programme is."""
ZONE = "Europe/London"
LISTED = "Kerning Trust"
"""An organisation without a tenant."""


class Dates(NamedTuple):
    """The dates given, the moments that follow, and what is wrong where no order of dates works out."""

    asked: Mapping[str, tuple[str, ...]]
    moments: Moments
    refusal: str


def setting_for(scheme: Scheme) -> Setting:
    """`scheme` among two invented institutions, in a programme with dates; without dates where none fit together."""
    dates = dates_for(scheme)
    houses = {slug: _house(slug, scheme) for slug in ("serif", "sans")}
    programme = ProgrammeFile(
        slug="trial",
        title="Trial",
        scheme=scheme.name,
        host="serif",
        dates=dates.asked,
        partners=(Partner("sans", FIRST_DAY - timedelta(days=1)),) if "partner" in scheme.card.institutions else (),
        listed=(LISTED,) if "listed" in scheme.card.institutions else (),
    )
    return Setting(scheme, houses, programme, dates.moments)


def dates_for(scheme: Scheme) -> Dates:
    """Dates for everything that `scheme` asks a coordinator, in the first order in which the programme can run."""
    refusals: list[str] = []
    for asked in _orders(scheme):
        try:
            return Dates(asked, resolve_dates(scheme, asked, ZONE), "")
        except UnsoundDocument as error:
            refusals.append(error.what)
    return Dates({}, {}, refusals[0])


def _orders(scheme: Scheme) -> Iterator[dict[str, tuple[str, ...]]]:
    """Several ways to spread the dates that are asked for: events after registration, before it, close together."""
    entries = {name: entry for name, entry in dated(scheme).items() if entry.at.asked is not None}
    opening = {each.opens for each in scheme.registration.values()}
    closing = {each.closes for each in scheme.registration.values()}
    late = {each.late_until for each in scheme.registration.values()}
    rounds = {way["round"] for each in scheme.matching.values() for way in each.ways if "round" in way}
    firsts = [name for name in entries if name in opening]
    closes = [name for name in entries if name in closing and name not in opening]
    lates = [name for name in entries if name in late and name not in closing]
    matches = [name for name in entries if name in rounds]
    rest = [name for name in entries if name not in {*firsts, *closes, *lates, *matches}]
    for step in (14, 1, 70):
        for order in (
            [*firsts, *closes, *lates, *rest, *matches],
            [*firsts, *rest, *closes, *lates, *matches],
            [*firsts, *closes, *lates, *matches, *rest],
        ):
            yield _spread(entries, order, step)


def _spread(entries: Mapping[str, object], order: list[str], step: int) -> dict[str, tuple[str, ...]]:
    asked, day = {}, FIRST_DAY + timedelta(days=28)
    for name in order:
        entry = entries[name]
        sessions = entry.sessions if isinstance(entry, Event) else 1
        days = [day + timedelta(days=7 * number) for number in range(sessions)]
        asked[name] = tuple(each.isoformat() for each in days)
        day = days[-1] + timedelta(days=step)
    return asked


def _house(slug: str, scheme: Scheme) -> TenantFile:
    name = f"{slug.title()} University"
    contact = Contact("Mentoring", f"mentoring@{slug}.example")
    scale = tuple(f"{slug[0].upper()}{number}" for number in range(len(scheme.card.levels) + 1))
    levels = {scheme.name: {grade: level for level, grade in enumerate(scale) if level}}
    return TenantFile(
        slug=slug,
        name=name,
        short_name=slug.title(),
        timezone=ZONE,
        domains=(f"{slug}.example",),
        schemes=(scheme.name,),
        brand=Brand("#003d4c"),
        contacts=Contacts(contact, contact),
        units=(
            Unit("services", "Services"),
            Unit("library", "Library", "services"),
            Unit("finance", "Finance", "services"),
            Unit("faculty", "Faculty"),
        ),
        grades=(Grades(date(2000, 1, 1), scale, levels if scheme.card.levels else {}),),
    )
