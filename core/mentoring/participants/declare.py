"""Self-declarations: kept apart, with the consent they were given under, withdrawable at any time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from mentoring.contracts.forms import AnswerProblem, compile_form
from mentoring.db.one import add_one, change
from mentoring.participants.model import Declaration, Registration
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork

CONSENT = (
    "Coordinators of my institution and of the host read what I declare here, for this programme alone. "
    "I can withdraw it at any time."
)
"""What a person agrees to by declaring something. The page shows these words; they are kept with the answer."""

_MADE = select(Declaration).where(
    Declaration.tenant_id == bindparam("host"), Declaration.registration_id == bindparam("registration")
)


def declaration_of(work: UnitOfWork, registration: Registration) -> Declaration | None:
    """The declaration made with `registration`, withdrawn or not, as far as this reader may see it."""
    return work.session.scalar(_MADE, {"host": registration.tenant_id, "registration": registration.id})


def declared_answers(work: UnitOfWork, registration: Registration) -> Mapping[str, Any]:
    """What is declared and not withdrawn, by question."""
    found = declaration_of(work, registration)
    return found.answers if found and found.withdrawn_at is None else {}


def keep_declared(
    work: UnitOfWork, programme: Programme, registration: Registration, declared: Mapping[str, Any]
) -> list[AnswerProblem]:
    """Keep what is declared beside what was declared before; None takes an answer away. Only sound ones are kept.

    The problems come back, their questions as ``declared.NAME``. Without an answer left the declaration goes.
    """
    entry = scheme_of(programme).registration[registration.role].declaration
    form = compile_form(entry or {"type": "object", "properties": {}})
    wrong = {problem.question: problem for problem in form.check(declared, whole=False)}
    before = declaration_of(work, registration)
    kept = dict(before.answers) if before and before.withdrawn_at is None else {}
    merged = {**kept, **{name: value for name, value in declared.items() if name not in wrong}}
    merged = {name: value for name, value in merged.items() if value is not None}
    if merged != kept:
        _write(work, programme, registration, before, merged)
    return [AnswerProblem(f"declared.{p.question}", p.keyword, p.words, p.limit) for p in wrong.values()]


def withdraw_declaration(work: UnitOfWork, programme: Programme, registration: Registration) -> None:
    """Withdraw consent: the answers go, that they once stood stays. What hung on them, a person looks at again."""
    found = declaration_of(work, registration)
    if found is None or found.withdrawn_at is not None:
        return
    found.answers = {}
    found.withdrawn_at = work.now
    registration.saved_at = work.now
    work.session.flush()
    work.record(
        "withdraw", "declaration", registration.id, subject=(registration.home_tenant_id, registration.person_id)
    )
    wake(work, programme.tenant_id, programme.id)


def _write(
    work: UnitOfWork,
    programme: Programme,
    registration: Registration,
    before: Declaration | None,
    answers: dict[str, Any],
) -> None:
    if not answers and before is not None:
        work.session.delete(before)
    elif before is None:
        add_one(
            work.session,
            Declaration(
                tenant_id=registration.tenant_id,
                registration_id=registration.id,
                programme_id=programme.id,
                home_tenant_id=registration.home_tenant_id,
                answers=answers,
                consent_text=_consent(programme, registration.role),
                given_at=work.now,
            ),
        )
    else:
        before.answers, before.consent_text = answers, _consent(programme, registration.role)
        before.given_at, before.withdrawn_at = work.now, None
    work.session.flush()
    change(work.session, registration, saved_at=work.now)
    subject = (registration.home_tenant_id, registration.person_id)
    work.record("declare", "declaration", registration.id, subject=subject, fields=tuple(answers))


def _consent(programme: Programme, role: str) -> str:
    form = scheme_of(programme).registration[role].declaration or {}
    titles = [say(question.get("title")) for question in form.get("properties", {}).values()]
    return "\n".join([*titles, CONSENT])
