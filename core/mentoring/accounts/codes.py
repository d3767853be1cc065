"""Codes of a second step: those an app shows (RFC 6238: 30 seconds, six digits, SHA-1), and those kept on paper.

Pure: the time is given as the number of the 30 seconds it lies in, counted from 1970.
"""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime

import pyotp

SECONDS = 30
RECOVERY_CODES = 10
_DRIFT = (-1, 0, 1)
"""A phone's clock may be half a minute away, and typing takes its time (RFC 6238, 5.2)."""


def new_secret() -> str:
    """A secret of 160 bits in the alphabet that apps take (base32)."""
    return pyotp.random_base32()


def step_at(now: datetime) -> int:
    """The number of the 30 seconds that `now` lies in."""
    return int(now.timestamp()) // SECONDS


def code_of(secret: str, step: int) -> str:
    """The six digits that an app with `secret` shows then."""
    return pyotp.TOTP(secret).generate_otp(step)


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Which 30 seconds the code `typed` belongs to, of those around `now`; None for none of them.

    Every one of them is compared, each in the same time, so that nothing is learnt from how long it took.
    """
    digits = "".join(typed.split()).encode("utf-8", "surrogatepass")
    here = step_at(now)
    fitting = [here + by for by in _DRIFT if hmac.compare_digest(code_of(secret, here + by).encode(), digits)]
    return max(fitting, default=None)


def app_address(secret: str, *, account: str, issuer: str) -> str:
    """What the square picture holds that apps read: an ``otpauth:`` address."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 80 bits each, such as ``mzxw-6ytb-oi3d-qmbr``."""
    texts = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
    return tuple("-".join(text[at : at + 4] for at in range(0, 16, 4)) for text in texts)


def normal_recovery(typed: str) -> str | None:
    """The one form of a recovery code, whatever stands between its letters; None for what is no such code."""
    letters = "".join(each for each in typed.lower() if each.isascii() and each.isalnum())
    return letters if len(letters) == 16 else None
