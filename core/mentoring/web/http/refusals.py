"""Refusals as pages: what happened and what to do. What is absent and what is foreign look alike."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from mentoring.errors import MentoringError, NotFound
from mentoring.web.forms.posted import to_copy
from mentoring.web.http.tokens import SAFE_METHODS, typed_before
from mentoring.web.rendering import render
from mentoring.web.views.account import RefusalPage
from mentoring.web.views.frame import Frame, House, PlainFrame
from mentoring.web.views.parts import Button

AnyRequest = Request[Any, Any, Any]
FrameOf = Callable[[AnyRequest], Frame]

_log = logging.getLogger(__name__)
_ABSENT = NotFound(
    "There is nothing at this address, or nothing that you may see.",
    "Check the address, or sign in with the account it was sent to.",
)
_TITLES = {
    400: "This could not be read",
    401: "Sign in first",
    403: "You cannot do this",
    405: "This is not how the page is used",
    413: "This is too large",
    415: "This could not be read",
    429: "Too many tries",
}


def plain_frame(_: AnyRequest) -> Frame:
    """The frame of no house."""
    return PlainFrame(house=House(name="Mentoring"))


def refusal_handlers(frame_of: FrameOf = plain_frame) -> ExceptionHandlersMap:
    """The exception handlers of an application; `frame_of` finds the frame for a request (its house)."""

    def answer(request: AnyRequest, status: int, page: RefusalPage) -> Response[str]:
        try:
            frame = frame_of(request)
        except Exception:  # noqa: BLE001 - whatever keeps the house from being found, the refusal is shown
            _log.exception("no frame for a refusal")
            frame = plain_frame(request)
        page = replace(page, typed=to_copy(typed_before(request)))
        headers = {"Retry-After": "60"} if status in {429, 503} else {}
        return Response(render(page, frame), status_code=status, media_type=MediaType.HTML, headers=headers)

    def refused(request: AnyRequest, error: MentoringError) -> Response[str]:
        if error.status == 404:
            return answer(request, 404, _page(_ABSENT.title, _ABSENT.what, _ABSENT.remedy))
        return answer(request, error.status, _page(error.title, error.what, error.remedy, _back(request)))

    def http(request: AnyRequest, error: HTTPException) -> Response[str]:
        if error.status_code == 404:
            return refused(request, _ABSENT)
        if error.status_code >= 500:
            return failed(request, error)
        title = _TITLES.get(error.status_code, "This could not be done")
        return answer(
            request,
            error.status_code,
            _page(title, "The page could not take what was sent.", "Go back: your browser still has what you typed."),
        )

    def failed(request: AnyRequest, error: Exception) -> Response[str]:
        at = request.scope.get("path_template", "an unknown address")  # the pattern: addresses hold sign-in tokens
        _log.error("a page failed: %s %s", request.method, at, exc_info=error)
        return answer(
            request,
            500,
            _page(
                "Something went wrong on our side",
                "The page could not be made. What you had saved before is safe; what you just sent was not saved.",
                "Try again in a minute. If it happens again, write to your coordinators and say what you were doing.",
            ),
        )

    return {MentoringError: refused, HTTPException: http, Exception: failed}


def _back(request: AnyRequest) -> tuple[Button, ...]:
    """The page whose form was refused, read anew."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # what a browser never sends
        return ()
    path = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    if request.method in SAFE_METHODS or not path.isprintable() or not re.match(r"/[^/\\]", path):
        return ()
    return (Button(label="Load the page again", href=path, kind="primary"),)


def _page(title: str, what: str, remedy: str, buttons: tuple[Button, ...] = ()) -> RefusalPage:
    first = Button(label="Go to the first page", href="/")
    return RefusalPage(title=title, what=what, remedy=remedy, buttons=(*buttons, first))
