"""What gates ask of people by themselves, and open questions chased: surveys, agreements, and what is still missing.

A survey that a gate needs and no milestone asks is asked when somebody comes before that gate. Whoever is held before
an offer or a meeting by something that no other letter tells is told once that one step is missing. Part of settling.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from mentoring.gates.rules import gates_of
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Gate
from mentoring.surveys.chase import chase
from mentoring.surveys.model import Asked
from mentoring.surveys.rules import asked_at_milestones, asked_by_gates
from mentoring.surveys.service import Question, ask_all
from mentoring.timeline.occurrences import Year
from mentoring.timeline.recipients import Person
from mentoring.unit_of_work import UnitOfWork

GATE = "(gate)"

READY: Mapping[str, frozenset[str]] = {
    "selection": frozenset({"submitted", "eligible"}),
    "matching": frozenset({"eligible", "waiting", "unmatched"}),
    "offer": frozenset({"eligible", "waiting", "unmatched", "offered"}),
    "meeting": frozenset({"matched"}),
    "completion": frozenset({"completed"}),
}
"""In which states somebody stands before a gate, and is asked what it needs."""


def ask_and_chase(
    work: UnitOfWork, programme: Programme, setting: Setting, year: Year, people: Mapping[UUID, Person]
) -> list[datetime]:
    """Ask what gates need, tell who is held, remind and ring alarms; when there is more to do."""
    _ask_for_gates(work, programme, setting, people)
    _tell_held(work, programme, setting, year, people)
    ahead = chase(work, programme, setting, {key: each.registration for key, each in people.items()})
    return [] if ahead is None else [ahead]


def _ask_for_gates(work: UnitOfWork, programme: Programme, setting: Setting, people: Mapping[UUID, Person]) -> None:
    scheme = setting.scheme
    wanted = asked_by_gates(scheme) - asked_at_milestones(scheme)
    if not wanted:
        return
    rows = work.session.execute(
        select(Asked.registration_id, Asked.survey).where(
            Asked.tenant_id == programme.tenant_id, Asked.programme_id == programme.id, Asked.survey.in_(wanted)
        )
    )
    known = {(key, survey) for key, survey in rows}
    questions = [
        Question(person.registration, need["answered"], f"{GATE}:{name}", pathways)
        for name, gate in scheme.activities.gates.items()
        for person, pathways in _before(setting, people, name, gate)
        for need in gate.needs
        if need.get("answered") in wanted and (person.registration.id, need["answered"]) not in known
    ]
    ask_all(work, programme, setting, questions)


def _before(
    setting: Setting, people: Mapping[UUID, Person], name: str, gate: Gate
) -> Iterator[tuple[Person, tuple[str, ...]]]:
    """Those who stand before the gate, with the pathways in which they do."""
    for person in people.values():
        pathways = tuple(pathway for pathway, state in person.states.items() if state in READY[gate.before])
        if person.registration.state != "submitted" or not pathways:
            continue
        facts = person.facts.get(pathways[0], {})
        role = person.registration.role
        if name in gates_of(setting.scheme, role=role, pathways=pathways, facts=facts, before=gate.before):
            yield person, pathways


def _tell_held(
    work: UnitOfWork, programme: Programme, setting: Setting, year: Year, people: Mapping[UUID, Person]
) -> None:
    """Tell those held by what a coordinator has to see: no other letter tells them."""
    letters = [
        Letter(person.registration, "gate_open", pathways, name)
        for name, gate in setting.scheme.activities.gates.items()
        if gate.before in {"offer", "meeting"} and any("checked" in need for need in gate.needs)
        for person, pathways in _before(setting, people, name, gate)
        if name not in year.passed.get(person.registration.id, {})
    ]
    tell_all(work, programme, setting, letters)
