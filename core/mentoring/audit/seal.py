"""Sealing: entries that are committed get their place in the chain, in batches, institution by institution.

An entry is chained after its transaction, never in it: a chain has one end, and every request would wait for it.
"""

from datetime import datetime, timedelta

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from mentoring.audit.chain import first_hash, links
from mentoring.audit.checkpoints import Checkpoint, Checkpoints
from mentoring.audit.model import AuditEntry, AuditLink
from mentoring.db.engine import Database

BATCH = 1000
"""Entries sealed in one transaction."""

LATE = timedelta(hours=3)
"""How much older than the last sealed entry an entry may be that comes now: long work, and clocks put back."""

_LOCK = 0x61756469  # one sealing at a time for each institution: an advisory lock, by number


def seal(database: Database, checkpoints: Checkpoints, tenant: str, now: datetime, *, late: bool = False) -> int:
    """Chain every entry of `tenant` that is not yet chained, and write down how far the chain goes; how many.

    Entries older than `LATE` before the end of the chain are left, for `verify` to name, unless `late` lets them in.
    """
    count = 0
    while True:
        with database.session(tenant) as session:
            sealed = seal_batch(session, tenant, late=late)
            end = chain_end(session, tenant)
            session.commit()
        count += sealed
        if end is not None:
            _note(checkpoints, Checkpoint(tenant, end.position, end.hash.hex(), now))
        if sealed < BATCH:
            return count


def seal_batch(session: Session, tenant: str, *, late: bool = False) -> int:
    """Chain at most `BATCH` entries, the oldest first; how many. The caller commits."""
    session.execute(text("select pg_advisory_xact_lock(:lock, hashtext(:tenant))"), {"lock": _LOCK, "tenant": tenant})
    end = chain_end(session, tenant)
    columns = AuditEntry.__table__.columns
    wanted = (
        select(*columns)
        .outerjoin(AuditLink, (AuditLink.tenant_id == AuditEntry.tenant_id) & (AuditLink.audit_id == AuditEntry.id))
        .where(AuditEntry.tenant_id == tenant, AuditLink.audit_id.is_(None))
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(BATCH)
    )
    oldest = None if late else oldest_to_seal(session, tenant, end)
    if oldest is not None:
        wanted = wanted.where(AuditEntry.at >= oldest)
    entries = session.execute(wanted).mappings().all()
    before, position = (end.hash, end.position) if end else (first_hash(tenant), 0)
    rows = [
        {"tenant_id": tenant, "position": at, "audit_id": entry["id"], "hash": hashed}
        for (at, hashed), entry in zip(links(before, position, entries), entries, strict=True)
    ]
    if rows:
        session.execute(insert(AuditLink), rows)
    return len(rows)


def chain_end(session: Session, tenant: str) -> AuditLink | None:
    """The last link of `tenant`; None before the first."""
    wanted = select(AuditLink).where(AuditLink.tenant_id == tenant).order_by(AuditLink.position.desc()).limit(1)
    return session.scalars(wanted).one_or_none()


def oldest_to_seal(session: Session, tenant: str, end: AuditLink | None) -> datetime | None:
    """The oldest time that an entry may bear that comes after `end`; None while any may."""
    if end is None:
        return None
    at = session.scalar(select(AuditEntry.at).where(AuditEntry.tenant_id == tenant, AuditEntry.id == end.audit_id))
    return at - LATE if at is not None else None


def _note(checkpoints: Checkpoints, checkpoint: Checkpoint) -> None:
    """Write the checkpoint down unless the last one says so already: after a crash in between, it is caught up."""
    known = checkpoints.read(checkpoint.tenant)
    if not known or (known[-1].count, known[-1].head) != (checkpoint.count, checkpoint.head):
        checkpoints.append(checkpoint)
