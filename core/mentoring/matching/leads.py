"""Who leads which circle, the rest of the circles being given: an assignment problem, solved exactly, seat by seat."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentoring.matching.table import NEVER, Table


def assign_leads(table: Table) -> None:
    """Give the seats of every role that is not served anew: one seat of all circles at a time, the others as they are.

    Whoever leads nothing yet is asked too, unless places are counted among the role.
    """
    for role, name in enumerate(table.pool.pathway.members):
        if name == table.pool.pathway.served:
            continue
        for at in range(table.most[role]):
            _assign(table, role, at, name)


def _assign(table: Table, role: int, at: int, name: str) -> None:
    column = table.starts[role] + at
    circles = np.flatnonzero((table.seats[:, column] != table.nobody) & ~table.still[:, column])
    if not circles.size:
        return
    sitting = np.bincount(table.seats.ravel(), minlength=table.nobody + 1)
    here = np.bincount(table.seats[circles, column], minlength=table.nobody + 1)
    counted = any(k in group for group, _ in table.pool.limits for k in table.pool.of_role(name))
    free = [
        (k, min(table.pool.capacity[k] - int(sitting[k] - here[k]), circles.size))
        for k in table.pool.of_role(name)
        if here[k] or not (counted and sitting[k] == 0)
    ]
    candidates = np.repeat(*np.array([(k, n) for k, n in free if n > 0], dtype=np.int64).T)
    values = table.seat_values(role, at, candidates)[:, circles]
    rows, columns = linear_sum_assignment(values.astype(np.float64), maximize=True)
    before, old = table.worth(), table.seats[circles, column].copy()
    if len(columns) == len(circles) and values[rows, columns].min() > NEVER:
        table.seats[circles[columns], column] = candidates[rows]
        table.recount()
        if table.worth() < before:
            table.seats[circles, column] = old
            table.recount()
