"""Cookies: as narrow as can be, each for one institution's part of the site."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from litestar.datastructures import Cookie

SESSION = "session"
VISITOR = "visitor"
SCHEME = "scheme"
LANGUAGE = "language"

ColourChoice = Literal["", "light", "dark"]

_YEAR = int(timedelta(days=365).total_seconds())


def chosen_scheme(cookies: Mapping[str, str]) -> ColourChoice:
    """The person's choice of light or dark; empty: as their device says."""
    match cookies.get(SCHEME):
        case "light":
            return "light"
        case "dark":
            return "dark"
    return ""


def session_cookie(tenant: str, token: str, *, https: bool, max_age: int | None = None) -> Cookie:
    """The cookie of somebody signed in at `tenant`; `max_age` in seconds, None: until the browser closes."""
    return _cookie(SESSION, token, path=f"/{tenant}/", https=https, max_age=max_age)


def visitor_cookie(tenant: str, secret: str, *, https: bool) -> Cookie:
    """The cookie of a browser without a session, for the tokens of its forms."""
    return _cookie(VISITOR, secret, path=f"/{tenant}/", https=https, max_age=None)


def choice_cookie(name: str, value: str, *, https: bool) -> Cookie:
    """A choice that says nothing about anyone (light or dark, language), for the whole site and a year."""
    return _cookie(name, value, path="/", https=https, max_age=_YEAR if value else 0)


def ended(cookie: Cookie) -> Cookie:
    """The same cookie, taken away."""
    return Cookie(
        key=cookie.key,
        value="",
        path=cookie.path,
        max_age=0,
        httponly=True,
        secure=cookie.secure,
        samesite=cookie.samesite,
    )


def _cookie(name: str, value: str, *, path: str, https: bool, max_age: int | None) -> Cookie:
    return Cookie(key=name, value=value, path=path, max_age=max_age, httponly=True, secure=https, samesite="lax")
