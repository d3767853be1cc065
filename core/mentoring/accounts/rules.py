"""What a link and a session are worth, and for whom: pure decisions, with their numbers."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

LINK_LASTS = timedelta(minutes=30)
"""From asking to spending."""

LINKS_AN_HOUR = 5
"""Unspent links to one address within an hour; whoever asks for more reads the same answer and gets no mail."""

IDLE = timedelta(hours=8)
"""A session unused for so long is over."""

ABSOLUTE = timedelta(days=7)
"""A session is over then, however much it is used."""

SEEN_EVERY = timedelta(minutes=5)
"""How exactly a session's last use is kept: a write for each page would be waste."""

FRESH = timedelta(minutes=10)
"""For so long after a code was given, or after signing in where no code is asked for, weighty things go on unasked."""

_ADDRESS = re.compile(r"(?!\.)(?!.*\.[.@])[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_PATH = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "a Mac",
    "Linux": "Linux",
}


def normal_address(written: str) -> str | None:
    """The one form in which `written` is kept and compared (trimmed, lower case); None when it is no address."""
    address = written.strip().lower()
    return address if len(address) <= 254 and _ADDRESS.fullmatch(address) else None


def is_of(address: str, domains: Iterable[str]) -> bool:
    """Whether a normal `address` is in one of `domains`; sub-domains count only when listed."""
    return address.rpartition("@")[2] in set(domains)


def own_path(wanted: str | None, tenant: str) -> str:
    """`wanted` when it is a path below the institution's own, else its first page.

    A link never leads to another site or another institution, whatever it was asked with.
    """
    home = f"/{tenant}/"
    if wanted is None or not wanted.startswith(home) or not _PATH.fullmatch(wanted):
        return home
    dots = wanted.lower().replace("%2e", ".")  # a browser reads both as dots
    return home if "//" in dots or ".." in dots else wanted


def session_holds(*, seen_at: datetime, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """Whether a session last used at `seen_at` still counts at `now`."""
    return revoked_at is None and now < expires_at and now < seen_at + IDLE


def device_named(user_agent: str | None) -> str | None:
    """What the owner of a session recognises it by, such as "Firefox on Linux"; None when nothing is known."""
    agent = user_agent or ""
    browser = next((name for mark, name in _BROWSERS.items() if f"{mark}/" in agent), None)
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), None)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system
