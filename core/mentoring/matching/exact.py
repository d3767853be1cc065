"""One pair pathway of any size, exactly.

Few candidates are solved, prices are asked of every pair, what they forgot is added, and so on until the prices prove
the answer the best of all.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.candidates import Field, nearest, priced
from mentoring.matching.certificate import Certificate
from mentoring.matching.copies import seats_of
from mentoring.matching.mending import Mending
from mentoring.matching.network import Cells, Prices, prices, search, tight
from mentoring.matching.order_of_places import Ties
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.room import Room
from mentoring.matching.scale import Scale
from mentoring.matching.score import Board
from mentoring.matching.whole_numbers import Pair

_LOOKS = 60
_SEAT_CELLS = 4_000_000


@dataclass(frozen=True)
class Table:
    """Copies of people against copies of people, and seats that stay empty, without their cells.

    `rows`, `columns`: indices into the field's, one for each mentorship a person has room for; columns of -1 are
    seats. `base`: what a row is worth by itself. `seats`: the cells of the seats, `limits`:
    for which limit each seat is.
    """

    field: Field
    rows: Integers
    columns: Integers
    base: Integers
    unit: int
    seats: tuple[Integers, Integers, Integers]
    limits: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """How many copies there are of each side."""
        return len(self.rows), len(self.columns)

    def cells(self, found: tuple[Integers, Integers, Integers]) -> tuple[Integers, Integers, Integers]:
        """Cells of the field as cells of all copies of both, worth what they are in the order of aims."""
        row, column, worth = found
        people = int((self.columns >= 0).sum())
        row, which = _spread(self.rows, row)
        column, worth = column[which], worth[which]
        column, which = _spread(self.columns[:people], column)
        row, worth = row[which], worth[which]
        return row, column, self.unit * worth + self.base[row]

    def people(self, column_of: Integers) -> list[tuple[int, int]]:
        """The pairs of an assignment, as positions in the cohort; seats are nobody's."""
        rows = np.flatnonzero(column_of >= 0)
        rows = rows[self.columns[column_of[rows]] >= 0]
        field = self.field
        first = field.scores.first[field.rows[self.rows[rows]]]
        second = field.scores.second[field.columns[self.columns[column_of[rows]]]]
        return list(zip(first.tolist(), second.tolist(), strict=True))

    def cost(self, found: Prices) -> tuple[Integers, Integers]:
        """Prices by index of the field: what a cell may be worth at most, part by row, part by column."""
        lowest_row = np.full(len(self.field.rows), 2**62, dtype=np.int64)
        np.minimum.at(lowest_row, self.rows, found.row - self.base)
        lowest_column = np.full(len(self.field.columns), 2**62, dtype=np.int64)
        real = self.columns >= 0
        np.minimum.at(lowest_column, self.columns[real], found.column[real])
        return lowest_row, lowest_column


@dataclass(frozen=True, slots=True)
class Proved:
    """The best pairs, with the proof."""

    pairs: list[Pair]
    certificate: Certificate


def pair_exactly(board: Board, room: Room, pathway: PathwayPlan) -> Proved | None:
    """The best pairs of one pathway that the room leaves; None where the numbers would be too large for this way."""
    first, second = ([i for i in board.people(pathway.id, r).tolist() if room.capacity[i]] for r in pathway.members)
    scale = Scale.of(board, pathway, first, sum(min(room.capacity[i], len(second)) for i in first) + 1)
    if scale is None:
        return None
    field = Field.of(board, room, pathway.id, scale.resort)
    if not len(field.rows) or not len(field.columns):
        return Proved([], Certificate(astuple(scale), {}, {}))
    table = _table(board, room, pathway, field, scale)
    if table is None:
        return None
    solved = _solve(table)
    if solved is None:
        return None
    cells, column_of, cost = solved
    column_of, complete = _first_come(table, cells, column_of, cost)
    return Proved(
        [Pair(pathway.id, one, other) for one, other in table.people(column_of)],
        _certificate(board, table, scale, cost, complete=complete),
    )


def _table(board: Board, room: Room, pathway: PathwayPlan, field: Field, scale: Scale) -> Table | None:
    capacity = np.array(room.capacity, dtype=np.int64)
    first, second = field.scores.first[field.rows], field.scores.second[field.columns]
    rows = np.repeat(np.arange(len(first)), np.minimum(capacity[first], len(second)))
    columns = np.repeat(np.arange(len(second)), np.minimum(capacity[second], len(first)))
    base = scale.of_rows(board, pathway.id, first[rows])
    seats = seats_of(board, (first[rows], second[columns]), room.limits, frozenset((pathway.id,)))
    if sum(int(s.sum()) for _, s in seats) > _SEAT_CELLS:
        return None
    held = [(np.flatnonzero(s), len(columns) + k) for k, (_, s) in enumerate(seats)]
    row = np.concatenate([np.zeros(0, dtype=np.int64), *(r for r, _ in held)])
    column = np.concatenate([np.zeros(0, dtype=np.int64), *(np.full(len(r), k) for r, k in held)])
    columns = np.concatenate([columns, np.full(len(seats), -1)])
    worth = np.full(len(row), scale.seat, dtype=np.int64)
    return Table(field, rows, columns, base, scale.unit, (row, column, worth), tuple(k for k, _ in seats))


