"""Gates by whose date not everybody has passed: those who have not become a task. A gate never removes anyone."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from mentoring.participants.whom import inside
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Gate, say
from mentoring.tasks.service import set_task
from mentoring.timeline.happen import claim
from mentoring.timeline.occurrences import Due, Year
from mentoring.timeline.recipients import ABSENT, Person
from mentoring.timeline.rules import Turn
from mentoring.unit_of_work import UnitOfWork

GATE = "(gate)"
Name = tuple[str, str, str]
"""Milestone, key, subject."""


def gates_ahead(year: Year) -> Iterator[tuple[str, Gate, datetime]]:
    """Each gate with a date by which it is to be passed, since the programme was opened."""
    for name, gate in year.scheme.activities.gates.items():
        moment = year.moments.get(gate.by or "")
        if moment is not None and moment.at >= year.since:
            yield name, gate, moment.at.astimezone(UTC)


def ask_about_gates(
    work: UnitOfWork, programme: Programme, year: Year, people: Mapping[UUID, Person], *, known: Collection[Name]
) -> None:
    """Set a task for each institution whose people have not passed a gate by its date; once each.

    What is `known` to be written down already need not be tried.
    """
    for name, gate, at in gates_ahead(year):
        due = Due("programme", None, Turn(GATE, name, at, at, gate.by or ""))
        if at > work.now or due.name in known or not claim(work, programme, [((*due.name, "", ""), due, True)]):
            continue
        missing = Counter(
            person.registration.home_tenant_id
            for person in people.values()
            if _is_meant(gate, person) and name not in year.passed.get(person.registration.id, {})
        )
        for home, number in sorted(missing.items()):
            many = "One person has" if number == 1 else f"{number} people have"
            words = f"{many} not passed “{say(gate.title)}” yet: see who on the page Events and attendance."
            set_task(work, programme, words=words, key=f"{programme.id}:{GATE}:{name}:{home}", home=home)


def _is_meant(gate: Gate, person: Person) -> bool:
    present = [pathway for pathway, state in person.states.items() if state not in ABSENT]
    facts = next((person.facts[each] for each in present if each in person.facts), {})
    return bool(present) and inside(gate.who, role=person.registration.role, pathways=present, facts=facts)
