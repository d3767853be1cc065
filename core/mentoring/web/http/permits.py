"""Every route says which action of the permission table it is; one that says nothing serves nobody."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from mentoring.access.permissions import PERMISSIONS
from mentoring.errors import NotFound

KEY = "permission"
EVERYONE = "everyone"
"""What is open to all and concerns nobody: assets, light or dark, signing in."""

Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]


def permits(action: str, **more: Any) -> dict[str, Any]:
    """The `opt` of a route: ``@get("/", opt=permits("registration.list"))``.

    `action` is one of the permission table's, or EVERYONE. Raises KeyError for another, at start.
    """
    if action != EVERYONE and action not in PERMISSIONS:
        raise KeyError(f"no permission is called {action}")
    return {KEY: action, **more}


def permission_of(handler: BaseRouteHandler) -> str | None:
    """What `handler` declares; None when it declares nothing."""
    declared: str | None = handler.opt.get(KEY)
    return declared


async def declared_only(_: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """A guard for the whole application: a route without a declared permission does not exist. Raises NotFound."""
    if permission_of(handler) is None:
        raise NotFound("There is nothing at this address.")


def one_by_one(*guards: Guard) -> Guard:
    """These guards as one. The framework copies the handler for each, and takes one that does not wait to a thread."""

    async def all_of_them(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        for guard in guards:
            await guard(connection, handler)

    return all_of_them


def undeclared(app: Litestar) -> list[str]:
    """The addresses of routes without a declared permission; for the test that walks the table."""
    return sorted({f"{method} {path}" for method, path, permission in declared_routes(app) if permission is None})


def declared_routes(app: Litestar) -> list[tuple[str, str, str | None]]:
    """Every route as (method, path, permission)."""
    return [
        (method, route.path, permission_of(handler))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if isinstance(handler, HTTPRouteHandler) and not (method == "OPTIONS" and KEY not in handler.opt)
    ]
