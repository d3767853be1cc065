"""Table ``rounds``: the host's alone; partners see what is published as mentorships."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Round(Base):
    """One matching run. `state`: proposed, published, discarded; `version` is compared before publication.

    `number` counts the programme's rounds from 1. `plan`, `inputs_digest` and `result`
    (``match-result.schema.json``) tell it; `hand` holds what coordinators did by hand (`rounds.hand`), `inputs` what it
    was solved from, by registration, until that is erased (`rounds.inputs`).
    """

    __tablename__ = "rounds"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    milestone: Mapped[str]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="proposed")
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[dict[str, Any]]
    inputs_digest: Mapped[str]
    result: Mapped[dict[str, Any]]
    hand: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    inputs: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, deferred=True)
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_by: Mapped[UUID | None] = mapped_column(default=None)
