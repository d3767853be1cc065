from typing import Any

import jsonschema
import pytest

from mentoring.schemes.build import build_scheme
from mentoring.schemes.verdict_schema import rules_of, verdict_schema


@pytest.fixture
def published(sound: dict[str, Any]) -> dict[str, Any]:
    sound["eligibility"]["rules"]["mentee"].append(
        {
            "rule": "senior",
            "kind": "required",
            "reason": "Partners send people above Octavo",
            "if": {"standing": {"const": "partner"}},
            "holds": {"level": {"minimum": 2}},
        }
    )
    return verdict_schema(build_scheme("quarto", "1.0", sound), "mentee", "pair")


def test_each_rule_is_told_with_its_reason_and_names_its_facts_as_required(published: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(published)
    assert published["title"] == "Quarto mentoring: Mentee, Pairs"
    assert published["allOf"][0] == {
        "x-rule": "identifies",
        "x-kind": "required",
        "x-reason": {"en": "Mentees identify so"},
        "type": "object",
        "properties": {"declared.identifies": {"const": True}},
        "required": ["declared.identifies"],
    }
    assert [member["x-rule"] for member in published["allOf"]] == ["identifies", "contract", "new", "senior"]


@pytest.mark.parametrize(
    ("facts", "eligible"),
    [
        ({"declared.identifies": True, "facts.months_left": 12, "standing": "host"}, True),
        ({"declared.identifies": True, "facts.months_left": 12, "standing": "partner", "level": 2}, True),
        ({"declared.identifies": True, "facts.months_left": 12, "standing": "partner", "level": 1}, False),
        ({"declared.identifies": True, "facts.months_left": 12, "standing": "partner"}, False),  # a person looks
        ({"declared.identifies": True, "facts.months_left": 12}, False),  # a person looks
        ({"declared.identifies": True, "facts.months_left": 11, "standing": "host"}, False),  # evidence: a person looks
        ({"facts.months_left": 12, "standing": "host"}, False),
        (
            {"declared.identifies": True, "facts.months_left": 12, "standing": "host", "history.mentee.taken_part": 3},
            True,
        ),
    ],
)
def test_facts_are_valid_exactly_where_they_are_eligible(
    published: dict[str, Any], facts: dict[str, Any], eligible: bool
) -> None:
    assert jsonschema.Draft202012Validator(published).is_valid(facts) is eligible


def test_a_priority_rule_says_its_points_and_binds_nobody(published: dict[str, Any]) -> None:
    rule = published["allOf"][2]
    assert (rule["x-kind"], rule["x-points"]) == ("priority", 5)
    assert jsonschema.Draft202012Validator(rule["if"]).is_valid({"history.mentee.taken_part": 0})
    assert jsonschema.Draft202012Validator(rule).is_valid({"history.mentee.taken_part": 3})


def test_a_rule_of_another_pathway_is_not_judged(sound: dict[str, Any]) -> None:
    scheme = build_scheme("quarto", "1.0", sound)
    assert [rule.rule for rule in rules_of(scheme, "mentor", "circle")] == ["senior"]
    assert rules_of(scheme, "mentor", "pair") == ()
