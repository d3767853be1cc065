"""What every site has, whatever runs on it: assets by digest, light or dark, refusals; in development the parts."""

from urllib.parse import urlsplit

from litestar import Litestar, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from mentoring.errors import NotFound
from mentoring.web.forms.posted import first
from mentoring.web.http.cookies import SCHEME, choice_cookie, chosen_scheme
from mentoring.web.http.pages import page
from mentoring.web.http.permits import EVERYONE, declared_only, one_by_one, permits
from mentoring.web.http.refusals import AnyRequest, FrameOf, plain_frame, refusal_handlers
from mentoring.web.http.tokens import forms_are_read, own_forms_only, typed_in
from mentoring.web.samples.components import components, sample_pages
from mentoring.web.stylesheet import find_asset, mark
from mentoring.web.views.account import AppearancePage

KEEP_FOR_EVER = "public, max-age=31536000, immutable"
FORM_MAX = 2_000_000
"""Bytes of a posted form."""


@get("/assets/{name:str}", sync_to_thread=False, opt=permits(EVERYONE))
def asset(name: FromPath[str]) -> Response[bytes]:
    """An asset by its digest; it never changes, so browsers keep it."""
    found = find_asset(name)
    if found is None:
        raise NotFound("There is no such file.")
    return Response(found.content, media_type=found.media_type, headers={"Cache-Control": KEEP_FOR_EVER})


@get("/favicon.ico", sync_to_thread=False, opt=permits(EVERYONE))
def favicon() -> Response[bytes]:
    """Browsers ask for it unasked."""
    return Response(mark().content, media_type=mark().media_type)


def safe_path(path: str) -> str:
    """`path` when it is one of this site, else the first page: nobody is sent elsewhere."""
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own else "/"


def came_from(request: AnyRequest) -> str:
    """The path of the page that led here, as far as the browser says so; else the first page."""
    try:
        return safe_path(urlsplit(request.headers.get("referer", "/")).path or "/")
    except ValueError:  # what a browser never sends
        return "/"


def appearance_routes(frame_of: FrameOf, *, https: bool) -> tuple[ControllerRouterHandler, ...]:
    """The page on which light or dark is chosen. It changes only how this browser shows pages: no token."""

    @get("/appearance", opt=permits(EVERYONE), sync_to_thread=True)
    def appearance(request: AnyRequest) -> Response[str]:
        view = AppearancePage(
            title="Light or dark",
            text="Your choice is kept in this browser.",
            action="/appearance",
            chosen=chosen_scheme(request.cookies),
            back=came_from(request),
        )
        return page(view, frame_of(request))

    @post("/appearance", opt=permits(EVERYONE, form_token=False))
    async def choose_appearance(request: AnyRequest) -> Redirect:
        typed = await typed_in(request)
        scheme = first(typed, "scheme")
        cookie = choice_cookie(SCHEME, scheme if scheme in {"light", "dark"} else "", https=https)
        return Redirect(safe_path(first(typed, "back")), status_code=303, cookies=[cookie])

    return appearance, choose_appearance


@get("/components", opt=permits(EVERYONE), sync_to_thread=True)
def components_page(request: AnyRequest) -> Response[str]:
    """Every part in every state, with made-up people; development and demo only."""
    view, frame = components(chosen_scheme(request.cookies))
    return page(view, frame, status=200)


@get("/components/{name:str}", opt=permits(EVERYONE), sync_to_thread=True)
def sample_page(request: AnyRequest, name: FromPath[str]) -> Response[str]:
    """One page with made-up people; development and demo only."""
    found = sample_pages(chosen_scheme(request.cookies)).get(name)
    if found is None:
        raise NotFound("There is no such page.")
    return page(*found, status=200)


def site_routes(
    frame_of: FrameOf = plain_frame, *, https: bool = False, development: bool = False
) -> tuple[ControllerRouterHandler, ...]:
    """The routes of this module; `development` adds the page of components."""
    more: tuple[ControllerRouterHandler, ...] = (components_page, sample_page) if development else ()
    return (asset, favicon, *appearance_routes(frame_of, https=https), *more)


def create_site(
    routes: tuple[ControllerRouterHandler, ...] = (), *, frame_of: FrameOf = plain_frame, development: bool = True
) -> Litestar:
    """A site of these pages alone, with the guards and refusals of the real one (see `app.create_app`)."""
    return Litestar(
        # one router: registered one by one, a second handler at a path wraps the first one's thread twice
        route_handlers=[Router("/", route_handlers=[*site_routes(frame_of, development=development), *routes])],
        guards=[one_by_one(declared_only, forms_are_read, own_forms_only)],
        exception_handlers=refusal_handlers(frame_of),
        openapi_config=None,
        request_max_body_size=FORM_MAX,
    )
