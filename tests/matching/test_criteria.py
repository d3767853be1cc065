"""Each criterion of the contract, by a table of two people."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mentoring.errors import UnsoundDocument
from mentoring.matching.criteria.relations import before
from mentoring.matching.criteria.rules import RULES, block
from mentoring.matching.criteria.sides import Sides

Maker = Callable[..., Any]

NEAR = {"law": {"history": 0.8, "physics": 0.125}}
TABLE: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], int, bool]] = [
    # rule, parameters, the mentee's facts, the mentor's, share in thousandths, whether it holds
    ("same", {"on": "unit"}, {"unit": "law"}, {"unit": "law"}, 1000, True),
    ("same", {"on": "unit"}, {"unit": "law"}, {"unit": "arts"}, 0, False),
    ("same", {"on": "unit"}, {}, {"unit": "arts"}, 0, False),
    ("same", {"on": "unit"}, {}, {}, 0, False),
    ("same", {"on": "unit"}, {"unit": 1}, {"unit": True}, 0, False),
    ("different", {"on": "unit"}, {"unit": "law"}, {"unit": "arts"}, 1000, True),
    ("different", {"on": "unit"}, {"unit": "law"}, {"unit": "law"}, 0, False),
    ("different", {"on": "unit"}, {"unit": "law"}, {}, 0, False),
    ("different", {"on": "unit"}, {"unit": "law"}, {"unit": ""}, 0, False),
    ("gap", {"on": "level", "least": 1}, {"level": 5}, {"level": 6}, 1000, True),
    ("gap", {"on": "level", "least": 1}, {"level": 5}, {"level": 5}, 0, False),
    ("gap", {"on": "level", "least": 1}, {"level": 6}, {"level": 5}, 0, False),
    ("gap", {"on": "level", "least": 1, "most": 2}, {"level": 5}, {"level": 8}, 0, False),
    ("gap", {"on": "level", "most": 2}, {"level": 5}, {"level": 1}, 1000, True),
    ("gap", {"on": "level", "least": 1}, {}, {"level": 9}, 0, False),
    ("overlap", {"of": "w", "with": "o"}, {"w": ["a", "b", "c"]}, {"o": ["c", "a"]}, 666, True),
    ("overlap", {"of": "w", "with": "o"}, {"w": ["a", "b"]}, {"o": ["a", "b", "c"]}, 1000, True),
    ("overlap", {"of": "w", "with": "o"}, {"w": ["a"]}, {"o": ["b"]}, 0, False),
    ("overlap", {"of": "w", "with": "o", "least": 2}, {"w": ["a", "b"]}, {"o": ["a"]}, 500, False),
    ("overlap", {"of": "w", "with": "o", "ranked": True}, {"w": ["a", "b", "c"]}, {"o": ["a"]}, 500, True),
    ("overlap", {"of": "w", "with": "o", "ranked": True}, {"w": ["a", "b", "c"]}, {"o": ["c"]}, 166, True),
    ("overlap", {"of": "w", "with": "o"}, {"w": []}, {"o": ["c"]}, 0, False),
    ("overlap", {"of": "w", "with": "o"}, {"w": "a"}, {"o": ["a"]}, 1000, True),
    ("choice", {"of": "mentee", "field": "c"}, {"c": ["x@ucl.example", "Two@ucl.example"]}, {}, 500, True),
    ("choice", {"of": "mentee", "field": "c"}, {"c": ["two@ucl.example"]}, {}, 1000, True),
    ("choice", {"of": "mentor", "field": "c"}, {}, {"c": ["one@ucl.example", "x@ucl.example"]}, 1000, True),
    ("choice", {"of": "mentee", "field": "c"}, {}, {}, 0, False),
    ("table", {"of": "d", "with": "d", "table": NEAR}, {"d": "law"}, {"d": "history"}, 800, True),
    ("table", {"of": "d", "with": "d", "table": NEAR}, {"d": "physics"}, {"d": "law"}, 125, True),
    ("table", {"of": "d", "with": "d", "table": NEAR}, {"d": "music"}, {"d": "music"}, 1000, True),
    ("table", {"of": "d", "with": "d", "table": NEAR}, {"d": "music"}, {"d": "law"}, 0, False),
    ("table", {"of": "d", "with": "d", "table": NEAR}, {}, {"d": "law"}, 0, False),
    ("unrelated", {"by": ["lm"]}, {"lm": "boss@ucl.example"}, {"lm": "boss@ucl.example"}, 1000, True),
    ("unrelated", {"by": ["lm"]}, {"lm": "Two@ucl.example"}, {}, 0, False),
    ("unrelated", {"by": ["lm"]}, {}, {"lm": "one@ucl.example"}, 0, False),
    ("unrelated", {"by": ["lm"], "shared": True}, {"lm": "boss@ucl.example"}, {"lm": "boss@ucl.example"}, 0, False),
    ("unrelated", {"by": ["lm"]}, {}, {}, 1000, True),
    ("favour", {"of": "mentee", "on": "waited"}, {"waited": 2}, {}, 1000, True),
    ("favour", {"of": "mentor", "on": "waited"}, {"waited": 2}, {}, 0, False),
    ("text", {"of": "g", "with": "x"}, {"g": "Leading budgets"}, {"x": "budgets, LEADING"}, 1000, True),
    ("text", {"of": "g", "with": "x"}, {"g": "Leading budgets"}, {"x": "zoo"}, 0, False),
    ("text", {"of": "g", "with": "x"}, {}, {"x": "zoo"}, 0, False),
    ("one_way", {}, {}, {}, 1000, True),
    ("not_before", {}, {}, {}, 1000, True),
]


@pytest.mark.parametrize(("rule", "params", "one", "two", "share", "holds"), TABLE)
def test_a_criterion_scores_two_people(
    entrant: Maker, criterion: Maker, cohort: Maker, rule: Any, params: Any, one: Any, two: Any, share: Any, holds: Any
) -> None:
    mentee, mentor = entrant("One", "mentee", **one), entrant("Two", "mentor", **two)
    sides = Sides((mentee,), (mentor,), ("mentee", "mentor"), cohort(mentee, mentor), "2021-02-01")
    answer = block(criterion(rule, **params), sides)
    assert (answer.share.tolist(), answer.holds.tolist()) == ([[share]], [[holds]])


@pytest.mark.parametrize(
    ("answer", "level", "share", "barred"),
    [
        ({"value": 8, "strength": "essential"}, 8, 1000, False),
        ({"value": 8, "strength": "essential"}, 7, 0, True),
        ({"value": [7, 8], "strength": "essential"}, 7, 1000, False),
        ({"value": 8, "strength": "essential"}, None, 0, True),
        ({"value": 8, "strength": "desirable"}, 8, 1000, False),
        ({"value": 8, "strength": "desirable"}, 7, 0, False),
        ({"value": 8, "strength": "none"}, 7, 0, False),
        (None, 7, 0, False),
    ],
)
def test_an_essential_wish_bars_and_a_desirable_one_earns(
    entrant: Maker, criterion: Maker, cohort: Maker, answer: Any, level: Any, share: Any, barred: Any
) -> None:
    mentee, mentor = entrant("One", "mentee", wish=answer), entrant("Two", "mentor", level=level)
    for between in (("mentee", "mentor"), ("mentor", "mentee")):
        people = {"mentee": (mentee,), "mentor": (mentor,)}
        sides = Sides(people[between[0]], people[between[1]], between, cohort(mentee, mentor))
        given = block(criterion("wish", of="mentee", on="level", field="wish", between=between), sides)
        assert given.share.tolist() == [[share]]
        assert given.binding is not None
        assert (given.binding & ~given.holds).tolist() == [[barred]]


def test_a_line_of_management_is_followed_through_others(entrant: Maker, criterion: Maker, cohort: Maker) -> None:
    one = entrant("One", "mentee", lm="mid@ucl.example")
    two, mid = entrant("Two", "mentor"), entrant("Mid", "mentor", lm="two@ucl.example")
    sides = Sides((one,), (two, mid), ("mentee", "mentor"), cohort(one, two, mid))
    assert block(criterion("unrelated", by=["lm"]), sides).holds.tolist() == [[True, False]]
    assert block(criterion("unrelated", by=["lm"], chain=True), sides).holds.tolist() == [[False, False]]


def test_an_earlier_mentorship_counts_only_within_the_duration(entrant: Maker, criterion: Maker, cohort: Maker) -> None:
    one, two = entrant("One", "mentee"), entrant("Two", "mentor")
    everyone = cohort(one, two, earlier={frozenset({"one", "two"}): "2019-01-31"})
    sides = Sides((one,), (two,), ("mentee", "mentor"), everyone, "2021-02-01")
    assert block(criterion("not_before"), sides).holds.tolist() == [[False]]
    assert block(criterion("not_before", within="2 years"), sides).holds.tolist() == [[True]]
    assert block(criterion("not_before", within="25 months"), sides).holds.tolist() == [[False]]


@pytest.mark.parametrize(
    ("duration", "day"),
    [("1 month", "2021-02-28"), ("2 weeks", "2021-03-17"), ("10 days", "2021-03-21"), ("1 year", "2020-03-31")],
)
def test_a_duration_is_counted_back(duration: Any, day: Any) -> None:
    assert before("2021-03-31", duration) == day


def test_an_unreadable_duration_is_refused() -> None:
    with pytest.raises(UnsoundDocument, match="is no duration"):
        before("2021-03-31", "a while")


def test_favour_is_measured_against_everyone_in_the_role(entrant: Maker, criterion: Maker, cohort: Maker) -> None:
    people = [entrant(f"One {n}", "mentee", waited=n) for n in range(4)]
    mentor = entrant("Two", "mentor")
    sides = Sides(tuple(people[:2]), (mentor,), ("mentee", "mentor"), cohort(*people, mentor))
    assert block(criterion("favour", of="mentee", on="waited"), sides).share.tolist() == [[0], [333]]


def test_within_one_role_a_directed_criterion_is_the_mean_of_both_ways(
    entrant: Maker, criterion: Maker, cohort: Maker
) -> None:
    one, two = entrant("One", "mentee", w=["a", "b"], level=5), entrant("Two", "mentee", w=["a"], level=6)
    sides = Sides((one, two), (one, two), ("mentee", "mentee"), cohort(one, two))
    overlap = criterion("overlap", of="w", with_="w", between=("mentee", "mentee"))
    assert block(overlap, sides).share.tolist() == [[1000, 750], [750, 1000]]
    gap = criterion("gap", on="level", least=0, between=("mentee", "mentee"))
    assert block(gap, sides).holds.tolist() == [[True, False], [False, True]]


@pytest.mark.parametrize(
    ("rule", "params", "says"),
    [
        ("own", {"name": "sparkle"}, "`sparkle` is scored by the scheme's own code, and nobody asks it here"),
        ("nearest", {}, "unknown rule “nearest”"),
        ("same", {}, "lacks 'on'"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_remedy(
    entrant: Maker, criterion: Maker, cohort: Maker, rule: Any, params: Any, says: Any
) -> None:
    one, two = entrant("One", "mentee"), entrant("Two", "mentor")
    with pytest.raises(UnsoundDocument, match=says) as refusal:
        block(criterion(rule, **params), Sides((one,), (two,), ("mentee", "mentor"), cohort(one, two)))
    assert refusal.value.remedy


def test_what_the_schemes_own_code_says_is_a_share_and_forbids_at_any_weight(
    entrant: Maker, criterion: Maker, cohort: Maker
) -> None:
    one, two, three = entrant("One", "mentee"), entrant("Two", "mentor"), entrant("Three", "mentor")
    said = np.array([[-1, 400]], dtype=np.int16)
    asked: list[Any] = []

    def own(name: str, params: Any, first: Any, second: Any) -> Any:
        asked.append((name, params, [e.id for e in first], [e.id for e in second]))
        return said

    everyone = replace(cohort(one, two, three), own=own)
    answer = block(
        criterion("own", weight=10, name="sparkle", params={"a": 1}),
        Sides((one,), (two, three), ("mentee", "mentor"), everyone),
    )
    assert asked == [("sparkle", {"a": 1}, [one.id], [two.id, three.id])]
    assert answer.share.tolist() == [[0, 400]]
    assert answer.holds.tolist() == [[False, True]]
    assert answer.binding is not None
    assert answer.binding.tolist() == [[True, False]]


def test_every_rule_of_the_contract_is_known() -> None:
    assert set(RULES) == {
        "same", "different", "overlap", "gap", "wish", "choice", "table", "text",
        "unrelated", "not_before", "one_way", "favour", "even", "own",
    }  # fmt: skip
