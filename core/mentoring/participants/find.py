"""Somebody by a part of their name, to see a message with their details."""

from collections.abc import Collection, Mapping
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, or_, select

from mentoring.participants.letters import about
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork


class Found(Struct, frozen=True):
    """A registration as messages speak of it: `values` by placeholder."""

    name: str
    values: dict[str, str]


def find(work: UnitOfWork, programme: Programme, part: str) -> Found | None:
    """The first registration that was sent, by name, with `part` in its name or address; that is entered in the trail.

    A partner's coordinators find their own people.
    """
    wanted = [
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.submitted_at.is_not(None),
        or_(
            func.lower(Registration.name).contains(part.lower(), autoescape=True),
            Registration.email.contains(part.lower(), autoescape=True),
        ),
    ]
    if work.tenant != programme.tenant_id:
        wanted.append(Registration.home_tenant_id == work.tenant)
    one = work.session.scalars(select(Registration).where(*wanted).order_by(Registration.name, Registration.id)).first()
    if one is None:
        return None
    work.record("read", "registration", one.id, subject=(one.home_tenant_id, one.person_id))
    scheme, home = scheme_of(programme), institution(work.session, one.home_tenant_id)
    pathways = [name for name, pathway in scheme.pathways.items() if one.role in pathway.members]
    values = {
        "person.name": one.name,
        "person.first_name": one.name.split(" ", 1)[0],
        "institution.name": home.name,
        "institution.contact": home.contacts.mentoring.email,
        **about(programme, scheme, one, pathways),
    }
    return Found(one.name or one.email, values)


def names(work: UnitOfWork, programme: Programme, ids: Collection[str]) -> Mapping[str, str]:
    """What those of these registrations are called whom this institution sees; no query for none."""
    if not ids:
        return {}
    return while_unchanged(work, programme, ("names", *ids), lambda: _names(work, programme, ids))


def _names(work: UnitOfWork, programme: Programme, ids: Collection[str]) -> Mapping[str, str]:
    rows = work.session.scalars(
        select(Registration).where(
            Registration.tenant_id == programme.tenant_id,
            Registration.programme_id == programme.id,
            Registration.id.in_([UUID(each) for each in ids]),
            Registration.forgotten_at.is_(None),
        )
    )
    return {str(row.id): row.name or row.email for row in rows}
