"""The token that every posting form carries: made from the session's own secret, so no other site can know it.

Somebody who has not signed in has no session: their browser gets a visitor's secret in a cookie of its own.
"""

import hashlib
import hmac
import secrets
from typing import Any

from litestar.connection import ASGIConnection, Request
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler

from mentoring.errors import NotAllowed
from mentoring.web.forms.posted import Typed, first, typed_from
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
    """What the form sent. Raises ClientException for a part in an encoding that nobody knows."""
    try:
        return typed_from((await request.form()).items())
    except LookupError as unknown:
        raise ClientException("The form is in an unknown encoding.") from unknown


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
