"""Gates that the system sees passed: whoever has done all that a gate needs. Part of settling, at the host."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.db.kept import tuples
from mentoring.events.attendance import attended
from mentoring.gates.checks import checked, earlier_passes, needs_checking
from mentoring.gates.model import GatePass
from mentoring.gates.rules import gates_of
from mentoring.gates.service import PassedAt, passed_at
from mentoring.participants.record import Dossier
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Gate, Scheme
from mentoring.surveys.queries import answered
from mentoring.surveys.rules import asked_by_gates
from mentoring.unit_of_work import UnitOfWork

NOBODY: Mapping[str, Collection[UUID]] = {}
Needs = Mapping[tuple[str, str], Collection[UUID]]
"""By kind of need and what it names: the registrations that have met it."""

_HELD = select(GatePass.registration_id, GatePass.gate, GatePass.recorded_by, GatePass.passed_at).where(
    GatePass.tenant_id == bindparam("host"), GatePass.programme_id == bindparam("programme")
)
_PASS = (
    insert(GatePass)
    .on_conflict_do_nothing(index_elements=["tenant_id", "registration_id", "gate"])
    .execution_options(dml_strategy="raw")
)


def see_passes(
    work: UnitOfWork,
    programme: Programme,
    scheme: Scheme,
    everyone: Mapping[UUID, Dossier],
    *,
    signed: Mapping[str, Collection[UUID]] = NOBODY,
) -> PassedAt:
    """Write down who has passed by what they did, and take back what the register no longer says; all passes come back.

    `signed`: by agreement, those in a mentorship in which everybody has signed it. A pass that a coordinator has
    written down stays, and so does one from an earlier programme, which counts for as long as the gate says.
    """
    if not scheme.activities.gates:
        return {}
    register = attended(work, programme, scheme)
    met: dict[tuple[str, str], Collection[UUID]] = {
        **{("attended", event): came for event, (came, _) in register.items()},
        **{("signed", agreement): keys for agreement, keys in signed.items()},
    }
    if asked_by_gates(scheme):
        met |= {("answered", survey): keys for survey, keys in answered(work, programme).items()}
    if any(needs_checking(gate) for gate in scheme.activities.gates.values()):
        met |= checked(work, programme)
    if not met and not any(gate.valid for gate in scheme.activities.gates.values()):
        return passed_at(work, programme)
    missed = {event: missing for event, (_, missing) in register.items()}
    held = _held(work, programme)
    for key, gate, at in earlier_passes(work, programme, scheme, everyone):
        if gate not in held.get(key, {}):
            _write(work, programme, [(everyone[key], gate)], at=at)
            held.setdefault(key, {})[gate] = (False, at)
    seen = [
        (key, dossier, gate)
        for key, dossier in everyone.items()
        for gate in gates_of(scheme, role=dossier.registration.role, pathways=tuple(dossier.standings), facts={})
        if gate not in held.get(key, {}) and fulfils(gate, scheme.activities.gates[gate], key, met)
    ]
    wrong = [
        (key, gate)
        for key, gates in held.items()
        for gate, (by_us, _) in gates.items()
        if by_us and gate in scheme.activities.gates and _denied(scheme.activities.gates[gate], key, missed)
    ]
    _write(work, programme, [(dossier, gate) for _, dossier, gate in seen], at=work.now)
    for key, _, gate in seen:
        held.setdefault(key, {})[gate] = (True, work.now)
    for key, gate in wrong:
        _take_back(work, programme, key, gate)
        del held[key][gate]
    return {key: {gate: at for gate, (_, at) in gates.items()} for key, gates in held.items()}


def fulfils(name: str, gate: Gate, registration: UUID, met: Needs) -> bool:
    """Whether all that a gate needs is done."""
    return all(registration in met.get(named(name, number, need), ()) for number, need in enumerate(gate.needs))


def named(gate: str, number: int, need: Mapping[str, Any]) -> tuple[str, str]:
    """What a need is known by: its kind and what it names; what a coordinator has to see, by its place in the gate."""
    kind = next(each for each in ("attended", "answered", "signed", "checked") if each in need)
    return (kind, f"{gate}:{number}" if kind == "checked" else str(need[kind]))


def _denied(gate: Gate, registration: UUID, missed: Mapping[str, Collection[UUID]]) -> bool:
    return any(registration in missed.get(str(need.get("attended")), ()) for need in gate.needs)


def _held(work: UnitOfWork, programme: Programme) -> dict[UUID, dict[str, tuple[bool, datetime]]]:
    """By registration the gates passed: whether the system saw it, in this programme, and when."""
    here = {"host": programme.tenant_id, "programme": programme.id}
    rows = tuples(work.session, _HELD, here, of=(GatePass.__tablename__,))
    found: dict[UUID, dict[str, tuple[bool, datetime]]] = {}
    for key, gate, by, at in rows:
        found.setdefault(key, {})[gate] = (by is None and at >= programme.created_at, at)
    return found


def _write(work: UnitOfWork, programme: Programme, passed: Sequence[tuple[Dossier, str]], *, at: datetime) -> None:
    rows = [
        {
            "tenant_id": programme.tenant_id,
            "id": work.new_id(),
            "registration_id": dossier.registration.id,
            "home_tenant_id": dossier.registration.home_tenant_id,
            "programme_id": programme.id,
            "gate": gate,
            "passed_at": at,
            "recorded_by_tenant": work.tenant,
        }
        for dossier, gate in passed
    ]
    if rows:
        work.session.execute(_PASS, rows)
        people = [(each.registration.home_tenant_id, each.registration.person_id) for each, _ in passed]
        work.record_each("pass", "gate", [gate for _, gate in passed], subjects=people)


def _take_back(work: UnitOfWork, programme: Programme, registration: UUID, gate: str) -> None:
    work.session.execute(
        delete(GatePass).where(
            GatePass.tenant_id == programme.tenant_id,
            GatePass.registration_id == registration,
            GatePass.gate == gate,
        )
    )
    work.record("take_back", "gate", gate)
