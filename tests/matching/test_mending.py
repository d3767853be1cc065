"""A mended assignment is as good as one sought anew, and its prices prove it."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching.mending import Mending
from mentoring.matching.network import Cells, Prices, prices, search


def value(cells: Cells, column_of: Any) -> int:
    return int(cells.worth[column_of[cells.row] == cells.column].sum())


def proves(cells: Cells, column_of: Any, cost: Prices) -> bool:
    """Nobody pays less than a cell is worth, who has none pays nothing, and together they pay what they have."""
    paid = int(cost.row.sum() + cost.column.sum())
    enough = (cost.row[cells.row] + cost.column[cells.column] >= cells.worth).all()
    return bool(enough and min(cost.row.min(), cost.column.min()) >= 0 and paid == value(cells, column_of))


@st.composite
def tables(draw: Any) -> Cells:
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    open_ = draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), min_size=1))
    row, column = (np.array(each, dtype=np.int64) for each in zip(*sorted(open_), strict=True))
    worth = np.array([draw(st.integers(0, 9)) for _ in row], dtype=np.int64)
    return Cells((n, m), row, column, worth)


@settings(max_examples=300, deadline=None)
@given(tables(), st.data())
def test_cells_that_are_added_are_mended_in(cells: Cells, data: Any) -> None:
    known = np.array([data.draw(st.booleans()) for _ in cells.row], dtype=np.bool_)
    few = Cells(cells.shape, cells.row[known], cells.column[known], cells.worth[known])
    column_of = search(few)
    cost = prices(few, column_of)
    assert cost is not None
    mending = Mending(cells, column_of, cost)
    mending.again(mending.unpaid())
    assert proves(cells, mending.column_of, Prices(mending.row, mending.column))
    assert value(cells, mending.column_of) == value(cells, search(cells))


@settings(max_examples=300, deadline=None)
@given(tables(), st.data())
def test_a_cell_that_is_closed_is_mended_out(cells: Cells, data: Any) -> None:
    column_of = search(cells)
    cost = prices(cells, column_of)
    assert cost is not None
    shut = data.draw(st.sampled_from(range(len(cells.row))))
    left = replace(
        cells, row=np.delete(cells.row, shut), column=np.delete(cells.column, shut), worth=np.delete(cells.worth, shut)
    )
    mending = Mending(left, column_of, cost)
    if column_of[cells.row[shut]] == cells.column[shut]:
        mending.again([int(cells.row[shut])])
    assert proves(left, mending.column_of, Prices(mending.row, mending.column))
    assert value(left, mending.column_of) == value(left, search(left))
