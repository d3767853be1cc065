"""The facts a scheme may speak of, each with the schema of its values (contract, section 3)."""

from collections.abc import Mapping
from typing import Any

from mentoring.contracts.schemata import public_schema
from mentoring.schemes.checks.draft import Draft

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_DATE: Schema = {"type": "string", "format": "date"}
_STATES = list(public_schema("terms")["$defs"]["state"]["enum"])
_HISTORY = {
    "taken_part": _NUMBER,
    "completed": _NUMBER,
    "unmatched": _NUMBER,
    "last_end": _DATE,
    "last_completed": _DATE,
}
MENTORSHIP: Mapping[str, Schema] = {
    "mentorship.meetings": _NUMBER,
    "mentorship.months": _NUMBER,
    "mentorship.size": _NUMBER,
}
"""Facts of a mentorship, only in a milestone ``per: mentorship``."""


def common_facts(draft: Draft) -> dict[str, Schema]:
    """Those every registration of the scheme has, whatever its role."""
    facts: dict[str, Schema] = {
        "role": {"type": "string", "enum": list(draft.roles)},
        "pathway": {"type": "string", "enum": list(draft.pathways)},
        "state": {"type": "string", "enum": _STATES},
        "late": {"type": "boolean"},
        "submitted": _TEXT,
        "institution": _TEXT,
        "standing": {"type": "string", "enum": list(draft.documents["card"].get("institutions", ["host"]))},
        "unit": _TEXT,
        "unit_top": _TEXT,
        "kind": {"type": "string", "enum": ["staff", "student", "other"]},
        "level": {"type": "integer", "minimum": 1, "maximum": max(1, len(draft.documents["card"].get("levels", ())))},
        "roles": {"type": "array", "items": {"type": "string", "enum": list(draft.roles)}},
        "passed": {"type": "array", "items": {"type": "string", "enum": list(draft.entries("activities", "gates"))}},
        "waited": _NUMBER,
        "priority": _NUMBER,
    }
    for role in draft.roles:
        facts |= {f"history.{role}.{key}": schema for key, schema in _HISTORY.items()}
    facts |= {f"facts.{name}": _NUMBER for name in draft.entries("eligibility", "facts")}
    facts |= {f"own.{name}": schema for name, schema in draft.entries("eligibility", "own").items()}
    return facts


def answers(draft: Draft, role: str) -> dict[str, Schema]:
    """What a role is asked, and what its selection stages find."""
    facts: dict[str, Schema] = {f"answers.{name}": question for name, question in draft.questions(role).items()}
    for stage in draft.documents["registration"].get(role, {}).get("stages", ()):
        facts[f"stage.{stage['id']}.result"] = {"type": "string", "enum": ["forward", "reserve", "no"]}
        score = stage.get("form", {}).get("properties", {}).get("score")
        if score:
            facts[f"stage.{stage['id']}.score"] = score
    return facts


def declared(draft: Draft, role: str, purpose: str) -> dict[str, Schema]:
    """What a role declares for this purpose."""
    return {
        f"declared.{name}": question
        for name, question in draft.questions(role, "declaration").items()
        if purpose in question.get("x-purpose", ["eligibility"])
    }


NEEDS_BINDING = {"level": "grade", "unit": "unit", "unit_top": "unit", "kind": "kind"}
"""Facts that come from a question bound so: a role without it never has the fact."""
