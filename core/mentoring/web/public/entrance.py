"""The first pages: which institutions there are, and what runs at one of them."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from mentoring.errors import NotFound
from mentoring.programmes.model import Programme
from mentoring.programmes.queries import programmes
from mentoring.tenants.directory import institutions
from mentoring.web.frames import no_house, public_frame
from mentoring.web.http.pages import page
from mentoring.web.http.permits import EVERYONE, permits
from mentoring.web.http.visit import Site, Visit
from mentoring.web.views.entrance import EntrancePage
from mentoring.web.views.parts import Button, Empty, Link


def first_page(site: Site) -> HTTPRouteHandler:
    """The page at the root: the institutions of this system."""

    @get("/", opt=permits(EVERYONE), sync_to_thread=True)
    def houses(request: Request[Any, Any, Any]) -> Response[str]:
        with site.database.directory() as session:
            known = institutions(session)
        view = EntrancePage(
            title="Mentoring",
            sentence="Choose your institution.",
            links=tuple(Link(tenant.name, f"/{slug}/") for slug, tenant in known.items()),
            empty=None
            if known
            else Empty(
                title="No institution yet",
                text="Institutions are added with the command “mentoring tenants apply”.",
            ),
        )
        return page(view, no_house(request.cookies))

    return houses


@get("/{tenant:str}/", opt=permits(EVERYONE), sync_to_thread=True)
def house(visit: NamedDependency[Visit]) -> Response[Any]:
    """What runs at this institution; where somebody who is signed in goes on."""
    with visit.work() as work:
        open_ones = [each for each in programmes(work) if is_public(each)]
    links = tuple(Link(each.title, visit.path(each.slug) + "/") for each in open_ones)
    view = EntrancePage(
        title=f"Mentoring at {visit.tenant.short_name}",
        sentence="These programmes are running or open for registration." if links else "",
        links=links,
        buttons=_where_to(visit),
        empty=None
        if links
        else Empty(title="No programme yet", text="When a programme opens for registration, you will find it here."),
    )
    return visit.page(view, public_frame(visit))


def is_public(programme: Programme) -> bool:
    """Whether the programme's page is shown to everyone of its institutions."""
    return programme.published_at is not None


def shown(visit: Visit) -> Programme:
    """The programme of the path, when it is shown. Raises NotFound."""
    if not is_public(visit.programme):
        raise NotFound("There is no such programme here.")
    return visit.programme


def _where_to(visit: Visit) -> tuple[Button, ...]:
    if visit.signed is None:
        return (Button(label="Sign in", href=visit.path("sign-in"), kind="primary"),)
    buttons = [Button(label="Go to my matches", href=visit.path("mine"), kind="primary")]
    if "coordinator" in visit.signed.granted:
        buttons.insert(0, Button(label="Open the console", href=visit.path("console")))
    return tuple(buttons)
