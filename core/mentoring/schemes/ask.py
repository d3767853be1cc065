"""Asking a scheme's own code: who has some, whether it may be asked, what it is given, and whether its answer stands.

One method for each hook. Each answers checked values, or raises: `CodeHeld` where the code cannot be asked, and its
kind `SchemeFault` where it was asked and failed. What the values then do to a verdict, a round or a timeline is the
asking service's business; so are quarantine and the record of faults (`schemes.faults`).
"""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct, to_builtins
from numpy.typing import NDArray
from packaging.version import InvalidVersion, Version

from mentoring.errors import MentoringError
from mentoring.plugin import Action, Cohort, Entrant, Mentorship, Milestone, Plan, Registration, Subject
from mentoring.schemes import answers
from mentoring.schemes.contain.host import Fault, Zygote
from mentoring.schemes.scheme import Scheme
from mentoring.schemes.trace import Call, Trace, answer_in_words, given_in_words

T = TypeVar("T")

CELLS = 1_000_000
"""Pairs in the largest block of scores that is asked at once."""


class Code(Struct, frozen=True):
    """The code of an installed scheme: its version, the module that holds it, and which of the four hooks it has."""

    scheme: str
    version: str
    module: str
    hooks: tuple[str, ...]


class CodeHeld(MentoringError):
    """A scheme's own code is not asked, and so what it would decide is held."""

    status = 409
    title = "This is held: the scheme's own code is not asked"


class SchemeFault(CodeHeld):
    """A scheme's own code was asked and failed: `scheme`, `version`, `hook`, the `cause` in a word, and its `words`."""

    title = "This is held: the scheme's own code failed"

    def __init__(self, code: Code, hook: str, cause: str, words: str) -> None:
        super().__init__(
            f"The code of {code.scheme} {code.version} failed in `{hook}`: {answers.sentence_of(cause, words)}",
            "Nothing was decided by it. The page Schemes keeps the fault: send it to the scheme's author.",
        )
        self.scheme = code.scheme
        self.version = code.version
        self.hook = hook
        self.cause = cause
        self.words = words


