"""Conditions over facts in three values, and the same compiled to JSON Schema (contract, sections 1 and 3).

A condition maps facts to fragments; all must hold. An absent fact (or None) makes it unknown, unless another
part already says no: never true by accident. Facts are flat, by the contract's names: ``answers.wants``.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from mentoring.contracts.dialect import compile_fragment

Condition = Mapping[str, Mapping[str, Any]]
Facts = Mapping[str, Any]


class Truth(Enum):
    """Yes, no, or not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def judge(condition: Condition, facts: Facts) -> Truth:
    """Whether all of `condition` holds for `facts`. The empty condition always holds."""
    return _all(
        Truth.UNKNOWN
        if facts.get(fact) is None
        else Truth.YES
        if compile_fragment(fragment).holds(facts[fact])
        else Truth.NO
        for fact, fragment in condition.items()
    )


def judge_any(conditions: Sequence[Condition], facts: Facts) -> Truth:
    """Whether any of `conditions` holds for `facts`."""
    return not_(_all(not_(judge(condition, facts)) for condition in conditions))


def judge_rule(applies: Condition, holds: Sequence[Condition], facts: Facts) -> Truth:
    """Whether any of `holds` holds where `applies` does: yes where it does not apply."""
    return not_(_all((judge(applies, facts), not_(judge_any(holds, facts)))))


def not_(truth: Truth) -> Truth:
    """Yes for no, no for yes; the unknown stays so."""
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truth, truth)


def _all(parts: Iterable[Truth]) -> Truth:
    found = Truth.YES
    for part in parts:
        if part is Truth.NO:
            return part
        if part is Truth.UNKNOWN:
            found = part
    return found


def condition_schema(condition: Condition) -> dict[str, Any]:
    """A JSON Schema that facts satisfy exactly where `judge` says yes."""
    return {
        "type": "object",
        "properties": {fact: dict(fragment) for fact, fragment in condition.items()},
        "required": sorted(condition),
    }


def any_schema(conditions: Sequence[Condition]) -> dict[str, Any]:
    """A JSON Schema that facts satisfy exactly where `judge_any` says yes."""
    found = [condition_schema(condition) for condition in conditions]
    return found[0] if len(found) == 1 else {"anyOf": found}


def rule_schema(applies: Condition, holds: Sequence[Condition]) -> dict[str, Any]:
    """A JSON Schema that facts satisfy exactly where `judge_rule` says yes."""
    if not applies:
        return any_schema(holds)
    refuted = [
        {"type": "object", "properties": {fact: {"not": dict(fragment)}}, "required": [fact]}
        for fact, fragment in applies.items()
    ]
    return {"anyOf": [*refuted, any_schema(holds)]}
