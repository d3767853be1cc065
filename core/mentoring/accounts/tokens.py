"""Secrets that a browser or a mail carries. Only their hashes are kept."""

import hashlib
import secrets

BYTES = 32
"""256 bits: nobody guesses one, so a plain hash suffices and no salt is needed."""


def new_token() -> str:
    """A new secret, fit for an address or a cookie (43 characters).

    From the system's own source of randomness: unlike ids and times it must not be given by a caller.
    """
    return secrets.token_urlsafe(BYTES)


def new_key() -> bytes:
    """A new secret that stays in the database, such as the key of a session's form tokens."""
    return secrets.token_bytes(BYTES)


def hashed(token: str) -> bytes:
    """The SHA-256 by which `token` is found; any text has one, so nothing a visitor sends is refused earlier."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
