"""Where a story is played: a database with a clock that is set by hand, so that rows carry the dates of the story."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from mentoring.db.engine import Database
from mentoring.programmes.model import Programme
from mentoring.programmes.queries import programme
from mentoring.settings import new_id
from mentoring.timeline.settle import Settled, settle_programme
from mentoring.unit_of_work import SYSTEM, Actor, Schemes, UnitOfWork, begin


@dataclass
class Stage:
    """The database, the installed schemes, and what time it is: `now` is moved by whoever plays."""

    database: Database
    schemes: Schemes
    base_url: str
    now: datetime
    ids: Callable[[], UUID] = new_id

    @contextmanager
    def work(self, tenant: str, actor: Actor = SYSTEM) -> Iterator[UnitOfWork]:
        """A unit of work at `tenant`, committed on leaving."""
        with begin(
            self.database,
            tenant=tenant,
            actor=actor,
            schemes=self.schemes,
            clock=self.clock,
            ids=self.ids,
            base_url=self.base_url,
        ) as work:
            yield work

    @contextmanager
    def at(self, tenant: str, slug: str, actor: Actor = SYSTEM) -> Iterator[tuple[UnitOfWork, Programme]]:
        """The same, with the programme at `slug` as that institution sees it."""
        with self.work(tenant, actor) as work:
            yield work, programme(work, slug)

    def settle(self, host: str, programme_id: UUID) -> Settled:
        """Let follow what follows."""
        return settle_programme(
            self.database,
            host=host,
            programme_id=programme_id,
            schemes=self.schemes,
            clock=self.clock,
            ids=self.ids,
            base_url=self.base_url,
        )

    def clock(self) -> datetime:
        """What time it is in the story, in UTC as everywhere."""
        return self.now.astimezone(UTC)
