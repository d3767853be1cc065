"""`mentor-match`, the nearest peer, on the same people with the same rules, in an environment of its own.

It overwrites another package's import name (`matching`), so it is never installed beside ours.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mentoring.bench.clock import seconds
from mentoring.bench.cohorts import BETWEEN, Shape, pairs
from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import Criterion, PathwayPlan, Plan
from mentoring.matching.solve import solve

PEER = "mentor-match==7.0.1"

SCRIPT = """
import json, sys, time
from matching import process
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.rules import rule

class Points(rule.Rule):
    def __init__(self, points):
        self.points = points
    def apply(self, match_object):
        return self.points(match_object.mentee.facts, match_object.mentor.facts)
    def evaluate(self, match_object):
        return True

def person(kind, facts):
    made = kind(**{"grade": facts["level"], "organisation": facts["institution"], "email": facts["id"]})
    made.facts = facts
    return made

given = json.load(open(sys.argv[1]))
mentees = [person(Mentee, f) for f in given["mentees"]]
mentors = [person(Mentor, f) for f in given["mentors"]]
rules = [
    rule.Disqualify(lambda m: m.mentee.facts["institution"] == m.mentor.facts["institution"]),
    rule.Disqualify(lambda m: not 1 <= m.mentor.facts["level"] - m.mentee.facts["level"] <= 4),
    Points(lambda a, b: 40 * (1000 * len(set(a["wants"]) & set(b["offers"])) // len(a["wants"]))),
    Points(lambda a, b: 15000 * (a["field"] == b["field"])),
    Points(lambda a, b: 10000 * (a["campus"] == b["campus"])),
    Points(lambda a, b: 8000 * (3 <= b["years"] - a["years"] <= 15)),
    Points(lambda a, b: 5000 * (a["pattern"] == b["pattern"])),
]
begun = time.process_time()
process.process_data(mentors, mentees, [rules])
taken = time.process_time() - begun
print(json.dumps({"total": taken, "pairs": [[m.email, n.email] for m in mentees for n in m.mentors]}))
"""


def beside_peer(size: int) -> dict[str, Any]:
    """Both on the same round of 1:1 pairs: processor seconds, people matched, points. `skipped` says why where it is.

    Seven rules that both can say; whoever is barred scores 0 there, and may be paired all the same, which counts for
    nobody.
    """
    cohort, plan = _same_work(size)
    mine, solution = seconds(lambda: solve(cohort, plan), 5)
    ours = {"total": mine, "placed": solution.aims["placed"], "points": solution.aims["points"]}
    with TemporaryDirectory() as folder:
        theirs = _theirs(Path(folder), cohort)
    if "skipped" in theirs:
        return {"ours": ours, **theirs}
    known = {e.id: e for e in cohort.entrants}
    chosen = [(known[a], known[b]) for a, b in theirs["pairs"]]
    worth = [w for a, b in chosen if (w := _points(a.facts, b.facts)) is not None]
    return {
        "ours": ours,
        "theirs": {"total": theirs["total"], "placed": len(worth), "points": sum(worth)},
        "times_faster": round(theirs["total"] / mine, 1),
    }


def _theirs(folder: Path, cohort: Cohort) -> dict[str, Any]:
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
    people: dict[str, list[dict[str, Any]]] = {"mentees": [], "mentors": []}
    for e in cohort.entrants:
        people[f"{e.role}s"].append({"id": e.id, **{k.removeprefix("answers."): v for k, v in e.facts.items()}})
    (folder / "people.json").write_text(json.dumps(people))
    (folder / "peer.py").write_text(SCRIPT)
    done = subprocess.run(
        [python, folder / "peer.py", folder / "people.json"], check=False, capture_output=True, text=True
    )
    if done.returncode:
        return {"skipped": f"{PEER} failed: {(done.stderr.strip().splitlines() or ['no words'])[-1]}"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _same_work(size: int) -> tuple[Cohort, Plan]:
    cohort, plan = pairs(Shape(size, size))
    told: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        ("different", "must", {"on": "institution"}),
        ("gap", "must", {"on": "level", "least": 1, "most": 4}),
        ("overlap", 40, {"of": "answers.wants", "with": "answers.offers"}),
        ("same", 15, {"on": "answers.field"}),
        ("same", 10, {"on": "answers.campus"}),
        ("gap", 8, {"on": "answers.years", "least": 3, "most": 15}),
        ("same", 5, {"on": "answers.pattern"}),
    )
    criteria = tuple(Criterion(k, rule, weight, BETWEEN, params) for k, (rule, weight, params) in enumerate(told))
    only = plan.pathways[0]
    return Cohort(cohort.entrants), Plan((PathwayPlan(only.id, only.title, only.members, criteria),), on=plan.on)


def _points(a: Any, b: Any) -> int | None:
    """What the pair is worth by the same rules; None where it is barred."""
    if a["institution"] == b["institution"] or not 1 <= b["level"] - a["level"] <= 4:
        return None
    wanted, offered = a["answers.wants"], b["answers.offers"]
    points = 40 * (1000 * len(set(wanted) & set(offered)) // len(wanted))
    points += sum(w * (a[f"answers.{x}"] == b[f"answers.{x}"]) for w, x in ((15000, "field"), (10000, "campus")))
    points += 5000 * (a["answers.pattern"] == b["answers.pattern"])
    return int(points + 8000 * (3 <= b["answers.years"] - a["answers.years"] <= 15))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(beside_peer(int(sys.argv[1]))))
