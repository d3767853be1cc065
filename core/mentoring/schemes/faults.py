"""The record of faults of schemes' own code at one institution; three in an hour, and it is asked no more there.

What is recorded stands, whatever becomes of the work in which the code was asked: it is kept in a session of its own.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from mentoring.db.engine import ScopedSession
from mentoring.errors import Conflict
from mentoring.schemes.ask import SchemeFault
from mentoring.schemes.model import PluginFault, Quarantine

MOST = 3
WITHIN = timedelta(hours=1)


def record_fault(
    session: ScopedSession,
    fault: SchemeFault,
    *,
    at: datetime,
    new_id: Callable[[], UUID],
    programme_id: UUID | None = None,
) -> None:
    """Keep `fault`; the third within an hour, since the last quarantine was lifted, quarantines the scheme's code."""
    session.add(
        PluginFault(
            tenant_id=session.tenant,
            id=new_id(),
            scheme=fault.scheme,
            version=fault.version,
            hook=fault.hook,
            cause=fault.cause,
            words=fault.words,
            at=at,
            programme_id=programme_id,
        )
    )
    session.flush()
    if quarantine_of(session, fault.scheme) is None and _recent(session, fault.scheme, at) >= MOST:
        session.add(Quarantine(tenant_id=session.tenant, id=new_id(), scheme=fault.scheme, since=at))
        session.flush()


def quarantine_of(session: ScopedSession, scheme: str) -> Quarantine | None:
    """The quarantine that stands for the scheme's code at this institution, if one does."""
    return session.scalars(
        select(Quarantine)
        .where(
            Quarantine.tenant_id == session.tenant,
            Quarantine.scheme == scheme,
            Quarantine.lifted_at.is_(None),
        )
        .order_by(Quarantine.since)
    ).first()


def lift(session: ScopedSession, scheme: str, *, at: datetime, by: UUID | None) -> None:
    """End every quarantine of the scheme's code here: it is asked again. Raises Conflict where there is none."""
    standing = list(
        session.scalars(
            select(Quarantine).where(
                Quarantine.tenant_id == session.tenant, Quarantine.scheme == scheme, Quarantine.lifted_at.is_(None)
            )
        )
    )
    if not standing:
        raise Conflict(f"The code of {scheme} is not in quarantine here.", "Somebody may have lifted it already.")
    for each in standing:
        each.lifted_at, each.lifted_by = at, by
    session.flush()


def faults(session: ScopedSession, *, most: int = 100) -> tuple[PluginFault, ...]:
    """The newest faults at this institution, over all schemes."""
    return tuple(
        session.scalars(
            select(PluginFault)
            .where(PluginFault.tenant_id == session.tenant)
            .order_by(PluginFault.at.desc(), PluginFault.id)
            .limit(most)
        )
    )


def last_fault(session: ScopedSession, programme_id: UUID, hooks: Collection[str]) -> PluginFault | None:
    """The newest fault of one of `hooks`, asked for that programme."""
    return session.scalars(
        select(PluginFault)
        .where(
            PluginFault.tenant_id == session.tenant,
            PluginFault.programme_id == programme_id,
            PluginFault.hook.in_(sorted(hooks)),
        )
        .order_by(PluginFault.at.desc(), PluginFault.id)
        .limit(1)
    ).first()


def quarantines(session: ScopedSession) -> dict[str, datetime]:
    """The schemes whose code is in quarantine here, and since when."""
    standing = session.scalars(
        select(Quarantine).where(Quarantine.tenant_id == session.tenant, Quarantine.lifted_at.is_(None))
    )
    return {each.scheme: each.since for each in standing}


def _recent(session: ScopedSession, scheme: str, at: datetime) -> int:
    lifted = session.scalar(
        select(func.max(Quarantine.lifted_at)).where(
            Quarantine.tenant_id == session.tenant, Quarantine.scheme == scheme
        )
    )
    since = max(at - WITHIN, lifted) if lifted else at - WITHIN
    counted = session.scalar(
        select(func.count())
        .select_from(PluginFault)
        .where(
            PluginFault.tenant_id == session.tenant,
            PluginFault.scheme == scheme,
            PluginFault.at > since,
            PluginFault.at <= at,
        )
    )
    return counted or 0
