"""Setting a task, once for each reason; doing it; taking it away when its reason is gone."""

from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from mentoring.access.permissions import roles_in
from mentoring.errors import NotFound
from mentoring.programmes.model import Programme
from mentoring.tasks.model import Task
from mentoring.unit_of_work import UnitOfWork

_SET = insert(Task).on_conflict_do_nothing(index_elements=["tenant_id", "dedupe_key"]).returning(Task.id)
_TO_DO = (
    select(Task)
    .where(Task.tenant_id == bindparam("host"), Task.programme_id == bindparam("programme"), Task.id == bindparam("id"))
    .with_for_update(key_share=True)
)


def set_task(
    work: UnitOfWork,
    programme: Programme,
    *,
    words: str,
    key: str,
    home: str | None = None,
    about: tuple[str, str] | None = None,
) -> bool:
    """Ask the coordinators of `home` (by default the host's) to do something; whether it is new.

    At the host. The same `key` sets one task, whatever has become of it. `about` is (kind, id).
    """
    kind, about_id = about or (None, None)
    row = {
        "tenant_id": work.tenant,
        "id": work.new_id(),
        "programme_id": programme.id,
        "home_tenant_id": home or work.tenant,
        "words": words,
        "about": kind,
        "about_id": about_id,
        "dedupe_key": key,
        "set_at": work.now,
    }
    return work.session.scalar(_SET, row) is not None


def do_task(work: UnitOfWork, programme: Programme, task_id: UUID) -> None:
    """A coordinator says that it is done. Saying so twice changes nothing. Raises NotFound, NotAllowed."""
    host = programme.tenant_id
    work.demand("task.do", roles_in(work.actor.roles, tenant=work.tenant, host=host, registered=False, member=False))
    found = work.session.scalar(_TO_DO, {"host": host, "programme": programme.id, "id": task_id})
    if found is None:
        raise NotFound("There is no such task here.", "Go back to the page Today.")
    if found.done_at is None:
        found.done_at, found.done_by = work.now, work.actor.person_id
        work.session.flush()
        work.record("do", "task", task_id)


def undo_reason(work: UnitOfWork, programme: Programme, *keys: str) -> None:
    """What led to these tasks has gone: nobody need do them. The same key may set one again. At the host."""
    work.session.execute(
        update(Task)
        .where(Task.tenant_id == work.tenant, Task.programme_id == programme.id, Task.dedupe_key.in_(keys))
        .values(done_at=work.now, dedupe_key=Task.dedupe_key + f":{work.now.isoformat()}")
        .execution_options(synchronize_session=False)
    )
