"""One pair pathway as a matrix: a row or column for each mentorship somebody has room for, without its cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.candidates import Field
from mentoring.matching.copies import seats_of
from mentoring.matching.network import Prices
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.room import Room
from mentoring.matching.scale import Scale
from mentoring.matching.score import Board

_SEAT_CELLS = 4_000_000


@dataclass(frozen=True)
class Sheet:
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
        if not np.array_equal(self.rows, np.arange(len(self.field.rows))):
            row, which = _spread(self.rows, row)
            column, worth = column[which], worth[which]
        if not np.array_equal(self.columns[:people], np.arange(len(self.field.columns))):
            column, which = _spread(self.columns[:people], column)
            row, worth = row[which], worth[which]
        return row, column, self.unit * worth + self.base[row]

    def rows_of(self, position: int) -> Integers:
        """The rows of the person at this position in the cohort."""
        return np.flatnonzero(self.field.scores.first[self.field.rows[self.rows]] == position)

    def columns_of(self, position: int) -> Integers:
        """The columns of the person at this position in the cohort."""
        real = self.columns[: int((self.columns >= 0).sum())]
        return np.flatnonzero(self.field.scores.second[self.field.columns[real]] == position)

    def _cell(self, row: int, column: int) -> tuple[int, int]:
        scores = self.field.scores
        return int(np.searchsorted(scores.first, row)), int(np.searchsorted(scores.second, column))

    def closing(self, row: int, column: int) -> "Sheet":
        """With these two, by position, kept apart."""
        return replace(self, field=replace(self.field, closed=self.field.closed | {self._cell(row, column)}))

    def allows(self, row: int, column: int) -> bool:
        """Whether nothing bars these two, by position."""
        cell = self._cell(row, column)
        open_ = self.field.scores.pairs(*(np.array([k]) for k in cell)).allowed
        return bool(open_[0]) and cell not in self.field.closed

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


def sheet(board: Board, room: Room, pathway: PathwayPlan, field: Field, scale: Scale) -> Sheet | None:
    """The copies that the room leaves; None where the seats are too many."""
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
    return Sheet(field, rows, columns, base, scale.unit, (row, column, worth), tuple(k for k, _ in seats))


def _spread(copies: Integers, which: Sequence[int] | Integers) -> tuple[Integers, Integers]:
    """For each of `which` all its copies: their places, and which of the given each belongs to."""
    chosen = np.asarray(which, dtype=np.int64)
    size = int(chosen.max(initial=-1)) + 1
    start, end = np.searchsorted(copies, np.arange(size)), np.searchsorted(copies, np.arange(size), side="right")
    counts = (end - start)[chosen]
    origin = np.repeat(np.arange(len(chosen)), counts)
    within = np.arange(len(origin)) - np.repeat(np.cumsum(counts) - counts, counts)
    return start[chosen][origin] + within, origin
