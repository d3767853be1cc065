"""How people sign in, and the roles they hold: every table is an institution's own; no one else sees a row."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base
from mentoring.db.sealed import Ciphertext, Sealed


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
    owner reads in the list of sessions, such as "Firefox on Linux". `factor_at` is when a second step was last given
    in it; without one the roles of its owner wait.
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
    factor_at: Mapped[datetime | None] = mapped_column(default=None)


class Password(Base):
    """A person's password, as Argon2id made of it. Nobody has to have one: a link by e-mail signs in as well."""

    __tablename__ = "passwords"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    hash: Mapped[str]
    set_at: Mapped[datetime]


class Factor(Base):
    """A second step: an app that shows codes (RFC 6238). Pending until its first code was given.

    `last_step` is the number of the 30 seconds whose code was given last: neither that code nor an earlier one counts
    again.
    """

    __tablename__ = "factors"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    sealed: Mapped[Ciphertext] = mapped_column(Sealed(), init=False)
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Base):
    """Lets its owner in once when their app is gone. Only the code's SHA-256 is kept."""

    __tablename__ = "recovery_codes"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    code_hash: Mapped[bytes]
    spent_at: Mapped[datetime | None] = mapped_column(default=None)


class Tries(Base):
    """How often something was tried by one account or from one network address until `ends`.

    `key` is a hash, with the institution and the time in it: a row tells nobody's address, and is dropped when over.
    """

    __tablename__ = "tries"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    ends: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


class Subscription(Base):
    """A person's calendar feed: whoever has the secret in its address reads it. Only the secret's SHA-256 is kept."""

    __tablename__ = "calendars"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_hash: Mapped[bytes]
    made_at: Mapped[datetime]
