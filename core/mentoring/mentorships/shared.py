"""What the others in a mentorship may see of a member: a copy, made of what the person said they may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentoring.participants.facts import Setting
from mentoring.participants.model import Registration


@dataclass(frozen=True, slots=True)
class Shared:
    """The columns of `members` that are shared. `profile` holds answers by question."""

    name: str
    job_title: str | None
    institution: str
    contact: str | None
    profile: Mapping[str, Any]


def shared_of(setting: Setting, registration: Registration, *, begun: bool) -> Shared:
    """What is shared of `registration`: all meant for members once it has begun, before that for candidates alone.

    Nobody is reached at their address before everyone has agreed.
    """
    audiences = {"members", "candidates"} if begun else {"candidates"}
    questions = setting.scheme.registration[registration.role].form.get("properties", {})
    answers = registration.answers
    seen = {name for name, question in questions.items() if question.get("x-audience") in audiences}
    own = {"job_title", "unit", "grade"}  # these have columns, or are nobody's business
    home = setting.tenants.get(registration.home_tenant_id)
    return Shared(
        name=registration.name,
        job_title=registration.job_title if "job_title" in seen or "job_title" not in questions else None,
        institution=registration.listed or (home.name if home else registration.home_tenant_id),
        contact=registration.email if begun else None,
        profile={name: answers[name] for name in questions if name in seen and name in answers and name not in own},
    )
