"""Prices are asked of every pair by a bound, in a small round by itself; both give what each pair by itself gives."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.bench.cohorts import BETWEEN, Shape, criteria, pairs
from mentoring.matching import candidates, dense
from mentoring.matching.candidates import SMALL, Field, nearest, priced
from mentoring.matching.ceiling import Ceiling
from mentoring.matching.criteria import values
from mentoring.matching.plan import Criterion, PlaceLimit, Plan
from mentoring.matching.room import Room
from mentoring.matching.score import Board
from mentoring.matching.solve import solve

MORE: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("text", 30, {"of": "answers.field", "with": "answers.campus"}),
    ("same", "must", {"on": "answers.pattern"}),
    ("overlap", "must", {"of": "answers.wants", "with": "answers.offers", "least": 1}),
    ("overlap", 7, {"of": "answers.wants", "with": "answers.offers", "least": 0}),
    ("choice", "last_resort", {"of": "mentee", "field": "answers.named"}),
    ("unrelated", 12, {"by": ["answers.line_manager"], "shared": True}),
    ("wish", "must", {"of": "mentee", "on": "answers.gender", "field": "answers.wish"}),
    ("gap", 3, {"on": "answers.years", "most": 9}),
)


def a_field(seed: int, which: frozenset[int], *, exempt: bool, shape: Shape | None = None) -> Field:
    """Some of the benchmark's criteria, and some besides; with bounds, as a large round has them."""
    cohort, plan = pairs(shape or Shape(17, 14), seed=seed)
    told = [*((c.rule, c.weight, dict(c.params)) for c in criteria()), *MORE]
    asked = tuple(Criterion(k, *told[k][:2], BETWEEN, told[k][2]) for k in sorted(which))
    spared = frozenset(("main", c.index, e.id) for c in asked for e in cohort.entrants[:4]) if exempt else frozenset()
    forbids = frozenset({frozenset(("mentee1", "mentor1")), frozenset(("mentee2", "mentor5"))})
    whole: Plan = replace(plan, pathways=(replace(plan.pathways[0], criteria=asked),), exempt=spared, forbids=forbids)
    board = Board(cohort, whole)
    room = Room.whole(board)
    capacity = tuple(0 if k % 11 == 5 else n for k, n in enumerate(room.capacity))
    field = Field.of(board, replace(room, capacity=capacity), "main", resort=10**9)
    return replace(
        field, ceiling=Ceiling.of(field.scores, field.rows, field.columns), closed=frozenset({(0, 1), (3, 3)})
    )


def every(field: Field) -> tuple[Any, Any, Any]:
    row, column = (each.ravel() for each in np.indices((len(field.rows), len(field.columns))))
    open_, worth = field.worth(row, column)
    return row[open_], column[open_], worth


def cells(found: tuple[Any, Any, Any]) -> list[tuple[int, int, int]]:
    return sorted(zip(*(each.tolist() for each in found), strict=True))


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, 5),
    st.frozensets(st.integers(0, len(criteria()) + len(MORE) - 1), min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
    st.sampled_from([1, 5]),
    st.sampled_from([0, 10**6, 10**10, 10**15]),
    st.randoms(use_true_random=False),
)
def test_what_is_above_its_prices_and_what_is_level_with_them_are_found_among_all_pairs(
    seed: int, which: frozenset[int], exempt: bool, small: bool, unit: int, large: int, chance: Any
) -> None:
    field = a_field(seed, which, exempt=exempt)
    row, column, worth = every(field)
    prices = [
        np.array([chance.choice([0, large, -large]) + chance.randrange(60_000) for _ in side])
        for side in (field.rows, field.columns)
    ]
    if len(worth):  # so that some pairs are level
        for k in range(0, len(prices[0]), 2):
            mine = np.flatnonzero(row == k)
            if len(mine):
                at = mine[chance.randrange(len(mine))]
                prices[0][k] = unit * worth[at] - prices[1][column[at]]
    gain = unit * worth - prices[0][row] - prices[1][column]
    seen = priced(replace(field, ceiling=None) if small else field, *prices, unit=unit, most=10**6)
    assert cells(seen.above) == cells((row[gain > 0], column[gain > 0], worth[gain > 0]))
    assert cells(seen.level) == cells((row[gain == 0], column[gain == 0], worth[gain == 0]))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 5), st.frozensets(st.integers(0, len(criteria()) + len(MORE) - 1), min_size=1))
def test_a_pair_by_itself_is_worth_what_it_is_worth_in_the_whole(seed: int, which: frozenset[int]) -> None:
    field = a_field(seed, which, exempt=True)
    scores = field.scores
    row, column = (each.ravel() for each in np.indices((len(scores.first), len(scores.second))))
    alone = scores.pairs(row, column)
    assert alone.allowed.tolist() == scores.allowed.ravel().tolist()
    assert alone.points.tolist() == scores.points.ravel().tolist()
    assert (alone.broken.tolist() if alone.broken is not None else [0] * len(row)) == scores.broken.ravel().tolist()


def test_values_too_many_for_a_table_answer_as_a_table_does(monkeypatch: pytest.MonkeyPatch) -> None:
    few = a_field(3, frozenset({0, 1, 7, 8, 13, 19}), exempt=False)
    monkeypatch.setattr(values, "_CELLS_OF_A_TABLE", 0)
    many = a_field(3, frozenset({0, 1, 7, 8, 13, 19}), exempt=False)
    assert many.ceiling is not None
    assert many.ceiling.slow_points
    assert many.ceiling.slow_bars
    assert cells(every(many)) == cells(every(few))
    nothing = np.zeros(len(few.rows), dtype=np.int64), np.full(len(few.columns), 20_000, dtype=np.int64)
    assert cells(priced(many, *nothing, unit=1).above) == cells(priced(few, *nothing, unit=1).above)


def test_a_small_round_needs_no_bounds_and_its_pairs_are_worth_the_same() -> None:
    bounded = a_field(1, frozenset(range(20)), exempt=True)
    small = replace(bounded, ceiling=None)
    assert cells(every(small)) == cells(every(bounded))
    some = np.array([1, 4, 5])
    assert cells(every(small.some(some))) == cells(every(bounded.some(some)))
    for mentees, bound in ((4, False), (SMALL // 400 + 1, True)):
        cohort, plan = pairs(Shape(mentees, 400))
        board = Board(cohort, plan)
        assert (Field.of(board, Room.whole(board), "main", resort=1).ceiling is not None) is bound


def test_candidates_are_open_pairs_worth_what_they_are_worth() -> None:
    field = a_field(1, frozenset(range(12)), exempt=False, shape=Shape(60, 80))
    known = {(r, c): w for r, c, w in cells(every(field))}
    for way in (field, replace(field, ceiling=None)):
        found = cells(nearest(way, 10))
        assert {(r, c) for r, c, _ in found} < known.keys()
        assert all(known[r, c] == w for r, c, w in found)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "shape",
    [Shape(25, 25), Shape(60, 60, same_mentors=True), Shape(70, 25, capacities=True), Shape(40, 90), Shape(90, 40)],
    ids=str,
)
def test_a_round_solved_whole_and_one_solved_by_candidates_have_one_answer(
    shape: Any, seed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort, plan = pairs(shape, seed)
    mentees = frozenset(e.id for e in cohort.entrants if e.role == "mentee")
    plan = replace(plan, places=(PlaceLimit(mentees, 30, "30 places"),))
    whole = solve(cohort, plan)
    monkeypatch.setattr(dense, "CELLS", 0)
    monkeypatch.setattr(candidates, "SMALL", 0)
    assert solve(cohort, plan) == whole
