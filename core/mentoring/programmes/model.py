"""Tables ``programmes`` and ``partners`` (the host writes, partners read), and ``due`` (ids and a time, no wall)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Programme(Base):
    """One run of a scheme; `tenant_id` is its host. `slug` is unique at the host.

    `scheme`, `scheme_version` and `documents_digest` pin what `documents` holds; `overlay` lists the merge
    patches over it, each with author, reason and changes; both keep the order of their keys. `dates` are the
    asked dates (milestone or event id -> ISO dates or local date-times). `institutions` says who takes part,
    host first (slug, from, to, places by role): a copy of `partners` for every partner, since each sees its
    own row there alone. `listed` names organisations without a tenant. `state`: draft, open, closed. A public
    page is shown from `published_at` on.
    """

    __tablename__ = "programmes"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]
    scheme: Mapped[str]
    scheme_version: Mapped[str]
    documents_digest: Mapped[str]
    documents: Mapped[dict[str, Any]] = mapped_column(JSON())
    overlay: Mapped[list[Any]] = mapped_column(JSON())
    dates: Mapped[dict[str, Any]]
    institutions: Mapped[list[Any]]
    listed: Mapped[list[str]] = mapped_column(default_factory=list)
    state: Mapped[str] = mapped_column(default="draft")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime]


class Partner(Base):
    """Institution `partner_id` takes part from `from_on` to `to_on` (both included; None: no end set).

    `places` holds the institution's own numbers, by role, where places are per institution.
    The host is no row here.
    """

    __tablename__ = "partners"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    partner_id: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)
    places: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


class Due(Base):
    """The earliest moment at which programme `programme_id` of host `tenant_id` is to be settled.

    One row for each programme. Whoever changes something that needs settling lowers `at` to now in the
    same transaction; settle takes the programme's lock, then this row, so a later change waits and is seen by the
    next one.
    """

    __tablename__ = "due"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
