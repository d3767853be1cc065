"""What a person has agreed to: each self-declaration with the words agreed to, when, and whether it stands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from mentoring.participants.model import Declaration, Registration
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Receipt:
    """One declaration of the person's: `words` are those agreed to; `withdrawn_at` None while it stands."""

    registration_id: UUID
    programme_slug: str
    programme: str
    role: str
    words: tuple[str, ...]
    given_at: datetime
    withdrawn_at: datetime | None


def receipts(work: UnitOfWork, person_id: UUID) -> tuple[Receipt, ...]:
    """Those of the person `person_id` of this institution, the latest first, withdrawn ones too."""
    rows = work.session.execute(
        select(Declaration, Registration.role, Programme)
        .join(
            Registration,
            (Registration.tenant_id == Declaration.tenant_id) & (Registration.id == Declaration.registration_id),
        )
        .join(Programme, (Programme.tenant_id == Registration.tenant_id) & (Programme.id == Registration.programme_id))
        .where(Registration.home_tenant_id == work.tenant, Registration.person_id == person_id)
        .order_by(Declaration.given_at.desc(), Declaration.registration_id)
    )
    return tuple(
        Receipt(
            declaration.registration_id,
            programme.slug,
            programme.title,
            say(scheme_of(programme).roles[role].title).lower(),
            tuple(declaration.consent_text.splitlines()),
            declaration.given_at,
            declaration.withdrawn_at,
        )
        for declaration, role, programme in rows
    )


def own_submitted(work: UnitOfWork, person_id: UUID) -> tuple[tuple[Registration, Programme], ...]:
    """The person's registrations that were sent and not withdrawn, with their programmes, the latest first."""
    rows = work.session.execute(
        select(Registration, Programme)
        .join(Programme, (Programme.tenant_id == Registration.tenant_id) & (Programme.id == Registration.programme_id))
        .where(
            Registration.home_tenant_id == work.tenant,
            Registration.person_id == person_id,
            Registration.state == "submitted",
            Registration.forgotten_at.is_(None),
        )
        .order_by(Registration.submitted_at.desc(), Registration.id)
    )
    return tuple((registration, programme) for registration, programme in rows)
