"""Whether a fragment speaks of values as they are: JSON Schema passes over keywords of another type, in silence.

``{minimum: 5}`` holds for every text, and ``{const: circel}`` for no answer that can be given: both are mistakes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mentoring.contracts.dialect import check_of
from mentoring.contracts.words import listed, shown

_NUMBERS = ("integer", "number")
_OF_TYPE = {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _NUMBERS),
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format", "contentMediaType"), ("string",)),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems", "items", "contains"), ("array",)),
    **dict.fromkeys(("properties", "required"), ("object",)),
}
_KIND = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
}


def misfit(fragment: Mapping[str, Any], value: Mapping[str, Any], *, of_its_own: bool = False) -> str:
    """Why `fragment` cannot be meant for values that `value` (a schema) describes; empty if it can.

    `of_its_own`: the fragment is the value's own schema, so its values are not compared with themselves.
    """
    return next(_misfits(fragment, value, of_its_own), "")


def _misfits(fragment: Mapping[str, Any], value: Mapping[str, Any], of_its_own: bool) -> Iterator[str]:
    kind = _kind(value)
    if kind is None:
        return
    for keyword, wanted in fragment.items():
        if kind not in _OF_TYPE.get(keyword, (kind,)):
            yield f"`{keyword}` says nothing about {_KIND[kind]}."
        elif keyword == "type" and wanted != kind and {wanted, kind} != set(_NUMBERS):
            yield f"The value is {_KIND[kind]}, not {_KIND[wanted]}."
        elif keyword in {"const", "enum"}:
            yield from _impossible([wanted] if keyword == "const" else wanted, value, of_its_own)
        else:
            for inner, below in _within(keyword, wanted, value):
                yield from _misfits(inner, below, of_its_own)


def _within(
    keyword: str, wanted: Any, value: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The fragments within a fragment, each with the schema of what it speaks of."""
    if keyword == "not":
        yield wanted, value
    elif keyword in {"contains", "items"}:
        yield wanted, value.get("items", {})
    elif keyword in {"anyOf", "allOf"}:
        yield from ((branch, value) for branch in wanted)
    elif keyword == "properties":
        yield from ((inner, value.get("properties", {}).get(name, {})) for name, inner in wanted.items())


def _kind(value: Mapping[str, Any]) -> str | None:
    if "type" in value:
        return str(value["type"])
    return "string" if all(isinstance(v, str) for v in value.get("enum", (0,))) else None


def _impossible(wanted: list[Any], value: Mapping[str, Any], of_its_own: bool) -> Iterator[str]:
    only = {"type": _kind(value)} if of_its_own else {k: v for k, v in value.items() if not k.startswith("x-")}
    check = check_of(only)
    for one in wanted:
        if not check.holds(one):
            known = value.get("enum")
            can = (
                f"it is one of {listed(map(str, known))}"
                if known and not of_its_own
                else f"it is {_KIND[str(_kind(value))]}"
            )
            yield f"{shown(one)} can never be the value: {can}."
