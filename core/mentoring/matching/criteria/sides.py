"""What a criterion is given (two lists of people) and what it answers (a block)."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.cohort import Cohort, Entrant

FULL = 1000
_ATTRIBUTES = frozenset({"priority", "waited"})
_NUMBERS = frozenset({int, float})
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Sides:
    """The people a criterion compares: `first` and `second` in the order of `between`.

    `cohort` is everyone in the round (for what is measured against the whole), `on` the round's ISO date.
    """

    first: tuple[Entrant, ...]
    second: tuple[Entrant, ...]
    between: tuple[str, str]
    cohort: Cohort
    on: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        """How many stand on each side."""
        return len(self.first), len(self.second)

    @cached_property
    def emails(self) -> tuple[list[str], list[str]]:
        """Of each side: the e-mail addresses, lower case, empty where there is none."""
        first, second = (lower([e.email for e in side]) for side in (self.first, self.second))
        return first, second

    @cached_property
    def addresses(self) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
        """Of each side: who has this e-mail address, by place."""
        first, second = self.emails
        return by_address(first), by_address(second)

    @cached_property
    def turned(self) -> "Sides":
        """The same people the other way round."""
        return Sides(self.second, self.first, (self.between[1], self.between[0]), self.cohort, self.on)


@dataclass(frozen=True, slots=True)
class Block:
    """A criterion's answer for everyone at once.

    `share`: int16[first, second], thousandths of full marks. `holds`: bool[first, second]; an unknown fact
    never holds. `binding`: True where not holding is a bar whatever the weight (an essential wish), or None.
    """

    share: NDArray[np.int16]
    holds: Mask
    binding: Mask | None = None

    @property
    def turned(self) -> "Block":
        """The block with its sides exchanged."""
        return Block(self.share.T, self.holds.T, None if self.binding is None else self.binding.T)


def fact(entrant: Entrant, name: str) -> Any:
    """The entrant's fact, or None where it is unknown: absent, empty, or an empty list."""
    value = entrant.facts.get(name)
    if value is None and name in _ATTRIBUTES:
        return entrant.priority if name == "priority" else entrant.waited
    return value or _known(value)


def column(entrants: Sequence[Entrant], name: str) -> list[Any]:
    """One fact of everyone, None where unknown."""
    values = [e.facts.get(name) for e in entrants]
    if name in _ATTRIBUTES:
        values = [getattr(e, name) if v is None else v for v, e in zip(values, entrants, strict=True)]
    return values if all(values) else [v if v or v is None else _known(v) for v in values]


def _known(value: Any) -> Any:
    return None if value in ("", [], ()) else value


def lower(texts: list[str]) -> list[str]:
    """Each in lower case: most often all are already, which one look at them together tells."""
    together = "\n".join(texts)
    return texts if together.lower() == together else [text.lower() for text in texts]


def by_address(emails: Sequence[str]) -> dict[str, list[int]]:
    """Who has this e-mail address, lower case: their places among these; nobody has the empty one."""
    places: dict[str, list[int]] = {}
    for k, email in enumerate(emails):
        if email in places:
            places[email].append(k)
        else:
            places[email] = [k]
    places.pop("", None)
    return places


def listed(value: Any) -> list[Any]:
    """A fact that may hold one value or several, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def key(value: Any) -> Hashable:
    """A value made comparable: `true` is not 1, and the order of a map's entries says nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return (type(value).__name__, value)
    return (type(value).__name__, json.dumps(value, sort_keys=True, default=str))


def keys(values: Sequence[Any]) -> list[Hashable]:
    """`key` of each; None stays None."""
    return [v if v is None or v.__class__ is str else key(v) for v in values]


class Numbering(dict[Any, int]):
    """The numbers of values, from 0, in the order in which they are first asked for."""

    def __missing__(self, value: Hashable) -> int:
        """The next number."""
        self[value] = number = len(self)
        return number


def coded(values: Sequence[Hashable], index: Numbering) -> NDArray[np.int64]:
    """Each value's number in `index`, which numbers those it did not know as they come."""
    return np.fromiter(map(index.__getitem__, values), dtype=np.int64, count=len(values))


def numbers(values: Sequence[Any]) -> NDArray[np.float64]:
    """The values as numbers; what is unknown or no number is NaN."""
    return np.array([v if v.__class__ in _NUMBERS else _number(v) for v in values], dtype=np.float64)


def distinct_numbers(values: Sequence[Any]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The distinct numbers, as `numbers` reads them, and which of them everyone has."""
    index = Numbering()
    codes = coded([v if v.__class__ in _NUMBERS else _number(v) for v in values], index)
    return np.array(list(index), dtype=np.float64), codes


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else np.nan


def yes_or_no(holds: Mask) -> Block:
    """A block of a rule that either holds, for full marks, or does not."""
    return Block((holds * np.int16(FULL)).astype(np.int16), holds)
