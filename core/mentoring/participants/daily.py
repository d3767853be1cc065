"""Whether somebody wants one e-mail a day: their own choice, kept with them and with each of their registrations."""

from uuid import UUID

from sqlalchemy import select, update

from mentoring.participants.model import Registration
from mentoring.people.service import person
from mentoring.unit_of_work import UnitOfWork


def wants_digest(work: UnitOfWork, person_id: UUID) -> bool:
    """Whether they do."""
    return person(work, person_id).digest


def choose_digest(work: UnitOfWork, person_id: UUID, *, daily: bool) -> None:
    """From now on one e-mail a day, or each letter by itself. What waits already leaves as it was meant to."""
    me = person(work, person_id)
    if me.digest is daily:
        return
    me.digest = daily
    work.session.flush()
    theirs = select(Registration.id).where(
        Registration.home_tenant_id == work.tenant, Registration.person_id == person_id
    )
    work.session.execute(update(Registration).where(Registration.id.in_(theirs)).values(digest=daily))
    work.record("change", "person", person_id, subject=(work.tenant, person_id), fields=("digest",))
