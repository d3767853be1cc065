"""The rules of one role and pathway as one published JSON Schema over facts (contract, section 2).

Facts that are valid against it are eligible. Each rule is one member of `allOf` with `x-rule`, `x-kind` and
`x-reason`; it names its facts as required, so what is absent never holds. A priority rule binds nobody: it stands
under `if` alone, whose outcome changes nothing.
"""

from collections.abc import Mapping
from typing import Any

from mentoring.contracts.conditions import rule_schema
from mentoring.contracts.schemata import BASE
from mentoring.schemes.scheme import Rule, Scheme, say


def verdict_schema(scheme: Scheme, role: str, pathway: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of being eligible in `role` for `pathway`; `facts` are flat, absent ones left out."""
    title = f"{say(scheme.card.title)}: {say(scheme.roles[role].title)}, {say(scheme.pathways[pathway].title)}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}verdicts/{scheme.name}/{scheme.digest[:16]}/{role}/{pathway}.schema.json",
        "title": title,
        "description": "Facts about a registration that are valid against this are eligible. "
        "required: not holding proposes a refusal. evidence: not holding means a person looks. "
        "priority: holding adds x-points. An absent fact never holds, and refuses nobody: a person looks.",
        "type": "object",
        "allOf": [_member(rule) for rule in rules_of(scheme, role, pathway)],
    }


def rules_of(scheme: Scheme, role: str, pathway: str) -> tuple[Rule, ...]:
    """The rules by which a registration in `role` is judged for `pathway`, in the scheme's order."""
    return tuple(r for r in scheme.eligibility.rules.get(role, ()) if not r.pathway or pathway in r.pathway)


def _member(rule: Rule) -> Mapping[str, Any]:
    told: dict[str, Any] = {"x-rule": rule.rule, "x-kind": rule.kind, "x-reason": dict(rule.reason)}
    holds = rule_schema(rule.condition, rule.holds)
    if rule.kind == "priority":
        return {**told, "x-points": rule.points, "if": holds}
    return {**told, **holds}
