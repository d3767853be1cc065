"""Saying that a programme is to be settled: whoever changes something that needs it, wakes the programme."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, literal_column, select, update
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
_HELD = Ready(
    select(_DUE.c.at, _DUE.c.failures)
    .where(_DUE.c.tenant_id == bindparam("tenant_id"), _DUE.c.programme_id == bindparam("programme_id"))
    .with_for_update()
)
_AGAIN = Ready(
    update(_DUE)
    .values(at=bindparam("come_at"), failures=literal_column("0"))
    .where(_DUE.c.tenant_id == bindparam("host"), _DUE.c.programme_id == bindparam("programme"))
)
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


class Held(NamedTuple):
    """A programme's row in ``due``: when it is to be settled, and how often in a row it could not be."""

    at: datetime
    failures: int


def held(work: UnitOfWork, programme: Programme) -> Held | None:
    """The programme's row, held until the unit of work ends: whoever wakes it meanwhile is seen by the next settling.

    None where nothing is to come.
    """
    here = {"tenant_id": programme.tenant_id, "programme_id": programme.id}
    row = _HELD.rows(work.session, here).one_or_none()
    return Held(*row) if row else None


def come_again(work: UnitOfWork, programme: Programme, before: Held | None, at: datetime | None) -> None:
    """Have the programme settled again `at`, or not at all; its row is `before`, which is `held`."""
    if at is None:
        if before is not None:
            here = (_DUE.c.tenant_id == programme.tenant_id, _DUE.c.programme_id == programme.id)
            work.session.execute(delete(_DUE).where(*here))
    elif before is None:
        wake(work, programme.tenant_id, programme.id, at)
    elif before != (at, 0):
        _AGAIN.send(work.session, {"host": programme.tenant_id, "programme": programme.id, "come_at": at})


def is_due(work: UnitOfWork, programme: Programme) -> bool:
    """Whether somebody has woken `programme`, or its time has come, since it was last settled."""
    at = work.session.scalar(
        select(Due.at).where(Due.tenant_id == programme.tenant_id, Due.programme_id == programme.id)
    )
    return at is not None and at <= work.now
