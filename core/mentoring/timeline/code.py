"""A scheme's own code asked at a milestone what else is to be done (hook `milestone_due`)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mentoring.participants.derive import NAMING
from mentoring.participants.said import bound
from mentoring.plugin import Action, Milestone, Subject
from mentoring.programmes.code import asked
from mentoring.schemes.ask import CodeHeld
from mentoring.schemes.scheme import Scheme, Who, say
from mentoring.tasks.service import set_task
from mentoring.timeline.happen import Deed, Hour, perform
from mentoring.timeline.occurrences import Due
from mentoring.timeline.recipients import Person
from mentoring.unit_of_work import UnitOfWork

HOOK = "milestone_due"


def ask_code(work: UnitOfWork, hour: Hour, holding: Iterable[Due]) -> int:
    """Ask once for each milestone and moment, about all it came for; what it answers is done, once each.

    Where the code is held or fails that is recorded, a coordinator gets a task, and nothing more is done.
    """
    if not work.schemes.asker.has(hour.year.scheme, HOOK):
        return 0
    together: dict[tuple[str, str], list[Due]] = defaultdict(list)
    for due in holding:
        together[due.turn.milestone, due.turn.at.isoformat()].append(due)
    return sum(_ask(work, hour, these) for these in together.values())


def _ask(work: UnitOfWork, hour: Hour, these: list[Due]) -> int:
    scheme, turn = hour.year.scheme, these[0].turn
    milestone = Milestone(turn.milestone, these[0].per, turn.at.isoformat())
    subjects = {_id(hour, due): due for due in these}
    told = tuple(Subject(key, _facts(hour, due)) for key, due in subjects.items())
    try:
        actions = asked(work, hour.programme, lambda asker: asker.milestone_due(scheme, milestone, told))
    except CodeHeld as held:
        title = say(scheme.timeline[turn.milestone].title)
        words = f"See what should have been done at “{title}”: the scheme's own code was not asked. {held.what}"
        key = f"{hour.programme.id}:code:{turn.milestone}:{turn.at.isoformat()}"
        set_task(work, hour.programme, words=words, key=key, about=("scheme", scheme.name))
        return 0
    return perform(work, hour, (deed for action in actions for deed in _deeds(hour, action, subjects)))


def _deeds(hour: Hour, action: Action, subjects: Mapping[str, Due]) -> Iterator[Deed]:
    for key in action.to:
        due = subjects[key]
        if action.do == "task":
            yield Deed(due, "task", action.what, home=hour.programme.tenant_id)
        else:
            yield from hour.to_people(due, action.do, action.what, Who())


def _id(hour: Hour, due: Due) -> str:
    """Ids mean something within one call only."""
    return str(due.subject or hour.programme.id)


def _facts(hour: Hour, due: Due) -> Mapping[str, Any]:
    """What is known of the subject; of a person neither declarations nor whom they name."""
    if due.subject is None:
        return {}
    if due.per == "mentorship":
        return hour.year.groups[due.subject].facts(hour.year.now, hour.year.zone)
    return _shown(hour.year.scheme, hour.people[due.subject])


def _shown(scheme: Scheme, person: Person) -> Mapping[str, Any]:
    role = person.registration.role
    naming = {f"answers.{name}" for meaning in NAMING for name in bound(scheme, role, meaning)}
    facts = next(iter(person.facts.values()), {})
    return {name: value for name, value in facts.items() if name not in naming and not name.startswith("declared.")}
