"""Pages that show lists with people's names say so where they are declared: opening one is entered into the trail."""

from anyio import to_thread
from litestar.handlers import BaseRouteHandler

from mentoring.privacy.lists import list_read
from mentoring.web.http.tokens import Connection
from mentoring.web.http.visit import Visit, visit_in

KEY = "lists"
"""In a route's ``opt``, the name of a list of `privacy.lists.LISTS`: ``permits("round.read", lists="matching")``."""


async def lists_told(connection: Connection, handler: BaseRouteHandler) -> None:
    """A guard, after the one that makes the visit: who opens a list is written down before it is shown."""
    what, visit = handler.opt.get(KEY), visit_in(connection)
    if what is not None and visit is not None:
        await to_thread.run_sync(_tell, visit, what)


def _tell(visit: Visit, what: str) -> None:
    with visit.work() as work:
        list_read(work, visit.programme, what)
