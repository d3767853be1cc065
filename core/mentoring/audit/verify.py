"""Verifying: an institution's trail is walked from its first entry, and the first thing that is wrong is named."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from mentoring.audit.chain import first_hash, next_hash
from mentoring.audit.checkpoints import Checkpoint
from mentoring.audit.model import AuditEntry, AuditLink
from mentoring.audit.seal import chain_end, oldest_to_seal


@dataclass(frozen=True)
class Fault:
    """What is wrong first: at `position` of the chain (None: outside it), with the entry where there is one."""

    position: int | None
    entry: UUID | None
    what: str


@dataclass(frozen=True)
class Trail:
    """What was found: `sealed` entries that hold, `waiting` ones not chained yet, and the first `fault`, if any."""

    tenant: str
    sealed: int
    waiting: int
    fault: Fault | None


def verify(session: Session, tenant: str, checkpoints: tuple[Checkpoint, ...]) -> Trail:
    """Walk the chain of `tenant` and compare it with `checkpoints`. Reads only; one pass, in constant memory."""
    heads = {each.count: each for each in checkpoints}
    sealed, before, held = 0, first_hash(tenant), 0
    with closing(_rows(session, tenant)) as rows:  # the server's cursor too
        for row in rows:
            fault = _broken(row, sealed + 1, before)
            checkpoint = heads.get(sealed + 1)
            if fault is None and checkpoint is not None and row["hash"].hex() != checkpoint.head:
                fault = _rewritten(held + 1, checkpoint, row["audit_id"])
            if fault is not None:
                return Trail(tenant, sealed, 0, fault)
            sealed, before = sealed + 1, row["hash"]
            held = sealed if checkpoint else held
    return Trail(tenant, sealed, _waiting(session, tenant), _cut(sealed, checkpoints) or _late(session, tenant))


def _rows(session: Session, tenant: str) -> Generator[RowMapping]:
    """Each link with its entry's columns (all None where the entry is gone), in order of position."""
    wanted = (
        select(AuditLink.position, AuditLink.audit_id, AuditLink.hash, *AuditEntry.__table__.columns)
        .outerjoin(AuditEntry, (AuditEntry.tenant_id == AuditLink.tenant_id) & (AuditEntry.id == AuditLink.audit_id))
        .where(AuditLink.tenant_id == tenant)
        .order_by(AuditLink.position)
        .execution_options(yield_per=1000)
    )
    with session.execute(wanted) as found:
        yield from found.mappings()


def _broken(row: RowMapping, wanted: int, before: bytes) -> Fault | None:
    if row["position"] != wanted:
        return Fault(wanted, None, f"its link is missing: after {wanted - 1} comes {row['position']}")
    if row["id"] is None:
        return Fault(wanted, row["audit_id"], "the entry is missing")
    if next_hash(before, wanted, row) != row["hash"]:
        return Fault(wanted, row["audit_id"], "this is not what was sealed here: changed, moved or put in later")
    return None


def _rewritten(first: int, checkpoint: Checkpoint, entry: UUID) -> Fault:
    where = f"between {first} and {checkpoint.count}" if first < checkpoint.count else "here"
    return Fault(
        first,
        entry if first == checkpoint.count else None,
        f"the chain was written anew {where}: it does not lead to the checkpoint of {checkpoint.at.isoformat()}",
    )


def _cut(sealed: int, checkpoints: tuple[Checkpoint, ...]) -> Fault | None:
    beyond = [each for each in checkpoints if each.count > sealed]
    if beyond:
        most = max(beyond, key=lambda each: each.count)
        return Fault(sealed + 1, None, f"the end was cut off: on {most.at.isoformat()} there were {most.count} entries")
    if sealed and not checkpoints:
        return Fault(sealed, None, "there is no checkpoint of it outside the database: the file is gone")
    return None


def _waiting(session: Session, tenant: str) -> int:
    return session.execute(
        select(func.count())
        .select_from(AuditEntry)
        .outerjoin(AuditLink, (AuditLink.tenant_id == AuditEntry.tenant_id) & (AuditLink.audit_id == AuditEntry.id))
        .where(AuditEntry.tenant_id == tenant, AuditLink.audit_id.is_(None))
    ).scalar_one()


def _late(session: Session, tenant: str) -> Fault | None:
    """The oldest entry outside the chain that bears a time long before its end."""
    oldest: datetime | None = oldest_to_seal(session, tenant, chain_end(session, tenant))
    if oldest is None:
        return None
    found = session.execute(
        select(AuditEntry.id, AuditEntry.at)
        .outerjoin(AuditLink, (AuditLink.tenant_id == AuditEntry.tenant_id) & (AuditLink.audit_id == AuditEntry.id))
        .where(AuditEntry.tenant_id == tenant, AuditLink.audit_id.is_(None), AuditEntry.at < oldest)
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    return Fault(None, found.id, f"it bears the time {found.at.isoformat()}, and came after that time had been sealed")
