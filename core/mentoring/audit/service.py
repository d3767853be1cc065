"""Entries of the audit trail: made in the transaction of what they tell of.

They are written with the programme that is woken, before a savepoint, and at the latest when the transaction is
committed: several at once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from mentoring.audit.model import AuditEntry
from mentoring.db.engine import ScopedSession
from mentoring.db.rows import insert_given, write

_WAITING = "audit"
_ROW = ("tenant_id", "id", "at", "actor_kind", "actor_id", "action", "object", "object_id", "fields", "reason",
        "subject_tenant_id", "subject_id")  # fmt: skip
ENTER = insert_given(AuditEntry, _ROW, "entries")
"""Writes entries, which are its parameter of that name."""


def enter(
    session: Session,
    entries: Sequence[tuple[UUID, str, tuple[str, UUID | None] | None]],
    *,
    tenant: str,
    at: datetime,
    actor_kind: Literal["person", "system", "visitor"],
    actor_id: UUID | None,
    action: str,
    object: str,  # noqa: A002 - the column's name
    fields: Sequence[str] = (),
    reason: str | None = None,
) -> None:
    """An entry for each of many objects: its own id, the object's, and the subject, whom the data is about.

    The subject is (institution, person). `fields` are names of columns or questions, never what was in them.
    """
    session.flush()  # what it tells of comes first
    session.info.setdefault(_WAITING, []).extend(
        {
            "tenant_id": tenant,
            "id": entry,
            "at": at,
            "actor_kind": actor_kind,
            "actor_id": actor_id,
            "action": action,
            "object": object,
            "object_id": object_id,
            "fields": sorted(fields),
            "reason": reason,
            "subject_tenant_id": subject[0] if subject else None,
            "subject_id": subject[1] if subject else None,
        }
        for entry, object_id, subject in entries
    )


def taken(session: Session) -> list[dict[str, Any]]:
    """The entries that wait to be written: whoever takes them writes them."""
    rows: list[dict[str, Any]] = session.info.pop(_WAITING, [])
    return rows


def write_down(session: Session) -> None:
    """Write the entries that wait: before the trail is read, and before what may be undone by itself."""
    if entries := taken(session):
        write(session, ENTER, entries=entries)


@event.listens_for(ScopedSession, "before_commit", propagate=True)
def _write_down(session: ScopedSession) -> None:
    write_down(session)


@event.listens_for(ScopedSession, "after_soft_rollback", propagate=True)
def _forget(session: ScopedSession, _: SessionTransaction) -> None:
    taken(session)
