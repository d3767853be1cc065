"""The same bytes in another process, with another hash seed, and from shuffled rows."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import random, sys
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.explain import explain
from mentoring.matching.plan import Bounds, Criterion, PathwayPlan, PlaceLimit, Plan
from mentoring.matching.solve import solve
from mentoring.matching.why_not import why_not

chance = random.Random(5)
people = []
for role, count in (("mentee", 18), ("mentor", 12)):
    for n in range(count):
        wishes = tuple(chance.sample(["pair", "circle"], chance.randint(1, 2)))
        facts = {"unit": chance.choice("abcdef"), "level": chance.randint(4, 6) + 2 * (role == "mentor"),
                 "topics": chance.sample("klmno", 2),
                 "text": " ".join(chance.choices(["lead", "write", "policy"], k=4))}
        day = f"2021-01-0{chance.randint(1, 3)}T09:00:00Z"
        people.append(Entrant(f"{role}{n}", f"p{n}", role, day, chance.randint(1, 2), wishes, facts))
random.Random(int(sys.argv[1])).shuffle(people)
to, within = ("mentee", "mentor"), ("mentee", "mentee")
pair = PathwayPlan("pair", "Pairs", {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}, (
    Criterion(0, "gap", "must", to, {"on": "level", "least": 1}),
    Criterion(1, "overlap", 30, to, {"of": "topics", "with": "topics"}),
    Criterion(2, "text", 10, to, {"of": "text", "with": "text"}),
    Criterion(3, "one_way", "must", to, {})))
circle = PathwayPlan("circle", "Circles", {"mentee": Bounds(3, 4, 5), "mentor": Bounds(1, 2, 2)}, (
    Criterion(0, "different", "must", within, {"on": "unit"}),
    Criterion(1, "overlap", 30, to, {"of": "topics", "with": "topics"})))
limit = PlaceLimit(frozenset(e.id for e in people if e.role == "mentee"), 14, "14 places")
plan = Plan((pair, circle), (limit,), on="2021-02-01")
cohort = Cohort.of(people)
solution = solve(cohort, plan)
print(solution, explain(cohort, plan, solution), why_not(cohort, plan, solution, at_most=40))
"""


def run(seed: str, shuffle: int, threads: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(shuffle)],
        check=True,
        capture_output=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout


def test_another_process_hash_seed_thread_count_and_order_of_rows_give_the_same_bytes() -> None:
    first = run("0", 1, "1")
    assert b"Mentorship" in first
    assert run("4711", 2, "2") == first
