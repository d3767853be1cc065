"""Table ``asked``: that somebody is asked a survey. The host writes, the person's institution reads."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Asked(Base):
    """One person, in one registration, is asked `survey` from `asked_at` until `closes_at`.

    `mentorship_id` is the mentorship it is about, None where it is about none. `occasion` names what led to it: the
    same occasion asks once.
    """

    __tablename__ = "asked"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    survey: Mapped[str]
    mentorship_id: Mapped[UUID | None] = mapped_column(default=None)
    occasion: Mapped[str]
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime]
