"""Programmes as an institution sees them: those it hosts, and those it joins as a partner."""

from uuid import UUID

from sqlalchemy import case, or_, select, tuple_
from sqlalchemy.sql import ColumnElement

from mentoring.errors import NotFound
from mentoring.programmes.model import Partner, Programme
from mentoring.unit_of_work import UnitOfWork


def programme(work: UnitOfWork, slug: str) -> Programme:
    """The programme at the address `slug` of this institution: its own first, else the one that was there first.

    A host cannot see what its partners join elsewhere, so two may have one name: the later takes no address away.
    Raises NotFound.
    """
    own_first = case((Programme.tenant_id == work.tenant, 0), else_=1)
    wanted = select(Programme).where(Programme.slug == slug, _visible(work))
    found = work.session.scalars(wanted.order_by(own_first, Programme.created_at, Programme.id)).first()
    if found is None:
        raise NotFound("There is no such programme here.", "Look at your institution's page for those there are.")
    return found


def programme_with_id(work: UnitOfWork, host: str, programme_id: UUID) -> Programme:
    """The programme `programme_id` of institution `host`. Raises NotFound."""
    wanted = select(Programme).where(Programme.tenant_id == host, Programme.id == programme_id, _visible(work))
    found = work.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound("There is no such programme here.", "Look at your institution's page for those there are.")
    return found


def programmes(work: UnitOfWork) -> list[Programme]:
    """All that this institution hosts or joins, the newest first."""
    wanted = select(Programme).where(_visible(work)).order_by(Programme.created_at.desc(), Programme.slug)
    return list(work.session.scalars(wanted))


def _visible(work: UnitOfWork) -> ColumnElement[bool]:
    joined = select(Partner.tenant_id, Partner.programme_id).where(
        Partner.partner_id == work.tenant, Partner.agreed_at.is_not(None)
    )
    return or_(Programme.tenant_id == work.tenant, tuple_(Programme.tenant_id, Programme.id).in_(joined))
