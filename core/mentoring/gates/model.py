"""Tables ``gate_passes`` and ``gate_checks``: host or home records, both read, the host takes back."""

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


class GateCheck(Base):
    """A coordinator has seen, of one registration, what the gate's `need` (its place in `needs`) asks to be checked."""

    __tablename__ = "gate_checks"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    gate: Mapped[str] = mapped_column(primary_key=True)
    need: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    checked_at: Mapped[datetime]
    recorded_by_tenant: Mapped[str]
    recorded_by: Mapped[UUID]
