"""Circles made better by annealing: seats are exchanged at random, bad exchanges ever more seldom.

In each step the circles are paired off by chance, and each two of them exchange one seat of one role, or none; now and
then an empty seat may be exchanged too, so that circles grow and shrink within their bounds. All exchanges of two
circles are valued at once; the better one is, the likelier it is drawn (heat bath). Whole numbers, steps counted and
never timed, and a seed from the people: the same circles on any machine. Who sits somewhere keeps a seat.
"""

from dataclasses import dataclass

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.chance import UNIT, Chance
from mentoring.matching.table import NEVER, Table

STAGES = 64
"""So often the temperature falls, by three in sixty-four: to a twentieth in the end."""
_COUPLES = 4000
"""In a large round as many couples of circles are drawn in a stage, and no more."""
_COLD = 96
"""Steps at the end in which only what gains is drawn."""
_EMPTY = 4
"""One step in so many looks at empty seats as well."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to anneal: `steps` for each of the stages."""

    steps: int

    @classmethod
    def of(cls, circles: int) -> "Pace":
        """By the number of circles alone: more where more are to be paired off, up to what a large round can bear."""
        return cls(min(8 * circles, 64 + circles, max(16, _COUPLES // max(1, circles // 2))))


def anneal(table: Table, chance: Chance, pace: Pace) -> None:
    """Exchange seats of the table. It may end worse than it began: whoever asks keeps the better."""
    if table.circles < 2:
        return
    warmth = _warmth(table, chance)
    turns = [role for role, most in enumerate(table.most) for _ in range(most)]
    turn = 0
    for stage in range(STAGES + 1):
        for _ in range(pace.steps if stage < STAGES else _COLD):
            _step(table, chance, turns[turn % len(turns)], warmth, empty=turn % _EMPTY == 0)
            turn += 1
        warmth = warmth * 61 // 64 if stage < STAGES - 1 else 1
        warmth = max(1, warmth)


def _couples(table: Table, chance: Chance) -> tuple[Integers, Integers]:
    half = table.circles // 2
    order = chance.order(table.circles)
    return order[:half], order[half : 2 * half]


def _warmth(table: Table, chance: Chance) -> int:
    """The temperature to begin with: a third of what an exchange of two people gains or loses on average."""
    means: list[int] = []
    for _ in range(8):
        gains = table.swaps(*_couples(table, chance), 0)
        usual = np.abs(gains[(gains != 0) & (np.abs(gains) < table.usual)])
        means += [int(usual.sum()) // usual.size] if usual.size else []
    return max(1, sum(means) // (3 * len(means))) if means else 1


def _step(table: Table, chance: Chance, role: int, warmth: int, *, empty: bool) -> None:
    one, other = _couples(table, chance)
    gains = (table.gains if empty else table.swaps)(one, other, role).reshape(len(one), -1)
    luck = chance.luck((len(one), gains.shape[1] + 1))
    drawn = luck[:, :-1] + np.maximum(gains, NEVER) * UNIT // warmth
    choice = drawn.argmax(axis=1)
    rows = np.flatnonzero(drawn[np.arange(len(one)), choice] > luck[:, -1])
    mine, theirs = np.divmod(choice[rows], table.most[role])
    one, other = one[rows], other[rows]
    even = table.keeps_even(one, other, role, mine, theirs)
    if even.any():
        table.exchange(one[even], other[even], role, mine[even], theirs[even])
