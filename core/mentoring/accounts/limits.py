"""How often something may be tried, for one account and from one network address.

Counted apart from the work that is tried, so that what fails counts as well; in the database, since processes are many.
Whether an account exists changes nothing here: what is counted is what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from mentoring.accounts.model import Tries
from mentoring.errors import TooMany
from mentoring.unit_of_work import UnitOfWork

Tried = Literal["link", "password", "code", "calendar"]


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries `within` a time: for one account, and from one address, where a whole campus may sit behind it."""

    account: int
    address: int
    within: timedelta


LIMITS: Mapping[Tried, Limit] = {
    "link": Limit(account=0, address=300, within=timedelta(hours=1)),
    "password": Limit(account=10, address=100, within=timedelta(minutes=15)),
    "code": Limit(account=5, address=100, within=timedelta(minutes=15)),
    "calendar": Limit(account=120, address=3000, within=timedelta(hours=1)),
}
"""Links to one account are counted by themselves (`rules.LINKS_AN_HOUR`), since too many change no answer there."""


def count_try(work: UnitOfWork, what: Tried, *, account: str = "", address: str) -> None:
    """Count one more try of `account` (nobody, where empty) from `address`. Raises TooMany, alike for all.

    Before anything else of a unit of work: it is counted over a connection of its own, and whoever holds one while they
    wait for another keeps everybody waiting when many try at once.
    """
    limit, ends = LIMITS[what], _end(work.now, LIMITS[what].within)
    most = {_key(work, "address", address, ends): limit.address}
    if account:
        most[_key(work, "account", account, ends)] = limit.account
    rows = [{"tenant_id": work.tenant, "what": what, "key": key, "ends": ends, "count": 1} for key in sorted(most)]
    counted = insert(Tries).values(rows)
    counted = counted.on_conflict_do_update(
        index_elements=["tenant_id", "what", "key", "ends"], set_={"count": Tries.count + 1}
    )
    with work.apart() as session:
        found = session.execute(counted.returning(Tries.key, Tries.count)).all()
        over = (
            select(Tries.tenant_id, Tries.what, Tries.key, Tries.ends)
            .where(Tries.tenant_id == work.tenant, Tries.ends < work.now)
            .with_for_update(skip_locked=True)
        )
        session.execute(delete(Tries).where(tuple_(Tries.tenant_id, Tries.what, Tries.key, Tries.ends).in_(over)))
    if any(count > most[bytes(key)] for key, count in found):
        minutes = int(limit.within.total_seconds() // 60)
        raise TooMany(
            f"This has been tried too often within {minutes} minutes, so it is closed for a while.",
            f"Wait {minutes} minutes and try again.",
        )


def forget_tries(work: UnitOfWork, what: Tried, *, account: str) -> None:
    """It worked: what `account` tried before counts no more. The address goes on counting."""
    key = _key(work, "account", account, _end(work.now, LIMITS[what].within))
    work.session.execute(delete(Tries).where(Tries.tenant_id == work.tenant, Tries.what == what, Tries.key == key))


def _end(now: datetime, within: timedelta) -> datetime:
    """The end of the window that `now` lies in; windows follow each other without a gap."""
    seconds = int(within.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, UTC)


def _key(work: UnitOfWork, of: str, value: str, ends: datetime) -> bytes:
    said = f"{work.tenant}\n{of}\n{value}\n{ends.isoformat()}"
    return sha256(said.encode("utf-8", "surrogatepass")).digest()
