"""Asking the code of the test scheme `odd`, each hook with a deed that its code then does.

Run as a program it does every deed in every hook and prints what came of each, for a test that starts it as somebody
else: ``python asking.py``.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from mentoring.plugin import (
    CODE_HOOKS,
    ENTRY_POINT_GROUP,
    Cohort,
    Entrant,
    Milestone,
    Pathway,
    Plan,
    Registration,
    Subject,
)
from mentoring.schemes.ask import Asker, SchemeFault
from mentoring.schemes.contain.host import Zygote
from mentoring.schemes.contain.limits import SECONDS
from mentoring.schemes.load import Directory, load_directory
from mentoring.schemes.scheme import Scheme

PLACE = Path(__file__).parent / "faults" / "odd"
POINT = EntryPoint("odd", "odd_scheme", ENTRY_POINT_GROUP)
BRIEF = dict.fromkeys(CODE_HOOKS, 0.5)
"""Seconds that a call may take where a test waits for them to be over."""
PATIENT = dict.fromkeys(CODE_HOOKS, 60.0)
ROUNDS = "MENTORING_FAULT_ROUNDS"
"""How many times every deed is done in every hook; once, unless a campaign asks for more."""
ENDLESS = ("hang", "sleep", "endless")
"""Deeds that only the clock ends."""

BEFORE_ANSWERING: Mapping[str, tuple[str, str]] = {
    "raise": ("raise", "RuntimeError: ink (deeds.py, line"),
    "exit": ("exit", "SystemExit: 3"),
    "hang": ("slow", "it was ended after 0.5 seconds"),
    "sleep": ("slow", "it was ended after 0.5 seconds"),
    "one_gibibyte": ("memory", "MemoryError"),
    "fork": ("raise", "PermissionError"),
    "_exit": ("exit", "it ended without an answer"),
    "_exit_with_code": ("exit", "it ended with code 7"),
    "abort": ("exit", "it ended by signal"),
    "exec": ("raise", "PermissionError"),
    "subprocess": ("raise", "PermissionError"),
    "thread": ("raise", "RuntimeError: can't start new thread"),
    "kill": ("raise", "PermissionError"),
    "socket": ("raise", "PermissionError"),
    "reading": ("raise", "PermissionError"),
    "environment_of_the_parent": ("raise", "PermissionError"),
    "writing": ("raise", "PermissionError"),
    "listing": ("raise", "PermissionError"),
    "mutation": ("raise", "TypeError: 'mappingproxy' object does not support item assignment"),
    "assignment": ("raise", "FrozenInstanceError"),
}
ANSWERING: Mapping[str, tuple[str, str]] = {
    "wrong_type": ("answer", ""),
    "nothing_json_can_hold": ("answer", "object is no value that JSON can hold"),
    "nan": ("answer", ""),
    "fifty_megabytes": ("large", "the answer has 50,000,"),
    "endless": ("slow", "it was ended after 0.5 seconds"),
    "secrets": ("answer", ""),
}
DEEDS: Mapping[str, tuple[str, str]] = {**BEFORE_ANSWERING, **ANSWERING}
"""By deed: the cause that its fault is told with, and how its words begin (empty: that depends on the hook)."""


@dataclass(frozen=True)
class Odd:
    """The scheme `odd` and who asks it."""

    directory: Directory
    zygote: Zygote

    @property
    def scheme(self) -> Scheme:
        return self.directory.get("odd")

    @property
    def asker(self) -> Asker:
        return self.directory.asker

    def ask(self, hook: str, deed: str = "") -> Any:
        """What the hook answers about two people with whom it does `deed`."""
        return _ASKED[hook](self.asker, self.scheme, deed)

    def fault(self, hook: str, deed: str) -> tuple[str, str]:
        """The cause and words of the fault; empty where it answers after all."""
        try:
            self.ask(hook, deed)
        except SchemeFault as fault:
            return fault.cause, fault.words
        return "", ""


@contextmanager
def odd_directory(**seconds: float) -> Iterator[Odd]:
    """The scheme `odd` found and loaded, as if it were installed."""
    sys.path.insert(0, str(PLACE))
    zygote = Zygote(confined=True, seconds={**SECONDS, **seconds})
    try:
        yield Odd(load_directory([POINT], zygote), zygote)
    finally:
        zygote.close()
        sys.path.remove(str(PLACE))


def entrant(name: str, role: str, deed: str = "", years: int = 3) -> Entrant:
    facts = {"answers.years": years, **({"answers.deed": deed} if deed else {})}
    return Entrant(name, name, role, ("main",), 1, "2020-11-02T09:00:00+00:00", facts=facts)


def _derive(asker: Asker, scheme: Scheme, deed: str) -> Any:
    facts = {"answers.years": 3, "answers.deed": deed}
    return asker.derive(scheme, (Registration("mentee", facts), Registration("mentor", {"answers.years": 5})))


def _score(asker: Asker, scheme: Scheme, deed: str) -> Any:
    left, right = (entrant("1", "mentee", deed),), (entrant("2", "mentor", years=5), entrant("3", "mentor"))
    return asker.score(scheme, "closeness", {"scale": 10}, left, right)


def _propose(asker: Asker, scheme: Scheme, deed: str) -> Any:
    people = (entrant("1", "mentee", deed), entrant("2", "mentor"))
    plan = Plan((Pathway("main", {"mentee": (1, 1, 1), "mentor": (1, 1, 1)}),), on="2021-02-01")
    return asker.propose_matches(scheme, Cohort(people), plan)


def _due(asker: Asker, scheme: Scheme, deed: str) -> Any:
    subjects = (Subject("a", {"quiet": True, "answers.deed": deed}), Subject("b"))
    return asker.milestone_due(scheme, Milestone("half", "mentorship", "2021-04-01T09:00:00+00:00"), subjects)


_ASKED: Mapping[str, Callable[[Asker, Scheme, str], Any]] = dict(
    zip(CODE_HOOKS, (_derive, _score, _propose, _due), strict=True)
)


def main() -> None:
    """Every deed in every hook, several at once, as JSON: by hook and deed, cause and words."""
    told: dict[str, dict[str, tuple[str, str]]] = {hook: {} for hook in CODE_HOOKS}
    with (
        odd_directory(**PATIENT) as patient,
        odd_directory(**BRIEF) as brief,
        ThreadPoolExecutor(max_workers=4) as threads,
    ):
        asked = [(hook, deed) for deed in DEEDS for hook in CODE_HOOKS] * int(os.environ.get(ROUNDS, "1"))
        found = threads.map(lambda pair: (brief if pair[1] in ENDLESS else patient).fault(*pair), asked)
        for (hook, deed), fault in zip(asked, found, strict=True):
            before = told[hook].setdefault(deed, fault)
            assert fault[0] == before[0], f"{deed} in {hook} was {before}, and another time {fault}"
        assert patient.ask("derive") == ({"distance": 3}, {"distance": 5}), "it answers after all of that"
    json.dump({"user": os.geteuid(), **told}, sys.stdout)


if __name__ == "__main__":
    main()
