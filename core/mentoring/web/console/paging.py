"""Long lists, a page at a time: which rows stand on a page, and the links to the others."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from mentoring.web.views.parts import Link

SHOWN = 50
"""Rows on a page."""
_NEAR = 2
LARGEST = 100_000
"""No list is looked at beyond so many rows."""
Row = TypeVar("Row")


def page_in(number: int, whole: int, each: int = SHOWN) -> int:
    """The page of that number, from 1, or the nearest there is."""
    return min(max(number, 1), max(1, -(-min(whole, LARGEST) // each)))


def paged(rows: Sequence[Row], number: int, each: int = SHOWN) -> Sequence[Row]:
    """The rows of that page, or of the nearest there is."""
    at = page_in(number, len(rows), each)
    return rows[(at - 1) * each : at * each]


def page_links(whole: int, number: int, at: Callable[[int], str], each: int = SHOWN) -> tuple[Link, ...]:
    """The first and the last page and those near by, each named by its rows; none where one page holds all."""
    last = -(-whole // each)
    if last < 2:
        return ()
    near = range(max(1, number - _NEAR), min(last, number + _NEAR) + 1)
    return tuple(
        Link(f"{(page - 1) * each + 1} to {min(page * each, whole)}", at(page), current=page == number)
        for page in sorted({1, *near, last})
    )
