import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing

from mentoring.contracts.schemata import BASE, adjustable, problems, public_schema, references, terms
from mentoring.plugin import DOCUMENTS

FOLDER = Path(__file__).parents[2] / "schemas"
NAMES = (*DOCUMENTS, "terms", "form")


@pytest.mark.parametrize("name", NAMES)
def test_a_published_schema_is_sound_and_tells_what_it_is(name: str) -> None:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{BASE}{name}.schema.json"
    assert all(schema[key] for key in ("$schema", "title", "description", "examples"))
    assert schema == public_schema(name)


@pytest.mark.parametrize("name", [*DOCUMENTS, "form"])
def test_the_examples_of_a_published_schema_are_sound(name: str) -> None:
    assert [problems(name, example) for example in public_schema(name)["examples"]] == [[]] * len(
        public_schema(name)["examples"]
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_map_of_a_published_schema_refuses_unknown_keys(name: str) -> None:
    def open_maps(schema: Any, path: str) -> list[str]:
        if isinstance(schema, list):
            return [found for index, item in enumerate(schema) for found in open_maps(item, f"{path}/{index}")]
        if not isinstance(schema, dict):
            return []
        bare = schema.get("type") == "object" and "additionalProperties" not in schema and "examples" not in path
        return [path] * bare + [f for key, item in schema.items() for f in open_maps(item, f"{path}/{key}")]

    free = {"matching": ["/additionalProperties/properties/criteria/items/properties/params"]}  # an own criterion's
    assert open_maps(public_schema(name), "") == free.get(name, [])


def test_no_schema_refers_beyond_our_own() -> None:
    def targets(schema: Any) -> set[str]:
        if isinstance(schema, list):
            return {found for item in schema for found in targets(item)}
        if not isinstance(schema, dict):
            return set()
        own = {schema["$ref"].split("#")[0]} if isinstance(schema.get("$ref"), str) else set()
        return own | {found for key, item in schema.items() if key != "examples" for found in targets(item)}

    assert {target for name in NAMES for target in targets(public_schema(name))} == {
        "",
        "form.schema.json",
        "terms.schema.json",
    }
    with pytest.raises(referencing.exceptions.NoSuchResource):
        public_schema("secrets")


AN_ID = "a small letter, then small letters, digits and underscores: closing_date."


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            {"mentee": {"titel": "Mentee"}},
            [
                "roles, mentee.titel: The key `titel` is unknown here. Did you mean `title`?",
                "roles, mentee: `title` is missing. Add it: what one of them is called.",
            ],
        ),
        (
            {"mentee": {"title": "M", "capacity": {"default": 0, "most": 3}}},
            ["roles, mentee.capacity.default: `0` is too little. Write at least 1."],
        ),
        ({"mentee": {"title": {"cy": "M"}}}, ["roles, mentee.title: `en` is missing. Add it."]),
        (
            {"Mentee": {"title": "M"}},
            [f"roles, Mentee: `Mentee` cannot be read as an id. Wanted: {AN_ID}"],
        ),
        (
            {"mentee": {"title": "M", "entry": "opne"}},
            ["roles, mentee.entry: `opne` is unknown here. Did you mean `open`?"],
        ),
        ([], ["roles: `[]` cannot be read as a map. Wanted: the roles people take, by id."]),
    ],
)
def test_problems_are_sentences_that_name_the_entry_and_the_remedy(document: Any, told: list[str]) -> None:
    assert problems("roles", document) == told


def test_terms_and_references_are_found_where_the_schema_marks_them() -> None:
    card = {
        "title": {"en": "Quarto"},
        "places": [{"who": {"role": "mentee", "if": {"level": {"minimum": 2}}}, "at_most": 40}],
    }
    assert list(terms("card", card, "text")) == [(("title",), {"en": "Quarto"})]
    assert list(terms("card", card, "condition")) == [(("places", 0, "who", "if"), {"level": {"minimum": 2}})]
    assert list(references("card", card)) == [(("places", 0, "who", "role"), "role", "mentee")]
    assert adjustable("card", card) == {("title",), ("places", 0, "at_most")}
