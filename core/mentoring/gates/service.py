"""Who has passed which gate: recorded by the coordinators of the host or of the person's institution."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.db.kept import tuples
from mentoring.errors import NotFound
from mentoring.gates.checks import needs_checking, record_checks
from mentoring.gates.model import GateCheck, GatePass
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Gate
from mentoring.unit_of_work import UnitOfWork

PassedAt = Mapping[UUID, Mapping[str, datetime]]
"""By registration: the gates passed, and when."""

_PASSED = select(GatePass.registration_id, GatePass.gate, GatePass.passed_at).where(
    GatePass.tenant_id == bindparam("host"), GatePass.programme_id == bindparam("programme")
)

_IDS: Any = any_(bindparam("ids", type_=ARRAY(Uuid)))
_PASSED_OF = _PASSED.where(GatePass.registration_id == _IDS)


def passed_at(work: UnitOfWork, programme: Programme) -> PassedAt:
    """The gates passed, and when, by registration, as far as this reader sees them."""
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    here = {"host": programme.tenant_id, "programme": programme.id}
    rows = tuples(work.session, _PASSED, here, of=(GatePass.__tablename__,))
    for registration_id, gate, at in rows:
        found[registration_id][gate] = at
    return found


def passes(work: UnitOfWork, programme: Programme) -> Mapping[UUID, frozenset[str]]:
    """The gates passed, by registration, as far as this reader sees them."""
    return without_when(passed_at(work, programme))


def passes_of(work: UnitOfWork, programme: Programme, registrations: Collection[UUID]) -> Mapping[UUID, frozenset[str]]:
    """The same of these registrations alone, which are few of many."""
    found: dict[UUID, set[str]] = defaultdict(set)
    here = {"host": programme.tenant_id, "programme": programme.id, "ids": list(registrations)}
    for registration_id, gate, _ in work.session.execute(_PASSED_OF, here):
        found[registration_id].add(gate)
    return {registration_id: frozenset(gates) for registration_id, gates in found.items()}


def without_when(passed: PassedAt) -> Mapping[UUID, frozenset[str]]:
    """Which gates, whenever that was."""
    return {registration_id: frozenset(gates) for registration_id, gates in passed.items()}


def record_pass(work: UnitOfWork, programme: Programme, registration_id: UUID, *, gate: str) -> None:
    """Write down that somebody passed `gate`. Recording it twice changes nothing.

    Raises NotFound for a gate or registration that is not there, or whose role the gate does not mean.
    """
    if record_passes(work, programme, [registration_id], gate=gate) is None:
        raise NotFound("There is no such registration here, or the gate is not meant for it.", "Go back to the list.")


def record_passes(
    work: UnitOfWork, programme: Programme, registration_ids: Collection[UUID], *, gate: str
) -> int | None:
    """Write down that these passed `gate`; how many are new. None when one of them is not there to be recorded.

    Of a gate that a coordinator has to check only that is written down: it is passed with all else that it needs.
    """
    work.demand("gate.record", roles_here(work, programme))
    roles = frozenset(_gate(programme, gate).who.roles) or frozenset(scheme_of(programme).roles)
    rows = _registrations(work, programme, registration_ids)
    if len(rows) != len(set(registration_ids)) or any(row.role not in roles for row in rows):
        return None
    if needs_checking(_gate(programme, gate)):
        return record_checks(work, programme, rows, gate=gate)
    new = 0
    for row in rows:
        made = work.session.scalar(
            insert(GatePass)
            .values(
                tenant_id=programme.tenant_id,
                id=work.new_id(),
                registration_id=row.id,
                home_tenant_id=row.home_tenant_id,
                programme_id=programme.id,
                gate=gate,
                passed_at=work.now,
                recorded_by_tenant=work.tenant,
                recorded_by=work.actor.person_id,
            )
            .on_conflict_do_nothing(index_elements=["tenant_id", "registration_id", "gate"])
            .returning(GatePass.id)
        )
        if made is not None:
            new += 1
            work.record("pass", "gate", gate, subject=(row.home_tenant_id, row.person_id))
    if new:
        wake(work, programme.tenant_id, programme.id)
    return new


def take_back(work: UnitOfWork, programme: Programme, registration_id: UUID, *, gate: str) -> None:
    """Take a pass back that was recorded by mistake: the host's coordinators only. Raises NotFound without one."""
    work.demand("programme.change", roles_here(work, programme))
    gone = work.session.scalar(
        delete(GatePass)
        .where(
            GatePass.tenant_id == programme.tenant_id,
            GatePass.registration_id == registration_id,
            GatePass.programme_id == programme.id,
            GatePass.gate == gate,
        )
        .returning(GatePass.id)
    )
    if gone is None:
        raise NotFound("They have not passed this gate.", "Load the page again.")
    work.session.execute(
        delete(GateCheck).where(
            GateCheck.tenant_id == programme.tenant_id,
            GateCheck.registration_id == registration_id,
            GateCheck.gate == gate,
        )
    )
    row = _registrations(work, programme, [registration_id])[0]
    work.record("take_back", "gate", gate, subject=(row.home_tenant_id, row.person_id))
    wake(work, programme.tenant_id, programme.id)


def _gate(programme: Programme, gate: str) -> Gate:
    gates = scheme_of(programme).activities.gates
    if gate not in gates:
        raise NotFound(f"{programme.title} has no gate “{gate}”.", "Go back to the list.")
    return gates[gate]


def _registrations(work: UnitOfWork, programme: Programme, ids: Collection[UUID]) -> list[Registration]:
    wanted = select(Registration).where(
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.id.in_(ids),
        Registration.submitted_at.is_not(None),
    )
    if work.tenant != programme.tenant_id:
        wanted = wanted.where(Registration.home_tenant_id == work.tenant)
    return list(work.session.scalars(wanted.order_by(Registration.id)))
