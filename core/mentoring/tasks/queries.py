"""What coordinators have to do, as they read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from mentoring.programmes.model import Programme
from mentoring.tasks.model import Task
from mentoring.unit_of_work import UnitOfWork


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
    rows = work.session.scalars(
        select(Task)
        .where(
            Task.tenant_id == programme.tenant_id,
            Task.programme_id == programme.id,
            Task.home_tenant_id == work.tenant,
            Task.done_at.is_(None),
        )
        .order_by(Task.set_at, Task.dedupe_key)
    )
    return tuple(
        ToDo(row.id, row.words, (row.about or "", row.about_id or ""), row.set_at, row.home_tenant_id, row.dedupe_key)
        for row in rows
    )
