"""What the code of a scheme answered, checked by the shape that each hook asks for: values to use, or Unsound.

Nothing is mended here. An answer that is wrong anywhere is refused whole, in a sentence for the scheme's author.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from mentoring.contracts.dialect import compile_fragment
from mentoring.contracts.words import nearest
from mentoring.plugin import Action, Mentorship
from mentoring.schemes.contain.wire import array_of
from mentoring.schemes.scheme import Fragment, Scheme, say

MOST = 1000
"""A whole share, in thousandths."""
FORBIDDEN = -1

_SENTENCES: Mapping[str, str] = {
    "raise": "it raised {words}.",
    "import": "it cannot be imported, {words}.",
    "exit": "{words}.",
    "slow": "{words}.",
    "memory": "it asked for more memory than a call may have, {words}.",
    "large": "{words}.",
    "killed": "{words}.",
    "answer": "{words}.",
    "refused": "{words}",
}


class Unsound(Exception):
    """An answer that may not stand; its text says why."""


def sentence_of(cause: str, words: str) -> str:
    """A fault as the end of a sentence, such as “it raised ValueError: ink (score.py, line 3).”."""
    return _SENTENCES.get(cause, "{words}.").replace("{words}", words)


def columns(told: Any, own: Mapping[str, Fragment], count: int) -> tuple[Mapping[str, Any], ...]:
    """The answer of `derive`: a column for each fact. By registration, the facts that are known."""
    if told is None:
        return ({},) * count
    if not isinstance(told, Mapping):
        raise Unsound(f"the answer is {_kind(told)}, where columns by the fact's name are asked")
    for name, column in told.items():
        if name not in own:
            raise Unsound(f"the fact `{name}` is not declared in eligibility.own ({nearest(name, own)})")
        if not isinstance(column, list):
            raise Unsound(f"the column `{name}` is {_kind(column)}, where a list is asked")
        if len(column) != count:
            raise Unsound(f"the column `{name}` has {len(column)} values for {count} registrations")
        _demand_values(name, column, own[name])
    return tuple({name: told[name][at] for name in told if told[name][at] is not None} for at in range(count))


def _demand_values(name: str, column: list[Any], schema: Fragment) -> None:
    check = compile_fragment(schema)
    for at, value in enumerate(column):
        if value is None:
            continue
        if not _is_finite(value):
            raise Unsound(f"the column `{name}` holds NaN or infinity, at {at}")
        for error in check.errors(value):
            raise Unsound(f"the column `{name}` does not hold what its schema says, at {at}: {error.message}")


def block(told: Any, shape: tuple[int, int]) -> NDArray[np.int16]:
    """The answer of `score`: int16 of this shape, each -1 or 0 to 1000."""
    array = array_of(told)
    if array is None:
        raise Unsound(f"the answer is {_kind(told)}, where a NumPy array of int16 is asked")
    if array.dtype.kind == "f" and np.isnan(array).any():
        raise Unsound("the block holds NaN")
    if array.dtype != np.int16:
        raise Unsound(f"the block is of {array.dtype}, where int16 is asked")
    if array.shape != shape:
        raise Unsound(f"the block has the shape {array.shape}, where {shape} is asked")
    if array.size and not FORBIDDEN <= array.min() <= array.max() <= MOST:
        raise Unsound(f"the block holds {array.min()} to {array.max()}, where -1 to 1000 is asked")
    return array


def mentorships(told: Any) -> tuple[Mentorship, ...]:
    """The answer of `propose_matches`: mentorships by their shape alone."""
    found: tuple[Mentorship, ...] = _converted(told, tuple[Mentorship, ...], "list of Mentorship")
    return found


def actions(told: Any, scheme: Scheme, known: frozenset[str]) -> tuple[Action, ...]:
    """The answer of `milestone_due`: actions with declared things, to the subjects that were given (`known`)."""
    if told is None:
        return ()
    found: tuple[Action, ...] = _converted(told, tuple[Action, ...], "list of Action")
    declared = {"send": frozenset(scheme.messages), "ask": frozenset(scheme.surveys), "task": frozenset(_tasks(scheme))}
    for action in found:
        if action.what not in declared[action.do]:
            raise Unsound(f"`{action.do}: {action.what}` names nothing that the scheme's documents declare")
        for subject in action.to:
            if subject not in known:
                raise Unsound(f"`{action.do}: {action.what}` is for `{subject}`, which it was not asked about")
    return found


def _tasks(scheme: Scheme) -> Iterator[str]:
    """The words of every task that the timeline declares."""
    for milestone in scheme.timeline.values():
        yield from (say(action["task"]) for action in milestone.do if "task" in action)


def _converted(told: Any, kind: Any, asked: str) -> Any:
    try:
        return msgspec.convert(told, kind)
    except msgspec.ValidationError as error:
        raise Unsound(f"the answer is no {asked}: {error}") from error


def _is_finite(value: Any) -> bool:
    """Whether no number in `value` is NaN or infinite, however deep."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return all(_is_finite(each) for each in value.values())
    return all(_is_finite(each) for each in value) if isinstance(value, list) else True


def _kind(value: Any) -> str:
    if isinstance(value, Mapping) and "dtype" in value:
        return "an array"
    named = {dict: "a map", list: "a list", str: "a text", bool: "yes or no", int: "a number", float: "a number"}
    return "nothing" if value is None else named.get(type(value), type(value).__name__)
