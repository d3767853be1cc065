"""A scheme that uses each of the four hooks. A deed that somebody names as their answer is done before it answers."""

import numpy as np

from mentoring.plugin import Action, Mentorship, hookimpl
from odd_scheme.deeds import done


@hookimpl
def derive(registrations):
    good = {"distance": [one.facts.get("answers.years") for one in registrations]}
    return done(deeds("derive", registrations), good, registrations)


@hookimpl
def score(name, params, left, right):
    assert name == "closeness"
    years = [[one.facts.get("answers.years", 0) for one in side] for side in (left, right)]
    apart = np.abs(np.subtract.outer(*years)) * params.get("scale", 1)
    good = np.clip(1000 - apart, 0, 1000).astype(np.int16)
    return done([params["deed"]] if "deed" in params else deeds("score", left), good, left)


@hookimpl
def propose_matches(cohort, plan):
    told = deeds("propose_matches", cohort.entrants)
    if not told:
        return None
    if told[0] in PROPOSALS:
        return PROPOSALS[told[0]](cohort, plan.pathways[0].id)
    if told[0] == "unlocking":
        return unlocking(cohort, plan)
    free = [one for one in cohort.entrants if one.role == "mentor"]
    pairs = zip((one for one in cohort.entrants if one.role == "mentee"), free, strict=False)
    good = [Mentorship(plan.pathways[0].id, (mentee.id, mentor.id)) for mentee, mentor in pairs]
    return done(told, good, cohort.entrants)


def with_oneself(cohort, pathway):
    mentee = next(one for one in cohort.entrants if one.role == "mentee")
    same = next(one for one in cohort.entrants if one.person == mentee.person and one.role == "mentor")
    return [Mentorship(pathway, (mentee.id, same.id))]


def all_with_one(cohort, pathway):
    mentor = next(one for one in cohort.entrants if one.role == "mentor")
    return [Mentorship(pathway, (one.id, mentor.id)) for one in cohort.entrants if one.role == "mentee"]


def unlocking(cohort, plan):
    """Whoever is locked goes to somebody else."""
    locked = {one for lock in plan.locks for one in lock.members}
    mentee = next(one for one in cohort.entrants if one.role == "mentee" and (one.id in locked or not locked))
    other = next(one for one in cohort.entrants if one.role == "mentor" and one.id not in locked)
    return [Mentorship(plan.pathways[0].id, (mentee.id, other.id))]


PROPOSALS = {
    "apart": lambda cohort, pathway: [Mentorship(pathway, cohort.apart[0])],
    "first_two": lambda cohort, pathway: [Mentorship(pathway, (cohort.entrants[0].id, cohort.entrants[1].id))],
    "with_oneself": with_oneself,
    "all_with_one": all_with_one,
    "foreign": lambda cohort, pathway: [Mentorship(pathway, (cohort.entrants[0].id, "a person elsewhere"))],
    "elsewhere": lambda cohort, _: [Mentorship("nowhere", (cohort.entrants[0].id, cohort.entrants[1].id))],
    "nobody": lambda *_: [],
}


@hookimpl
def milestone_due(milestone, subjects):
    deed = "milestone_due:quiet"
    quiet = [one for one in subjects if one.facts.get("quiet") or one.facts.get("answers.deed") == deed]
    good = [Action("ask", "pulse", (one.id,)) for one in quiet]
    return done(deeds("milestone_due", subjects), good, subjects)


def deeds(hook, people):
    """The deeds that people name; one named as ``score:nan`` is meant for that hook alone."""
    said = [one.facts.get("answers.deed") or "" for one in people]
    named = [deed for deed in said if deed and " " not in deed]  # whoever says a sentence means nothing by it
    return [deed.rpartition(":")[2] for deed in named if deed.rpartition(":")[0] in {"", hook}]
