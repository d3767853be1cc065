"""The directory of institutions, as their settings hold. Anyone may read it: which institutions exist is no secret."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ARRAY, Connection, Text, any_, bindparam, select
from sqlalchemy.orm import Session

from mentoring.db.engine import ScopedSession
from mentoring.db.kept import value
from mentoring.db.ready import Ready
from mentoring.db.unchanged import unchanged
from mentoring.errors import NotFound
from mentoring.tenants.file import TenantFile
from mentoring.tenants.model import Tenant
from mentoring.tenants.own import laid_over, read_own

_ALL = select(Tenant.id, Tenant.document, Tenant.settings).order_by(Tenant.id)
_EVERY = Ready(_ALL)
_SOME = Ready(_ALL.where(Tenant.id == any_(bindparam("slugs", type_=ARRAY(Text)))))
_ONE = Ready(select(Tenant.document, Tenant.settings).where(Tenant.id == bindparam("id")))

T = TypeVar("T")


def institution(session: Session, slug: str) -> TenantFile:
    """The institution `slug`, asked of the database once a session. Raises NotFound."""
    known: dict[str, TenantFile] = session.info.setdefault("institutions", {})  # a session is one unit of work
    if slug not in known:
        found = _unchanged(session, (_ONE, slug), lambda: _one(session, slug))
        if found is None:
            raise NotFound("There is no such institution here.", "Check the address.")
        known[slug] = found
    return known[slug]


def institutions(session: Session | Connection, *, only: Collection[str] | None = None) -> dict[str, TenantFile]:
    """Every institution, by slug, in order of slug; `only` those of these that there are."""
    known: dict[str, TenantFile] = session.info.setdefault("institutions", {}) if isinstance(session, Session) else {}
    if only is not None and known.keys() >= set(only):
        return {slug: known[slug] for slug in sorted(only)}
    if only is not None and isinstance(session, Session):
        slugs = tuple(sorted(only))
        found = value(session, (_SOME, slugs), lambda: _read(session, slugs), of=(Tenant.__tablename__,))
    elif isinstance(session, Session):
        found = _unchanged(session, _EVERY, lambda: _all(session))
    else:
        wanted = _ALL if only is None else _ALL.where(Tenant.id.in_(sorted(only)))
        found = {slug: _held(document, settings) for slug, document, settings in session.execute(wanted)}
    known.update(found)
    return dict(found)


def _unchanged(session: Session, key: Hashable, make: Callable[[], T]) -> T:
    return unchanged(session, key, make) if isinstance(session, ScopedSession) else make()


def _one(session: Session, slug: str) -> TenantFile | None:
    row = _ONE.rows(session, {"id": slug}).one_or_none()
    return None if row is None else _held(row.document, row.settings)


def _all(session: Session) -> dict[str, TenantFile]:
    return {slug: _held(document, settings) for slug, document, settings in _EVERY.rows(session, {})}


def _read(session: Session, slugs: Sequence[str]) -> dict[str, TenantFile]:
    rows = _SOME.rows(session, {"slugs": [*slugs]})
    return {slug: _held(document, settings) for slug, document, settings in rows}


def _held(document: Mapping[str, Any], settings: Mapping[str, Any]) -> TenantFile:
    """The settings that hold: of an institution that has none of its own, those of its file."""
    return from_document(laid_over(document, read_own(settings)) if settings else document)


def to_document(tenant: TenantFile) -> dict[str, Any]:
    """`tenant` as plain JSON, every default filled in."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(tenant))
    return document


def from_document(document: Mapping[str, Any]) -> TenantFile:
    """What `to_document` wrote."""
    return msgspec.convert(document, TenantFile)
