"""Tables ``audit`` and ``audit_links``: inserted, never changed or deleted, by anyone the application can be."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class AuditEntry(Base):
    """Someone of `tenant_id` did `action` to an object. Ids and names of fields, never values.

    `actor_kind`: person, system, visitor. `subject_tenant_id` and `subject_id` name the person whom the
    data is about: their institution reads the entry too, so that people see readers elsewhere.
    """

    __tablename__ = "audit"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(default=None)
    action: Mapped[str]
    object: Mapped[str]
    object_id: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(default_factory=list)
    reason: Mapped[str | None] = mapped_column(default=None)
    subject_tenant_id: Mapped[str | None] = mapped_column(default=None)
    subject_id: Mapped[UUID | None] = mapped_column(default=None)


class AuditLink(Base):
    """One link of an institution's chain: entry `audit_id` stands at `position` (1, 2, 3 ...).

    `hash` is over the link before, the position and the whole entry (`audit.chain`). Inserted, never changed.
    """

    __tablename__ = "audit_links"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    audit_id: Mapped[UUID]
    hash: Mapped[bytes]
