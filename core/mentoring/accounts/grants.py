"""Roles that people hold at their institution. Read afresh with every request: what is taken back is gone at once."""

from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.access.permissions import Role
from mentoring.accounts.model import Factor, RoleGrant
from mentoring.errors import Conflict, Invalid
from mentoring.people.model import Person
from mentoring.unit_of_work import UnitOfWork

GrantedRole = Literal["coordinator", "analyst", "operator"]
"""The lead of a programme is a coordinator of its host: there is no grant for that."""


class Holder(Struct, frozen=True):
    """Somebody who holds roles here: each with the day it was granted."""

    person_id: UUID
    name: str
    email: str
    roles: tuple[tuple[GrantedRole, datetime], ...]
    has_factor: bool


def grant(work: UnitOfWork, *, person: Person, role: GrantedRole, reason: str | None = None) -> bool:
    """Give `role` to `person`; whether they did not hold it already. A person who grants says why.

    Raises NotAllowed, Invalid without a reason.
    """
    work.demand("people.manage")
    told = _reason(work, reason, "Say why, for example: joins the mentoring team in May.")
    row = {
        "tenant_id": work.tenant,
        "id": work.new_id(),
        "person_id": person.id,
        "role": role,
        "granted_at": work.now,
        "granted_by": work.actor.person_id,
    }
    made = work.session.execute(
        insert(RoleGrant)
        .values(row)
        .on_conflict_do_nothing(index_elements=["tenant_id", "person_id", "role"])
        .returning(RoleGrant.id)
    ).scalar_one_or_none()
    if made is not None:
        work.record("grant", f"role:{role}", made, subject=(work.tenant, person.id), reason=told)
    return made is not None


def take_back(work: UnitOfWork, *, person: Person, role: GrantedRole, reason: str | None = None) -> bool:
    """Take `role` from `person`; whether they held it. A person who takes back says why.

    Raises NotAllowed, Invalid without a reason, and Conflict for the institution's only coordinator: nobody could
    grant the role again.
    """
    work.demand("people.manage")
    told = _reason(work, reason, "Say why, for example: has left the mentoring team.")
    if role == "coordinator" and work.actor.kind == "person":
        _refuse_the_last(work, person)
    gone = work.session.execute(
        delete(RoleGrant)
        .where(RoleGrant.tenant_id == work.tenant, RoleGrant.person_id == person.id, RoleGrant.role == role)
        .returning(RoleGrant.id)
    ).scalar_one_or_none()
    if gone is not None:
        work.record("take_back", f"role:{role}", gone, subject=(work.tenant, person.id), reason=told)
    return gone is not None


def roles_of(work: UnitOfWork, person_id: UUID) -> frozenset[Role]:
    """The roles granted to the person at the institution of `work`."""
    held = select(RoleGrant.role).where(RoleGrant.tenant_id == work.tenant, RoleGrant.person_id == person_id)
    return frozenset(cast("list[Role]", work.session.execute(held).scalars().all()))  # the table's check holds them


def holders(work: UnitOfWork) -> tuple[Holder, ...]:
    """Everybody who holds a role at the institution, by name. Raises NotAllowed."""
    work.demand("people.manage")
    second = exists().where(
        Factor.tenant_id == work.tenant, Factor.person_id == Person.id, Factor.confirmed_at.is_not(None)
    )
    rows = work.session.execute(
        select(Person.id, Person.name, Person.email, RoleGrant.role, RoleGrant.granted_at, second.label("second"))
        .join(RoleGrant, (RoleGrant.tenant_id == Person.tenant_id) & (RoleGrant.person_id == Person.id))
        .where(Person.tenant_id == work.tenant)
        .order_by(func.lower(Person.name), Person.email, RoleGrant.role)
    ).all()
    found: dict[UUID, Holder] = {}
    for row in rows:
        before = found[row.id].roles if row.id in found else ()
        role = cast("GrantedRole", row.role)
        found[row.id] = Holder(row.id, row.name, row.email, (*before, (role, row.granted_at)), row.second)
    return tuple(found.values())


def _reason(work: UnitOfWork, given: str | None, told: str) -> str | None:
    reason = (given or "").strip()
    if not reason and work.actor.kind == "person":
        raise Invalid("This needs a reason.", told, {"reason": told})
    return reason or None


def _refuse_the_last(work: UnitOfWork, person: Person) -> None:
    """Two who take the role from each other at the same moment wait for one another here."""
    key = func.hashtextextended(f"roles:{work.tenant}", 0)
    work.session.execute(select(func.pg_advisory_xact_lock(key)))
    others = select(func.count()).where(
        RoleGrant.tenant_id == work.tenant, RoleGrant.role == "coordinator", RoleGrant.person_id != person.id
    )
    if not work.session.execute(others).scalar_one():
        raise Conflict(
            f"{person.name or person.email} is the only coordinator here.",
            "Make somebody else a coordinator first: without one, nobody could grant the role again.",
        )
