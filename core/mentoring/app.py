"""Puts the web application together from what it stands on; nothing here or below is global."""

from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Litestar, Request, Response, Router
from litestar.di import Provide
from litestar.response import Redirect
from litestar.types import ASGIApp

from mentoring.errors import FactorNeeded, SignInNeeded
from mentoring.web.console.routes import console_routes
from mentoring.web.forms.posted import Typed, Uploaded, to_copy
from mentoring.web.frames import refusal_frame
from mentoring.web.http.headers import guarded
from mentoring.web.http.looking import lists_told
from mentoring.web.http.pages import page
from mentoring.web.http.permits import declared_only, one_by_one
from mentoring.web.http.refusals import refusal_handlers
from mentoring.web.http.step_up import StepUpNeeded, stepping_up
from mentoring.web.http.tokens import forms_are_read, own_forms_only, typed_before, typed_in, uploaded_in
from mentoring.web.http.visit import Site, Visit, visit_in, visiting
from mentoring.web.portal.routes import portal_routes
from mentoring.web.public.routes import public_routes
from mentoring.web.public.second_step import step_up_page
from mentoring.web.site import FORM_MAX, site_routes
from mentoring.web.views.account import RefusalPage
from mentoring.web.views.frame import Frame
from mentoring.web.views.parts import Button

AnyRequest = Request[Any, Any, Any]


def create_app(site: Site) -> ASGIApp:
    """The whole application, with the headers of every answer around it."""
    return guarded(create_routes(site), https=site.https)


def create_routes(site: Site) -> Litestar:
    """The routes alone: for the tests that walk the route table."""
    handlers = [
        *site_routes(_frame_of, https=site.https, development=site.shows_outbox),
        *public_routes(site),
        *portal_routes(),
        *console_routes(),
    ]
    # registered together, in one router: the framework wraps a synchronous handler twice when another one is
    # registered at its path later
    return Litestar(
        route_handlers=[Router("/", route_handlers=handlers)],
        guards=[
            one_by_one(declared_only, forms_are_read, visiting(site), own_forms_only, stepping_up, lists_told),
        ],
        dependencies={
            "visit": Provide(_visit, sync_to_thread=False),
            "typed": Provide(_typed),
            "uploaded": Provide(_uploaded),
        },
        exception_handlers={
            **refusal_handlers(_frame_of),
            SignInNeeded: _to_sign_in,
            FactorNeeded: _to_code,
            StepUpNeeded: step_up_page,
        },
        openapi_config=None,
        logging_config=None,  # whoever runs the process says what is logged, and where
        request_max_body_size=FORM_MAX,
    )


def _frame_of(request: AnyRequest) -> Frame:
    return refusal_frame(visit_in(request), request.cookies)


def _visit(request: AnyRequest) -> Visit:
    visit = visit_in(request)
    if visit is None:
        raise SignInNeeded("This page belongs to an institution.")
    return visit


async def _typed(request: AnyRequest) -> Typed:
    """What the form sent."""
    return await typed_in(request)


async def _uploaded(request: AnyRequest) -> Uploaded | None:
    """The file that the form brought."""
    return await uploaded_in(request)


def _to_sign_in(request: AnyRequest, error: SignInNeeded) -> Response[Any]:
    """Signing in leads back to the page that asked for it; what a form sent is shown first, to be copied."""
    del error
    return _to_entrance(request, "sign-in")


def _to_code(request: AnyRequest, error: FactorNeeded) -> Response[Any]:
    """The same for the code of a second step."""
    del error
    return _to_entrance(request, "account/code")


def _to_entrance(request: AnyRequest, where: str) -> Response[Any]:
    tenant = request.path_params.get("tenant", "")
    wanted = request.url.path if request.method == "GET" else f"/{tenant}/"
    typed = to_copy(typed_before(request))
    if not typed:
        return Redirect(f"/{tenant}/{where}?next={quote(wanted)}", status_code=303)
    came_from = quote(urlsplit(request.headers.get("referer", "")).path or wanted)
    view = RefusalPage(
        title="Sign in again",
        what="Your session had ended, so what you sent was not kept.",
        remedy="Copy it, sign in, and send it again.",
        typed=typed,
        buttons=(Button(label="Sign in", href=f"/{tenant}/{where}?next={came_from}", kind="primary"),),
    )
    return page(view, _frame_of(request), status=401)
