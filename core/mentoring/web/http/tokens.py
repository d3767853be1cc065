"""The token that every posting form carries: made from the session's own secret, so no other site can know it.

Somebody who has not signed in has no session: their browser gets a visitor's secret in a cookie of its own.
"""

import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection, Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler

from mentoring.errors import NotAllowed, TooLarge
from mentoring.web.forms.posted import Typed, Uploaded, beyond_measure, first, tidy_file_name, typed_from
from mentoring.web.http.cookies import VISITOR

FIELD = "csrf"
"""The name of the form's field."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_PURPOSE = b"mentoring form token 1"

Connection = ASGIConnection[Any, Any, Any, Any]


def form_token(secret: bytes) -> str:
    """The token of the forms shown to the holder of `secret` (of a session, or of a visitor)."""
    return hmac.new(secret, _PURPOSE, hashlib.sha256).hexdigest()


def token_holds(secret: bytes, token: str) -> bool:
    """Whether `token` was made from `secret`; an empty secret makes none. Takes the same time for any token."""
    return bool(secret) and hmac.compare_digest(form_token(secret).encode(), token.encode("utf-8", "surrogatepass"))


def new_visitor_secret() -> str:
    """A secret for the cookie of a browser without a session (43 characters, 256 bits)."""
    return secrets.token_urlsafe(32)


def secret_of(connection: Connection) -> bytes:
    """The secret that this browser's forms are made with: of its session, else its visitor's cookie, else empty.

    Whoever finds the session puts its secret at ``connection.state.csrf_secret`` (bytes).
    """
    found: bytes | None = connection.state.get("csrf_secret")
    return found if found is not None else connection.cookies.get(VISITOR, "").encode()


async def typed_in(request: Request[Any, Any, Any]) -> Typed:
    """What the form sent; known to `typed_before` from then on, whatever becomes of it.

    Raises ClientException for a part in an encoding that nobody knows, TooLarge beyond all measure.
    """
    known: Typed | None = request.state.get("typed")
    if known is not None:
        return known
    try:
        form = await request.form()
    except (LookupError, UnicodeError) as unknown:
        raise ClientException("The form is in an unknown encoding.") from unknown
    request.state.files = {
        name: Uploaded(tidy_file_name(each.filename), await each.read())
        for name, each in form.multi_items()
        if isinstance(each, UploadFile) and each.filename
    }
    await form.close()
    typed = request.state.typed = typed_from(form.items())  # in the order of the form, which multi_items() loses
    if problem := beyond_measure(typed):
        raise TooLarge(problem, "Send less at once.")
    return typed


async def uploaded_in(request: Request[Any, Any, Any]) -> Uploaded | None:
    """The file that the form brought; None where none was chosen."""
    await typed_in(request)
    files: dict[str, Uploaded] = request.state.files
    return next(iter(files.values()), None)


def typed_before(request: Request[Any, Any, Any]) -> Typed:
    """What one of our own pages sent with this request, to be shown again where it is refused; else nothing.

    A form of another site puts no words into a page of ours.
    """
    typed: Typed = request.state.get("typed") or {}
    came_from = request.headers.get("origin") or request.headers.get("referer", "")
    try:
        ours = urlsplit(came_from).netloc == request.headers.get("host", "")
    except ValueError:  # what a browser never sends
        return {}
    return typed if ours else {}


async def forms_are_read(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard before all others: what was typed is known, so that whoever refuses it can show it again."""
    if isinstance(connection, Request) and connection.method not in SAFE_METHODS:
        await typed_in(connection)


async def own_forms_only(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard: what changes something comes from a form of ours, shown to this very browser.

    Raises NotAllowed. Handlers that take other bodies (the API with its own tokens) opt out with
    ``opt={"form_token": False}``.
    """
    if not isinstance(connection, Request) or connection.method in SAFE_METHODS:
        return
    if connection.route_handler.opt.get("form_token") is False:
        return
    if not token_holds(secret_of(connection), first(await typed_in(connection), FIELD)):
        raise NotAllowed(
            "This form was not sent from one of our pages, or it was open for so long that your session ended.",
            "Go back, load the page again and send it once more.",
        )
