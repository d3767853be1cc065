"""People of listed organisations, whom the host entered: it corrects what it wrote, and withdraws them, as they ask."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentoring.contracts.forms import compile_form
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.participants.enter import unfit
from mentoring.participants.model import Registration
from mentoring.participants.register import take_out
from mentoring.participants.setting import roles_here, window_of
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.unit_of_work import UnitOfWork

WHY = "Write why, for example: they asked for it by telephone."


def with_people(work: UnitOfWork, programme: Programme) -> tuple[str, ...]:
    """The listed organisations that have people in the programme who have not withdrawn, by name. At the host."""
    found = work.session.scalars(
        select(Registration.listed)
        .distinct()
        .where(
            Registration.tenant_id == work.tenant,
            Registration.programme_id == programme.id,
            Registration.listed.is_not(None),
            Registration.state != "withdrawn",
        )
    )
    return tuple(sorted(each for each in found if each))


def entered(work: UnitOfWork, programme: Programme, registration_id: UUID) -> Registration:
    """The registration of somebody whom the host entered. Raises NotFound for anybody else's, NotAllowed."""
    work.demand("registration.enter", roles_here(work, programme))
    found = work.session.scalar(
        select(Registration).where(
            Registration.tenant_id == work.tenant,
            Registration.programme_id == programme.id,
            Registration.home_tenant_id == work.tenant,
            Registration.id == registration_id,
            Registration.listed.is_not(None),
            Registration.person_id.is_(None),
        )
    )
    if found is None:
        raise NotFound("There is no such registration here.", "People of an institution change their own.")
    return found


def correct(
    work: UnitOfWork,
    programme: Programme,
    registration_id: UUID,
    *,
    name: str,
    email: str,
    answers: Mapping[str, Any],
    reason: str,
) -> tuple[str, ...]:
    """Bring what the host wrote to what they say now; the names of what changed.

    Answers are changed while registration is open, name and address at any time. Raises NotFound, NotAllowed, Conflict
    once withdrawn or closed, Invalid with the problems by question.
    """
    row = entered(work, programme, registration_id)
    if row.state != "submitted":
        raise Conflict("They have withdrawn.", "Enter them again, if they come back.")
    form = compile_form(scheme_of(programme).registration[row.role].form)
    tidy, address = " ".join(name.split()), email.strip().lower()
    problems = {each.question: each.words for each in form.check(answers)}
    if not tidy:
        problems["name"] = "Write their name."
    if told := unfit(work, address) or _taken(work, row, address):
        problems["email"] = told
    if not reason.strip():
        problems["reason"] = WHY
    if problems:
        raise Invalid("The registration is not changed yet.", "Everything you typed is still here.", problems)
    kept = form.kept(answers)
    if kept != row.answers and not window_of(work, programme, row.role).is_open:
        raise Conflict("Registration in this role is closed.", "Name and address can still be corrected.")
    changed = [key for key in sorted({*kept, *row.answers}) if kept.get(key) != row.answers.get(key)]
    changed += [key for key, value in (("name", tidy), ("email", address)) if getattr(row, key) != value]
    if changed:
        row.name, row.email, row.answers, row.saved_at = tidy, address, kept, work.now
        work.session.flush()
        why, subject = reason.strip(), (work.tenant, None)
        work.record("save", "registration", row.id, subject=subject, fields=tuple(changed), reason=why)
        wake(work, programme.tenant_id, programme.id)
    return tuple(changed)


def withdraw_entered(work: UnitOfWork, programme: Programme, registration_id: UUID, *, reason: str) -> None:
    """Withdraw somebody whom the host entered, as they asked. Twice changes nothing.

    Raises NotFound, NotAllowed, Invalid without a reason, Conflict while they are in a running mentorship.
    """
    row = entered(work, programme, registration_id)
    if not reason.strip():
        raise Invalid("They are not withdrawn yet.", WHY, {"reason": WHY})
    if row.state == "submitted":
        take_out(work, programme, row, reason=reason)


def _taken(work: UnitOfWork, row: Registration, address: str) -> str:
    """Why this address cannot be theirs; empty where it can."""
    other = work.session.scalar(
        select(Registration.id).where(
            Registration.tenant_id == row.tenant_id,
            Registration.programme_id == row.programme_id,
            Registration.home_tenant_id == row.home_tenant_id,
            Registration.role == row.role,
            Registration.email == address,
            Registration.id != row.id,
        )
    )
    return "" if other is None else "Somebody is registered with this address in the same role already."
