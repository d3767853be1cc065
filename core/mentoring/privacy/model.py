"""Table ``data_requests``: what people ask about their own data, of their own institution."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class DataRequest(Base):
    """A person asks that something be corrected, or that they be erased. `kind`: correction, erasure.

    `words` are theirs. Once an erasure is `begun_at`, it is carried to its end, and the row goes with its person. A
    coordinator closes it with an `answer`, the person by taking it back (`closed_by` is then themself).
    """

    __tablename__ = "data_requests"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    kind: Mapped[str]
    words: Mapped[str]
    asked_at: Mapped[datetime]
    begun_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[UUID | None] = mapped_column(default=None)
    answer: Mapped[str | None] = mapped_column(default=None)
