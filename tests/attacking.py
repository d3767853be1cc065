"""Somebody who knows everybody's name, who came and left when, and every table: what can they be sure of?

People in the same tables cannot be told apart, so an attacker's knowledge of a class of them is how many are in each
group. An integer program asks for the fewest of a class that could be in a group; where that is the whole class, every
one of them is determined. `known` are answers that the attacker has besides, such as their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from mentoring.monitoring.questions import GROUPS

NAMES = tuple(GROUPS)
HIDDEN = 2
"""As many as a 0 may stand for."""


@dataclass(frozen=True)
class Told:
    """One table: of whom, and what it said; None where it was withheld."""

    people: frozenset[int]
    counts: Mapping[str, int] | None


def determined(truth: Mapping[int, str], tables: Sequence[Told], known: frozenset[int] = frozenset()) -> set[int]:
    """The people whose group follows from `tables`, beyond those `known`.

    The truth is one of the worlds the attacker must reckon with: who is not alike in it cannot be determined.
    """
    classes: dict[tuple[int, ...], list[int]] = {}
    for person in truth:
        inside = tuple(number for number, table in enumerate(tables) if person in table.people)
        classes.setdefault(inside, []).append(person)
    found: set[int] = set()
    for key, people in classes.items():
        unknown = [person for person in people if person not in known]
        groups = {truth[person] for person in unknown}
        if key and len(groups) == 1 and _fewest(classes, tables, truth, known, key, groups.pop()) == len(unknown):
            found.update(unknown)
    return found


def _fewest(
    classes: Mapping[tuple[int, ...], Sequence[int]],
    tables: Sequence[Told],
    truth: Mapping[int, str],
    known: frozenset[int],
    target: tuple[int, ...],
    group: str,
) -> int:
    """As few of the unknown people of class `target` as could be in `group`."""
    keys = list(classes)
    width, extra = len(NAMES), len(NAMES) * len(tables)  # a switch for each cell of each table
    size = width * len(keys) + extra
    most, least = np.ones(size), np.zeros(size)
    rows: list[tuple[np.ndarray, float, float]] = []
    for at, key in enumerate(keys):
        sure = Counter(truth[person] for person in classes[key] if person in known)
        for column, name in enumerate(NAMES):
            least[width * at + column] = sure[name]
            most[width * at + column] = len(classes[key])
        row = np.zeros(size)
        row[width * at : width * (at + 1)] = 1
        rows.append((row, len(classes[key]), len(classes[key])))
    for number, table in enumerate(tables):
        switches = width * len(keys) + width * number
        for column, name in enumerate(NAMES):
            row = np.zeros(size)
            for at, key in enumerate(keys):
                row[width * at + column] = float(number in key)
            if table.counts is None:
                row[switches + column] = -float(len(truth))
                rows.append((row, -np.inf, HIDDEN))
            else:
                shown = table.counts[name]
                rows.append((row, max(shown - 2, 0), shown + 2))
        if table.counts is None:
            row = np.zeros(size)
            row[switches : switches + width] = 1
            rows.append((row, 0, 1))
    wanted = np.zeros(size)
    wanted[width * keys.index(target) + NAMES.index(group)] = 1
    solved = milp(
        wanted,
        constraints=LinearConstraint(
            np.array([row for row, _, _ in rows]), [low for _, low, _ in rows], [high for _, _, high in rows]
        ),
        bounds=Bounds(least, most),
        integrality=np.ones(size, dtype=np.int64),
    )
    assert solved.success, "the truth is a solution"
    certain = sum(truth[person] == group for person in classes[target] if person in known)
    return round(solved.fun) - certain
