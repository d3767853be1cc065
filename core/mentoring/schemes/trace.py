"""Calls of a scheme's own code as its author reads them: what it was asked, what it answered, and how long it took.

No value of a person stands in a trace: it tells shapes, counts and the names of facts.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from mentoring.contracts.words import listed
from mentoring.plugin import Entrant, Registration


class Call(Struct, frozen=True):
    """One call: the `hook`, what was `given` and `answered` in words, and the time it took. `sound`: it stands."""

    hook: str
    given: str
    answered: str
    milliseconds: float
    sound: bool

    def __str__(self) -> str:
        """One line: ``derive(12 registrations: 8 mentee, 4 mentor) -> distance: 12 values  [41 ms]``."""
        told = self.answered if self.sound else f"refused: {self.answered}"
        return f"{self.hook}({self.given}) -> {told}  [{self.milliseconds:.0f} ms]"


Trace = Callable[[Call], None]
"""Takes each call as it ends."""


def given_in_words(hook: str, arguments: Mapping[str, Any]) -> str:
    """The shape of a hook's arguments."""
    return _GIVEN[hook](arguments)


def answer_in_words(hook: str, answer: Any) -> str:
    """The shape of an answer that was checked."""
    return _ANSWERED[hook](answer)


def _registrations(arguments: Mapping[str, Any]) -> str:
    people: Sequence[Registration] = arguments["registrations"]
    facts = sorted({name for one in people for name in one.facts})
    known = f"; facts {', '.join(facts)}" if facts else ""
    return f"{_counted(people, 'registration')}{known}"


def _block(arguments: Mapping[str, Any]) -> str:
    left, right = arguments["left"], arguments["right"]
    params = f" {dict(arguments['params'])}" if arguments["params"] else ""
    return f"`{arguments['name']}`{params}; {_counted(left, 'entrant')} by {_counted(right, 'entrant')}"


def _round(arguments: Mapping[str, Any]) -> str:
    cohort, plan = arguments["cohort"], arguments["plan"]
    parts = [
        _counted(cohort.entrants, "entrant"),
        f"{len(cohort.apart)} kept apart",
        f"pathways {', '.join(each.id for each in plan.pathways)}",
        f"{len(plan.places)} limits of places",
        f"{len(plan.locks)} locks",
    ]
    return "; ".join(parts)


def _occurrence(arguments: Mapping[str, Any]) -> str:
    milestone = arguments["milestone"]
    return f"`{milestone.id}` per {milestone.per}; {len(arguments['subjects'])} subjects"


def _counted(people: Sequence[Registration | Entrant], noun: str) -> str:
    """How many, and how many in each role."""
    roles = Counter(one.role for one in people)
    told = ", ".join(f"{number} {role}" for role, number in sorted(roles.items()))
    return f"{len(people)} {noun}{'' if len(people) == 1 else 's'}{f': {told}' if told else ''}"


def _columns(answer: Sequence[Mapping[str, Any]]) -> str:
    names = sorted({name for one in answer for name in one})
    if not names:
        return "nothing is known"
    told = (f"{name}: {sum(name in one for one in answer)} of {len(answer)} known" for name in names)
    return "; ".join(told)


def _shares(answer: np.ndarray[Any, Any]) -> str:
    shape = ", ".join(map(str, answer.shape))
    if not answer.size:
        return f"int16[{shape}]"
    held = answer[answer >= 0]
    told = f"{held.min()} to {held.max()}" if held.size else "no share"
    forbidden = int((answer < 0).sum())
    return f"int16[{shape}], {told}" + (f", {forbidden} forbidden" if forbidden else "")


def _mentorships(answer: Sequence[Any] | None) -> str:
    if answer is None:
        return "nothing: the core's solver decides"
    return f"{len(answer)} mentorship{'' if len(answer) == 1 else 's'}"


def _actions(answer: Sequence[Any]) -> str:
    if not answer:
        return "nothing more"
    return listed((f"{each.do} {each.what} to {len(each.to)}" for each in answer), "and")


_GIVEN: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "derive": _registrations,
    "score": _block,
    "propose_matches": _round,
    "milestone_due": _occurrence,
}
_ANSWERED: Mapping[str, Callable[[Any], str]] = {
    "derive": _columns,
    "score": _shares,
    "propose_matches": _mentorships,
    "milestone_due": _actions,
}
