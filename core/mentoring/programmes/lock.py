"""One at a time: whoever gives out what is scarce in a programme holds its lock."""

from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.errors import NotFound
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

_HERE = select(Programme).where(Programme.tenant_id == bindparam("host"), Programme.id == bindparam("id"))
_LOCKED = _HERE.with_for_update(key_share=True).execution_options(populate_existing=True)
_FREE = _HERE.with_for_update(key_share=True, skip_locked=True).execution_options(populate_existing=True)


def locked(work: UnitOfWork, programme_id: UUID) -> Programme:
    """This institution's programme, held until the unit of work ends: one settles, runs or publishes at a time.

    Rows that refer to it may be written meanwhile, since the lock leaves its key alone. Always taken before
    the programme's row in ``due``. Raises NotFound.
    """
    found = work.session.scalar(_LOCKED, {"host": work.tenant, "id": programme_id})
    if found is None:
        raise NotFound("There is no such programme here.", "Look at your institution's page for those there are.")
    return found


def lock_free(work: UnitOfWork, programme_id: UUID) -> Programme | None:
    """This institution's programme, held as by `locked`; None where somebody else holds it, or it is not there."""
    return work.session.scalar(_FREE, {"host": work.tenant, "id": programme_id})
