"""A validator's errors in words for the author of a document: what is wrong, and what to write instead."""

import difflib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import jsonschema

from mentoring.contracts.problems import Path

MOST_LISTED = 12
"""Names told when none is near: more would not be read."""


class Fault(NamedTuple):
    """What is wrong at `path`; `what` and `remedy` are whole sentences."""

    path: Path
    what: str
    remedy: str


def shown(value: Any) -> str:
    """The value as it stands in a document, shortened."""
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def listed(words: Iterable[str], last: str = "or") -> str:
    """``a, b or c``."""
    found = [str(w) for w in words]
    return f"{', '.join(found[:-1])} {last} {found[-1]}" if len(found) > 1 else "".join(found)


def nearest(word: str, known: Iterable[str]) -> str:
    """What to write instead of an unknown word: the nearest known one, or all of them."""
    words = list(known)
    close = difflib.get_close_matches(word, words, n=1)
    if close:
        return f"Did you mean `{close[0]}`?"
    if not words:
        return "There are none."
    return f"Write {listed(words)}." if len(words) <= MOST_LISTED else f"Known are {', '.join(words[:MOST_LISTED])} ..."


def faults(error: jsonschema.ValidationError) -> Iterator[Fault]:
    """The faults that one error of the validator stands for."""
    path: Path = tuple(error.absolute_path)
    schema: Any = error.schema
    value: Any = error.instance
    wanted: Any = error.validator_value
    if "propertyNames" in error.schema_path:  # the instance is a key of the map at `path`
        yield _bad_key((*path, value), value, schema)
        return
    match error.validator:
        case "required":
            for name in wanted:
                if name not in value and f"'{name}'" in error.message:
                    yield Fault(
                        path,
                        f"`{name}` is missing.",
                        _wanted(schema.get("properties", {}).get(name), "Add it.", "Add it"),
                    )
        case "dependentRequired":
            yield Fault(path, f"{error.message.replace(chr(39), '`')}.", "Write both or neither.")
        case "additionalProperties":
            yield from _unknown_keys(path, value, schema)
        case "enum":
            yield Fault(path, f"{shown(value)} is unknown here.", nearest(str(value), [str(v) for v in wanted]))
        case "anyOf" | "oneOf":
            yield from _no_branch(error, path)
        case _:
            told = _BOUNDS.get(str(error.validator))
            yield _bounded(path, told, value, wanted) if told else _misread(path, value, schema)


def _bounded(path: Path, told: str, value: Any, wanted: Any) -> Fault:
    what, _, remedy = told.partition(": ")
    return Fault(path, f"{what.format(shown(value))}.", f"{remedy[0].upper()}{remedy[1:]}".format(shown(value), wanted))


def _misread(path: Path, value: Any, schema: Any) -> Fault:
    kind = _KINDS.get(str(schema.get("type")), "what belongs here")
    title = schema.get("title", kind) if path else kind  # the title of a whole document is its name
    return Fault(path, f"{shown(value)} cannot be read as {title}.", _wanted(schema, f"Write {title}."))


def _wanted(schema: Any, otherwise: str, verb: str = "Wanted") -> str:
    told = schema.get("description") if isinstance(schema, dict) else None
    return f"{verb}: {told[0].lower()}{told[1:].rstrip('.')}." if told else otherwise


def _unknown_keys(path: Path, value: dict[str, Any], schema: dict[str, Any]) -> Iterator[Fault]:
    known = schema.get("properties", {})
    for key in value:
        if key not in known:
            yield Fault((*path, key), f"The key `{key}` is unknown here.", nearest(key, known))


def _bad_key(path: Path, key: str, rules: Any) -> Fault:
    if "enum" in rules:
        return Fault(path, f"The key `{key}` is unknown here.", nearest(key, rules["enum"]))
    return _misread(path, key, rules)


def _no_branch(error: jsonschema.ValidationError, path: Path) -> Iterator[Fault]:
    """No branch of `anyOf` fits: tell the faults of the one that was meant, when that is plain."""
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if all(set(branch) == {"required"} for branch in wanted):
        names = [branch["required"][0] for branch in wanted]
        number = "Exactly one" if error.validator == "oneOf" else "At least one"
        yield Fault(path, f"{number} of {listed(names, 'and')} is needed.", f"Write {listed(names)}.")
        return
    branches: dict[int, list[jsonschema.ValidationError]] = defaultdict(list)
    for inner in error.context or ():
        branches[int(inner.schema_path[0])].append(inner)
    meant = list(branches.values())
    for keyword in ("type", "const", "required", "additionalProperties"):
        fitting = [b for b in meant if not any(e.validator == keyword and not e.path for e in b)]
        meant = fitting or meant
        if len(meant) == 1:
            break
    if len(meant) == 1:
        for inner in meant[0]:
            yield from faults(inner)
        return
    yield _misread(path, error.instance, schema)


_KINDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
}
_BOUNDS = {
    "uniqueItems": "{0} says something twice: keep one of each.",
    "minItems": "{0} is too short: write at least {1}.",
    "minProperties": "{0} is too short: write at least {1}.",
    "minLength": "The text is empty: write one, or leave the key out.",
    "maxItems": "{0} is too long: write at most {1}.",
    "maxProperties": "{0} is too long: write at most {1}.",
    "maxLength": "{0} is too long: write at most {1} characters.",
    "maximum": "{0} is too much: write at most {1}.",
    "minimum": "{0} is too little: write at least {1}.",
    "contains": "{0} is not complete: add `{1[const]}`.",
}
