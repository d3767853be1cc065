"""A person's calendar as programs subscribe to it: the secret in the address is all they have, so no page, no session.

Whatever opens nothing is answered alike, and how often it is tried is counted before anything is looked up.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from mentoring.accounts.limits import count_try
from mentoring.accounts.subscriptions import subscriber
from mentoring.calendars.writing import feed
from mentoring.timeline.calendar import entries_of_mine
from mentoring.unit_of_work import VISITOR, Actor
from mentoring.web.http.permits import EVERYONE, permits
from mentoring.web.http.visit import Visit

NAME = "Meetings and dates"
"""What calendars call it: read over shoulders."""
REFRESH = timedelta(hours=4)
KEPT = timedelta(minutes=15)
"""How long a program may go without asking again."""


@get("/{tenant:str}/calendar/{token:str}", opt=permits(EVERYONE), sync_to_thread=True)
def calendar_feed(
    visit: NamedDependency[Visit], token: FromPath[str], request: Request[Any, Any, Any]
) -> Response[bytes]:
    """Everything of theirs that belongs in a calendar; nothing new where the program has it already."""
    secret = token.removesuffix(".ics")
    with visit.site.work(visit.slug, VISITOR) as work:
        count_try(work, "calendar", account=secret, address=visit.origin)
        person_id = subscriber(work, secret)
    with visit.site.work(visit.slug, Actor.person(person_id)) as work:
        written = feed(entries_of_mine(work), name=NAME, refresh=REFRESH)
    tag = f'"{sha256(written).hexdigest()[:32]}"'
    known = request.headers.get("if-none-match", "") == tag
    return Response(
        b"" if known else written,
        status_code=HTTP_304_NOT_MODIFIED if known else HTTP_200_OK,
        media_type="text/calendar",
        headers={
            "etag": tag,
            "cache-control": f"private, max-age={int(KEPT.total_seconds())}",
            "content-disposition": 'inline; filename="calendar.ics"',
        },
    )
