"""Gates that the system sees passed: whoever has done all that a gate needs. Part of settling, at the host."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.events.attendance import attended
from mentoring.gates.model import GatePass
from mentoring.gates.rules import gates_of
from mentoring.participants.record import Dossier
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Gate, Scheme
from mentoring.unit_of_work import UnitOfWork

Needs = Mapping[tuple[str, str], Collection[UUID]]
"""By kind of need (``attended``) and what it names: the registrations that have met it."""


def see_passes(work: UnitOfWork, programme: Programme, scheme: Scheme, everyone: Mapping[UUID, Dossier]) -> int:
    """Write down who has passed by what they did, and take back what the register no longer says; how many.

    A pass that a coordinator has written down stays, and so does one from an earlier programme.
    """
    if not scheme.activities.gates:
        return 0
    register = attended(work, programme, scheme)
    met: Needs = {("attended", event): came for event, (came, _) in register.items()}
    missed = {event: missing for event, (_, missing) in register.items()}
    if not met:
        return 0
    held = _held(work, programme)
    seen = [
        (key, dossier, gate)
        for key, dossier in everyone.items()
        for gate in gates_of(scheme, role=dossier.registration.role, pathways=tuple(dossier.standings), facts={})
        if gate not in held.get(key, {}) and fulfils(scheme.activities.gates[gate], key, met)
    ]
    for _, dossier, gate in seen:
        _write(work, programme, dossier, gate)
    wrong = [
        (key, gate)
        for key, gates in held.items()
        for gate, by_us in gates.items()
        if by_us and gate in scheme.activities.gates and _denied(scheme.activities.gates[gate], key, missed)
    ]
    for key, gate in wrong:
        _take_back(work, programme, key, gate)
    return len(seen) + len(wrong)


def fulfils(gate: Gate, registration: UUID, met: Needs) -> bool:
    """Whether all that a gate needs is done. What a coordinator has to see is never done by itself."""
    return all(
        kind in need and registration in met.get((kind, str(need[kind])), ())
        for need in gate.needs
        for kind in (next(iter(need)),)
    )


def _denied(gate: Gate, registration: UUID, missed: Mapping[str, Collection[UUID]]) -> bool:
    return any(registration in missed.get(str(need.get("attended")), ()) for need in gate.needs)


def _held(work: UnitOfWork, programme: Programme) -> dict[UUID, dict[str, bool]]:
    """By registration the gates passed, and whether the system saw it, in this programme."""
    rows = work.session.execute(
        select(GatePass.registration_id, GatePass.gate, GatePass.recorded_by, GatePass.passed_at).where(
            GatePass.tenant_id == programme.tenant_id, GatePass.programme_id == programme.id
        )
    )
    found: dict[UUID, dict[str, bool]] = {}
    for key, gate, by, at in rows:
        found.setdefault(key, {})[gate] = by is None and at >= programme.created_at
    return found


def _write(work: UnitOfWork, programme: Programme, dossier: Dossier, gate: str) -> None:
    one = dossier.registration
    made = (
        insert(GatePass)
        .values(
            tenant_id=programme.tenant_id,
            id=work.new_id(),
            registration_id=one.id,
            home_tenant_id=one.home_tenant_id,
            programme_id=programme.id,
            gate=gate,
            passed_at=work.now,
            recorded_by_tenant=work.tenant,
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "registration_id", "gate"])
    )
    work.session.execute(made)
    work.record("pass", "gate", gate, subject=(one.home_tenant_id, one.person_id))


def _take_back(work: UnitOfWork, programme: Programme, registration: UUID, gate: str) -> None:
    work.session.execute(
        delete(GatePass).where(
            GatePass.tenant_id == programme.tenant_id,
            GatePass.registration_id == registration,
            GatePass.gate == gate,
        )
    )
    work.record("take_back", "gate", gate)
