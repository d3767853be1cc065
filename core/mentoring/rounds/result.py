"""A round's result as one document (``schemas/match-result.schema.json``), the same bytes for the same inputs.

Nothing in it depends on the order of rows or columns, on the clock, or on the machine: people are named by role
and e-mail address, never by line. The lines of rows that could not be read belong to the file, and are reported
beside it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import msgspec

from mentoring.contracts.version import CONTRACT_VERSION
from mentoring.matching.explain import Because
from mentoring.matching.plan import PathwayPlan, Plan, Solution
from mentoring.matching.why_not import WhyNot
from mentoring.participants.facts import Setting
from mentoring.participants.judged import Judged
from mentoring.participants.rows import Reading
from mentoring.participants.rules import Verdict
from mentoring.rounds.cohort import Field
from mentoring.schemes.scheme import say

SCHEMA = "https://mentoring.example/schemas/match-result.schema.json"


@dataclass(frozen=True, slots=True)
class Matching:
    """What matching gave: the solution, its reasons, and the round in numbers (`rounds.numbers`)."""

    plan: Plan
    solution: Solution
    because: Sequence[Because]
    why_not: Sequence[WhyNot]
    numbers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Round:
    """Everything that a round was given and gave."""

    setting: Setting
    readings: Sequence[Reading]
    judged: Sequence[Judged]
    field: Field
    matching: Matching

    @property
    def plan(self) -> Plan:
        """What was asked."""
        return self.matching.plan

    @property
    def solution(self) -> Solution:
        """The mentorships."""
        return self.matching.solution


def canonical_bytes(document: Any) -> bytes:
    """The document as UTF-8 JSON: keys sorted, two spaces of indent, one line feed at the end."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode()


def result_of(run: Round) -> dict[str, Any]:
    """The result document of a round."""
    judged = sorted(run.judged, key=lambda j: j.said.id)
    registrations = [_registration(run, one) for one in judged]
    people = {one.said.id: _person(one) for one in judged}
    scheme = run.setting.scheme
    return {
        "$schema": SCHEMA,
        "inputs": {"digest": inputs_digest(run.setting, judged), "registrations": _count(j.said.role for j in judged)},
        "versions": {
            "mentoring": version("mentoring"),
            "contract": CONTRACT_VERSION,
            "scheme": {"name": scheme.name, "version": scheme.version, "digest": scheme.digest},
        },
        "programme": _programme(run.setting),
        "plan": _plan(run.plan),
        "notes": notes(run),
        "summary": summary(run),
        "registrations": registrations,
        **matched(run.matching, people),
        "refused_rows": _refused_rows(run.readings),
    }


def summary(run: Round) -> dict[str, Any]:
    """The numbers that matter first."""
    outcomes: dict[str, Counter[str]] = {}
    for one in run.judged:
        outcomes.setdefault(one.said.role, Counter()).update([outcome_of(one)])
    return {
        "outcomes": {role: dict(sorted(counts.items())) for role, counts in sorted(outcomes.items())},
        "held_by_gates": len(run.field.held),
        "waiting": len(run.field.waiting),
        **in_numbers(run.matching),
    }


def in_numbers(matching: Matching) -> dict[str, Any]:
    """The part of the summary that matching gives."""
    placed = {(role, member) for m in matching.solution.mentorships for role, member in m.members}
    return {
        "matches": len(matching.solution.mentorships),
        "placed": _count(role for role, _ in placed),
        "aims": dict(sorted(matching.solution.aims.items())),
        **matching.numbers,
    }


