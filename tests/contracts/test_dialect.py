import time
from typing import Any

import pytest

from mentoring.contracts.dialect import compile_fragment, fragment_problems
from mentoring.errors import UnsoundDocument


@pytest.mark.parametrize(
    ("fragment", "value", "holds"),
    [
        ({"minimum": 5, "maximum": 7}, 7, True),
        ({"const": True}, 1, False),  # a number is no yes
        ({"enum": ["a", 1]}, 1, True),
        ({"contains": {"const": "circle"}}, ["pair", "circle"], True),
        ({"pattern": "^(?i)head of"}, "Head of Estates", True),
        ({"not": {"pattern": "x"}}, "y", True),
        ({"anyOf": [{"maximum": 2}, {"minimum": 8}]}, 5, False),
        ({"format": "date"}, "2021-02-29", False),
        ({"format": "date"}, "2020-02-29", True),
        ({"format": "date"}, "20200229", False),
        ({"format": "time"}, "24:00", False),
        ({"format": "email"}, "amara.quarto@folio.example", True),
        ({"format": "email"}, "amara@folio", False),
        ({"format": "email"}, "a@b.example, c@d.example", False),
        ({"format": "uri"}, "javascript:alert(1)", False),
        ({"format": "uri"}, "https://folio.example/people", True),
        ({"uniqueItems": True}, ["a", "a"], False),
        ({"type": "integer"}, True, False),
    ],
)
def test_a_fragment_holds_as_json_schema_says(fragment: dict[str, Any], value: Any, holds: bool) -> None:
    assert compile_fragment(fragment).holds(value) is holds


@pytest.mark.parametrize(
    "fragment",
    [
        {"$ref": "https://folio.example/anything"},
        {"$dynamicRef": "#x"},
        {"$id": "https://folio.example/"},
        {"$defs": {}},
        {"if": {"const": 1}},
        {"patternProperties": {"a": {"const": 1}}},
        {"dependentSchemas": {}},
        {"unevaluatedProperties": False},
        {"format": "regex"},
        {"enum": [{"a": 1}]},
        {},
        [],
        True,
        "minimum",
    ],
)
def test_whatever_is_not_in_the_dialect_is_refused(fragment: Any) -> None:
    assert fragment_problems(fragment) != []
    with pytest.raises(UnsoundDocument):
        compile_fragment(fragment)


def test_a_pattern_of_exponential_time_elsewhere_takes_no_time_here() -> None:
    check = compile_fragment({"pattern": "^(a+)+$"})
    begun = time.perf_counter()
    assert check.holds("a" * 50_000 + "!") is False
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("pattern", ["(?=x)", r"(a)\1", "(", "a{1001}{1001}"])
def test_a_pattern_that_re2_does_not_have_is_refused(pattern: str) -> None:
    with pytest.raises(UnsoundDocument, match="is not understood"):
        compile_fragment({"pattern": pattern})


def test_a_fragment_nested_too_deep_is_refused_without_exhausting_the_stack() -> None:
    fragment: dict[str, Any] = {"const": 1}
    for _ in range(900):
        fragment = {"not": fragment}
    assert [problem.what for problem in fragment_problems(fragment)] == ["The fragment is nested too deep."]
