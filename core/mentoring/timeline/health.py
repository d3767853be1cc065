"""How the system stands at one institution, in numbers alone: for whoever runs it, who sees no person."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from mentoring.audit.model import AuditEntry, AuditLink
from mentoring.audit.service import write_down
from mentoring.messages.model import Message
from mentoring.programmes.model import Due, Programme
from mentoring.schemes.model import PluginFault, Quarantine
from mentoring.unit_of_work import UnitOfWork

LATE = timedelta(minutes=10)
"""What was due for so long should have been settled."""

RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Health:
    """Numbers of one institution. `overdue`: programmes that wait to be settled for longer than `LATE`.

    `unsealed`: entries of the audit trail that are not chained yet, older than `LATE`; `faults`: of schemes' code in
    the last seven days.
    """

    programmes: int
    overdue: int
    queued: int
    oldest_queued: timedelta | None
    failed: int
    faults: int
    quarantines: int
    sealed: int
    unsealed: int


def health(work: UnitOfWork) -> Health:
    """The numbers, in three queries that read no name. Raises NotAllowed for anyone but operators."""
    work.demand("system.watch")
    write_down(work.session)
    here, late = work.tenant, work.now - LATE
    own = select(func.count()).select_from(Programme).where(Programme.tenant_id == here)
    overdue = select(func.count()).select_from(Due).where(Due.tenant_id == here, Due.at < late)
    queued, oldest, failed = work.session.execute(
        select(
            func.count().filter(Message.state == "queued"),
            func.min(Message.created_at).filter(Message.state == "queued"),
            func.count().filter(Message.state == "failed"),
        ).where(Message.tenant_id == here)
    ).one()
    faults = (
        select(func.count())
        .select_from(PluginFault)
        .where(PluginFault.tenant_id == here, PluginFault.at > work.now - RECENT)
    )
    held = (
        select(func.count()).select_from(Quarantine).where(Quarantine.tenant_id == here, Quarantine.lifted_at.is_(None))
    )
    sealed, unsealed = work.session.execute(
        select(func.count(AuditLink.audit_id), func.count().filter(AuditLink.audit_id.is_(None), AuditEntry.at < late))
        .select_from(AuditEntry)
        .outerjoin(AuditLink, (AuditLink.tenant_id == AuditEntry.tenant_id) & (AuditLink.audit_id == AuditEntry.id))
        .where(AuditEntry.tenant_id == here)
    ).one()
    count = work.session.execute(
        select(own.scalar_subquery(), overdue.scalar_subquery(), faults.scalar_subquery(), held.scalar_subquery())
    ).one()
    return Health(
        programmes=count[0],
        overdue=count[1],
        queued=queued,
        oldest_queued=work.now - oldest if oldest else None,
        failed=failed,
        faults=count[2],
        quarantines=count[3],
        sealed=sealed,
        unsealed=unsealed,
    )
