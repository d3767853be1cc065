"""Making a grouping better, seat by seat: two of one role change places wherever the circles gain by it."""

import numpy as np

from mentoring.matching.assignment import Integers
from mentoring.matching.criteria.sides import Mask
from mentoring.matching.seats import Seats

_ROUNDS = 200


def improve(seats: Seats) -> None:
    """Swap seats, best gain first, until no swap of two gains anything.

    Who sits somewhere keeps a seat, unless somebody of no less priority, counted among the same places, fits better.
    """
    for _ in range(_ROUNDS):
        gained = [_swap(seats, role) for role in seats.pool.pathway.members]
        if not any(gained):
            return


def _swap(seats: Seats, role: str) -> bool:
    """One pass over a role: every gaining swap whose circles were not touched in this pass. Whether there was one."""
    pool = seats.pool
    seated = [(k, g) for g in range(len(seats.circles)) for k in seats.of_role(g, role) if (k, g) not in seats.fixed]
    taken = seated + [(k, -1) for k in pool.of_role(role) if not seats.sitting[k] and pool.capacity[k] > 0]
    if len(taken) < 2:
        return False
    who = np.array([k for k, _ in taken], dtype=np.int64)
    where = np.array([g for _, g in taken], dtype=np.int64)
    inside = np.zeros((len(pool.people), len(seats.circles) + 1), dtype=np.int64)  # the last column: nowhere
    for g, circle in enumerate(seats.circles):
        inside[circle, g] = 1
    worth = (pool.worth[who] @ inside)[:, where]
    clash = (pool.clash[who].astype(np.int64) @ inside)[:, where]
    own = np.diagonal(worth)
    pairwise = np.where((where[:, None] >= 0) & (where[None, :] >= 0), 2, 1) * pool.worth[np.ix_(who, who)]
    gain = worth + worth.T - own[:, None] - own[None, :] - pairwise
    between = pool.clash[np.ix_(who, who)].astype(np.int64)
    blocked = (clash - between * (where[None, :] >= 0) > 0) & (where[None, :] >= 0)
    gain[blocked | blocked.T | (where[:, None] == where[None, :])] = 0
    gain[~_may_leave(seats, who, where)] = 0
    rows, columns = np.nonzero(np.triu(gain > 0))
    order = np.lexsort((columns, rows, -gain[rows, columns]))
    touched: set[int] = set()
    for a, b in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if not touched & {int(where[a]), int(where[b])} and _exchange(seats, taken[a], taken[b]):
            touched |= {int(where[a]), int(where[b])} - {-1}
            if -1 in {where[a], where[b]}:
                return True
    return bool(touched)


def _may_leave(seats: Seats, who: Integers, where: Integers) -> Mask:
    """bool[seats, seats]: False where the swap would put somebody out who has the better claim."""
    pool = seats.pool
    priority = np.array(pool.priority, dtype=np.int64)[who]
    counted = np.array([[k in group for group, _ in pool.limits] for k in who.tolist()], dtype=np.bool_)
    alike = (counted[:, None, :] == counted[None, :, :]).all(axis=2)
    many = np.array([seats.sitting[k] > 1 for k in who.tolist()], dtype=np.bool_)
    fair = alike & (priority[:, None] >= priority[None, :]) & ~many[None, :]
    comes_in = (where[:, None] < 0) & (where[None, :] >= 0)
    allowed: Mask = ~(comes_in & ~fair) & ~(comes_in.T & ~fair.T)
    return allowed


def _exchange(seats: Seats, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Change the two seats if both suit; a circle of -1 is no circle."""
    (a, ga), (b, gb) = one, other
    if (gb >= 0 and not seats.suits(a, gb, instead=b)) or (ga >= 0 and not seats.suits(b, ga, instead=a)):
        return False
    for k, before, after in ((a, ga, gb), (b, gb, ga)):
        if before >= 0:
            seats.rise(k, before)
        if after >= 0:
            seats.sit(k, after)
    return True
