"""The directory of institutions, as last applied. Anyone may read it: which institutions exist is no secret."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from mentoring.errors import NotFound
from mentoring.tenants.file import TenantFile
from mentoring.tenants.model import Tenant


def institution(session: Session, slug: str) -> TenantFile:
    """The institution `slug`, asked of the database once a session. Raises NotFound."""
    known: dict[str, TenantFile] = session.info.setdefault("institutions", {})  # a session is one unit of work
    if slug not in known:
        document = session.execute(select(Tenant.document).where(Tenant.id == slug)).scalar_one_or_none()
        if document is None:
            raise NotFound("There is no such institution here.", "Check the address.")
        known[slug] = from_document(document)
    return known[slug]


def institutions(session: Session | Connection) -> dict[str, TenantFile]:
    """Every institution, by slug, in order of slug."""
    rows = session.execute(select(Tenant.id, Tenant.document).order_by(Tenant.id))
    return {slug: from_document(document) for slug, document in rows}


def to_document(tenant: TenantFile) -> dict[str, Any]:
    """`tenant` as plain JSON, every default filled in."""
    document: dict[str, Any] = msgspec.to_builtins(tenant)
    return document


def from_document(document: Mapping[str, Any]) -> TenantFile:
    """What `to_document` wrote."""
    return msgspec.convert(document, TenantFile)
