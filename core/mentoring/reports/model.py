"""Tables ``releases`` (host and partners read) and ``counted`` (who is in one: the host's alone)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Release(Base):
    """One published table of equality monitoring: of `phase`, over those registered when it closed.

    `people` is how many, rounded; `counts` holds the groups in order, as pairs, rounded; empty where `withheld`, since
    it would have said too much. Never changed, never counted again.
    """

    __tablename__ = "releases"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    phase: Mapped[str]
    title: Mapped[str]
    closed_at: Mapped[datetime]
    people: Mapped[int]
    counts: Mapped[list[Any]]
    withheld: Mapped[bool]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None]


class Counted(Base):
    """A registration whose person stands in a release, so that no later one counts them again."""

    __tablename__ = "counted"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    release_id: Mapped[UUID]
