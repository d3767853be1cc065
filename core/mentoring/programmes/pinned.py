"""What a programme has pinned: its scheme as overlaid, its dates, and the file it was applied from.

A scheme that is upgraded or uninstalled changes no running programme: everything is read from the row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from babel.dates import format_date
from babel.lists import format_list

from mentoring.contracts.canonical import canonical, digest
from mentoring.errors import UnsoundDocument
from mentoring.programmes.dates import Moments, resolve_dates
from mentoring.programmes.file import OverlayPart, ProgrammeFile
from mentoring.programmes.model import Programme
from mentoring.schemes.build import pinned_scheme
from mentoring.schemes.overlay import overlaid
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

LOCALES = {"en": "en_GB", "cy": "cy_GB"}
KEPT = 128
"""How many schemes are kept as they were built."""


@dataclass(frozen=True, slots=True)
class _Pin:
    """What tells one pinned scheme from another; the documents follow from their digest.

    They are fetched only where the scheme has to be built.
    """

    name: str
    version: str
    digest: str
    hooks: tuple[str, ...] | None
    documents: Callable[[], Mapping[str, Any]] = field(compare=False)


def scheme_of(programme: Programme) -> Scheme:
    """The scheme that `programme` runs: the documents it pinned, under its coordinators' changes.

    What was built once is kept, and the documents are not read again. Raises UnsoundDocument when they are not those
    that were pinned.
    """
    own_scheme_of(programme)  # used last, so it is kept for as long as what is built upon it
    return _built(_pin(programme), canonical(programme.overlay) if programme.overlay else "[]")


def own_scheme_of(programme: Programme) -> Scheme:
    """The scheme as `programme` has pinned it, without its coordinators' changes. Raises UnsoundDocument."""
    return _own(_pin(programme))


def _pin(programme: Programme) -> _Pin:
    return _Pin(
        programme.scheme,
        programme.scheme_version,
        programme.documents_digest,
        None if programme.hooks is None else tuple(programme.hooks),
        lambda: programme.documents,
    )


def changed_by(scheme: Scheme, overlay: tuple[OverlayPart, ...]) -> Scheme:
    """`scheme` with each part of `overlay` laid over it in order. Raises UnsoundDocument."""
    for part in overlay:
        scheme = overlaid(scheme, dict(part.changes))
    return scheme


def file_of(programme: Programme) -> ProgrammeFile:
    """`programme` as the file that was applied says it, whoever of its institutions asks."""
    host, *partners = programme.institutions
    return msgspec.convert(
        {
            "slug": programme.slug,
            "title": programme.title,
            "scheme": programme.scheme,
            "host": programme.tenant_id,
            "host_places": host["places"],
            "partners": partners,
            "listed": programme.listed,
            "controllers": programme.controllers,
            "dates": programme.dates,
            "overlay": programme.overlay,
        },
        ProgrammeFile,
    )


def dates_of(work: UnitOfWork, programme: Programme) -> Moments:
    """When everything in `programme` is, by milestone or event, in the host's zone."""
    zone = institution(work.session, programme.tenant_id).timezone
    return resolve_dates(scheme_of(programme), file_of(programme).dates, zone)


def date_words(moments: Moments, language: str = "en") -> dict[str, str]:
    """The placeholders ``date.ID`` of messages: ``Friday 18 December 2020``; of several sessions, each."""
    locale = LOCALES[language]
    return {
        f"date.{name}": _days_in_words(tuple(each.date() for each in moment.times), locale)
        for name, moment in moments.items()
    }


@lru_cache(maxsize=2_000)
def _days_in_words(days: tuple[date, ...], locale: str) -> str:
    return format_list([format_date(each, "EEEE d MMMM y", locale=locale) for each in days], locale=locale)


@lru_cache(maxsize=KEPT)
def _own(pin: _Pin) -> Scheme:
    documents = pin.documents()
    if digest(documents) != pin.digest:
        raise UnsoundDocument(
            f"The documents of {pin.name} that this programme holds are not those it has pinned.",
            "Restore them from a backup: nothing is decided by documents that nobody chose.",
        )
    return pinned_scheme(pin.name, pin.version, documents, hooks=pin.hooks)


@lru_cache(maxsize=KEPT)
def _built(pin: _Pin, overlay: str) -> Scheme:
    return changed_by(_own(pin), msgspec.json.decode(overlay, type=tuple[OverlayPart, ...]))