def _solve(table: Table) -> tuple[Cells, Integers, Prices] | None:
    """Cells that any best assignment uses, one such assignment, and prices that prove it best of all cells."""
    cells = Cells.of(table.shape, [table.cells(nearest(table.field)), table.seats])
    found = _begin(cells)
    for _ in range(_LOOKS):
        if found is None:
            return None
        column_of, cost = found
        seen = priced(table.field, *table.cost(cost), unit=table.unit)
        if seen.proven:
            level = Cells.of(table.shape, [table.cells(seen.level), table.seats])
            keep = tight(level, cost)
            return Cells(table.shape, level.row[keep], level.column[keep], level.worth[keep]), column_of, cost
        cells = Cells.of(table.shape, [(cells.row, cells.column, cells.worth), table.cells(seen.above)])
        found = _mended(cells, column_of, cost)
    return None


def _begin(cells: Cells) -> tuple[Integers, Prices] | None:
    column_of = search(cells)
    cost = prices(cells, column_of)
    return None if cost is None else (column_of, cost)


def _mended(cells: Cells, column_of: Integers, cost: Prices) -> tuple[Integers, Prices] | None:
    """The best assignment with cells added, from the one before; sought anew where too much would have to move."""
    mending = Mending(cells, column_of, cost)
    rows = mending.unpaid()
    if len(rows) > len(column_of) // 32 + 16 or not mending.again(rows, steps=4 * len(column_of)):
        return _begin(cells)
    if mending.unpaid():
        raise ArithmeticError("mended prices do not pay for every cell")
    return mending.column_of, Prices(mending.row, mending.column)


def _first_come(table: Table, level: Cells, column_of: Integers, cost: Prices) -> tuple[Integers, bool]:
    """Of all equally good assignments the one in which the earlier row is placed, with the earlier column.

    With it whether all ties were settled.
    """
    n, m = table.shape
    people = table.columns >= 0
    must_rows, must = cost.row > 0, cost.column > 0
    order = np.where(people, table.field.columns[table.columns], np.iinfo(np.int64).max)
    if (column_of < 0).any() or not people[column_of].all():
        early = np.where(people[level.column], n - level.row, 0)
        bonus = n * (n + m) + 1
        worth = early + bonus * (must_rows[level.row].astype(np.int64) + must[level.column])
        weighed = Cells(level.shape, level.row, level.column, worth)
        column_of = search(weighed)
        again = prices(weighed, column_of)
        if again is None:
            raise ArithmeticError("who comes first could not be proven")
        keep = tight(weighed, again)
        level = Cells(level.shape, level.row[keep], level.column[keep], worth[keep])
        must = again.column > 0
    return Ties(level, column_of, must, order).settled()


def _certificate(board: Board, table: Table, scale: Scale, cost: Prices, *, complete: bool) -> Certificate:
    entrants, field = board.cohort.entrants, table.field
    rows: dict[str, list[int]] = {}
    columns: dict[str, list[int]] = {}
    first, second = field.scores.first[field.rows].tolist(), field.scores.second[field.columns].tolist()
    for k, price in zip(table.rows.tolist(), cost.row.tolist(), strict=True):
        rows.setdefault(entrants[first[k]].id, []).append(price)
    for k, price in zip(table.columns.tolist(), cost.column.tolist(), strict=True):
        if k >= 0:
            columns.setdefault(entrants[second[k]].id, []).append(price)
    seats = tuple(zip(table.limits, cost.column[table.columns < 0].tolist(), strict=True))
    return Certificate(astuple(scale), _frozen(rows), _frozen(columns), seats, complete)


def _frozen(prices_of: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {e: tuple(p) for e, p in prices_of.items()}


def _spread(copies: Integers, which: Sequence[int] | Integers) -> tuple[Integers, Integers]:
    """For each of `which` all its copies: their places, and which of the given each belongs to."""
    chosen = np.asarray(which, dtype=np.int64)
    size = int(chosen.max(initial=-1)) + 1
    start, end = np.searchsorted(copies, np.arange(size)), np.searchsorted(copies, np.arange(size), side="right")
    counts = (end - start)[chosen]
    origin = np.repeat(np.arange(len(chosen)), counts)
    within = np.arange(len(origin)) - np.repeat(np.cumsum(counts) - counts, counts)
    return start[chosen][origin] + within, origin
