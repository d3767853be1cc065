"""Programmes as an institution sees them: those it hosts, and those it joins as a partner."""

from uuid import UUID

from sqlalchemy import bindparam, case, or_, select, tuple_

from mentoring.errors import NotFound
from mentoring.programmes.model import Partner, Programme
from mentoring.unit_of_work import UnitOfWork

_JOINED = select(Partner.tenant_id, Partner.programme_id).where(
    Partner.partner_id == bindparam("reader"), Partner.agreed_at.is_not(None)
)
_VISIBLE = or_(Programme.tenant_id == bindparam("reader"), tuple_(Programme.tenant_id, Programme.id).in_(_JOINED))
_AT_ADDRESS = (
    select(Programme)
    .where(Programme.slug == bindparam("slug"), _VISIBLE)
    .order_by(case((Programme.tenant_id == bindparam("reader"), 0), else_=1), Programme.created_at, Programme.id)
)
_WITH_ID = select(Programme).where(Programme.tenant_id == bindparam("host"), Programme.id == bindparam("id"), _VISIBLE)
_ALL = select(Programme).where(_VISIBLE).order_by(Programme.created_at.desc(), Programme.slug)


def programme(work: UnitOfWork, slug: str) -> Programme:
    """The programme at the address `slug` of this institution: its own first, else the one that was there first.

    A host cannot see what its partners join elsewhere, so two may have one name: the later takes no address away.
    Raises NotFound.
    """
    found = work.session.scalars(_AT_ADDRESS, {"reader": work.tenant, "slug": slug}).first()
    if found is None:
        raise NotFound("There is no such programme here.", "Look at your institution's page for those there are.")
    return found


def programme_with_id(work: UnitOfWork, host: str, programme_id: UUID) -> Programme:
    """The programme `programme_id` of institution `host`. Raises NotFound."""
    asked = {"reader": work.tenant, "host": host, "id": programme_id}
    found = work.session.scalars(_WITH_ID, asked).one_or_none()
    if found is None:
        raise NotFound("There is no such programme here.", "Look at your institution's page for those there are.")
    return found


def programmes(work: UnitOfWork) -> list[Programme]:
    """All that this institution hosts or joins, the newest first."""
    return list(work.session.scalars(_ALL, {"reader": work.tenant}))
