from collections.abc import Callable
from typing import Any

import pytest

from mentoring.schemes.build import build_scheme
from mentoring.schemes.scheme import Scheme

CARD = {"name": "folio", "title": "Folio", "summary": "A scheme.", "contract": ">=1,<2", "levels": ["A", "B", "C"]}
ROLES = {
    "mentee": {"title": "Mentee", "plural": "Mentees"},
    "mentor": {"title": "Mentor", "plural": "Mentors", "capacity": {"default": 1, "most": 2}},
}
WANTS = {
    "type": "array",
    "title": {"en": "What would you like to talk about?", "cy": "Am beth yr hoffech chi siarad?"},
    "items": {"type": "string", "enum": ["budgets", "confidence"]},
    "x-labels": {"budgets": {"en": "Budgets, and finance", "cy": "Cyllidebau"}, "confidence": "Confidence"},
    "x-import": ["Topics"],
}
MENTEE: dict[str, Any] = {
    "type": "object",
    "required": ["wants"],
    "properties": {
        "wants": WANTS,
        "grade": {"type": "string", "title": "Your grade", "x-is": "grade"},
        "unit": {"type": "string", "title": "Your unit", "x-is": "unit"},
        "manager": {"type": "string", "format": "email", "title": "Line manager's e-mail", "x-is": "person"},
        "since": {"type": "string", "format": "date", "title": "In post since"},
        "meetings": {"type": "integer", "title": "How many meetings?", "minimum": 1, "maximum": 12},
        "training": {"type": "boolean", "title": "I can come to the training"},
        "which": {"type": "string", "title": "Which training?", "x-if": {"training": {"const": True}}},
    },
}
DECLARED = {
    "type": "object",
    "required": ["identifies"],
    "properties": {
        "identifies": {"type": "boolean", "title": "I identify as a typeface"},
        "pace": {"type": "string", "title": "My pace", "x-purpose": ["matching"]},
    },
}
DOCUMENTS: dict[str, Any] = {
    "card": CARD,
    "roles": ROLES,
    "registration": {
        "mentee": {"form": MENTEE, "declaration": DECLARED, "closes": "closes"},
        "mentor": {"form": {**MENTEE, "required": []}, "closes": "closes"},
    },
    "timeline": {
        "closes": {"title": "Registration closes", "at": {"set": "in winter"}},
        "match_by": {"title": "Matches", "at": {"after": "closes", "by": "2 weeks"}},
    },
}


@pytest.fixture
def scheme_of() -> Callable[..., Scheme]:
    """A small scheme for mentees and mentors; documents given replace its own."""

    def make(**documents: Any) -> Scheme:
        return build_scheme("folio", "1.0", {**DOCUMENTS, **documents})

    return make


@pytest.fixture
def scheme(scheme_of: Callable[..., Scheme]) -> Scheme:
    return scheme_of()
