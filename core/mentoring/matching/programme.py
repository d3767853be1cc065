"""A linear programme in zeros and ones, solved aim after aim (HiGHS, in SciPy), with proofs in whole numbers.

Most rounds need no branching: the linear programme answers in whole numbers, and its prices, rounded and checked in
integers, prove it best and say what any best solution looks like. Where they do not, branch and bound decides, and the
aim's value is kept by a row of its own.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array

Terms = dict[int, int]


@dataclass
class Programme:
    """Variables by number, each 0 or 1, rows of whole numbers, and the solution at hand in `values`."""

    columns: int = 0
    values: tuple[int, ...] = ()
    _rows: list[Terms] = field(default_factory=list)
    _most: list[int] = field(default_factory=list)
    _fixed: dict[int, int] = field(default_factory=dict)
    _tight: set[int] = field(default_factory=set)

    def new(self) -> int:
        """One more variable."""
        self.columns += 1
        return self.columns - 1

    def keep(self, terms: Terms, least: int | None, most: int | None) -> None:
        """A rule: the sum of the terms lies within; None is no limit."""
        if most is not None:
            self._rows.append(terms)
            self._most.append(most)
        if least is not None and (least > 0 or any(v < 0 for v in terms.values())):
            self._rows.append({k: -v for k, v in terms.items()})
            self._most.append(-least)

    def settle(self, order: Terms) -> None:
        """As `keep_best`, without a search where the solution at hand has the best of these variables already."""
        reached = [order[k] for k in order if self.values[k]]
        if sum(reached) == sum(sorted(order.values(), reverse=True)[: len(reached)]):
            self._fixed |= {k: self.values[k] for k in order}
        else:
            self.keep_best(order)
            self._fixed |= {k: self.values[k] for k in order}

    def keep_best(self, aim: Terms) -> None:
        """Make the aim as large as the rules allow, and keep it there. ArithmeticError where nothing is possible."""
        if not any(aim.values()):
            return
        weights = np.zeros(self.columns, dtype=np.int64)
        weights[list(aim)] = list(aim.values())
        if not self._by_prices(weights):
            self._by_branching(weights)

    def _by_prices(self, weights: NDArray[np.int64]) -> bool:
        """Solve without branching and narrow down to what is proven; False where there is no proof."""
        matrix: Any  # SciPy's types know sparse matrices in some of these places only
        matrix, most, lower, upper = self._matrix()
        bounds: Any = np.stack([lower, upper], axis=1)
        tight = np.array(sorted(self._tight), dtype=np.int64)
        rest = np.setdiff1d(np.arange(len(most)), tight)
        solved = linprog(
            -weights.astype(np.float64),
            A_ub=matrix[rest],
            b_ub=most[rest],
            A_eq=matrix[tight] if tight.size else None,
            b_eq=most[tight] if tight.size else None,
            bounds=bounds,
            method="highs-ds",
        )
        if solved.status != 0 or solved.x is None:
            return False
        values = np.rint(solved.x).astype(np.int64)
        price = np.zeros(len(most), dtype=np.int64)
        price[rest] = -np.rint(solved.ineqlin.marginals).astype(np.int64)
        if tight.size:
            price[tight] = -np.rint(solved.eqlin.marginals).astype(np.int64)
        gain = weights - matrix.T @ price
        bound = int(price @ most) + int(np.where(gain > 0, upper, lower) @ gain)
        load = matrix @ values
        sound = (load <= most).all() and (load[tight] == most[tight]).all() and (price[rest] >= 0).all()
        within = (values >= lower).all() and (values <= upper).all()
        if not (sound and within and int(weights @ values) == bound):
            return False
        self._fixed |= {int(k): int(values[k]) for k in np.flatnonzero(gain != 0)}
        self._tight |= {int(r) for r in np.flatnonzero(price > 0)}
        self.values = tuple(int(v) for v in values)
        return True

    def _by_branching(self, weights: NDArray[np.int64]) -> None:
        matrix, most, lower, upper = self._matrix()
        least = np.full(len(most), -np.inf)
        least[list(self._tight)] = most[list(self._tight)]
        solved = milp(
            -weights.astype(np.float64),
            integrality=np.ones(self.columns, dtype=np.int64),
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(matrix, least, most),
            options={"mip_rel_gap": 0},
        )
        if solved.x is None or solved.status != 0:
            raise ArithmeticError(f"the round could not be solved in whole numbers: {solved.message}")
        values = np.rint(solved.x).astype(np.int64)
        if not (matrix @ values <= most).all():
            raise ArithmeticError("the round was solved with rounding errors")
        self.values = tuple(int(v) for v in values)
        self.keep({k: int(w) for k, w in enumerate(weights) if w}, int(weights @ values), None)

    def _matrix(
        self,
    ) -> tuple[csr_array[Any, tuple[int, int]], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        at = [(r, c, v) for r, terms in enumerate(self._rows) for c, v in terms.items()]
        r, c, v = np.array(at, dtype=np.int64).T
        shape = (len(self._rows), self.columns)
        lower, upper = np.zeros(self.columns, dtype=np.int64), np.ones(self.columns, dtype=np.int64)
        for k, value in self._fixed.items():
            lower[k] = upper[k] = value
        return csr_array(coo_array((v, (r, c)), shape=shape)), np.array(self._most, dtype=np.int64), lower, upper
