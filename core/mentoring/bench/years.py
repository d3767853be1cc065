"""What a year costs: the same programme played by more and more people, from its opening to its end (B11)."""

from collections.abc import Callable, Iterator
from time import perf_counter, process_time
from typing import Any

from mentoring.bench.clock import peak

SIZES = (40, 400, 4_000)
"""About how many are mentored."""

Play = Callable[[int], dict[str, int]]
"""Plays a year with about so many mentored; what it left, by kind. Raises where something that must hold does not."""


def measured(play: Play, *, most: int = len(SIZES)) -> Iterator[dict[str, Any]]:
    """A row for each of the first `most` sizes, as they come: seconds on the wall and of this process's processor."""
    for size in SIZES[:most]:
        begun, used = perf_counter(), process_time()
        left = play(size)
        wall, processor = perf_counter() - begun, process_time() - used
        yield {
            "mentored": size,
            **left,
            "seconds": wall,
            "processor": processor,
            "per_mentored": wall / size,
            "memory": peak(),
        }
