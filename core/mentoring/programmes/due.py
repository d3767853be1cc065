"""Saying that a programme is to be settled: whoever changes something that needs it, wakes the programme."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.programmes.model import Due, Programme
from mentoring.unit_of_work import UnitOfWork

_NEW = (
    insert(Due)
    .values(tenant_id=bindparam("tenant_id"), programme_id=bindparam("programme_id"), at=bindparam("at"))
    .execution_options(dml_strategy="raw")
)
_WAKE = _NEW.on_conflict_do_update(
    index_elements=["tenant_id", "programme_id"], set_={"at": _NEW.excluded.at}, where=Due.at > _NEW.excluded.at
)


def wake(work: UnitOfWork, host: str, programme_id: UUID, at: datetime | None = None) -> None:
    """Have the programme settled at `at` (by default now) at the latest. An earlier moment stands.

    Its row is held until the unit of work ends, whether or not it is written to: whoever settles it comes after.
    """
    work.session.execute(_WAKE, {"tenant_id": host, "programme_id": programme_id, "at": at or work.now})


def is_due(work: UnitOfWork, programme: Programme) -> bool:
    """Whether somebody has woken `programme`, or its time has come, since it was last settled."""
    at = work.session.scalar(
        select(Due.at).where(Due.tenant_id == programme.tenant_id, Due.programme_id == programme.id)
    )
    return at is not None and at <= work.now
