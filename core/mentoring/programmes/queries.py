"""Programmes as an institution sees them: those it hosts, and those it joins as a partner."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from msgspec import json
from sqlalchemy import ARRAY, JSON, Text, bindparam, case, cast, func, inspect, literal_column, or_, select, tuple_
from sqlalchemy.orm.attributes import instance_dict, manager_of_class
from sqlalchemy.orm.util import identity_key

from mentoring.db.engine import ScopedSession
from mentoring.db.one import as_read
from mentoring.db.ready import Ready
from mentoring.db.unchanged import once, unchanged
from mentoring.errors import NotFound
from mentoring.programmes.model import Partner, Programme
from mentoring.unit_of_work import UnitOfWork

_JOINED = select(Partner.tenant_id, Partner.programme_id).where(
    Partner.partner_id == bindparam("reader"), Partner.agreed_at.is_not(None)
)
_VISIBLE = or_(Programme.tenant_id == bindparam("reader"), tuple_(Programme.tenant_id, Programme.id).in_(_JOINED))
_SAID = {each.key: each.columns[0] for each in inspect(Programme).column_attrs if not each.deferred}
_MUTABLE = frozenset(name for name, each in _SAID.items() if isinstance(each.type, (JSON, ARRAY)))
_AT_ADDRESS = Ready(
    select(*(cast(func.to_json(each), Text) if name in _MUTABLE else each for name, each in _SAID.items()))
    .where(Programme.slug == bindparam("slug"), _VISIBLE)
    .order_by(case((Programme.tenant_id == bindparam("reader"), 0), else_=1), Programme.created_at, Programme.id)
    .limit(literal_column("1"))
)
_WITH_ID = select(Programme).where(Programme.tenant_id == bindparam("host"), Programme.id == bindparam("id"), _VISIBLE)
_ALL = select(Programme).where(_VISIBLE).order_by(Programme.created_at.desc(), Programme.slug)


def programme(work: UnitOfWork, slug: str) -> Programme:
    """The programme at the address `slug` of this institution: its own first, else the one that was there first.

    A host cannot see what its partners join elsewhere, so two may have one name: the later takes no address away.
    Raises NotFound.
    """
    where = {"reader": work.tenant, "slug": slug}
    values = unchanged(work.session, (_AT_ADDRESS, slug), lambda: _values(work.session, where))
    found = _as_read(work.session, values) if values is not None else None
    if found is None:
        raise NotFound("There is no such programme here.", "Look at your institution's page for those there are.")
    return found


def _values(session: ScopedSession, where: Mapping[str, str]) -> Mapping[str, Any] | None:
    """What the first row says, but for its documents; the mutable parts of it as JSON, so that nobody shares them."""
    found = _AT_ADDRESS.rows(session, where).first()
    return dict(zip(_SAID, found, strict=True)) if found is not None else None


def _as_read(session: ScopedSession, values: Mapping[str, Any]) -> Programme:
    """The row of `session` that says so, as if it had been read."""
    key = identity_key(Programme, (values["tenant_id"], values["id"]))
    known = session.identity_map.get(key)
    if known is not None:
        return known
    made: Programme = manager_of_class(Programme).new_instance()
    said = {name: json.decode(each) if name in _MUTABLE and each else each for name, each in values.items()}
    instance_dict(made).update(said)
    as_read(session, made)
    return made


def programme_with_id(work: UnitOfWork, host: str, programme_id: UUID) -> Programme:
    """The programme `programme_id` of institution `host`. Raises NotFound."""
    asked = {"reader": work.tenant, "host": host, "id": programme_id}
    key = (_WITH_ID, host, programme_id)
    found = once(work.session, key, lambda: work.session.scalars(_WITH_ID, asked).one_or_none())
    if found is None:
        raise NotFound("There is no such programme here.", "Look at your institution's page for those there are.")
    return found


def programmes(work: UnitOfWork) -> list[Programme]:
    """All that this institution hosts or joins, the newest first."""
    return list(work.session.scalars(_ALL, {"reader": work.tenant}))
