"""What coordinators have to do, as they read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from mentoring.programmes.model import Programme
from mentoring.programmes.unchanged import while_unchanged
from mentoring.tasks.model import Task
from mentoring.unit_of_work import UnitOfWork

SHOWN = 50
"""Tasks of one programme on the page Today."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """One task that is not done yet, known by `key`. `about` is (kind, id), both empty where it is the programme."""

    id: UUID
    words: str
    about: tuple[str, str]
    set_at: datetime
    home: str
    key: str


def to_do(work: UnitOfWork, programme: Programme) -> tuple[ToDo, ...]:
    """The open tasks of this institution's coordinators in `programme`, the oldest first."""
    return tuple(_to_do(row) for row, _ in work.session.execute(_open(work, programme)))


def oldest_to_do(work: UnitOfWork, programme: Programme) -> tuple[tuple[ToDo, ...], int]:
    """The first of them, SHOWN at most; and how many there are. One query."""
    return while_unchanged(work, programme, ("to do",), lambda: _oldest(work, programme))


def _oldest(work: UnitOfWork, programme: Programme) -> tuple[tuple[ToDo, ...], int]:
    rows = work.session.execute(_open(work, programme).limit(SHOWN)).all()
    return tuple(_to_do(row) for row, _ in rows), rows[0][1] if rows else 0


def _open(work: UnitOfWork, programme: Programme) -> Select[Task, int]:
    return (
        select(Task, func.count().over())
        .where(
            Task.tenant_id == programme.tenant_id,
            Task.programme_id == programme.id,
            Task.home_tenant_id == work.tenant,
            Task.done_at.is_(None),
        )
        .order_by(Task.set_at, Task.dedupe_key)
    )


def _to_do(row: Task) -> ToDo:
    about = (row.about or "", row.about_id or "")
    return ToDo(row.id, row.words, about, row.set_at, row.home_tenant_id, row.dedupe_key)
