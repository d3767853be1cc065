"""The benchmark of matching: each way in a process of its own, all in one run, told as ratios."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from mentoring.bench.clock import apart
from mentoring.bench.cohorts import Shape


@dataclass(frozen=True, slots=True)
class Case:
    """One round to be matched by all."""

    title: str
    shape: Shape
    times: int


LEFT_OUT = (
    "rounds of 5,000 and 10,000", "mentors who take several", "everyone wants the same mentors", "mentor-match",
    "circles of 300 and 2,000", "CP-SAT",
)  # fmt: skip
"""What `quick` does not measure."""


def cases(*, quick: bool) -> tuple[Case, ...]:
    """The rounds of the benchmark, small ones first; `quick` leaves out what `LEFT_OUT` says, and repeats less."""
    sizes = (40, 200, 1000) if quick else (40, 200, 1000, 5000, 10_000)
    times = {40: 20, 200: 20, 1000: 3} if quick else {40: 100, 200: 100, 1000: 9, 5000: 2, 10_000: 1}
    found = [Case(f"{n:,} with {n:,}", Shape(n, n), times[n]) for n in sizes]
    found += [
        Case(f"{n:,} with {n // 2:,} who take up to 3", Shape(n, n // 2, capacities=True), times[n])
        for n in sizes
        if n >= 1000 and not quick
    ]
    crowded = () if quick else (1000, 5000)
    found += [Case(f"{n:,}, all want the same", Shape(n, n, same_mentors=True), times[n]) for n in crowded]
    return tuple(found)


def run(*, quick: bool, told: Callable[[str], None]) -> dict[str, Any]:
    """Everything measured. `told` hears what is being done."""
    return {
        "pairs": [*_pairs(quick=quick, told=told)],
        "left_out": list(LEFT_OUT) if quick else [],
        "peer": {} if quick else _peer(1000, told),
        "again": _again(1000 if quick else 5000, told),
        "circles": [*_circles((60,) if quick else (60, 300, 2000), told)],
        "solver": {} if quick else _solver(60, 120, told),
    }


def _pairs(*, quick: bool, told: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    for case in cases(quick=quick):
        told(case.title)
        given = json.dumps({**asdict(case.shape), "times": case.times})
        ours, scipy, greedy = (apart("mentoring.bench.one", way, given) for way in ("ours", "scipy", "greedy"))
        yield {
            "title": case.title,
            "shape": asdict(case.shape),
            "ours": ours,
            "scipy": scipy,
            "greedy": greedy,
            "time_to_scipy": round(ours["total"] / scipy["total"], 2),
            "reasons_to_matching": round(ours["reasons"] / ours["matching"], 3),
            "memory_to_scipy": round(ours["memory"] / scipy["memory"], 3) if scipy["memory"] else None,
            "greedy_points": round(greedy["points"] / ours["aims"]["points"], 4),
        }


def _peer(size: int, told: Callable[[str], None]) -> dict[str, Any]:
    told(f"mentor-match, {size:,} with {size:,}")
    return {"size": size, **apart("mentoring.bench.peer", str(size))}


def _again(size: int, told: Callable[[str], None]) -> dict[str, Any]:
    told(f"one change to {size:,} with {size:,}")
    return {"size": size, **apart("mentoring.bench.again", str(size))}


def _circles(sizes: tuple[int, ...], told: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    for people in sizes:
        told(f"circles of {people:,} people")
        yield {"people": people, **apart("mentoring.bench.circles", str(people), "0")}


def _solver(people: int, seconds: int, told: Callable[[str], None]) -> dict[str, Any]:
    told(f"CP-SAT on circles of {people:,} people for {seconds} seconds")
    return {"people": people, **apart("mentoring.bench.solver", str(people), str(seconds))}
