"""Table ``due``: when a programme is next to be settled. No personal data, no row-level security."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Due(Base):
    """The earliest moment at which programme `programme_id` of host `tenant_id` is to be settled.

    One row for each programme. Whoever changes something that needs settling lowers `at` to now in the
    same transaction; settle takes this row first, so a later change waits and is seen by the next one.
    """

    __tablename__ = "due"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
