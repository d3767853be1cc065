"""The benchmark of matching: each way in a process of its own, all in one run, told as ratios."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
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


Row = dict[str, Any]
"""What was measured: `kind` (pair, peer, again, circle, solver), `title`, `quick`, and numbers by kind."""


def measured(*, quick: bool, told: Callable[[str], None], known: Iterable[Row] = ()) -> Iterator[Row]:
    """Every row, as it comes. `told` hears what is being done; what is `known`, and was not skipped, stands."""
    before = {(row["kind"], row["title"], row["quick"]): row for row in known if "skipped" not in row}
    for kind, title, work in _steps(quick=quick):
        row = before.get((kind, title, quick))
        if row is None:
            told(title)
            row = {"kind": kind, "title": title, "quick": quick, **work()}
        yield row


def _steps(*, quick: bool) -> Iterator[tuple[str, str, Callable[[], Row]]]:
    """What is measured, in order: what takes longest last."""
    for case in cases(quick=quick):
        yield "pair", case.title, partial(_pair, case)
    size = 1000 if quick else 5000
    yield "again", f"one change to {size:,} with {size:,}", partial(_of, "again", size)
    if not quick:
        yield "peer", "mentor-match, 1,000 with 1,000", partial(_of, "peer", 1000)
    for people in (60,) if quick else (60, 300):
        yield "circle", f"circles of {people:,}", partial(_of, "circles", people, 0)
    if not quick:
        yield "solver", "CP-SAT on circles of 60", partial(_of, "solver", 60, 120)
        yield "circle", "circles of 2,000", partial(_of, "circles", 2000, 0)


def _of(module: str, size: int, *more: int) -> Row:
    return {"size": size, **apart(f"mentoring.bench.{module}", *map(str, (size, *more)))}


def _pair(case: Case) -> Row:
    given = json.dumps({**asdict(case.shape), "times": case.times})
    ours, scipy, greedy = (apart("mentoring.bench.one", way, given) for way in ("ours", "scipy", "greedy"))
    return {
        "shape": asdict(case.shape),
        "ours": ours,
        "scipy": scipy,
        "greedy": greedy,
        "time_to_scipy": round(ours["total"] / scipy["total"], 2),
        "reasons_to_matching": round(ours["reasons"] / ours["matching"], 3),
        "memory_to_scipy": round(ours["memory"] / scipy["memory"], 3) if scipy["memory"] else None,
        "greedy_points": round(greedy["points"] / ours["aims"]["points"], 4),
    }
