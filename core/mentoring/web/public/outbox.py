"""The messages that would be sent: in development and in the demo, where no post is connected."""

import re

from litestar import Response, get
from litestar.di import NamedDependency

from mentoring.accounts.factors import codes_shown
from mentoring.errors import NotFound
from mentoring.messages.service import outbox
from mentoring.web.frames import public_frame
from mentoring.web.http.permits import EVERYONE, permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.account import Letter, OutboxPage
from mentoring.web.views.parts import Empty, Link
from mentoring.web.words import when

_LINK = re.compile(r"https?://\S+")


@get("/{tenant:str}/outbox", opt=permits(EVERYONE), sync_to_thread=True)
def messages_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Everything this institution's people would have received, the newest first."""
    if not visit.site.shows_outbox:
        raise NotFound("There is nothing at this address.")
    with visit.work() as work:
        letters, codes = outbox(work), codes_shown(work)
    base = visit.site.settings.base_url
    view = OutboxPage(
        title="Messages that would be sent",
        sentence=f"This is no live system: nothing leaves it. People at {visit.tenant.short_name} would have received:",
        letters=tuple(
            Letter(
                to=letter.to_email,
                subject=letter.subject,
                when=when(letter.created_at, visit.tenant.timezone, visit.language),
                body=letter.body,
                links=tuple(Link(found, found.removeprefix(base)) for found in _LINK.findall(letter.body)),
            )
            for letter in letters
        ),
        codes=tuple(codes.items()),
        empty=None if letters else Empty(title="No messages yet", text="Ask for a sign-in link, and it appears here."),
    )
    return visit.page(view, public_frame(visit))
