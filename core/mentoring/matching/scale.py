"""The order of aims as one number for each cell, such that a better aim outweighs everything below it.

Two assignments differ by chains and circles of people who change places. A chain wins or loses one person, one wish,
one priority, at its ends; only points and last resorts add up along it. So each aim needs to outweigh what one chain
can lose below it, not what a whole round can: the numbers stay small enough to be exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.network import EXACT
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.score import POINTS_OF_A_LAST_RESORT, Board


@dataclass(frozen=True, slots=True)
class Scale:
    """What an assigned cell is worth: `unit` * (points - `resort` * last resorts), and something for whom it serves.

    Once for the person `person`, `wish` where it is the first, `urgent` for each point of priority. `seat`: a place
    that is left empty.
    """

    unit: int
    resort: int
    person: int
    wish: int
    urgent: int
    seat: int

    @classmethod
    def of(cls, board: Board, pathway: PathwayPlan, served: Sequence[int], length: int) -> "Scale | None":
        """The scale of one pathway's pairs; chains are at most `length` long. None where numbers would grow too large.

        `served`: positions of those in the served role.
        """
        priority = [board.cohort.entrants[i].priority for i in served]
        spread = max(priority, default=0) - min((0, *priority))
        resorts = sum(c.weight == "last_resort" for c in pathway.criteria)
        if pathway.first != "people":
            bonus = pathway.first * 1000 if isinstance(pathway.first, int) else 0
            wish = spread + 1
            person = wish + spread + 1
            unit = person + wish + spread + 1
            most = unit * (pathway.full_marks + POINTS_OF_A_LAST_RESORT * resorts + bonus)
            scale = cls(unit, POINTS_OF_A_LAST_RESORT, person + unit * bonus, wish, 1, length * most + 2 * unit)
        else:
            below = length * pathway.full_marks
            urgent = below + 1 if spread else 0
            below += urgent * spread
            wish = below + 1
            below += wish
            resort = below + 1 if resorts else 0
            below += resort * resorts * length
            scale = cls(1, resort, below + 1, wish, urgent, 2 * below + 2)
        return scale if scale.seat + scale.person < EXACT else None

    def of_rows(self, board: Board, pathway: str, copies: Integers) -> Integers:
        """int64[copies]: what serving this copy of a person is worth by itself; 0 for all but the first."""
        once = np.diff(copies, prepend=-1) > 0
        entrants = [board.cohort.entrants[i] for i in copies.tolist()]
        worth = [self.person + self.wish * (e.pathways[0] == pathway) + self.urgent * e.priority for e in entrants]
        return np.array(worth, dtype=np.int64) * once
