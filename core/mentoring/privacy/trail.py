"""The trail as an institution's coordinators read it: who did what, to whom, when and why, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.sql import ColumnElement

from mentoring.audit.model import AuditEntry
from mentoring.audit.service import write_down
from mentoring.db.unchanged import unchanged
from mentoring.people.model import Person
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

A_PAGE = 50
"""Entries on a page."""

_MOST_PEOPLE = 50
_LATEST = 5000
"""Entries among which the actions to choose from are looked for: the trail grows for years, and this stays quick."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries: of or about somebody whose name or address holds `person`, one `action`, from and before a time.

    `elsewhere`: what others did with data of this institution's people, in place of what was done here.
    """

    person: str = ""
    action: str = ""
    since: datetime | None = None
    before: datetime | None = None
    elsewhere: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `actor` and `about` are names of this institution's people; else the kind, or the institution."""

    at: datetime
    actor: str
    action: str
    object: str
    about: str
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Trail:
    """One page of entries, the latest first; the actions there were of late; whether there are older entries."""

    entries: tuple[Entry, ...]
    actions: tuple[str, ...]
    more: bool


def trail(work: UnitOfWork, wanted: Wanted) -> Trail:
    """One page of this institution's trail, in a fixed number of queries. Raises NotAllowed but for coordinators."""
    work.demand("audit.read")
    asked = _asked(work, wanted)
    write_down(work.session)
    found = list(
        work.session.scalars(
            select(AuditEntry)
            .where(*asked)
            .order_by(AuditEntry.at.desc(), AuditEntry.id)
            .offset((max(wanted.page, 1) - 1) * A_PAGE)
            .limit(A_PAGE + 1)
        )
    )
    latest = select(AuditEntry.action).where(_side(work, wanted)).order_by(AuditEntry.at.desc()).limit(_LATEST)
    of_late = latest.subquery()
    done = unchanged(
        work.session,
        ("actions", wanted.elsewhere),
        lambda: frozenset(work.session.scalars(select(of_late.c.action).distinct())),
    )
    actions = {*done, *filter(None, (wanted.action,))}
    shown = found[:A_PAGE]
    names, houses = _names(work, shown), {slug: each.short_name for slug, each in institutions(work.session).items()}
    return Trail(
        tuple(_entry(work, each, names, houses) for each in shown), tuple(sorted(actions)), len(found) > A_PAGE
    )


def _side(work: UnitOfWork, wanted: Wanted) -> ColumnElement[bool]:
    if wanted.elsewhere:
        return (AuditEntry.subject_tenant_id == work.tenant) & (AuditEntry.tenant_id != work.tenant)
    return AuditEntry.tenant_id == work.tenant


def _asked(work: UnitOfWork, wanted: Wanted) -> list[ColumnElement[bool]]:
    asked = [_side(work, wanted)]
    if wanted.person:
        people = _people(work, wanted.person)
        asked.append(or_(AuditEntry.actor_id.in_(people), AuditEntry.subject_id.in_(people)))
    if wanted.action:
        asked.append(AuditEntry.action == wanted.action)
    if wanted.since:
        asked.append(AuditEntry.at >= wanted.since)
    if wanted.before:
        asked.append(AuditEntry.at < wanted.before)
    return asked


def _people(work: UnitOfWork, text: str) -> list[UUID]:
    """This institution's people whose name or address holds `text`."""
    part = f"%{text.replace('%', '').replace('_', '').strip()}%"
    wanted = select(Person.id).where(
        Person.tenant_id == work.tenant, or_(Person.name.ilike(part), Person.email.ilike(part))
    )
    return list(work.session.scalars(wanted.order_by(Person.name, Person.id).limit(_MOST_PEOPLE)))


def _names(work: UnitOfWork, entries: list[AuditEntry]) -> dict[UUID, str]:
    ids = {key for each in entries for key in (each.actor_id, each.subject_id) if key is not None}
    found = work.session.execute(
        select(Person.id, Person.name, Person.email).where(Person.tenant_id == work.tenant, Person.id.in_(ids))
    )
    return {key: name or email for key, name, email in found}


def _entry(work: UnitOfWork, entry: AuditEntry, names: Mapping[UUID, str], houses: Mapping[str, str]) -> Entry:
    house = houses.get(entry.tenant_id, entry.tenant_id)
    actor = {"system": "The system", "visitor": "A visitor"}.get(entry.actor_kind, "")
    if entry.actor_kind == "person":
        away = f"Somebody at {house}" if entry.tenant_id != work.tenant else "Somebody who is no longer here"
        actor = names.get(entry.actor_id, away) if entry.actor_id else away
    about = ""
    if entry.subject_tenant_id is not None:
        their_house = houses.get(entry.subject_tenant_id, entry.subject_tenant_id)
        about = f"people of {their_house}" if entry.subject_id is None else f"somebody at {their_house}"
        about = names.get(entry.subject_id, about) if entry.subject_id else about
    return Entry(entry.at, actor, entry.action, entry.object, about, tuple(entry.fields), entry.reason or "")
