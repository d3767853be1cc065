"""What one person says in one registration, as plain values: from a file, from a form, from the database alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mentoring.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Said:
    """One registration's words.

    `institution` is a tenant's slug or a listed organisation's name. `submitted` is aware. `declared` is kept
    apart from `answers` and holds only what consent stands for. `passed` holds gates, None when nobody has
    said. `history` is by contract name without its first word (``mentee.unmatched``). `level` is what a
    coordinator has set, with a reason, in place of what the grade maps onto. `own` are the facts that the scheme's
    code has derived, by name. `stages` are the results of selection stages (``panel.result``, ``panel.score``), None
    when nobody has said.
    """

    id: str
    role: str
    email: str
    name: str = ""
    institution: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    declared: Mapping[str, Any] = field(default_factory=dict)
    job_title: str = ""
    unit: str = ""
    grade: str = ""
    submitted: datetime | None = None
    passed: frozenset[str] | None = None
    waited: int = 0
    history: Mapping[str, Any] = field(default_factory=dict)
    state: str = "submitted"
    level: int | None = None
    own: Mapping[str, Any] = field(default_factory=dict)
    stages: Mapping[str, Any] | None = None


def bound(scheme: Scheme, role: str, meaning: str) -> tuple[str, ...]:
    """The questions of the role's form that are bound by ``x-is`` to `meaning`, such as ``grade``."""
    registration = scheme.registration.get(role)
    properties = registration.form.get("properties", {}) if registration else {}
    return tuple(name for name, schema in properties.items() if schema.get("x-is") == meaning)


def answer_to(scheme: Scheme, said: Said, meaning: str) -> Any:
    """What is answered to the question bound to `meaning`; None without such a question or answer."""
    return next((said.answers[name] for name in bound(scheme, said.role, meaning) if name in said.answers), None)
