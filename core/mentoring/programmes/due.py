"""Saying that a programme is to be settled: whoever changes something that needs it, wakes the programme."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.audit.service import ENTER, taken
from mentoring.db.ready import Ready
from mentoring.db.rows import document, table_of
from mentoring.programmes.model import Due, Programme
from mentoring.unit_of_work import UnitOfWork

_DUE = table_of(Due)
_NEW = insert(_DUE).values(
    tenant_id=bindparam("tenant_id"),
    programme_id=bindparam("programme_id"),
    at=bindparam("at"),
    failures=literal_column("0"),
)
_NEW = _NEW.on_conflict_do_update(
    index_elements=["tenant_id", "programme_id"], set_={"at": _NEW.excluded.at}, where=_DUE.c.at > _NEW.excluded.at
)
_WAKE = Ready(_NEW)
_ENTER_AND_WAKE = Ready(_NEW.add_cte(ENTER.cte("entered")))
"""What was done and what follows from it, in one statement."""


def wake(work: UnitOfWork, host: str, programme_id: UUID, at: datetime | None = None) -> None:
    """Have the programme settled at `at` (by default now) at the latest. An earlier moment stands.

    Its row is held until the unit of work ends, whether or not it is written to: whoever settles it comes after.
    """
    here = {"tenant_id": host, "programme_id": programme_id, "at": at or work.now}
    if entries := taken(work.session):
        _ENTER_AND_WAKE.send(work.session, {**here, "entries": document(entries)})
    else:
        _WAKE.send(work.session, here)


def is_due(work: UnitOfWork, programme: Programme) -> bool:
    """Whether somebody has woken `programme`, or its time has come, since it was last settled."""
    at = work.session.scalar(
        select(Due.at).where(Due.tenant_id == programme.tenant_id, Due.programme_id == programme.id)
    )
    return at is not None and at <= work.now
