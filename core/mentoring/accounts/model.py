"""Tables ``role_grants``, ``sign_in_links``, ``sessions``: an institution's own; no one else sees them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class RoleGrant(Base):
    """A person holds `role` (coordinator, analyst, operator) at their institution.

    The lead coordinator of a programme is a coordinator of its host; there is no grant for that.
    `granted_by` is None where a command granted it.
    """

    __tablename__ = "role_grants"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    role: Mapped[str]
    granted_at: Mapped[datetime]
    granted_by: Mapped[UUID | None] = mapped_column(default=None)


class SignInLink(Base):
    """A link sent to `email`, spent once. Only the token's SHA-256 is kept. `next_path` is a path of ours."""

    __tablename__ = "sign_in_links"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    token_hash: Mapped[bytes]
    next_path: Mapped[str | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None] = mapped_column(default=None)


class SignInSession(Base):
    """A signed-in browser, table ``sessions``. Only the token's SHA-256 is kept.

    `csrf_secret` is the key that form tokens of this session are made with. `device` is what its
    owner reads in the list of sessions, such as "Firefox on Linux".
    """

    __tablename__ = "sessions"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    csrf_secret: Mapped[bytes]
    device: Mapped[str | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
