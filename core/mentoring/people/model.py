"""Table ``people``: visible to their own institution alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Person(Base):
    """One human at one institution. `email` is lower case and unique there.

    `unit` is the most specific organisational unit, `grade` the institution's own grade,
    `kind` one of staff, student, other. `digest`: they want one e-mail a day, not one for each letter.
    """

    __tablename__ = "people"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    job_title: Mapped[str | None] = mapped_column(default=None)
    unit: Mapped[str | None] = mapped_column(default=None)
    grade: Mapped[str | None] = mapped_column(default=None)
    kind: Mapped[str | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    digest: Mapped[bool] = mapped_column(default=False)
