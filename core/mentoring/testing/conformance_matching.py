"""Conformance of matching: eligible people are matched, and every criterion tells some of them apart."""

from collections.abc import Iterator
from dataclasses import replace

from mentoring.contracts.problems import Problem, entry_of
from mentoring.contracts.words import listed
from mentoring.matching.check import check
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.explain import explain
from mentoring.matching.plan import Criterion, PathwayPlan, Plan
from mentoring.matching.solve import solve
from mentoring.participants.facts import facts_of
from mentoring.participants.judged import Judged
from mentoring.rounds.cohort import entrant, plan_of
from mentoring.schemes.checks.draft import Draft
from mentoring.schemes.scheme import Scheme, say
from mentoring.testing.conformance_rules import specimens_of
from mentoring.testing.specimens import Specimen, Specimens

PEOPLE = 12
"""Eligible people of each role in a trial round."""
NEEDS_PEOPLE = ("choice", "own", "text", "unrelated", "not_before", "one_way", "even")
"""Criteria that rest on named people, on history or on words: a trial says nothing about them."""


def cohorts_match(scheme: Scheme) -> Iterator[Problem]:
    """A trial round of each pathway matches somebody, breaks no rule, and uses every criterion."""
    made = specimens_of(scheme)
    for name, matching in scheme.matching.items():
        if not any("round" in way for way in matching.ways):
            continue
        entrants = [one for role in scheme.pathways[name].members for one in people(made, role, name)]
        if {one.role for one in entrants} != set(scheme.pathways[name].members):
            continue  # some role has nobody: the verdicts say so, or it is entered by invitation alone
        cohort = Cohort.of(entrants)
        plan = plan_of(made.setting, cohort)
        (asked,) = (each for each in plan.pathways if each.id == name)
        told = tuple(each for each in asked.criteria if each.rule != "own")  # the scheme's own code is not asked here
        plan = replace(plan, pathways=(replace(asked, criteria=told),))
        yield from _trial(scheme, name, cohort, plan)


def _trial(scheme: Scheme, name: str, cohort: Cohort, plan: Plan) -> Iterator[Problem]:
    (pathway,) = plan.pathways
    solution = solve(cohort, plan)
    for refusal in check(cohort, plan, solution):
        yield Problem("matching", name, f"A trial round breaks a rule: {refusal}", "Tell the makers of this core.")
    if not solution.mentorships:
        yield _nobody(scheme, name, cohort, plan)
        return
    used = {
        reason.criterion
        for because in explain(cohort, plan, solution)
        for reason in because.reasons
        if reason.share or reason.mark == "good"
    }
    for criterion in pathway.criteria:
        if criterion.rule in NEEDS_PEOPLE or criterion.weight == "must" or criterion.index in used:
            continue
        if not _of_use(cohort, plan, pathway, criterion):
            compared = listed((f"`{fact}`" for fact in _compared(criterion)), "and")
            what = f"This criterion tells nobody apart: by {compared} no two people of a trial round earn it."
            remedy = "Compare questions that offer the same answers, or take it out."
            yield Problem("matching", _written(scheme, name, criterion), what, remedy)


def _nobody(scheme: Scheme, name: str, cohort: Cohort, plan: Plan) -> Problem:
    """Nobody is matched: the rule without which somebody would be, where there is one."""
    (pathway,) = plan.pathways
    for criterion in pathway.criteria:
        rest = tuple(each for each in pathway.criteria if each is not criterion)
        if criterion.weight == "must" and solve(cohort, _with(plan, pathway, rest)).mentorships:
            what = f"With this must no two of {len(cohort.entrants)} eligible people of a trial round may be matched."
            remedy = "Compare facts that can agree, or make it a last_resort or a weight."
            return Problem("matching", _written(scheme, name, criterion), what, remedy)
    roles = listed((say(scheme.roles[role].plural) for role in pathway.members), "and")
    what = f"A trial round of {PEOPLE} {roles} each makes no mentorship."
    return Problem(
        "matching", name, what, f"Look at the musts together, at pathways.{name}.members and at card.places."
    )


def _of_use(cohort: Cohort, plan: Plan, pathway: PathwayPlan, criterion: Criterion) -> bool:
    """Whether anybody earns the criterion when it alone decides."""
    alone = _with(plan, pathway, (criterion,))
    reasons = [r for because in explain(cohort, alone, solve(cohort, alone)) for r in because.reasons]
    return any(reason.share or reason.mark == "good" for reason in reasons)


def _with(plan: Plan, pathway: PathwayPlan, criteria: tuple[Criterion, ...]) -> Plan:
    renumbered = tuple(replace(each, index=index) for index, each in enumerate(criteria))
    return replace(plan, pathways=(replace(pathway, criteria=renumbered),))


def _compared(criterion: Criterion) -> list[str]:
    return [str(criterion.params[key]) for key in ("on", "of", "with", "field") if key in criterion.params]


def _written(scheme: Scheme, name: str, criterion: Criterion) -> str:
    source, _ = Draft(scheme.documents).of_pathway("matching", name, "criteria")
    return entry_of(scheme.documents["matching"], (source, "criteria", criterion.index))


def people(made: Specimens, role: str, pathway: str) -> list[Entrant]:
    """Eligible people of one role who wish for this pathway, as matching sees them."""
    if role not in made.setting.scheme.registration:
        return []
    found = [made.eligible(made.newcomer(role, pathway), pathway) for _ in range(PEOPLE)]
    return [entrant_of(made, one, pathway) for one in found if one is not None]


def entrant_of(made: Specimens, one: Specimen, pathway: str) -> Entrant:
    """Somebody as matching sees them, whatever the rules say of them."""
    said, verdict = one.said, made.judged(one, pathway)
    known = {**facts_of(made.setting, said, pathway="", purpose="matching"), **one.extra}
    matching = {**known, "priority": verdict.priority}
    judged = Judged(said, {pathway: verdict}, {pathway: made.facts(one, pathway)}, matching)
    return entrant(made.setting.scheme, judged, (pathway,))
