"""Changing an institution's own settings in the console: checked as a file is, laid over the file, never into it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentoring.contracts.problems import Path
from mentoring.contracts.toml_file import unsound_in
from mentoring.errors import Invalid, NotFound
from mentoring.tenants.directory import from_document
from mentoring.tenants.file import TenantFile, grade_faults
from mentoring.tenants.model import Tenant
from mentoring.tenants.own import Drift, Own, drift, laid_over, read_own, with_values, write_own
from mentoring.tenants.written import written


class Standing(Struct, frozen=True):
    """An institution's settings: as they hold, as its file says, and where the two disagree."""

    held: TenantFile
    file: TenantFile
    drift: tuple[Drift, ...]


def standing(session: Session, slug: str) -> Standing:
    """How the settings of `slug` stand. Raises NotFound."""
    row = session.execute(select(Tenant.document, Tenant.settings).where(Tenant.id == slug)).one_or_none()
    if row is None:
        raise NotFound("There is no such institution here.", "Check the address.")
    own = read_own(row.settings)
    return Standing(_held(row.document, own), from_document(row.document), drift(row.document, own))


def change_own(session: Session, slug: str, values: Mapping[str, Any], now: datetime) -> tuple[str, ...]:
    """Set what is the institution's own, by place (`own.OWN`); answers the places that really changed.

    Whoever calls asks for the permission and records it. Two at once wait for each other. Raises Invalid, its problems
    by place, and then nothing is changed.
    """
    row = session.execute(select(Tenant).where(Tenant.id == slug).with_for_update()).scalar_one()
    before = read_own(row.settings)
    after = with_values(row.document, before, values, now)
    problems = _problems(_held(row.document, after))
    if problems:
        raise Invalid("These settings cannot be used.", "Look at them again.", problems)
    session.execute(update(Tenant).where(Tenant.id == slug).values(settings=write_own(after)))
    session.info.pop("institutions", None)  # what this unit of work has read before holds no more
    return tuple(place for place in values if before.get(place) != after.get(place))


def _held(document: Mapping[str, Any], own: Own) -> TenantFile:
    return from_document(laid_over(document, own))


def _problems(held: TenantFile) -> dict[str, str]:
    """What is unsound, by the place where it was set: the same rules as for a file."""
    data = written(held)
    found: dict[str, str] = {}
    for fault in (*unsound_in("tenant", data), *grade_faults(data.get("grades", []), data["schemes"])):
        found.setdefault(_placed(fault.path), fault.reason)
    return found


def _placed(path: Path) -> str:
    words = [str(part) for part in path]
    if words[:1] in (["contacts"], ["retention"], ["brand"]):
        return ".".join(words[:3] if words[0] == "contacts" else words[:2])
    return words[0] if words else ""
