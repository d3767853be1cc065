"""A round of pairs that stands, and one change to it: a lock, a forbidden pair, somebody who has no room any more.

What proved the round the best is kept: cells, prices, who is whose. A change moves the few whom it concerns
(`mending`); only those who pay less than before are priced against everyone; ties are settled as ever. So the answer is
the one that `solve` gives for the changed round, at a small part of the time. Rounds of which this cannot be promised
do not stand: several pathways, places, people of the served role with room for more than one, criteria that look beyond
one pair, more ties than were settled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from mentoring.errors import Conflict
from mentoring.matching import dense
from mentoring.matching.assignment import Integers
from mentoring.matching.cohort import Cohort
from mentoring.matching.criteria.rules import OF_THE_WHOLE
from mentoring.matching.exact import Solved, begun, certificate, paid, settled, solve_sheet
from mentoring.matching.measure import Measure, aims
from mentoring.matching.mending import NOBODY, Mending
from mentoring.matching.network import Cells, Prices
from mentoring.matching.plan import Lock, Mentorship, Plan, Solution
from mentoring.matching.room import Group, Room
from mentoring.matching.score import Board
from mentoring.matching.solve import solution_of, unplaced

Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Standing:
    """A solved round, and `cohort` and `plan` as they are after all changes; `board` is the first one's.

    `made`: every mentorship that ever came about, by the positions of its two, of whom `pairs` are together now, and
    `locked` whatever comes.
    """

    cohort: Cohort
    plan: Plan
    board: Board
    solved: Solved
    solution: Solution
    made: Mapping[tuple[int, int], Mentorship]
    pairs: Pairs
    locked: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, board: Board) -> "Standing | None":
        """The round, solved from the beginning; None where it cannot stand."""
        plan, pathway = board.plan, board.plan.pathways[0]
        several = any(e.capacity > 1 for e in board.cohort.entrants if e.role == pathway.served)
        beyond = any(c.rule in OF_THE_WHOLE for c in pathway.criteria)
        if len(plan.pathways) > 1 or not pathway.is_pair or plan.places or plan.locks or several or beyond:
            return None
        given = begun(board, Room.whole(board), pathway)
        solved = solve_sheet(*given) if given and min(given[0].shape) else None
        if given is None or solved is None or not solved.settled:
            return None
        if dense.fits(given[0]):
            solved = replace(solved, cells=dense.cells(given[0]))
        pairs = sorted(solved.sheet.people(solved.column_of))
        solution = replace(solution_of(board, _groups(plan, pairs)), certificate=certificate(board, solved))
        made = dict(zip(pairs, solution.mentorships, strict=True))
        return cls(board.cohort, plan, board, solved, solution, made, pairs)

    def forbidding(self, one: str, other: str) -> "Standing | None":
        """The round with these two kept apart; None where it does not stand. Raises Conflict where they are locked."""
        position = {self._place(e) for e in (one, other)}
        if any(position == set(pair) for pair in self.locked):
            raise Conflict("These two are locked together.", "Lift the lock.")
        row, column = self._sides(position)
        solved, sheet = self.solved, self.solved.sheet
        rows, columns = sheet.rows_of(row), sheet.columns_of(column)
        shut = [np.isin(c.row, rows) & np.isin(c.column, columns) for c in (solved.cells, solved.level)]
        mending = Mending(solved.cells.only(~shut[0]), solved.column_of, solved.cost)
        mending.again([k for k in rows.tolist() if solved.column_of[k] in columns])
        plan = replace(self.plan, forbids=self.plan.forbids | {frozenset((one, other))})
        kept = replace(solved, sheet=sheet.closing(row, column), level=solved.level.only(~shut[1]))
        return replace(self, plan=plan).moved(kept, mending)

    def locking(self, one: str, other: str) -> "Standing | None":
        """The round with these two together; None where it does not stand. Raises Conflict where they cannot be."""
        row, column = self._sides({self._place(e) for e in (one, other)})
        solved, sheet = self.solved, self.solved.sheet
        rows, columns = sheet.rows_of(row), sheet.columns_of(column)
        if not self.may_lock(one, other):
            raise Conflict("A hard rule keeps these two apart, or one of them has no room.", "Change it for them.")
        mine = columns == solved.column_of[rows[0]]
        taken = np.lexsort((np.isin(columns, solved.column_of), ~mine))[:1]  # their own, else a free one
        plan = replace(self.plan, locks=(*self.plan.locks, Lock(self.plan.pathways[0].id, frozenset((one, other)))))
        return replace(self, plan=plan, locked=self.locked | {(row, column)}).less(rows, columns[taken])

    def may_lock(self, one: str, other: str) -> bool:
        """Whether these two have room, and no hard rule keeps them apart."""
        row, column = self._sides({self._place(e) for e in (one, other)})
        sheet = self.solved.sheet
        return bool(len(sheet.rows_of(row)) and len(sheet.columns_of(column)) and sheet.allows(row, column))

    def without(self, entrant: str) -> "Standing | None":
        """The round where this person has no room; None where it does not stand. Raises Conflict where locked."""
        position = self._place(entrant)
        if any(position in pair for pair in self.locked):
            raise Conflict("This person is locked to somebody.", "Lift the lock.")
        gone = (replace(e, capacity=0) if e.id == entrant else e for e in self.cohort.entrants)
        left = replace(self, cohort=replace(self.cohort, entrants=tuple(gone)))
        return left.less(self.solved.sheet.rows_of(position), self.solved.sheet.columns_of(position))

    def _place(self, entrant: str) -> int:
        return self.board.position[entrant]

    def _sides(self, positions: set[int]) -> tuple[int, int]:
        """The one of the served role, and the other."""
        served = self.plan.pathways[0].served
        one, other = sorted(positions, key=lambda i: self.cohort.entrants[i].role != served)
        return one, other

    def less(self, rows: Integers, columns: Integers) -> "Standing | None":
        """Without these rows and columns: whoever held such a column, or wants one that was left, looks anew."""
        solved, sheet = self.solved, self.solved.sheet
        new_row, new_column = _numbers(sheet.shape[0], rows), _numbers(sheet.shape[1], columns)
        kept_row, kept_column = np.flatnonzero(new_row >= 0), np.flatnonzero(new_column >= 0)
        if not len(kept_row) or not len(kept_column):
            return None
        holding = np.flatnonzero((solved.column_of >= 0) & np.isin(solved.column_of, columns))
        left = solved.column_of[rows]
        gaps = new_column[left[left >= 0]]
        shape = len(kept_row), len(kept_column)
        cells, level = (_renumbered(c, shape, new_row, new_column) for c in (solved.cells, solved.level))
        column_of = solved.column_of[kept_row]
        column_of = np.where(column_of >= 0, new_column[column_of], NOBODY)
        mending = Mending(cells, column_of, Prices(solved.cost.row[kept_row], solved.cost.column[kept_column]))
        looking = new_row[holding]
        mending.after(looking[looking >= 0].tolist(), gaps[gaps >= 0].tolist())
        smaller = replace(
            sheet, rows=sheet.rows[kept_row], columns=sheet.columns[kept_column], base=sheet.base[kept_row]
        )
        return self.moved(replace(solved, sheet=smaller, level=level), mending)

    def moved(self, solved: Solved, mending: Mending) -> "Standing | None":
        """With everyone moved: prices pay for every cell again, ties are settled."""
        found = paid(solved.sheet, mending, solved.level)
        now = None if found is None else settled(solved.sheet, solved.scale, *found)
        return self._told(now) if now is not None and now.settled else None

    def _told(self, solved: Solved) -> "Standing":
        """The solution: only what changed is measured."""
        pairs = sorted([*solved.sheet.people(solved.column_of), *self.locked])
        fresh, gone = set(pairs) - set(self.pairs), set(self.pairs) - set(pairs)
        new = sorted(pair for pair in fresh if pair not in self.made)
        mentorships = Measure(self.board, _groups(self.plan, new)).mentorships()
        made = {**self.made, **dict(zip(new, mentorships, strict=True))}
        reached = dict(self.solution.aims)
        for which, sign in ((fresh, 1), (gone, -1)):
            more = aims(self.board, _groups(self.plan, sorted(which)), [made[pair] for pair in sorted(which)])
            reached = {name: value + sign * more[name] for name, value in reached.items()}
        solution = Solution(tuple(made[pair] for pair in pairs), unplaced(self.board, pairs), reached)
        return replace(self, solved=solved, solution=solution, made=made, pairs=pairs)


def _numbers(size: int, out: Integers) -> Integers:
    """What each of so many is called once some are taken out; -1 for those."""
    left = np.ones(size, dtype=np.bool_)
    left[out] = False
    return np.where(left, np.cumsum(left) - 1, -1)


def _renumbered(cells: Cells, shape: tuple[int, int], row: Integers, column: Integers) -> Cells:
    kept = (row[cells.row] >= 0) & (column[cells.column] >= 0)
    return Cells(shape, row[cells.row[kept]], column[cells.column[kept]], cells.worth[kept])


def _groups(plan: Plan, pairs: Iterable[tuple[int, int]]) -> list[Group]:
    return Group.couples(plan.pathways[0], pairs)
