"""One pair pathway of any size, exactly.

Few candidates are solved, prices are asked of every pair, what they forgot is added, and so on until the prices prove
the answer the best of all.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from mentoring.matching import dense
from mentoring.matching.assignment import Integers
from mentoring.matching.candidates import Field, nearest, priced
from mentoring.matching.certificate import Certificate
from mentoring.matching.mending import Mending
from mentoring.matching.network import Cells, Prices, prices, search, tight
from mentoring.matching.order_of_places import Ties
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.room import Room
from mentoring.matching.scale import Scale
from mentoring.matching.score import Board
from mentoring.matching.sheet import Sheet, sheet

_LOOKS = 60


@dataclass(frozen=True, slots=True)
class Solved:
    """The best assignment: `column_of` int64[rows], of equals the first come where `settled`; and prices that prove it.

    `cells`: those that were looked at; `level`: all that any best assignment may use.
    """

    sheet: Sheet
    scale: Scale
    cells: Cells
    level: Cells
    column_of: Integers
    cost: Prices
    settled: bool


@dataclass(frozen=True, slots=True)
class Proved:
    """The best pairs, by position, the served role's first, in order; with the proof."""

    pairs: list[tuple[int, int]]
    certificate: Certificate


def pair_exactly(board: Board, room: Room, pathway: PathwayPlan) -> Proved | None:
    """The best pairs of one pathway that the room leaves; None where the numbers would be too large for this way."""
    given = begun(board, room, pathway)
    if given is None:
        return None
    if not min(given[0].shape):
        return Proved([], Certificate(astuple(given[1]), {}, {}))
    solved = solve_sheet(*given)
    if solved is None:
        return None
    return Proved(sorted(solved.sheet.people(solved.column_of)), certificate(board, solved))


def begun(board: Board, room: Room, pathway: PathwayPlan) -> tuple[Sheet, Scale] | None:
    """The matrix to be solved, and how the aims become one number; None where the numbers would be too large."""
    first, second = ([i for i in board.people(pathway.id, r).tolist() if room.capacity[i]] for r in pathway.members)
    scale = Scale.of(board, pathway, first, sum(min(room.capacity[i], len(second)) for i in first) + 1)
    if scale is None:
        return None
    made = sheet(board, room, pathway, Field.of(board, room, pathway.id, scale.resort), scale)
    return None if made is None else (made, scale)


def solve_sheet(given: Sheet, scale: Scale) -> Solved | None:
    """The best assignment of all cells; None where it could not be proven."""
    if dense.fits(given) and (whole := dense.solved(given)) is not None:
        return settled(given, scale, Mending(*whole), whole[0])
    cells = Cells.of(given.shape, [given.cells(nearest(given.field)), given.seats])
    for _ in range(_LOOKS):
        column_of = search(cells)
        cost = prices(cells, column_of)
        if cost is None:
            return None
        seen = priced(given.field, *given.cost(cost), unit=given.unit)
        level = Cells.of(given.shape, [given.cells(seen.level), given.seats])
        cells = cells.with_(given.cells(seen.above))
        mended = _mended(Mending(cells, column_of, cost))
        found = None if mended is None else paid(given, mended, level)
        if found is not None:
            return settled(given, scale, *found)
    return None


def settled(given: Sheet, scale: Scale, mending: Mending, level: Cells) -> Solved:
    """Of the equally good assignments the one in which who registered first comes first."""
    level = tight(level, mending.cost)
    column_of, complete = first_come(given, level, mending.column_of, mending.cost)
    return Solved(given, scale, mending.cells, level, column_of, mending.cost, complete)


def paid(given: Sheet, mending: Mending, level: Cells) -> tuple[Mending, Cells] | None:
    """Mended until prices pay for every cell, with all cells that are worth what they cost; None where it takes long.

    Before somebody's price fell, every cell was paid for, and `level` were those worth what they cost: so only those
    who pay less now are priced against everyone again.
    """
    for _ in range(_LOOKS):
        if not mending.fallen:
            return mending, level
        rows = np.unique(given.rows[sorted(mending.fallen)])
        row_price, column_price = given.cost(mending.cost)
        seen = priced(given.field.some(rows), row_price[rows], column_price, unit=given.unit)
        row, column, worth = seen.level if seen.proven else seen.above
        fresh = given.cells((rows[row], column, worth))
        if seen.proven:
            return mending, level.with_(fresh)
        more = _mended(Mending(mending.cells.with_(fresh), mending.column_of, mending.cost))
        if more is None:
            return None
        more.fallen |= mending.fallen
        mending = more
    return None


def _mended(mending: Mending) -> Mending | None:
    """With all cells paid for; None where so much would have to move that a search does it sooner."""
    rows, size = mending.unpaid(), len(mending.column_of)
    if len(rows) > size // 32 + 16 or not mending.again(rows, steps=4 * size):
        return None
    if mending.unpaid():
        raise ArithmeticError("mended prices do not pay for every cell")
    return mending


def first_come(given: Sheet, level: Cells, column_of: Integers, cost: Prices) -> tuple[Integers, bool]:
    """Of all equally good assignments the one in which the earlier row is placed, with the earlier column.

    With it whether all ties were settled.
    """
    n, m = given.shape
    people = given.columns >= 0
    must_rows, must = cost.row > 0, cost.column > 0
    order = np.where(people, given.field.columns[given.columns], np.iinfo(np.int64).max)
    if (column_of < 0).any() or not people[column_of].all():
        early = np.where(people[level.column], n - level.row, 0)
        bonus = n * (n + m) + 1
        worth = early + bonus * (must_rows[level.row].astype(np.int64) + must[level.column])
        weighed = Cells(level.shape, level.row, level.column, worth)
        column_of = search(weighed)
        again = prices(weighed, column_of)
        if again is None:
            raise ArithmeticError("who comes first could not be proven")
        level = tight(weighed, again)
        must = again.column > 0
    return Ties(level, column_of, must, order).settled()


def certificate(board: Board, solved: Solved) -> Certificate:
    """What proves it to others."""
    ids, given, cost = board.ids, solved.sheet, solved.cost
    field = given.field
    people = given.columns >= 0
    first = field.scores.first[field.rows[given.rows]].tolist()
    second = field.scores.second[field.columns[given.columns[people]]].tolist()
    rows = _of_each([ids[i] for i in first], cost.row.tolist())
    columns = _of_each([ids[i] for i in second], cost.column[people].tolist())
    seats = tuple(zip(given.limits, cost.column[~people].tolist(), strict=True))
    return Certificate(astuple(solved.scale), rows, columns, seats, solved.settled)


def _of_each(people: Sequence[str], price: Sequence[int]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = dict(zip(people, zip(price, strict=True), strict=True))
    if len(found) == len(people):
        return found
    found.clear()
    for one, costs in zip(people, price, strict=True):
        found[one] = (*found[one], costs) if one in found else (costs,)
    return found
