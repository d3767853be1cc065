"""Tables ``programmes`` and ``partners`` (the host writes, partners read and agree), and ``due`` (ids and a time)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Programme(Base):
    """One run of a scheme; `tenant_id` is its host. `slug` is unique at the host.

    `scheme`, `scheme_version` and `documents_digest` pin what `documents` holds, which is long and read from the
    database when it is asked for; `overlay` lists the merge
    patches over it, each with author, reason and changes; both keep the order of their keys. `dates` are the
    asked dates (milestone or event id -> ISO dates or local date-times). `institutions` says who takes part,
    host first (slug, from, to, left, places by role): a copy of `partners` for every partner, since each sees its
    own row there alone. `listed` names organisations without a tenant; `controllers` is
    the joint-controller record, where the programme states one. `hooks` are those that the scheme's own code had
    when its documents were pinned; None where that was not yet noted. `state`: draft, open, closed. A public
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
    documents: Mapped[dict[str, Any]] = mapped_column(JSON(), deferred=True)
    overlay: Mapped[list[Any]] = mapped_column(JSON())
    dates: Mapped[dict[str, Any]]
    institutions: Mapped[list[Any]]
    listed: Mapped[list[str]] = mapped_column(default_factory=list)
    state: Mapped[str] = mapped_column(default="draft")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    hooks: Mapped[list[str] | None] = mapped_column(default=None)
    controllers: Mapped[list[Any]] = mapped_column(JSON(), default_factory=list)
    created_at: Mapped[datetime]


class ProgrammeChange(Base):
    """One change of a programme that is running: what stood before and after, who made it and why.

    `kind`: change, undo (of the change `undoes`), move (to other documents) or file. Rows are never changed.
    """

    __tablename__ = "programme_changes"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    author: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]] = mapped_column(JSON())
    after: Mapped[dict[str, Any]] = mapped_column(JSON())
    undoes: Mapped[int | None] = mapped_column(default=None)


class Partner(Base):
    """Institution `partner_id` takes part from `from_on` to `to_on` (both included; None: no end set).

    `places` holds the institution's own numbers, by role, where places are per institution. The host is no row here.
    It takes part once it has agreed (`agreed_at`), which is its own word; asked and not agreed, or `declined_at`, it
    has no part. `left_at`: it has left, nothing of its people begins any more; from `cleared_at` on nothing of theirs
    waits either.
    """

    __tablename__ = "partners"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    partner_id: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)
    places: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    cleared_at: Mapped[datetime | None] = mapped_column(default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    declined_at: Mapped[datetime | None] = mapped_column(default=None)


class Due(Base):
    """The earliest moment at which programme `programme_id` of host `tenant_id` is to be settled.

    One row for each programme. Whoever changes something that needs settling lowers `at` to now in the
    same transaction; settle takes the programme's lock, then this row, so a later change waits and is seen by the
    next one. `failures` counts how often in a row it could not be settled.
    """

    __tablename__ = "due"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
