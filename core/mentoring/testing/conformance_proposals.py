"""Conformance of `propose_matches`: what it proposes keeps every rule, in easy rounds and in those that are awkward."""

from collections.abc import Iterator
from dataclasses import replace

from mentoring.contracts.problems import Problem
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Lock, PlaceLimit, Plan
from mentoring.rounds.cohort import plan_of
from mentoring.rounds.own import scored, solved
from mentoring.schemes.ask import Asker, CodeHeld
from mentoring.testing.conformance_matching import people
from mentoring.testing.specimens import Specimens

REMEDY = "Mend the hook `propose_matches`, or leave the round to the core's solver by answering None."


def proposals_stand(made: Specimens, asker: Asker) -> Iterator[Problem]:
    """Trial rounds of each pathway; of each kind of round the first rule that is broken is told."""
    scheme = made.setting.scheme
    if not asker.has(scheme, "propose_matches"):
        return
    for name, matching in scheme.matching.items():
        if not any("round" in way for way in matching.ways):
            continue
        roles = list(scheme.pathways[name].members)
        sides = [people(made, role, name) for role in roles]
        if not all(sides):
            continue
        for kind, cohort, plan in _rounds(made, name, sides):
            try:
                solved(lambda question: question(asker), scheme, scored(lambda q: q(asker), scheme, cohort), plan)
            except CodeHeld as error:
                yield Problem("matching", name, f"In a round {kind}: {error.what}", REMEDY)


def _rounds(made: Specimens, name: str, sides: list[list[Entrant]]) -> Iterator[tuple[str, Cohort, Plan]]:
    """Rounds by what is particular about them."""

    def of(entrants: list[Entrant]) -> tuple[Cohort, Plan]:
        cohort = Cohort.of(entrants)
        plan = plan_of(made.setting, cohort)
        return cohort, replace(plan, pathways=tuple(each for each in plan.pathways if each.id == name))

    everyone = [one for side in sides for one in side]
    served, others = sides[0], [one for side in sides[1:] for one in side]
    yield ("of twelve in each role", *of(everyone))
    yield ("with one of the other role", *of([*served, *others[:1]]))
    yield ("with nobody to be matched with", *of(served))
    yield ("of nobody", *of([]))
    if others:
        twice = replace(others[0], person=served[0].person, email=served[0].email)
        yield ("in which somebody has both roles", *of([*served[:2], twice, *others[1:2]]))
        cohort, plan = of([*served[:2], *others[:2]])
        apart = frozenset((frozenset((served[0].id, others[0].id)),))
        yield "in which two are kept apart", cohort, replace(plan, forbids=plan.forbids | apart)
        if plan.pathways[0].is_pair:
            lock = Lock(name, frozenset((served[0].id, others[0].id)))
            yield "in which two are locked", cohort, replace(plan, locks=(lock,))
        one_place = PlaceLimit(frozenset(one.id for one in served), 1, "places", None)
        yield "with one place", cohort, replace(plan, places=(*plan.places, one_place))
