"""What coordinators say otherwise in a running programme: texts, numbers, rule values, dates and places.

`wanted` checks everything that is asked and answers what the programme would be; `save` makes it so. Whoever saves has
seen the effect before (`timeline.effect`), which does the very same and takes it back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mentoring.access.permissions import Role, roles_in
from mentoring.contracts.merge import patch_between
from mentoring.contracts.problems import Problem, entry_of
from mentoring.errors import Conflict, Invalid, NotAllowed, UnsoundDocument
from mentoring.programmes.dates import Moments, dated, resolve_dates
from mentoring.programmes.due import wake
from mentoring.programmes.file import OverlayPart
from mentoring.programmes.history import newest, places_in, remember, state_of
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Partner, Programme
from mentoring.programmes.pinned import file_of, own_scheme_of, scheme_of
from mentoring.schemes.adjustable import Edits, edited
from mentoring.schemes.build import UnsoundScheme
from mentoring.schemes.overlay import overlaid
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

LONGEST_REASON = 2000
PLACES_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be said otherwise; everything else stays.

    `edits` are values of documents, `dates` ISO dates by milestone or event (none: worked out again), `places` numbers
    by institution and role (None: no number of its own).
    """

    edits: Edits = field(default_factory=dict)
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[tuple[str, str], int | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.edits or self.dates or self.places)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A programme as it is to be, checked whole.

    `own` is the scheme as pinned, `scheme` what holds; `patch` is laid over as one more part of the overlay, after
    `parts`.
    """

    own: Scheme
    scheme: Scheme
    parts: tuple[OverlayPart, ...]
    patch: Mapping[str, Any]
    dates: Mapping[str, tuple[str, ...]]
    places: Mapping[str, Mapping[str, int]]
    moments: Moments


def wanted(work: UnitOfWork, programme: Programme, asked: Asked) -> Wanted:
    """The programme with what is `asked`. Writes nothing.

    Raises Invalid with a problem for each value that cannot be: by a leaf's key, ``dates.ID``, ``places.SLUG.ROLE``, or
    "" for what concerns several.
    """
    file, before = file_of(programme), scheme_of(programme)
    documents = edited(before.documents, asked.edits)
    dates = {name: given for name, given in {**file.dates, **asked.dates}.items() if given}
    places = places_in(file)
    for (slug, role), number in asked.places.items():
        places[slug] = {key: each for key, each in places[slug].items() if key != role}
        if number is not None:
            places[slug][role] = number
    patch = patch_between(before.documents, documents)
    try:
        scheme = overlaid(before, patch)
    except UnsoundScheme as refusal:
        raise _refused(refusal.problems, documents, asked) from refusal
    moments = resolved(work, programme, scheme, dates)
    return Wanted(own_scheme_of(programme), scheme, file.overlay, patch, dates, places, moments)


def resolved(work: UnitOfWork, programme: Programme, scheme: Scheme, dates: Mapping[str, tuple[str, ...]]) -> Moments:
    """When everything is then. Raises Invalid, by ``dates.ID``."""
    try:
        return resolve_dates(scheme, dates, institution(work.session, programme.tenant_id).timezone)
    except UnsoundDocument as refusal:
        problems: dict[str, str] = {}
        for line in refusal.what.splitlines():
            named = [name for name in re.findall(r"`(\w+)`", line) if name in dated(scheme)]
            key = f"dates.{named[0]}" if named else ""
            problems[key] = f"{problems[key]} {line}" if key in problems else line
        raise Invalid("These dates cannot be.", refusal.remedy, problems) from refusal


def save(
    work: UnitOfWork,
    programme: Programme,
    made: Wanted,
    *,
    base: int,
    author: str,
    reason: str,
    kind: str = "change",
    undoes: int | None = None,
) -> int:
    """Make the programme what is wanted, under its lock; the number of the change.

    `base` is the number of the last change that whoever saves has seen. Raises Conflict when there is a later one,
    Invalid without a reason, NotAllowed anywhere but at the host.
    """
    work.demand("programme.change", roles_of(work, programme))
    if work.tenant != programme.tenant_id:
        raise NotAllowed("A programme is changed by its host alone.", "Ask the host's coordinators.")
    row = locked(work, programme.id)
    if newest(work, row) != base:
        raise Conflict("Somebody has changed this programme meanwhile.", "Look at what changed, then save again.")
    why = reason_in(reason)
    moved = made.own.digest != row.documents_digest
    before = state_of(row, documents=moved)
    row.scheme_version, row.documents_digest = made.own.version, made.own.digest
    row.documents = dict(made.own.documents)
    row.hooks = None if made.own.hooks is None else list(made.own.hooks)
    part = [OverlayPart(author, why, made.patch)] if made.patch else []
    row.overlay = msgspec.to_builtins([*made.parts, *part])
    row.dates = {name: list(given) for name, given in made.dates.items()}
    row.institutions = [{**each, "places": dict(made.places.get(each["slug"], {}))} for each in row.institutions]
    work.session.flush()
    for slug, places in made.places.items():
        partner = work.session.get(Partner, (row.tenant_id, row.id, slug))
        if partner is not None and partner.places != places:
            partner.places = dict(places)
    work.session.flush()
    number = remember(work, row, kind=kind, before=before, author=author, reason=why, undoes=undoes)
    wake(work, work.tenant, row.id)
    work.record(kind, "programme", row.id, fields=tuple(sorted(_names(made, before))), reason=why)
    return number


def roles_of(work: UnitOfWork, programme: Programme) -> frozenset[Role]:
    """The actor's roles in `programme`: a coordinator of the host leads."""
    here = {"tenant": work.tenant, "host": programme.tenant_id}
    return roles_in(work.actor.roles, **here, registered=False, member=False)


def reason_in(text: str) -> str:
    """A reason, tidied. Raises Invalid for none, or one that is too long."""
    tidy = text.strip()
    if not tidy:
        raise Invalid("A reason is missing.", "", {"reason": "Write why: whoever runs the programme next reads it"})
    if len(tidy) > LONGEST_REASON:
        raise Invalid("The reason is too long.", "", {"reason": f"Shorten the reason to {LONGEST_REASON} characters"})
    return tidy


def _names(made: Wanted, before: Mapping[str, Any]) -> Iterable[str]:
    """Which fields the audit names: documents, dates, places; never what is in them."""
    yield from made.patch
    if made.own.digest != before["digest"]:
        yield "documents"
    if before["dates"] != {name: list(given) for name, given in made.dates.items()}:
        yield "dates"
    if before["places"] != {slug: dict(each) for slug, each in made.places.items()}:
        yield "places"


def _refused(problems: Iterable[Problem], documents: Mapping[str, Any], asked: Asked) -> Invalid:
    """What is unsound, at the values that were asked otherwise; the rest together, with document and entry."""
    names = {(name, entry_of(documents[name], path)): ".".join(map(str, (name, *path))) for name, path in asked.edits}
    found: dict[str, list[str]] = {}
    for problem in problems:
        near = [
            key
            for (name, entry), key in names.items()
            if name == problem.document and (entry.startswith(problem.entry) or problem.entry.startswith(entry))
        ]
        told = f"{problem.what} {problem.remedy} ({problem.document}, {problem.entry})"
        found.setdefault(near[0] if near else "", []).append(told)
    return Invalid(
        "Some of this cannot be.", "Look at what is marked.", {key: " ".join(told) for key, told in found.items()}
    )
