"""Made-up rounds with realistic fields, the same for everyone: one seeded generator."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Bounds, Criterion, PathwayPlan, Plan

TOPICS = (
    "budgets", "influencing", "promotion", "networks", "policy", "confidence", "leadership", "change", "presenting",
    "writing", "projects", "delegation", "interviews", "flexible_work", "data", "teaching", "research", "grants",
    "wellbeing", "negotiation", "strategy", "governance", "coaching", "visibility",
)  # fmt: skip
INSTITUTIONS = ("aldine", "bodoni", "caslon", "didot", "elzevir", "fournier")
FIELDS = ("arts", "science", "medicine", "law", "engineering", "services", "library", "estates")
NEAR = {
    "arts": {"law": 0.5, "library": 0.7},
    "science": {"medicine": 0.7, "engineering": 0.6},
    "services": {"estates": 0.5},
}
BETWEEN = ("mentee", "mentor")


def criteria() -> tuple[Criterion, ...]:
    """Twelve criteria as a scheme of several institutions has them: four that are never or seldom broken."""
    told: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        ("different", "last_resort", {"on": "institution"}),
        ("gap", "must", {"on": "level", "least": 1, "most": 4}),
        ("unrelated", "must", {"by": ["answers.line_manager"], "chain": True}),
        ("not_before", "must", {"within": "5 years"}),
        ("overlap", 40, {"of": "answers.wants", "with": "answers.offers", "ranked": True}),
        ("table", 15, {"of": "answers.field", "with": "answers.field", "table": NEAR}),
        ("wish", 10, {"of": "mentee", "on": "answers.gender", "field": "answers.wish"}),
        ("same", 10, {"on": "answers.campus"}),
        ("gap", 8, {"on": "answers.years", "least": 3, "most": 15}),
        ("same", 5, {"on": "answers.pattern"}),
        ("choice", 20, {"of": "mentee", "field": "answers.named"}),
        ("favour", 5, {"of": "mentee", "on": "waited"}),
    )
    return tuple(Criterion(k, rule, weight, BETWEEN, params) for k, (rule, weight, params) in enumerate(told))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a round looks like: how many, whether mentors take several, whether everyone wants the same mentors."""

    mentees: int
    mentors: int
    capacities: bool = False
    same_mentors: bool = False


def pairs(shape: Shape, seed: int = 2021) -> tuple[Cohort, Plan]:
    """A round of pairs."""
    chance = np.random.Generator(np.random.PCG64(seed))
    people = [_person(chance, shape, role, n) for role, n in _numbered(shape)]
    members = {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}
    earlier = {
        frozenset((f"mentee{int(a)}", f"mentor{int(b)}")): "2019-06-30"
        for a, b in zip(
            chance.integers(0, shape.mentees, shape.mentees // 20),
            chance.integers(0, shape.mentors, shape.mentees // 20),
            strict=True,
        )
    }
    plan = Plan((PathwayPlan("main", "Mentoring", members, criteria()),), on="2021-02-01")
    return Cohort.of(people, earlier), plan


def circles(people: int, seed: int = 2021) -> tuple[Cohort, Plan]:
    """A round of circles: five mentees for each mentor."""
    mentors = people // 6
    shape = Shape(people - mentors, mentors)
    chance = np.random.Generator(np.random.PCG64(seed))
    entrants = [_person(chance, shape, role, n) for role, n in _numbered(shape)]
    within = ("mentee", "mentee")
    asked = (
        Criterion(0, "unrelated", "must", BETWEEN, {"by": ["answers.line_manager"]}),
        Criterion(1, "overlap", 40, BETWEEN, {"of": "answers.wants", "with": "answers.offers"}),
        Criterion(2, "overlap", 20, within, {"of": "answers.wants", "with": "answers.wants"}),
        Criterion(3, "different", 10, within, {"on": "institution"}),
        Criterion(4, "same", 10, within, {"on": "answers.campus"}),
    )
    members = {"mentee": Bounds(3, 5, 6), "mentor": Bounds(1, 1, 1)}
    return Cohort.of(entrants), Plan((PathwayPlan("main", "Circles", members, asked),), on="2021-02-01")


def _numbered(shape: Shape) -> list[tuple[str, int]]:
    return [("mentee", n) for n in range(shape.mentees)] + [("mentor", n) for n in range(shape.mentors)]


def _person(chance: np.random.Generator, shape: Shape, role: str, number: int) -> Entrant:
    mentor = role == "mentor"
    popular = TOPICS[:4] if shape.same_mentors and (not mentor or number % 10 == 0) else TOPICS
    count = min(int(chance.integers(3, 7)) if mentor else 3, len(popular))
    topics = [popular[int(k)] for k in chance.choice(len(popular), size=count, replace=False)]
    field = FIELDS[int(chance.integers(len(FIELDS)))]
    facts: dict[str, Any] = {
        "institution": INSTITUTIONS[int(min(chance.geometric(0.35) - 1, 5))],
        "level": int(chance.integers(6, 11) if mentor else chance.integers(4, 8)),
        "answers.line_manager": f"mentor{int(chance.integers(shape.mentors * 4))}@people.example",
        "answers.field": field,
        "answers.campus": f"campus{int(chance.integers(5))}",
        "answers.pattern": ("full", "part", "remote")[int(chance.integers(3))],
        "answers.years": int(chance.integers(8, 30) if mentor else chance.integers(0, 15)),
        "answers.gender": ("woman", "man", "other")[int(chance.choice(3, p=[0.5, 0.45, 0.05]))],
        "answers.offers" if mentor else "answers.wants": topics,
    }
    if not mentor and chance.random() < 0.3:
        strength = "essential" if chance.random() < 0.2 else "desirable"
        facts["answers.wish"] = {"value": "woman", "strength": strength}
    if not mentor and chance.random() < 0.1:
        named = (
            chance.integers(0, shape.mentors // 10 + 1, 3)
            if shape.same_mentors
            else chance.integers(0, shape.mentors, 3)
        )
        facts["answers.named"] = [f"mentor{int(k)}@people.example" for k in named]
    return Entrant(
        id=f"{role}{number}",
        person=f"{role}{number}",
        role=role,
        submitted=f"2021-01-{int(chance.integers(1, 29)):02}T{int(chance.integers(24)):02}:00:00Z",
        capacity=int(chance.integers(1, 4)) if mentor and shape.capacities else 1,
        pathways=("main",),
        facts=facts,
        email=f"{role}{number}@people.example",
        name=f"{'Tutor' if mentor else 'Pupil'}{number} Typeface",
        waited=int(chance.integers(0, 3)) if not mentor else 0,
    )
