"""Table ``gate_passes``: host or home records a pass, both read it, the host takes it back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class GatePass(Base):
    """A registration passed `gate`, once. `recorded_by` is None where the system saw it."""

    __tablename__ = "gate_passes"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    programme_id: Mapped[UUID]
    gate: Mapped[str]
    passed_at: Mapped[datetime]
    recorded_by_tenant: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(default=None)
