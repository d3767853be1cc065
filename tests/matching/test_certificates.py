"""A certificate proves its own solution, and no other; a stored round gives the same bytes anywhere."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mentoring.bench.cohorts import Shape, pairs
from mentoring.matching.bounds import bound
from mentoring.matching.plan import PlaceLimit, Solution
from mentoring.matching.proof import certified
from mentoring.matching.replay import read, replay, stored
from mentoring.matching.solve import solve
from mentoring.matching.summary import summarise

Maker = Callable[..., Any]


def proven(shape: Shape) -> tuple[Any, Any, Solution]:
    cohort, plan = pairs(shape)
    return cohort, plan, solve(cohort, plan)


@pytest.mark.parametrize(
    "shape", [Shape(30, 30), Shape(40, 15, capacities=True), Shape(60, 60, same_mentors=True), Shape(90, 200)]
)
def test_every_round_of_pairs_brings_a_proof_that_an_independent_look_accepts(shape: Shape) -> None:
    cohort, plan, solution = proven(shape)
    assert solution.certificate is not None
    assert solution.certificate.settled
    assert certified(cohort, plan, solution, solution.certificate) == []


def test_a_round_with_fewer_places_than_people_is_proven_too() -> None:
    cohort, plan = pairs(Shape(40, 40))
    mentees = frozenset(e.id for e in cohort.entrants if e.role == "mentee")
    plan = replace(plan, places=(PlaceLimit(mentees, 25, "25 places"),))
    solution = solve(cohort, plan)
    assert solution.aims["placed"] == 25
    assert solution.certificate is not None
    assert certified(cohort, plan, solution, solution.certificate) == []


def test_a_spoiled_solution_is_refused() -> None:
    cohort, plan, solution = proven(Shape(30, 30))
    assert solution.certificate is not None
    without = replace(solution, mentorships=solution.mentorships[1:])
    assert certified(cohort, plan, without, solution.certificate)[0].startswith("The pairs are worth ")
    flattered = replace(solution.mentorships[0], points=solution.mentorships[0].points + 1000)
    dearer = replace(solution, mentorships=(flattered, *solution.mentorships[1:]))
    assert certified(cohort, plan, dearer, solution.certificate)


def test_spoiled_prices_are_refused() -> None:
    cohort, plan, solution = proven(Shape(30, 30))
    given = solution.certificate
    assert given is not None
    someone = next(e for e, p in given.rows.items() if p[0] > 0)
    for prices in ((0,), (given.rows[someone][0] - 2,), (-1,), ()):
        spoiled = replace(given, rows={**given.rows, someone: prices})
        assert certified(cohort, plan, solution, spoiled) != []
    assert certified(cohort, plan, solution, replace(given, scale=(1, 1, 1, 1, 1, 1))) != []


PROGRAM = """
import sys
from pathlib import Path
from mentoring.matching.replay import replay
sys.stdout.buffer.write(replay(Path(sys.argv[1]).read_bytes()))
"""


def test_a_stored_round_gives_the_same_bytes_in_another_process_with_another_hash_seed_and_thread_count(
    tmp_path: Path,
) -> None:
    cohort, plan = pairs(Shape(40, 15, capacities=True))
    inputs = stored(cohort, plan)
    assert read(inputs)[1] == plan
    (tmp_path / "round.json").write_bytes(inputs)
    results = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, tmp_path / "round.json"],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
        ).stdout
        for seed, threads in (("1", "1"), ("4711", "2"))
    ]
    assert results == [replay(inputs), replay(inputs)]


def test_a_round_tells_who_is_unused_what_is_scarce_and_what_was_bent(
    entrant: Maker, cohort: Maker, pair_plan: Maker, criterion: Maker
) -> None:
    people = cohort(
        entrant("Samuel", "mentee", wants=["budgets"], unit="law"),
        entrant("Early", "mentee", wants=["budgets"], unit="law"),
        entrant("Anita", "mentor", offers=["budgets"], unit="law"),
        entrant("Kay", "mentor", offers=["writing"], unit="arts"),
        entrant("Leo", "mentor", offers=["writing"], unit="law"),
    )
    plan = pair_plan(
        criterion("different", "last_resort", on="unit"), criterion("overlap", 10, of="wants", with_="offers")
    )
    summary = summarise(people, plan, solve(people, plan))
    assert summary.unused == ("mentor-leo",)
    assert [(b.value, b.wanted, b.room) for b in summary.scarce] == [("budgets", 2, 1)]
    assert summary.last_resorts == (("main", 0, 1),)


def test_no_circles_are_better_than_their_bound(
    entrant: Maker, cohort: Maker, circle_plan: Maker, criterion: Maker
) -> None:
    people = cohort(
        *(entrant(f"M{n}", "mentee", wants=["abc"[n % 3]]) for n in range(6)),
        *(entrant(f"L{n}", "mentor", offers=["abc"[n]]) for n in range(2)),
    )
    plan = circle_plan(
        criterion("overlap", 10, of="wants", with_="offers"),
        criterion("overlap", 10, between=("mentee", "mentee"), of="wants", with_="wants"),
        mentees=(3, 3, 3),
        mentors=(1, 1, 1),
    )
    solution = solve(people, plan)
    points = sum(m.points for m in solution.mentorships)
    assert 0 < points <= bound(people, plan, solution)
