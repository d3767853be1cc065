"""Table ``monitoring``: the person writes, the application never reads `sealed`, the report role counts."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base
from mentoring.db.sealed import Ciphertext, Sealed


class MonitoringAnswer(Base):
    """One person's equality answers, sealed. `sealed` is deferred and raises when touched: no grant reads it."""

    __tablename__ = "monitoring"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    person_id: Mapped[UUID]
    sealed: Mapped[Ciphertext] = mapped_column(Sealed(reach="report"), deferred=True, deferred_raiseload=True)
