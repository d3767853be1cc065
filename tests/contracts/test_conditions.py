from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.contracts.conditions import (
    Condition,
    Truth,
    any_schema,
    condition_schema,
    judge,
    judge_any,
    judge_rule,
    rule_schema,
)
from mentoring.errors import UnsoundDocument

GRADE: Condition = {"level": {"minimum": 5, "maximum": 7}}

NAMES = ("level", "institution", "answers.wants", "declared.identifies")
FRAGMENTS = st.one_of(
    st.builds(lambda n: {"minimum": n}, st.integers(0, 4)),
    st.builds(lambda v: {"const": v}, st.sampled_from([0, 1, True, False, "folio", "quarto"])),
    st.builds(lambda v: {"enum": v}, st.lists(st.sampled_from([1, 2, "folio", True]), min_size=1, unique_by=repr)),
    st.builds(lambda v: {"contains": {"const": v}}, st.sampled_from(["folio", "quarto"])),
    st.builds(lambda v: {"not": {"const": v}}, st.sampled_from([1, "folio"])),
    st.just({"type": "string", "pattern": "^f"}),
    st.just({"type": "integer"}),
)
CONDITIONS = st.dictionaries(st.sampled_from(NAMES), FRAGMENTS, min_size=1)
VALUES = st.one_of(
    st.integers(0, 5),
    st.booleans(),
    st.sampled_from(["folio", "quarto"]),
    st.lists(st.sampled_from(["folio", "octavo"])),
)
FACTS = st.dictionaries(st.sampled_from(NAMES), VALUES)


def valid(schema: dict[str, Any], facts: dict[str, Any]) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(facts))


@pytest.mark.parametrize(
    ("facts", "truth"),
    [
        ({"level": 6, "institution": "folio"}, Truth.YES),
        ({"level": 8, "institution": "folio"}, Truth.NO),
        ({"institution": "folio"}, Truth.UNKNOWN),
        ({"level": None, "institution": "folio"}, Truth.UNKNOWN),
        ({"institution": "quarto"}, Truth.NO),  # whatever the level is
        ({}, Truth.UNKNOWN),
    ],
)
def test_all_parts_must_hold_and_an_absent_fact_is_unknown(facts: dict[str, Any], truth: Truth) -> None:
    assert judge({**GRADE, "institution": {"const": "folio"}}, facts) is truth


def test_the_empty_condition_always_holds() -> None:
    assert judge({}, {}) is Truth.YES


def test_any_one_of_several_conditions_is_enough() -> None:
    either: list[Condition] = [GRADE, {"institution": {"const": "folio"}}]
    assert judge_any(either, {"institution": "folio"}) is Truth.YES
    assert judge_any(either, {"level": 8, "institution": "quarto"}) is Truth.NO
    assert judge_any(either, {"level": 8}) is Truth.UNKNOWN


def test_a_rule_holds_for_those_it_does_not_apply_to() -> None:
    partners = {"standing": {"const": "partner"}}
    assert judge_rule(partners, [GRADE], {"standing": "host", "level": 9}) is Truth.YES
    assert judge_rule(partners, [GRADE], {"standing": "partner", "level": 9}) is Truth.NO
    assert judge_rule(partners, [GRADE], {"level": 9}) is Truth.UNKNOWN
    assert judge_rule(partners, [GRADE], {"level": 6}) is Truth.YES


def test_a_keyword_outside_the_dialect_is_refused_and_not_passed_over() -> None:
    with pytest.raises(UnsoundDocument) as refused:
        judge({"level": {"minium": 5}}, {"level": 6})
    assert str(refused.value) == "The key `minium` is unknown here. Did you mean `minimum`?"


def test_the_compiled_schema_names_its_facts_as_required() -> None:
    assert condition_schema({"level": {"minimum": 5}, "declared.identifies": {"const": True}}) == {
        "type": "object",
        "properties": {"level": {"minimum": 5}, "declared.identifies": {"const": True}},
        "required": ["declared.identifies", "level"],
    }


@given(CONDITIONS, FACTS)
def test_a_condition_holds_exactly_where_its_schema_is_valid(condition: dict[str, Any], facts: dict[str, Any]) -> None:
    assert (judge(condition, facts) is Truth.YES) == valid(condition_schema(condition), facts)


@given(st.lists(CONDITIONS, min_size=1, max_size=3), FACTS)
def test_any_of_several_holds_exactly_where_their_schema_is_valid(
    conditions: list[dict[str, Any]], facts: dict[str, Any]
) -> None:
    assert (judge_any(conditions, facts) is Truth.YES) == valid(any_schema(conditions), facts)


@given(CONDITIONS, st.lists(CONDITIONS, min_size=1, max_size=3), FACTS)
def test_a_rule_holds_exactly_where_its_schema_is_valid(
    applies: dict[str, Any], holds: list[dict[str, Any]], facts: dict[str, Any]
) -> None:
    assert (judge_rule(applies, holds, facts) is Truth.YES) == valid(rule_schema(applies, holds), facts)


@given(CONDITIONS, FACTS, st.sampled_from(NAMES), VALUES)
def test_one_more_known_fact_turns_no_yes_into_no_and_no_no_into_yes(
    condition: dict[str, Any], facts: dict[str, Any], name: str, value: Any
) -> None:
    before = judge(condition, facts)
    after = judge(condition, {name: value, **facts})
    assert before in {after, Truth.UNKNOWN}
