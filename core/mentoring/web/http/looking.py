"""Pages that show lists with people's names say so where they are declared: opening one is entered into the trail.

Whoever only looks is entered by the very piece of work that finds out who they are (`visit`).
"""

from litestar.concurrency import sync_to_thread
from litestar.handlers import BaseRouteHandler

from mentoring.privacy.lists import list_read
from mentoring.web.http.tokens import Connection
from mentoring.web.http.visit import Visit, list_looked_at, list_of, visit_in


async def lists_told(connection: Connection, handler: BaseRouteHandler) -> None:
    """A guard, after the one that makes the visit: who opens a list is written down before it is shown."""
    what, visit = list_of(handler), visit_in(connection)
    if what is not None and visit is not None and list_looked_at(connection, handler) is None:
        await sync_to_thread(_tell, visit, what)


def _tell(visit: Visit, what: str) -> None:
    with visit.work() as work:
        list_read(work, visit.programme, what)
