"""Who has looked: every reading of a person's registration, in whichever institution, as its trail says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from mentoring.audit.model import AuditEntry
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

MOST = 200
"""As many readings as are shown, the latest."""


@dataclass(frozen=True, slots=True)
class Look:
    """At `at` a coordinator of `institution` (its short name) read the person's registration in `programme`.

    `programme` is its title; "" where the registration is no longer there.
    """

    institution: str
    programme: str
    at: datetime


def who_looked(work: UnitOfWork, person_id: UUID) -> tuple[Look, ...]:
    """Every reading of the person's registrations by somebody else, the latest first, at most `MOST`."""
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    read = (
        select(AuditEntry.tenant_id, AuditEntry.object_id, AuditEntry.at)
        .where(
            AuditEntry.subject_tenant_id == work.tenant,
            AuditEntry.subject_id == person_id,
            AuditEntry.action == "read",
            AuditEntry.object == "registration",
            AuditEntry.actor_id != person_id,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id)
        .limit(MOST)
    )
    titles = _titles(work, person_id)
    return tuple(
        Look(houses.get(reader, reader), titles.get(registration, ""), at)
        for reader, registration, at in work.session.execute(read)
    )


def _titles(work: UnitOfWork, person_id: UUID) -> dict[str, str]:
    """The title of the programme of each of the person's registrations, by its id as the trail writes it."""
    found = work.session.execute(
        select(Registration.id, Programme.title)
        .join(Programme, (Programme.tenant_id == Registration.tenant_id) & (Programme.id == Registration.programme_id))
        .where(Registration.home_tenant_id == work.tenant, Registration.person_id == person_id)
    )
    return {str(registration): title for registration, title in found}