def matched(matching: Matching, people: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The matches, and who has none, of a result; `people` by registration, as they stand in it."""
    return {
        "matches": [_match(matching.plan, each, people) for each in matching.because],
        "unmatched": [_unmatched(matching.plan, each, people) for each in matching.why_not],
    }


def outcome_of(one: Judged) -> str:
    """The best outcome over the pathways a registration is for."""
    outcomes = {verdict.outcome for verdict in one.verdicts.values()}
    return next((o for o in ("eligible", "a_person_looks", "not_eligible") if o in outcomes), "not_eligible")


def notes(run: Round) -> list[str]:
    """What the reader must know about what was not looked at."""
    told = []
    if run.setting.programme is None:
        told.append("No programme was given: what depends on its dates and partners is unknown, and refused nobody.")
    if not run.setting.tenants:
        told.append("No institutions were given: grades have no level, and an e-mail domain stands for an institution.")
    if run.field.unchecked:
        gates = run.setting.scheme.activities.gates
        named = ", ".join(f"“{say(gates[name].title)}”" for name in run.field.unchecked)
        told.append(f"Not checked, because no column says who has passed: {named}.")
    told += [
        f"No column of the {reading.role} file answers “{title}”: it is unknown, and a person looks."
        for reading in sorted(run.readings, key=lambda r: r.role)
        for title in reading.columns.undeclared
    ]
    return told


def inputs_digest(setting: Setting, judged: Sequence[Judged]) -> str:
    """SHA-256 over what the round was given: registrations by id, institutions, programme. No order matters."""
    given = {
        "registrations": {j.said.id: _plain(j.said) for j in judged},
        "institutions": {slug: _plain(tenant) for slug, tenant in setting.tenants.items()},
        "programme": _plain(setting.programme),
        "scheme": setting.scheme.digest,
    }
    text = json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Plain JSON: sets sorted, dates in ISO 8601."""
    return msgspec.to_builtins(value, order="deterministic")


def _count(names: Any) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _programme(setting: Setting) -> dict[str, Any] | None:
    if setting.programme is None:
        return None
    days = {name: moment.day.isoformat() for name, moment in setting.moments.items()}
    return {"slug": setting.programme.slug, "title": setting.programme.title, "dates": days}


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "on": plan.on,
        "pathways": [_pathway(pathway) for pathway in plan.pathways],
        "places": [
            {"title": p.title, "at_most": p.at_most, "pathway": p.pathway, "counts": len(p.entrants)}
            for p in plan.places
        ],
    }


def _pathway(pathway: PathwayPlan) -> dict[str, Any]:
    """Members as a list: keys are sorted, and the first role is served."""
    members = [{"role": role, **_plain(bounds)} for role, bounds in pathway.members.items()]
    return {**_plain(pathway), "members": members}


def _registration(run: Round, one: Judged) -> dict[str, Any]:
    said = one.said
    return {
        "id": said.id,
        "role": said.role,
        "name": said.name,
        "institution": said.institution,
        "outcome": outcome_of(one),
        "held_by": list(run.field.held.get(said.id, ())),
        "waiting": said.id in run.field.waiting,
        "verdicts": [_verdict(pathway, verdict) for pathway, verdict in one.verdicts.items()],
    }


def _verdict(pathway: str, verdict: Verdict) -> dict[str, Any]:
    return {
        "pathway": pathway,
        "outcome": verdict.outcome,
        "priority": verdict.priority,
        "findings": [
            {
                "rule": each.rule,
                "kind": each.kind,
                "holds": each.truth.value,
                "reason": each.reason,
                "asked": each.asked,
                "said": each.said,
                "points": each.points,
            }
            for each in verdict.findings
        ],
    }


def _match(plan: Plan, because: Because, people: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    match = because.mentorship
    return {
        "pathway": match.pathway,
        "members": [people[member] for _, member in match.members],
        "points": match.points,
        "most": match.most,
        "last_resorts": [_rule(plan, match.pathway, index) for index in match.last_resorts],
        "reasons": reasons_in(because),
    }


def reasons_in(because: Because) -> list[dict[str, Any]]:
    """The reasons of a mentorship, as a result has them."""
    return [
        {
            "rule": each.rule,
            "weight": each.weight,
            "share": each.share,
            "points": each.points,
            "mark": each.mark,
            "words": each.words,
            "reason": each.reason,
        }
        for each in because.reasons
    ]


def _unmatched(plan: Plan, why: WhyNot, people: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    change = why.relaxation
    return {
        "pathway": why.pathway,
        "person": people[why.entrant],
        "words": why.words,
        "candidates": why.total,
        "causes": [{"kind": each.kind, "count": each.count, "words": each.words} for each in why.causes],
        "nearest": [{"id": each.entrant, "words": each.words} for each in why.near],
        "every_change_tried": why.complete,
        "smallest_change": None
        if change is None
        else {
            "kind": change.kind,
            "words": change.words,
            "concerns": list(change.entrants),
            "moves": list(change.moved),
            "loses": list(change.lost),
            "rule": None if change.criterion is None else _rule(plan, change.pathway, change.criterion),
            "criterion": change.criterion,
        },
    }


def _rule(plan: Plan, pathway: str, index: int) -> str:
    return next(p.criteria[index].rule for p in plan.pathways if p.id == pathway)


def _person(one: Judged) -> dict[str, Any]:
    said = one.said
    return {"role": said.role, "id": said.id, "name": said.name or said.email, "institution": said.institution}


def _refused_rows(readings: Sequence[Reading]) -> list[dict[str, str]]:
    """Without lines: see the module."""
    rows = [
        {"role": reading.role, "who": problem.who, "column": problem.column, "reason": problem.reason}
        for reading in readings
        for problem in reading.problems
    ]
    return sorted(rows, key=lambda row: (row["role"], row["who"], row["column"], row["reason"]))
