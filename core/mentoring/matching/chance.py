"""Chance that is the same on any machine: whole numbers from a seed, and luck from a table of whole numbers."""

import hashlib
import math
from collections.abc import Iterable
from functools import cache

import numpy as np

from mentoring.matching.assignment import Integers

UNIT = 1024
"""What luck is counted in."""
_BITS = 12
_IN_A_WORD = 5


class Chance:
    """Draws from one seed. Raw bits alone are taken from NumPy, whose own distributions may change with its version."""

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(seed)

    @classmethod
    def of(cls, names: Iterable[str]) -> "Chance":
        """The seed is the digest of these names, in their order."""
        digest = hashlib.sha256("\x1f".join(names).encode()).digest()
        return cls(int.from_bytes(digest[:16], "big"))

    def order(self, count: int) -> Integers:
        """The numbers below `count` in any order."""
        found: Integers = np.argsort(self._bits.random_raw(count), kind="stable")
        return found

    def luck(self, shape: tuple[int, ...]) -> Integers:
        """Draws of a Gumbel distribution, in `UNIT`.

        Whoever adds one to each choice and takes the largest sum draws each with a probability as e to its power.
        """
        count = math.prod(shape)
        words = self._bits.random_raw(-(-count // _IN_A_WORD))
        parts = (words[:, None] >> _SHIFTS) & np.uint64(2**_BITS - 1)
        return _table()[parts.ravel()[:count].astype(np.int64)].reshape(shape)


_SHIFTS = np.arange(0, _BITS * _IN_A_WORD, _BITS, dtype=np.uint64)


def exact_luck(part: int) -> float:
    """One entry of the table before it is rounded."""
    return -math.log(-math.log((part + 0.5) / 2**_BITS)) * UNIT


@cache
def _table() -> Integers:
    """Rounded logarithms: none lies so near a half that another machine's last digit could round it otherwise."""
    return np.array([round(exact_luck(part)) for part in range(2**_BITS)], dtype=np.int64)
