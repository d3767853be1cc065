"""OR-tools' CP-SAT on the same circles, in an environment of its own: the general solver, given the whole question.

It clashes with other solvers' libraries in one process, so it is never installed beside ours.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mentoring.bench.clock import seconds
from mentoring.bench.cohorts import circles
from mentoring.matching.score import Board
from mentoring.matching.solve import solve

PEER = "ortools==9.15.6755"

SCRIPT = """
import json, sys
from ortools.sat.python import cp_model

given = json.load(open(sys.argv[1]))
lead, each, size = given["lead"], given["each"], given["size"]
people, circles = range(len(lead)), range(len(lead[0]))
model = cp_model.CpModel()
sits = [[model.new_bool_var(f"{i} {c}") for c in circles] for i in people]
for i in people:
    model.add_exactly_one(sits[i])
    for c in circles:
        if lead[i][c] is None:
            model.add(sits[i][c] == 0)
for c in circles:
    model.add(sum(sits[i][c] for i in people) == size)
worth = [(lead[i][c] or 0) * sits[i][c] for i in people for c in circles]
for i in people:
    for j in people:
        if i >= j:
            continue
        for c in circles:
            if each[i][j] is None:
                model.add_at_most_one([sits[i][c], sits[j][c]])
            elif each[i][j]:
                both = model.new_bool_var("")
                model.add_implication(both, sits[i][c])
                model.add_implication(both, sits[j][c])
                worth.append(each[i][j] * both)
model.maximize(sum(worth))
solver = cp_model.CpSolver()
solver.parameters.max_time_in_seconds = given["seconds"]
solver.parameters.num_workers = 2
status = solver.solve(model)
found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
print(json.dumps({
    "seconds": solver.wall_time,
    "points": round(solver.objective_value / 2) if found else 0,
    "bound": round(solver.best_objective_bound / 2),
}))
"""


def beside_solver(people: int, limit: int) -> dict[str, Any]:
    """Both on the same people: CP-SAT for so many seconds on two cores; `skipped` says why where it is.

    Every circle has five mentees and the lead it is numbered by, which is how they come out here, and spares CP-SAT
    the choice.
    """
    cohort, plan = circles(people)
    taken, solution = seconds(lambda: solve(cohort, plan))
    ours = {"total": taken, "points": solution.aims["points"]}
    board = Board(cohort, plan)
    among, to_lead = board.scores("main", "mentee", "mentee"), board.scores("main", "mentee", "mentor")
    size = len(among.first) // len(to_lead.second)
    given = {
        "lead": [[int(2 * p) if a else None for p, a in zip(*row, strict=True)] for row in _rows(to_lead)],
        "each": [[int(p) if a else None for p, a in zip(*row, strict=True)] for row in _rows(among)],
        "size": size,
        "seconds": limit,
    }
    with TemporaryDirectory() as folder:
        theirs = _theirs(Path(folder), given)
    if "skipped" in theirs:
        return {"ours": ours, **theirs}
    return {
        "ours": ours,
        "theirs": theirs,
        "points_to_theirs": round(ours["points"] / theirs["points"], 4) if theirs["points"] else None,
        "time_to_theirs": round(taken / theirs["seconds"], 4),
    }


def _rows(scores: Any) -> Any:
    return zip(scores.points.tolist(), scores.allowed.tolist(), strict=True)


def _theirs(folder: Path, given: dict[str, Any]) -> dict[str, Any]:
    python = folder / "environment" / "bin" / "python"
    venv.create(folder / "environment", with_pip=True)
    try:
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PEER],
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
        told = (getattr(failure, "stderr", "") or "no answer").strip().splitlines()
        return {"skipped": f"{PEER} could not be installed here: {told[-1]}"}
    (folder / "given.json").write_text(json.dumps(given))
    (folder / "peer.py").write_text(SCRIPT)
    done = subprocess.run(
        [python, folder / "peer.py", folder / "given.json"], check=False, capture_output=True, text=True
    )
    if done.returncode:
        return {"skipped": f"{PEER} failed: {(done.stderr.strip().splitlines() or ['no words'])[-1]}"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(beside_solver(int(sys.argv[1]), int(sys.argv[2]))))
