"""A scheme that uses each of the four hooks. A deed that somebody names as their answer is done before it answers."""

import numpy as np

from mentoring.plugin import Action, Mentorship, hookimpl
from odd_scheme.deeds import done


@hookimpl
def derive(registrations):
    good = {"distance": [one.facts.get("answers.years") for one in registrations]}
    return done(deeds(registrations), good, registrations)


@hookimpl
def score(name, params, left, right):
    assert name == "closeness"
    years = [[one.facts.get("answers.years", 0) for one in side] for side in (left, right)]
    apart = np.abs(np.subtract.outer(*years)) * params.get("scale", 1)
    good = np.clip(1000 - apart, 0, 1000).astype(np.int16)
    return done([params["deed"]] if "deed" in params else deeds(left), good, left)


@hookimpl
def propose_matches(cohort, plan):
    told = deeds(cohort.entrants)
    if not told:
        return None
    free = [one for one in cohort.entrants if one.role == "mentor"]
    pairs = zip((one for one in cohort.entrants if one.role == "mentee"), free, strict=False)
    good = [Mentorship(plan.pathways[0].id, (mentee.id, mentor.id)) for mentee, mentor in pairs]
    return done(told, good, cohort.entrants)


@hookimpl
def milestone_due(milestone, subjects):
    good = [Action("ask", "pulse", (one.id,)) for one in subjects if one.facts.get("quiet")]
    return done(deeds(subjects), good, subjects)


def deeds(people):
    return [one.facts["answers.deed"] for one in people if one.facts.get("answers.deed")]
