"""How a question of the dialect is put on a page: its kind, its answers' words, what it is called."""

from collections.abc import Mapping
from typing import Any

from mentoring.contracts.dialect import compile_fragment
from mentoring.schemes.scheme import say
from mentoring.web.forms.field import FieldKind
from mentoring.web.languages import Language

Schema = Mapping[str, Any]

RADIO_MOST = 6
LONG_FROM = 200


def kind_of(schema: Schema) -> FieldKind:
    """The kind of control for a question: few answers are radios, more than six a select; long texts an area."""
    if schema.get("type", "string") != "string":
        return _list_kind(schema) if schema["type"] == "array" else _KINDS[schema["type"]]
    if "contentMediaType" in schema:
        return "file"
    if values_of(schema):
        return "radio" if len(values_of(schema)) <= RADIO_MOST else "select"
    if schema.get("format") in {"date", "email"}:
        return "date" if schema["format"] == "date" else "email"
    return "long" if schema.get("maxLength", 0) > LONG_FROM else "text"


_KINDS: dict[str, FieldKind] = {"boolean": "radio", "integer": "integer", "number": "integer", "object": "wish"}


def _list_kind(schema: Schema) -> FieldKind:
    if not values_of(schema.get("items", {})):
        return "lines"
    return "ranked" if schema.get("x-is") == "pathway" else "checks"


def values_of(schema: Schema) -> tuple[str, ...]:
    """The answers that are offered, empty where one may write anything."""
    return tuple(str(value) for value in schema.get("enum", ()))


def answers_of(schema: Schema) -> Schema:
    """The part of the schema that offers answers: its items in a list, its value in a wish, else itself."""
    if schema.get("type") == "array":
        items: Schema = schema.get("items", {})
        return items
    if schema.get("type") == "object":
        value: Schema = schema.get("properties", {}).get("value", {})
        return answers_of(value)
    return schema


def labels_of(schema: Schema, language: Language) -> dict[str, str]:
    """Each offered answer with its words in `language`."""
    inner = answers_of(schema)
    words: Schema = {**inner.get("x-labels", {}), **schema.get("x-labels", {})}
    return {value: say(words.get(value), language) or value.replace("_", " ") for value in values_of(inner)}


def title_of(schema: Schema, name: str, language: Language) -> str:
    """What the question is called on the page."""
    return say(schema.get("title"), language) or name.replace("_", " ").capitalize()


def opens(schema: Schema, value: str, wanted: Schema) -> bool:
    """Whether answering `value` to a question with `schema` makes the condition `wanted` hold."""
    match schema.get("type"):
        case "boolean":
            answer: Any = value == "yes"
        case "array":
            answer = [value]
        case _:
            answer = value
    return compile_fragment(wanted).holds(answer)
