"""The first chore: whichever programme is due is settled, by one worker at a time.

When nothing is due that costs one look into an index. A programme that another worker or a request holds is left to
them. One that fails waits a little longer each time, is told to its coordinators, and keeps nobody else waiting.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from mentoring.errors import MentoringError
from mentoring.programmes.lock import lock_free
from mentoring.programmes.model import Due
from mentoring.tasks.service import set_task
from mentoring.timeline.settle import settle_programme, stuck_key
from mentoring.worker.outfit import Outfit

AT_ONCE = 100
"""How many are looked up together."""
SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=6)
"""How long one that fails waits, at first and at most; twice as long after each time."""

log = logging.getLogger(__name__)


def settle_due(outfit: Outfit) -> datetime | None:
    """Settle every programme that is due; when the next one will be, as far as is known now."""
    tried: set[tuple[str, UUID]] = set()
    while True:
        with outfit.database.directory() as session:
            rows = session.execute(
                select(Due.tenant_id, Due.programme_id, Due.at).order_by(Due.at).limit(AT_ONCE + len(tried))
            ).all()
        now = outfit.clock()
        due = [(host, programme) for host, programme, at in rows if at <= now and (host, programme) not in tried]
        if not due:
            return min((at for host, programme, at in rows if at > now), default=None)
        for host, programme in due:
            tried.add((host, programme))
            settle_one(outfit, host, programme)


def settle_one(outfit: Outfit, host: str, programme_id: UUID) -> None:
    """Settle one programme, unless somebody else is at it. What fails is kept for later."""
    try:
        settle_programme(
            outfit.database,
            host=host,
            programme_id=programme_id,
            schemes=outfit.schemes,
            clock=outfit.clock,
            ids=outfit.ids,
            base_url=outfit.base_url,
            only_woken=True,
            only_free=True,
        )
    except OperationalError:
        raise  # the database is away: that is no programme's fault
    except Exception as error:  # whatever it is, the other programmes go on
        log.exception("programme %s of %s could not be settled", programme_id, host)
        _put_off(outfit, host, programme_id, error)


def pause_after(failures: int) -> timedelta:
    """How long a programme waits that has failed so often in a row."""
    return min(SOONEST * (1 << min(failures - 1, 20)), LATEST)


def _put_off(outfit: Outfit, host: str, programme_id: UUID, error: Exception) -> None:
    """Try it again later, and say so to the host's coordinators."""
    with outfit.work(host) as work:
        programme = lock_free(work, programme_id)
        due = work.session.get(Due, (host, programme_id), with_for_update=True)
        if programme is None or due is None:
            return  # somebody else is at it by now
        due.failures += 1
        due.at = work.now + pause_after(due.failures)
        work.session.flush()
        what = error.what if isinstance(error, MentoringError) else f"a fault in the system ({type(error).__name__})"
        words = f"This programme's year stands still, and is tried again by itself. What is in the way: {what}"
        set_task(work, programme, words=words, key=stuck_key(programme_id))
