"""HESA's rounding, for everything that is published: round last, and leave out what few people are behind.

Counts of 0, 1 and 2 become 0, all others the nearest multiple of 5. A percentage of fewer than 22.5 people and an
average of 7 or fewer are left out. (HESA, rounding and suppression to anonymise statistics.)
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rounding:
    """The parameters of one report; the defaults are HESA's."""

    base: int = 5
    percentage_from: float = 22.5
    average_above: int = 7


HESA = Rounding()


def rounded(number: int, by: Rounding = HESA) -> int:
    """The nearest multiple of the base; halves up. Of base 5: 0 to 2 are 0, 3 to 7 are 5."""
    return (2 * number + by.base) // (2 * by.base) * by.base


def percentage(part: int, whole: int, by: Rounding = HESA) -> int | None:
    """How many of a hundred, from exact numbers, rounded last; None where too few people are behind it."""
    return None if whole < by.percentage_from else (200 * part + whole) // (2 * whole)


def average(numbers: Collection[float], by: Rounding = HESA) -> float | None:
    """The mean, to one decimal; None of too few."""
    return None if len(numbers) <= by.average_above else round(sum(numbers) / len(numbers), 1)
