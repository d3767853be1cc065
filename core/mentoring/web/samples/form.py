"""A made-up registration form, and a posting of it with two problems."""

from typing import Any

from mentoring.web.forms.draw import form_fields
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed
from mentoring.web.forms.read import read_form

FORM: dict[str, Any] = {
    "type": "object",
    "required": ["job_title", "grade", "fixed_term", "contract_ends", "wants"],
    "properties": {
        "job_title": {"type": "string", "title": "Your job title", "maxLength": 120},
        "grade": {
            "type": "string",
            "title": "Your grade at Letterpress",
            "description": "As on your payslip. Not sure? Choose “I do not know”; a coordinator finds out with you.",
            "enum": ["4", "5", "6", "7", "8", "9", "unknown"],
            "x-labels": {**{str(n): f"Grade {n}" for n in range(4, 10)}, "unknown": "I do not know"},
        },
        "fixed_term": {"type": "boolean", "title": "Is your contract fixed-term?"},
        "contract_ends": {
            "type": "string",
            "format": "date",
            "title": "The date your contract ends",
            "description": "If you expect it to be renewed, tell us below; that helps.",
            "x-if": {"fixed_term": {"const": True}},
        },
        "wants": {
            "type": "array",
            "title": "What would you like to talk about with a mentor?",
            "description": "Choose up to two.",
            "x-why": "We look for a mentor who offers the same.",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "string", "enum": ["leadership", "budgets", "networks"]},
            "x-labels": {"leadership": "Leading people", "budgets": "Budgets", "networks": "Building a network"},
        },
    },
}
DECLARATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "identifies": {
            "type": "boolean",
            "title": "Do you identify as being of a Black, Asian, mixed or another minority ethnic background?",
            "description": "You are not asked which background, and nobody checks or questions your answer.",
        }
    },
}
PROMISE = (
    "Seen by the coordinators of this programme only, never by mentors or managers. You can withdraw it at any time "
    "under “My data”. It is kept apart from equality monitoring, which is optional and comes later."
)
TYPED: Typed = {
    "job_title": ("",),
    "grade": ("5",),
    "fixed_term": ("yes",),
    "contract_ends.day": ("",),
    "contract_ends.month": ("8",),
    "contract_ends.year": ("2027",),
    "wants": ("leadership", "budgets"),
    "declared.identifies": ("yes",),
}


def fields(*, posted: bool) -> tuple[Field, ...]:
    """The form as it is first shown, or after a posting with two problems."""
    typed = TYPED if posted else {}
    reading = read_form(FORM, typed) if posted else None
    declared = form_fields(DECLARATION, typed, prefix="declared.", declared=True, promise=PROMISE)
    return form_fields(FORM, typed, reading=reading) + declared
