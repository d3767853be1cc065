"""Which of several equally good assignments: who registered first meets who registered first."""

import numpy as np

from mentoring.matching.assignment import Face, Integers
from mentoring.matching.criteria.sides import Mask


def settle(face: Face, order: Integers) -> Face:
    """The one solution of `face` in which row after row has the earliest column the rows before it leave possible.

    Rows stand in canonical order; `order`: int64[columns], each column's place. Rows without a column stay so, and
    rows with one keep one: who is placed is settled before.
    """
    column_of = face.column_of.copy()
    owner = np.full(face.open.shape[1], -1, dtype=np.int64)
    placed = np.flatnonzero(column_of >= 0)
    owner[column_of[placed]] = placed
    movable = face.open.copy()
    movable[column_of < 0] = False
    for row in placed.tolist():
        now = column_of[row]
        wanted = np.flatnonzero(movable[row] & (order < order[now]))
        if wanted.size:
            _move(row, wanted[np.argsort(order[wanted], kind="stable")], movable, face.columns, column_of, owner)
        movable[row] = False
        movable[:, column_of[row]] = False
    return Face(face.open, face.rows, face.columns, column_of)


def _move(row: int, wanted: Integers, movable: Mask, must: Mask, column_of: Integers, owner: Integers) -> None:
    """Give `row` the first of the wanted columns whose owner, and so on, can be given another in turn."""
    after = _ways_home(int(column_of[row]), movable, must, column_of, owner)
    for target in wanted:
        if after[target] < 0:
            continue
        taker, column = row, int(target)
        gap = int(column_of[row])
        while True:
            displaced = int(owner[column])
            owner[column] = taker
            if taker >= 0:
                column_of[taker] = column
            if column == gap:
                return
            taker, column = displaced, int(after[column])


def _ways_home(gap: int, movable: Mask, must: Mask, column_of: Integers, owner: Integers) -> Integers:
    """For each column: the column its owner would take if it lost this one, on a way that ends in `gap`; -1 if none.

    A column without an owner is held by nobody, who may take any column that need not be filled.
    """
    after = np.full(len(owner), -1, dtype=np.int64)
    after[gap] = gap
    free = (owner < 0) & movable.any(axis=0)
    nobody = False
    frontier = [gap]
    while frontier:
        reached: list[int] = []
        for column in frontier:
            takers = np.flatnonzero(movable[:, column] & (column_of >= 0) & (column_of != gap))
            mine = column_of[takers]
            mine = mine[after[mine] < 0]
            after[mine] = column
            reached.extend(int(c) for c in mine)
            if not nobody and not must[column]:
                nobody = True
                fresh = np.flatnonzero(free & (after < 0))
                after[fresh] = column
                reached.extend(int(c) for c in fresh)
        frontier = reached
    return after
