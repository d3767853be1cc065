"""A stored round solved again, also one worked on by hand: the same bytes in any process, until inputs are erased."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from crowd import large_year
from makers import Works
from mentoring.rounds.inputs import erased, without
from mentoring.rounds.marks import forbid, lock
from mentoring.rounds.model import Round
from mentoring.rounds.publish import publish
from mentoring.rounds.replay import Replayed, replay_round
from mentoring.rounds.result import canonical_bytes
from mentoring.rounds.rework import add, solve_rest
from mentoring.rounds.run import run_round
from year import LSE_MATCHING, Year, lse_year

PROGRAM = """
import hashlib, json, sys
from mentoring.rounds.replay import solved_again
given = json.load(open(sys.argv[1]))
print(hashlib.sha256(solved_again(given["inputs"], given["declarations"], given["result"])).hexdigest())
"""


def a_round_worked_on(year: Year) -> list[UUID]:
    """A proposal; one with a lock and a forbidden pair, solved again; one with a match by hand besides."""
    host = year.host
    with year.coordinating(host) as (work, programme):
        first = run_round(work, programme)
    kept, parted = first.result["matches"][0], first.result["matches"][1]
    with year.coordinating(host) as (work, programme):
        locked = lock(work, programme, first.id, version=1, pathway="main", members=[e["id"] for e in kept["members"]])
        one, other = (e["id"] for e in parted["members"])
        apart = forbid(work, programme, first.id, version=locked.version, one=one, other=other)
    with year.coordinating(host) as (work, programme):
        second = solve_rest(work, programme, first.id, version=apart.version)
    mentee = second.result["matches"][2]["members"][0]["id"]
    mentor = second.result["matches"][3]["members"][1]["id"]
    with year.coordinating(host) as (work, programme):
        third = add(
            work, programme, second.id, version=1, pathway="main", person=mentee, other=mentor,
            reason="They asked for one another",
        )  # fmt: skip
    return [first.id, second.id, third.id]


def replayed(year: Year, round_id: UUID) -> Replayed:
    with year.coordinating(year.host) as (work, programme):
        return replay_round(work, programme, round_id)


def test_a_round_worked_on_by_hand_is_solved_again_to_the_same_bytes_here_and_elsewhere(
    real: Works, tmp_path: Path
) -> None:
    year = large_year(real, 24)
    rounds = a_round_worked_on(year)
    with year.coordinating("ucl") as (work, programme):
        publish(work, programme, rounds[-1], version=1)
    year.settle()
    told = [replayed(year, each) for each in rounds]
    assert [(each.number, each.words) for each in told] == [(n, "the same bytes") for n in (1, 2, 3)]
    assert [each.proved for each in told] == [True, None, None]
    with year.coordinating("ucl") as (work, _):
        last = work.session.scalars(select(Round).where(Round.id == rounds[-1])).one()
        assert told[-1].digest == hashlib.sha256(canonical_bytes(last.result)).hexdigest()
        given = {"inputs": last.inputs, "declarations": {}, "result": last.result}
    assert given["inputs"]["besides"] != []
    (tmp_path / "round.json").write_text(json.dumps(given))
    for seed, threads in (("1", "1"), ("4711", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "round.json")],
            check=True, capture_output=True, text=True, env={**environment, "OPENBLAS_NUM_THREADS": threads},
        )  # fmt: skip
        assert done.stdout.strip() == told[-1].digest


def test_a_round_of_which_somebody_was_erased_says_of_how_many(real: Works) -> None:
    year = large_year(real, 12)
    with year.coordinating("ucl") as (work, programme):
        made = run_round(work, programme)
    gone = made.result["matches"][0]["members"][0]["id"]
    with year.coordinating("ucl") as (work, _):
        found = work.session.scalars(select(Round).where(Round.id == made.id)).one()
        assert gone in json.dumps(found.inputs["people"])
        certificate = found.inputs["certificate"]
        price, *rest = certificate["rows"][gone]
        found.inputs = found.inputs | {"certificate": certificate | {"rows": certificate["rows"] | {gone: [price + 1]}}}
        assert rest == []
    assert (replayed(year, made.id).words, replayed(year, made.id).proved) == ("the same bytes", False)
    with year.coordinating("ucl") as (work, _):
        found = work.session.scalars(select(Round).where(Round.id == made.id)).one()
        found.inputs = without(found.inputs, [gone])
        assert gone not in json.dumps(found.inputs["people"])
        assert "certificate" not in found.inputs
    assert replayed(year, made.id).words == "inputs erased: 1 person"


def test_declarations_are_not_kept_a_second_time_and_circles_are_solved_again_too(real: Works) -> None:
    year = lse_year(real)
    for number in range(7):
        year.register(f"amara.quarto{number}@lse.example", "mentee", wants=["direction", "voice"][: 1 + number % 2])
    for number in range(2):
        year.register(f"dinah.almanac{number}@lse.example", "mentor")
    year.now = LSE_MATCHING
    year.settle()
    with year.coordinating("lse") as (work, programme):
        made = run_round(work, programme)
    assert made.result["summary"]["aims"]["points"] <= made.result["summary"]["points_at_most"]
    assert "declared." not in json.dumps(made.inputs["people"])
    assert replayed(year, made.id).words == "the same bytes"


def test_whoever_takes_back_what_was_declared_for_matching_counts_as_erased() -> None:
    inputs = {"everyone": ["a", "b"], "people": {"a": {}, "b": {}}, "declared": {"a": ["identifies"]}}

    assert erased(inputs, {"a": {"identifies": True}}) == frozenset()
    assert erased(inputs, {}) == frozenset({"a"})