class Asker:
    """Asks the code of installed schemes; without any (the default) it never starts a process."""

    def __init__(
        self, codes: Mapping[str, Code] | None = None, zygote: Zygote | None = None, trace: Trace | None = None
    ) -> None:
        self.codes: Mapping[str, Code] = codes or {}
        self._zygote = zygote or Zygote()
        self._trace = trace

    def traced(self, trace: Trace) -> "Asker":
        """The same, telling `trace` each call as it ends."""
        return Asker(self.codes, self._zygote, trace)

    @property
    def why_off(self) -> str:
        """Why code cannot be asked on this machine; empty where it can, or where no installed scheme has any."""
        return self._zygote.why_off if self.codes else ""

    @property
    def confined(self) -> bool:
        """Whether the kernel holds what is asked."""
        return self._zygote.confined

    def has(self, scheme: Scheme, hook: str) -> bool:
        """Whether the scheme counts on code of its own there: a pinned one as it did when it was pinned."""
        if scheme.hooks is not None:
            return hook in scheme.hooks
        return scheme.name in self.codes and hook in self.codes[scheme.name].hooks

    def why_held(self, scheme: Scheme) -> str:
        """Why the code may not be asked for this (pinned) scheme; empty where it may, or the scheme has none."""
        code = self.codes.get(scheme.name)
        for hook in scheme.hooks or ():
            if code is None or hook not in code.hooks:
                return f"The scheme {scheme.name} counts on code of its own, `{hook}`, and none is installed here."
        if code is not None and not covers(code.version, scheme.version):
            return (
                f"Version {code.version} of {code.scheme} is installed, and this programme has pinned "
                f"{scheme.version}, which it does not cover."
            )
        return ""

    def derive(self, scheme: Scheme, registrations: Sequence[Registration]) -> tuple[Mapping[str, Any], ...]:
        """The scheme's own facts of each registration, in their order: those known, by name."""
        own, count = scheme.eligibility.own, len(registrations)
        return self._answered(
            scheme, "derive", {"registrations": registrations}, lambda told: answers.columns(told, own, count)
        )

    def score(
        self, scheme: Scheme, name: str, params: Mapping[str, Any], left: Sequence[Entrant], right: Sequence[Entrant]
    ) -> NDArray[np.int16]:
        """int16[left, right] in thousandths, -1 where the two are forbidden; asked block by block."""
        rows = max(1, CELLS // max(1, len(right)))
        blocks = [self._block(scheme, name, params, left[at : at + rows], right) for at in range(0, len(left), rows)]
        return np.concatenate(blocks) if blocks else np.zeros((0, len(right)), dtype=np.int16)

    def propose_matches(self, scheme: Scheme, cohort: Cohort, plan: Plan) -> tuple[Mentorship, ...] | None:
        """The mentorships proposed, not yet checked against the round's rules; None where the code is silent."""
        if not self.has(scheme, "propose_matches"):
            return None
        return self._answered(
            scheme,
            "propose_matches",
            {"cohort": cohort, "plan": plan},
            lambda told: None if told is None else answers.mentorships(told),
        )

    def milestone_due(self, scheme: Scheme, milestone: Milestone, subjects: Sequence[Subject]) -> tuple[Action, ...]:
        """What more is to be done at a milestone; nothing where the code is silent."""
        if not self.has(scheme, "milestone_due"):
            return ()
        known = frozenset(subject.id for subject in subjects)
        return self._answered(
            scheme,
            "milestone_due",
            {"milestone": milestone, "subjects": subjects},
            lambda told: answers.actions(told, scheme, known),
        )

    def fault(self, scheme: Scheme, hook: str, cause: str, words: str) -> SchemeFault:
        """The fault of an answer that the asking service refuses."""
        return SchemeFault(self._code(scheme, hook), hook, cause, words)

    def _block(
        self, scheme: Scheme, name: str, params: Mapping[str, Any], left: Sequence[Entrant], right: Sequence[Entrant]
    ) -> NDArray[np.int16]:
        given = {"name": name, "params": params, "left": left, "right": right}
        return self._answered(scheme, "score", given, lambda told: answers.block(told, (len(left), len(right))))

    def _answered(self, scheme: Scheme, hook: str, arguments: Mapping[str, Any], check: Callable[[Any], T]) -> T:
        """The answer once it stands; each call is told to whoever traces."""
        started = perf_counter()
        try:
            answer = self._checked(scheme, hook, check, self._asked(scheme, hook, arguments))
        except CodeHeld as held:
            self._note(hook, arguments, held.what, started, sound=False)
            raise
        self._note(hook, arguments, answer, started, sound=True)
        return answer

    def _note(self, hook: str, arguments: Mapping[str, Any], answer: Any, started: float, *, sound: bool) -> None:
        if self._trace is not None:
            took = (perf_counter() - started) * 1000
            told = answer_in_words(hook, answer) if sound else answer
            self._trace(Call(hook, given_in_words(hook, arguments), told, took, sound))

    def _asked(self, scheme: Scheme, hook: str, arguments: Mapping[str, Any]) -> Any:
        code = self._code(scheme, hook)
        if held := self.why_held(scheme):
            raise CodeHeld(held, "Move the programme to the installed version, or install the one it has pinned.")
        try:
            return self._zygote.call(
                module=code.module, scheme=code.scheme, hook=hook, arguments=to_builtins(arguments)
            )
        except Fault as fault:
            if fault.cause == "off":
                raise CodeHeld(
                    f"This machine cannot contain the code of schemes: {fault.words}.",
                    "Whoever runs this machine finds the remedy with `mentoring check`.",
                ) from fault
            raise SchemeFault(code, hook, fault.cause, fault.words) from fault

    def _code(self, scheme: Scheme, hook: str) -> Code:
        code = self.codes.get(scheme.name)
        if code is None or hook not in code.hooks:
            raise CodeHeld(
                f"The scheme {scheme.name} counts on code of its own, `{hook}`, and none is installed here.",
                "Whoever runs this machine finds why with `mentoring schemes list`.",
            )
        return code

    def _checked(self, scheme: Scheme, hook: str, check: Callable[[Any], T], told: Any) -> T:
        try:
            return check(told)
        except answers.Unsound as unsound:
            raise self.fault(scheme, hook, "answer", str(unsound)) from unsound


def covers(installed: str, pinned: str) -> bool:
    """Whether code of version `installed` may serve a programme that pinned `pinned`.

    It may when it is no older and no incompatible change lies between: the same first number, or below 1.0 the same
    first two (semver.org, 4 and 8).
    """
    try:
        here, there = Version(installed), Version(pinned)
    except InvalidVersion:
        return installed == pinned
    digits = 2 if there.major == 0 else 1
    return here >= there and (here.major, here.minor)[:digits] == (there.major, there.minor)[:digits]
