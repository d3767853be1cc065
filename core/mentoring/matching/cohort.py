"""Who takes part in a round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Entrant:
    """One person in one role: eligible, gates passed, with the pathways they may enter.

    `id` is the registration's, `person` the human's (the same human in two roles shares it).
    `submitted` is an ISO 8601 UTC instant; together with `id` it breaks ties.
    `capacity` is how many mentorships at once are still free in this role, over all pathways.
    `pathways` holds the wished ones in order of wish (only those for which the verdict is eligible).
    `facts` are flat, by contract name: ``role``, ``institution``, ``level``, ``answers.wants`` ...;
    an absent fact is unknown. `avoid` and the values of `person` questions are e-mail addresses,
    lower case; `email` is this person's own.
    """

    id: str
    person: str
    role: str
    submitted: str
    capacity: int
    pathways: tuple[str, ...]
    facts: Mapping[str, Any]
    email: str = ""
    name: str = ""
    priority: int = 0
    waited: int = 0
    avoid: frozenset[str] = frozenset()


Scorer = Callable[[str, Mapping[str, Any], Sequence[Entrant], Sequence[Entrant]], NDArray[np.int16]]
"""A criterion's name and parameters, and two sides: int16[first, second] in thousandths, -1 where forbidden."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """The entrants of one round, in canonical order (submitted, id), whatever order they came in.

    `earlier` holds unordered pairs of person ids once in one mentorship, each with the ISO date of its end. `own`
    answers criteria of the scheme's own.
    """

    entrants: tuple[Entrant, ...]
    earlier: Mapping[frozenset[str], str] = field(default_factory=dict)
    own: Scorer | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, entrants: list[Entrant], earlier: Mapping[frozenset[str], str] | None = None) -> "Cohort":
        """The cohort of these entrants; ids must be unique."""
        ordered = tuple(sorted(entrants, key=lambda e: (e.submitted, e.id)))
        if len({e.id for e in ordered}) != len(ordered):
            raise ValueError("two entrants share an id")
        return cls(ordered, earlier or {})
