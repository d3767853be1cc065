"""The proof that comes with a solution: prices, and nothing else. `proof` looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Certificate:
    """For each mentorship that each person has room for, what it costs.

    No pair is worth more than its two people cost, and the pairs chosen are together worth just what all people cost:
    so no other pairs can be worth more. `scale` says how the order of aims became one number (`scale.Scale`).
    `seats`: for each person whom a limit on places leaves out, which limit (its index in the plan) and a price.
    `settled`: of equally good pairs, all ties went to whoever registered first.
    """

    scale: tuple[int, ...]
    rows: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, tuple[int, ...]]
    seats: tuple[tuple[int, int], ...] = ()
    settled: bool = True
