"""Entries of the audit trail: made in the transaction of what they tell of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from mentoring.audit.model import AuditEntry

_ENTER = insert(AuditEntry).execution_options(dml_strategy="raw")


def enter(
    session: Session,
    *,
    tenant: str,
    id: UUID,  # noqa: A002 - the column's name
    at: datetime,
    actor_kind: Literal["person", "system", "visitor"],
    actor_id: UUID | None,
    action: str,
    object: str,  # noqa: A002 - the column's name
    object_id: str,
    fields: Sequence[str] = (),
    reason: str | None = None,
    subject: tuple[str, UUID | None] | None = None,
) -> None:
    """One entry, written at once. `fields` are names of columns or questions, never what was in them.

    `subject` is (institution, person) whom the data is about.
    """
    subject_tenant, subject_id = subject or (None, None)
    session.flush()  # what it tells of comes first
    row = {
        "tenant_id": tenant,
        "id": id,
        "at": at,
        "actor_kind": actor_kind,
        "actor_id": actor_id,
        "action": action,
        "object": object,
        "object_id": object_id,
        "fields": sorted(fields),
        "reason": reason,
        "subject_tenant_id": subject_tenant,
        "subject_id": subject_id,
    }
    session.execute(_ENTER, row)  # nobody reads the entry again in this work


def enter_each(
    session: Session,
    entries: Sequence[tuple[UUID, str, tuple[str, UUID | None] | None]],
    *,
    tenant: str,
    at: datetime,
    actor_kind: Literal["person", "system", "visitor"],
    actor_id: UUID | None,
    action: str,
    object: str,  # noqa: A002 - the column's name
) -> None:
    """The same of many objects: for each the entry's own id, the object's and the subject, written at once."""
    session.flush()
    rows: list[dict[str, Any]] = [
        {
            "tenant_id": tenant,
            "id": entry,
            "at": at,
            "actor_kind": actor_kind,
            "actor_id": actor_id,
            "action": action,
            "object": object,
            "object_id": object_id,
            "fields": [],
            "reason": None,
            "subject_tenant_id": subject[0] if subject else None,
            "subject_id": subject[1] if subject else None,
        }
        for entry, object_id, subject in entries
    ]
    if rows:
        session.execute(_ENTER, rows)
