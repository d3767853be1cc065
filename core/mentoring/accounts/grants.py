"""Roles that people hold at their institution. Read afresh with every request: what is taken back is gone at once."""

from typing import Literal, cast
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.access.permissions import Role
from mentoring.accounts.model import RoleGrant
from mentoring.people.model import Person
from mentoring.unit_of_work import UnitOfWork

GrantedRole = Literal["coordinator", "analyst", "operator"]
"""The lead of a programme is a coordinator of its host: there is no grant for that."""


def grant(work: UnitOfWork, *, person: Person, role: GrantedRole) -> bool:
    """Give `role` to `person`; whether they did not hold it already. Raises NotAllowed."""
    work.demand("people.manage")
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
        work.record("grant", f"role:{role}", made, subject=(work.tenant, person.id))
    return made is not None


def take_back(work: UnitOfWork, *, person: Person, role: GrantedRole) -> bool:
    """Take `role` from `person`; whether they held it. Raises NotAllowed."""
    work.demand("people.manage")
    gone = work.session.execute(
        delete(RoleGrant)
        .where(RoleGrant.tenant_id == work.tenant, RoleGrant.person_id == person.id, RoleGrant.role == role)
        .returning(RoleGrant.id)
    ).scalar_one_or_none()
    if gone is not None:
        work.record("take_back", f"role:{role}", gone, subject=(work.tenant, person.id))
    return gone is not None


def roles_of(work: UnitOfWork, person_id: UUID) -> frozenset[Role]:
    """The roles granted to the person at the institution of `work`."""
    held = select(RoleGrant.role).where(RoleGrant.tenant_id == work.tenant, RoleGrant.person_id == person_id)
    return frozenset(cast("list[Role]", work.session.execute(held).scalars().all()))  # the table's check holds them
