"""What a password must be, and how it is kept: Argon2id, with the cost that OWASP names as its first choice."""

import re
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256
LEFT = 6
"""Characters that must remain once everything is taken away that somebody would guess."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_OBVIOUS = (
    "password passwort passw0rd letmein welcome qwertyuiop qwerty asdfghjkl asdfgh zxcvbnm mentoring mentor mentee "
    "university college london secret iloveyou sunshine princess football monkey dragon master admin login changeme "
    "trustno1 january february march april may june july august september october november december "
    "spring summer autumn winter monday tuesday wednesday thursday friday"
)
_RUNS = re.compile(r"(.)\1+")
_YEARS = re.compile(r"(19|20)\d\d")
_LADDERS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "09876543210")


def weakness(password: str, about: Iterable[str]) -> str | None:
    """Why `password` will not do, as a sentence that says what would; None when it will.

    `about` are words that anyone knows of its owner: their address, name, institution. What is taken away as guessable
    are those words, the most used passwords, years, ladders such as ``1234`` and repetitions.
    """
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters, for example four words that have nothing to do with each other."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if len(_core(password, about)) < LEFT:
        return "This is easy to guess. Use four words that have nothing to do with each other, or with you."
    return None


def _core(password: str, about: Iterable[str]) -> str:
    """What is left of `password` without what anyone would try."""
    left = "".join(each for each in password.casefold() if each.isalnum())
    own = {word for text in about for word in re.split(r"[\W_]+", text.casefold()) if len(word) >= 3}
    for word in sorted({*_OBVIOUS.split(), *own}, key=lambda each: (-len(each), each)):
        left = left.replace(word, "")
    for ladder in _LADDERS:
        for length in range(len(ladder), 2, -1):
            for start in range(len(ladder) - length + 1):
                left = left.replace(ladder[start : start + length], "")
    left = _RUNS.sub(r"\1", _YEARS.sub("", left))
    return _once(left)


def _once(text: str) -> str:
    """``abcabcabc`` is worth ``abc``."""
    for length in range(1, len(text) // 2 + 1):
        if text == (text[:length] * len(text))[: len(text)]:
            return text[:length]
    return text


def made_of(password: str) -> str:
    """The hash that is kept. About 60 ms and 19 MB: call it in a thread, never in an event loop."""
    return _HASHER.hash(_bytes(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether `password` is the one that `kept` was made of; for None the same work is done, and it is not."""
    known = kept if len(password) <= LONGEST else None
    try:
        return _HASHER.verify(known or _nobodys(), _bytes(password[:LONGEST])) and known is not None
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """Whatever was typed has some."""
    return password.encode("utf-8", "surrogatepass")


def is_outdated(kept: str) -> bool:
    """Whether `kept` was made at another cost than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has."""
    return made_of("nobody has this one")
