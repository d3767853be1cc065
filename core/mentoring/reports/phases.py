"""Of what there can be a release: the phases of a programme, and who is counted in which. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentoring.programmes.dates import Moment
from mentoring.schemes.scheme import Scheme, say


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the programme's year that is over at `closes`. `id` is the milestone's."""

    id: str
    title: str
    closes: datetime


@dataclass(frozen=True, slots=True)
class Came:
    """One registration: whose it is, when it was sent, and when it was withdrawn, if it was."""

    registration: UUID
    person: tuple[str, UUID | str]
    submitted: datetime
    withdrawn: datetime | None


def phases(scheme: Scheme, moments: Mapping[str, Moment]) -> tuple[Phase, ...]:
    """In order of time: the end of registration, each round, and the last date of the year."""
    closing = {name for each in scheme.registration.values() for name in (each.late_until or each.closes,) if name}
    rounds = {way["round"] for each in scheme.matching.values() for way in each.ways if "round" in way}
    wanted = [name for name in (*closing, *rounds) if name in moments]
    last = max(moments, key=lambda name: (moments[name].at, name), default=None)
    if last is not None:
        wanted.append(last)
    found = {name: Phase(name, _title(scheme, name), moments[name].at) for name in wanted}
    return tuple(sorted(found.values(), key=lambda each: (each.closes, each.id)))


def counted_in(phase: Phase, everyone: Iterable[Came], already: Collection[UUID]) -> tuple[tuple[UUID, ...], ...]:
    """Whom the release of `phase` counts: by person, the registrations that stood when it closed.

    Who stands in an earlier release (`already`, by registration) is not counted again: two tables about almost the
    same people tell, by their difference, what the few are who are in one alone.
    """
    people: dict[tuple[str, UUID | str], list[Came]] = {}
    for each in everyone:
        people.setdefault(each.person, []).append(each)
    standing = []
    for registrations in people.values():
        if any(each.registration in already for each in registrations):
            continue
        stood = [
            each.registration
            for each in registrations
            if each.submitted <= phase.closes and (each.withdrawn is None or each.withdrawn > phase.closes)
        ]
        if stood:
            standing.append(tuple(sorted(stood)))
    return tuple(sorted(standing))


def _title(scheme: Scheme, name: str) -> str:
    entry = scheme.timeline.get(name) or scheme.activities.events.get(name)
    return say(entry.title) if entry else name
