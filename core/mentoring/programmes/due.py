"""Saying that a programme is to be settled: whoever changes something that needs it, wakes the programme."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.programmes.model import Due, Programme
from mentoring.unit_of_work import UnitOfWork


def wake(work: UnitOfWork, host: str, programme_id: UUID, at: datetime | None = None) -> None:
    """Have the programme settled at `at` (by default now) at the latest. An earlier moment stands."""
    statement = insert(Due).values(tenant_id=host, programme_id=programme_id, at=at or work.now)
    earlier = func.least(Due.at, statement.excluded.at)
    work.session.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id", "programme_id"], set_={"at": earlier})
    )


def is_due(work: UnitOfWork, programme: Programme) -> bool:
    """Whether somebody has woken `programme`, or its time has come, since it was last settled."""
    at = work.session.scalar(
        select(Due.at).where(Due.tenant_id == programme.tenant_id, Due.programme_id == programme.id)
    )
    return at is not None and at <= work.now
