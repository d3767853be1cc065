"""What a chore is given: the data, the installed schemes, the clock, ids, the address in links, the mail server."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentoring.db.engine import Database
from mentoring.messages.smtp import MailServer
from mentoring.unit_of_work import SYSTEM, Schemes, UnitOfWork, begin


@dataclass(frozen=True, kw_only=True)
class Outfit:
    """The same things that a web request has, without a visitor. Without `post`, messages wait."""

    database: Database
    schemes: Schemes
    clock: Callable[[], datetime]
    ids: Callable[[], UUID]
    base_url: str
    post: MailServer | None = None

    def work(self, tenant: str) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of the system itself at institution `tenant`, committed on leaving."""
        return begin(
            self.database,
            tenant=tenant,
            actor=SYSTEM,
            schemes=self.schemes,
            clock=self.clock,
            ids=self.ids,
            base_url=self.base_url,
        )
