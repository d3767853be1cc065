"""Gates as coordinators read them: who has passed, and who has not yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mentoring.gates.rules import gates_of
from mentoring.gates.service import passes
from mentoring.participants.judge import dossiers
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.programmes.dates import Moment, Moments
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.schemes.scheme import Gate, Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

PRESENT = frozenset({"submitted", "eligible", "waiting", "unmatched", "offered", "matched", "completed"})


@dataclass(frozen=True, slots=True)
class GatePerson:
    """Someone whom a gate means."""

    registration_id: UUID
    name: str
    house: str
    role_title: str
    passed: bool


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate: what it asks, when that takes place, and whom it means."""

    gate: str
    title: str
    before: str
    needs: str
    date: Moment | None
    people: tuple[GatePerson, ...]

    @property
    def passed(self) -> int:
        """How many have passed."""
        return sum(each.passed for each in self.people)

    @property
    def missing(self) -> int:
        """How many have not."""
        return len(self.people) - self.passed


def gate_list(
    work: UnitOfWork, programme: Programme, *, everyone: Mapping[UUID, Dossier] | None = None
) -> tuple[GateView, ...]:
    """Every gate with the people it means, of the reader's own institution, or all at the host (`everyone`, if read).

    Neither refused nor withdrawn; a fixed number of queries. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("gate.record", roles_here(work, programme))
    scheme, moments = scheme_of(programme), dates_of(work, programme)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    passed = passes(work, programme)
    people: dict[str, list[GatePerson]] = {name: [] for name in scheme.activities.gates}
    for key, dossier in (everyone if everyone is not None else dossiers(work, programme)).items():
        one = dossier.registration
        for gate in _meant(scheme, dossier):
            people[gate].append(
                GatePerson(
                    registration_id=key,
                    name=one.name or one.email,
                    house=one.listed or houses.get(one.home_tenant_id, one.home_tenant_id),
                    role_title=say(scheme.roles[one.role].title),
                    passed=gate in passed.get(key, ()),
                )
            )
    return tuple(
        GateView(name, say(gate.title), gate.before, _needs(scheme, gate), _date(moments, gate), tuple(people[name]))
        for name, gate in scheme.activities.gates.items()
    )


def _meant(scheme: Scheme, dossier: Dossier) -> tuple[str, ...]:
    pathways = [name for name, each in dossier.standings.items() if each.state in PRESENT]
    if dossier.registration.state != "submitted" or not pathways:
        return ()
    return gates_of(scheme, role=dossier.registration.role, pathways=pathways, facts={})


def _needs(scheme: Scheme, gate: Gate) -> str:
    """What a gate asks, in words."""
    told = []
    for need in gate.needs:
        if "attended" in need:
            told.append(f"Attend: {say(scheme.activities.events[need['attended']].title)}")
        elif "answered" in need:
            told.append(f"Answer: {say(scheme.surveys[need['answered']].title)}")
        elif "signed" in need:
            told.append(f"Sign: {say(scheme.activities.agreements[need['signed']].title)}")
        else:
            told.append(f"Checked: {say(need.get('checked'))}")
    return "; ".join(told)


def _date(moments: Moments, gate: Gate) -> Moment | None:
    events = [need["attended"] for need in gate.needs if "attended" in need]
    return moments.get(events[0]) if events else None
