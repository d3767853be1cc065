"""What a coordinator has seen for a gate (`checked`), and passes from earlier programmes that still count (`valid`)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert

from mentoring.contracts.durations import add, parse_duration
from mentoring.errors import NotAllowed
from mentoring.gates.model import GateCheck, GatePass
from mentoring.gates.rules import gates_of
from mentoring.participants.model import Registration
from mentoring.participants.record import Dossier
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Gate, Scheme
from mentoring.unit_of_work import UnitOfWork


def record_checks(work: UnitOfWork, programme: Programme, rows: Iterable[Registration], *, gate: str) -> int:
    """Write down that a coordinator has seen, of these registrations, what is theirs to check; how many are new.

    A need is checked by the host's coordinators, or by those of the person's own institution (`decided_by`). The gate
    is passed once everything it needs is done. Raises NotAllowed where others check it.
    """
    needs = [(number, need) for number, need in enumerate(_gate(programme, gate).needs) if "checked" in need]
    new = 0
    for row in rows:
        own = [
            number
            for number, need in needs
            if work.tenant == (row.home_tenant_id if need.get("decided_by") == "home" else programme.tenant_id)
        ]
        if not own:
            raise NotAllowed("Coordinators of another institution check this.", "They find it on their own pages.")
        made = [_check(work, programme, row, gate, number) for number in own]
        if any(made):
            new += 1
            work.record("check", "gate", gate, subject=(row.home_tenant_id, row.person_id))
    if new:
        wake(work, programme.tenant_id, programme.id)
    return new


def needs_checking(gate: Gate) -> bool:
    """Whether a coordinator has to see something before it is passed."""
    return any("checked" in need for need in gate.needs)


def _check(work: UnitOfWork, programme: Programme, row: Registration, gate: str, need: int) -> bool:
    made = insert(GateCheck).values(
        tenant_id=programme.tenant_id,
        registration_id=row.id,
        gate=gate,
        need=need,
        programme_id=programme.id,
        home_tenant_id=row.home_tenant_id,
        checked_at=work.now,
        recorded_by_tenant=work.tenant,
        recorded_by=work.actor.person_id,
    )
    once = made.on_conflict_do_nothing().returning(GateCheck.need)
    return work.session.execute(once).scalar_one_or_none() is not None


def _gate(programme: Programme, gate: str) -> Gate:
    return scheme_of(programme).activities.gates[gate]


def checked(work: UnitOfWork, programme: Programme) -> Mapping[tuple[str, str], frozenset[UUID]]:
    """By ``("checked", "GATE:NEED")``: the registrations of which a coordinator has seen it."""
    rows = work.session.execute(
        select(GateCheck.gate, GateCheck.need, GateCheck.registration_id).where(
            GateCheck.tenant_id == programme.tenant_id, GateCheck.programme_id == programme.id
        )
    )
    found: dict[tuple[str, str], set[UUID]] = {}
    for gate, need, key in rows:
        found.setdefault(("checked", f"{gate}:{need}"), set()).add(key)
    return {name: frozenset(keys) for name, keys in found.items()}


def earlier_passes(
    work: UnitOfWork, programme: Programme, scheme: Scheme, everyone: Mapping[UUID, Dossier]
) -> Iterator[tuple[UUID, str, datetime]]:
    """Passes of the same people in earlier programmes of this scheme at this host, as long as they count.

    (registration here, gate, when it was passed). One query, and none where no gate is valid for longer than its
    programme. What counted on the day somebody came here goes on counting: nobody is held anew in the middle of a year.
    """
    lasting = {name: gate for name, gate in scheme.activities.gates.items() if gate.valid is not None}
    people: dict[tuple[str, UUID], list[UUID]] = {}
    for key, each in everyone.items():
        if each.registration.person_id is not None:
            people.setdefault((each.registration.home_tenant_id, each.registration.person_id), []).append(key)
    if not lasting or not people:
        return
    rows = work.session.execute(
        select(Registration.home_tenant_id, Registration.person_id, GatePass.gate, GatePass.passed_at)
        .join(GatePass, (GatePass.tenant_id == Registration.tenant_id) & (GatePass.registration_id == Registration.id))
        .join(Programme, (Programme.tenant_id == GatePass.tenant_id) & (Programme.id == GatePass.programme_id))
        .where(
            GatePass.tenant_id == programme.tenant_id,
            GatePass.gate.in_(lasting),
            Programme.scheme == programme.scheme,
            Programme.id != programme.id,
            Programme.created_at < programme.created_at,
            tuple_(Registration.home_tenant_id, Registration.person_id).in_(list(people)),
        )
        .order_by(GatePass.passed_at.desc(), GatePass.id)
    )
    seen: set[tuple[UUID, str]] = set()
    for home, person, gate, at in rows:
        for key in people.get((home, person), ()) if person is not None else ():
            one = everyone[key]
            came = one.registration.submitted_at or work.now
            meant = gates_of(scheme, role=one.registration.role, pathways=tuple(one.standings), facts={})
            if (key, gate) not in seen and gate in meant and _counts(lasting[gate], at, came):
                seen.add((key, gate))
                yield key, gate, at


def _counts(gate: Gate, passed_at: datetime, came: datetime) -> bool:
    if gate.valid is None or gate.valid == "any":
        return gate.valid == "any"
    return add(passed_at.date(), parse_duration(gate.valid)) >= came.date()
