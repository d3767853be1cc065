"""A round's result as a document."""

import json
from pathlib import Path

import jsonschema
import pytest

from mentoring.rounds.result import canonical_bytes

SCHEMAS = Path(__file__).parents[2] / "schemas"


def test_canonical_bytes_know_no_order_of_keys_and_keep_every_letter() -> None:
    assert canonical_bytes({"b": "Zoë", "a": [2, 1]}) == canonical_bytes({"a": [2, 1], "b": "Zoë"})
    assert canonical_bytes({"b": "Zoë"}) == '{\n  "b": "Zoë"\n}\n'.encode()


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_bytes({"a": float("nan")})


@pytest.mark.parametrize("name", ["tenant", "programme", "match-result"])
def test_the_examples_of_a_published_schema_follow_it(name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert schema["$id"] == f"https://mentoring.example/schemas/{name}.schema.json"
    assert schema["examples"]
    assert [error.message for example in schema["examples"] for error in validator.iter_errors(example)] == []
