"""What people say when they register, and what a programme decides: tables ``registrations`` to ``import_columns``.

What the person says (home writes) and what the programme decides (host writes) never share a table.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Registration(Base):
    """A person in a programme in a role. `tenant_id` is the host, `home_tenant_id` the person's institution.

    Only the home institution writes; the host reads once `submitted_at` is set, so never a draft of
    another institution. For an organisation without a tenant the host is home and `listed` its name.
    `email` (lower case), `name`, `job_title`, `unit`, `grade` are the copy that the host may see.
    `wishes` are pathways in order of wish. `state`: draft, submitted, withdrawn. The address counts
    from `verified_at` on. From `forgotten_at` on name, address and answers are gone, and with them, by the database
    itself, declarations, monitoring and what coordinators wrote about the person. `carried_from` is the registration of
    an earlier programme from which their institution took it along; `digest`: the person wants one e-mail a day.
    """

    __tablename__ = "registrations"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    role: Mapped[str]
    email: Mapped[str]
    name: Mapped[str]
    job_title: Mapped[str | None] = mapped_column(default=None)
    unit: Mapped[str | None] = mapped_column(default=None)
    grade: Mapped[str | None] = mapped_column(default=None)
    kind: Mapped[str | None] = mapped_column(default=None)
    listed: Mapped[str | None] = mapped_column(default=None)
    answers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    wishes: Mapped[list[str]] = mapped_column(default_factory=list)
    state: Mapped[str] = mapped_column(default="draft")
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdraw_reason: Mapped[str | None] = mapped_column(default=None)
    forgotten_at: Mapped[datetime | None] = mapped_column(default=None)
    carried_from: Mapped[UUID | None] = mapped_column(default=None)
    digest: Mapped[bool] = mapped_column(default=False)


class Declaration(Base):
    """Self-declarations of one registration, kept apart, with the consent they were given under.

    Home writes. The host reads while consent stands (`withdrawn_at` is None) and the registration is submitted.
    """

    __tablename__ = "declarations"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    answers: Mapped[dict[str, Any]]
    consent_text: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class Standing(Base):
    """The programme's standing on one registration and pathway. Host writes, home reads.

    `state` is one of the contract's; `verdict` eligible, not_eligible or a_person_looks; `findings` the
    rules with their reasons, as JSON; `level` the position on the scheme's ladder, None if unmapped;
    `place` whether a place is held; `stage` the selection stage at which somebody has to review it now, if one does;
    `decided_outcome` what a person confirmed (see `Decision`).
    """

    __tablename__ = "standings"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    pathway: Mapped[str] = mapped_column(primary_key=True)
    home_tenant_id: Mapped[str]
    programme_id: Mapped[UUID]
    state: Mapped[str]
    verdict: Mapped[str]
    findings: Mapped[list[Any]]
    priority: Mapped[int] = mapped_column(default=0)
    waited: Mapped[int] = mapped_column(default=0)
    level: Mapped[int | None] = mapped_column(default=None)
    place: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str | None] = mapped_column(default=None)
    decided_outcome: Mapped[str | None] = mapped_column(default=None)
    eligible_at: Mapped[datetime | None] = mapped_column(default=None)
    updated_at: Mapped[datetime]


class Decision(Base):
    """A coordinator's decision on one registration and pathway; never changed: a later row replaces it.

    Written by host or home, each in its own name (`decided_by_tenant`). `outcome`: eligible, not_eligible.
    """

    __tablename__ = "decisions"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    programme_id: Mapped[UUID]
    pathway: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str | None] = mapped_column(default=None)
    decided_by_tenant: Mapped[str]
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime]


class Review(Base):
    """A reviewer's result at one selection stage; never changed: a later row replaces it.

    `result` is forward, reserve or no; `answers` are those to the stage's own questions, of which one named `score`
    counts and is kept as `score` too. Written by host or home, each in its own name.
    """

    __tablename__ = "reviews"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    programme_id: Mapped[UUID]
    stage: Mapped[str]
    result: Mapped[str]
    score: Mapped[float | None] = mapped_column(default=None)
    answers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    reason: Mapped[str | None] = mapped_column(default=None)
    reviewed_by_tenant: Mapped[str]
    reviewed_by: Mapped[UUID]
    reviewed_at: Mapped[datetime]


class LevelSet(Base):
    """A level that a coordinator has set, with a reason, in place of what the grade maps onto.

    Never changed: a later row replaces it. None gives the level back to the institution's own map.
    """

    __tablename__ = "levels_set"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    programme_id: Mapped[UUID]
    level: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str]
    set_by_tenant: Mapped[str]
    set_by: Mapped[UUID]
    set_at: Mapped[datetime]


class Invitation(Base):
    """Somebody who is asked to register in a role that is not open to everyone.

    Invited by the host, or nominated by their own institution (`invited_by_tenant`); told by the host, at `told_at`.
    """

    __tablename__ = "invitations"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    role: Mapped[str]
    email: Mapped[str]
    name: Mapped[str]
    invited_by_tenant: Mapped[str]
    invited_by: Mapped[UUID]
    invited_at: Mapped[datetime]
    told_at: Mapped[datetime | None] = mapped_column(default=None)


class ImportColumns(Base):
    """Which column of a file answers which question, as an institution chose when it last took registrations from one.

    `columns` holds, by the letters of a header, what it answers (`participants.columns.key_of`), empty for nothing.
    It is no one's data.
    """

    __tablename__ = "import_columns"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    home_tenant_id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[dict[str, Any]] = mapped_column(JSON())
    chosen_at: Mapped[datetime]
