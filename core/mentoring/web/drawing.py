"""Where beads and threads lie: pure geometry for the drawings of the pages, in pixels unless it says otherwise."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

StepKind = Literal["apart", "meet", "together", "part"]
"""A step of the year on the public page: still apart, the two meet, they go together, they part."""

WIDTH = 1000
HEIGHT = 80
_MIDDLE = 42.0
_FAR = 28.0
_NEAR = 9.0
_STEP = 8


def ring(count: int, radius: float, centre: float) -> list[tuple[float, float]]:
    """`count` points on a circle, the first two side by side at the top (a circle's leads)."""
    turn = 2 * math.pi / max(count, 1)
    start = -math.pi / 2 - turn / 2
    return [
        (round(centre + radius * math.cos(start + i * turn), 1), round(centre + radius * math.sin(start + i * turn), 1))
        for i in range(count)
    ]


@dataclass(frozen=True)
class YearBead:
    """A bead: `x` in per cent, `y` in pixels; `kind` is its look."""

    x: float
    y: float
    kind: Literal["mine", "theirs", "joined", "met"]


@dataclass(frozen=True)
class Year:
    """Two threads as path data in a box of 1000 by 80, and the beads on them."""

    mine: str
    theirs: str
    beads: tuple[YearBead, ...]


def year(steps: Sequence[StepKind], meetings: int) -> Year:
    """The year as two threads: they come together, twist `meetings` times, and part.

    Steps stand in the middle of equal columns. Without a step ``meet`` the threads join after the last
    step apart; without ``part`` they go on together to the end.
    """
    centres = [(i + 0.5) * WIDTH / len(steps) for i in range(len(steps))]
    meet = next((x for x, kind in zip(centres, steps, strict=True) if kind == "meet"), WIDTH * 0.5)
    part = next((x for x, kind in zip(centres, steps, strict=True) if kind == "part"), float(WIDTH))
    lobes = max(meetings, 1) + 1

    def away(x: float) -> float:
        if x <= meet:
            return _FAR * (1 - _arriving(x / meet))
        if x >= part:
            return _FAR * _smooth((x - part) / max(WIDTH - part, 1))
        return -_NEAR * math.sin(math.pi * lobes * (x - meet) / (part - meet))

    at = [*range(0, WIDTH, _STEP), WIDTH]
    sides = ["M" + " ".join(f"{x},{_MIDDLE + sign * away(x):.1f}" for x in at) for sign in (-1, 1)]
    beads = [bead for x, kind in zip(centres, steps, strict=True) for bead in _beads(x, kind, away(x))]
    if part > meet:
        crossings = [meet + (part - meet) * i / lobes for i in range(1, lobes)]
        beads += [YearBead(round(x / 10, 2), _MIDDLE, "met") for x in crossings]
    return Year(sides[0], sides[1], tuple(beads))


def _beads(x: float, kind: StepKind, away: float) -> list[YearBead]:
    if kind == "apart":
        return [
            YearBead(round(x / 10, 2), round(_MIDDLE - away, 1), "mine"),
            YearBead(round(x / 10, 2), round(_MIDDLE + away, 1), "theirs"),
        ]
    return [YearBead(round(x / 10, 2), _MIDDLE, "joined")] if kind in {"meet", "part"} else []


def _smooth(t: float) -> float:
    return t * t * (3 - 2 * t)


def _arriving(t: float) -> float:
    """Gently at first, then together, and flat where they meet."""
    return 0.25 * _smooth(t) + 0.75 * _smooth(max(0.0, (t - 0.25) / 0.75))
