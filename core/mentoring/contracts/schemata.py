"""The published schemas: reading them, checking values against them, and walking both together."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urldefrag, urljoin

import jsonschema
import referencing
from referencing.jsonschema import DRAFT202012

from mentoring.contracts.problems import Path, Problem, entry_of
from mentoring.contracts.words import faults

BASE = "https://mentoring.example/schemas/"

Step = tuple[Path, Any, Mapping[str, Any]]
"""A value of a document: its path, itself, and a sub-schema that speaks of it."""

_REFERRED = re.compile(r'"\$ref": "(\w+)\.schema\.json')


@cache
def _registry() -> referencing.Registry[Any]:
    """All our schemas and nothing else: what is not in it is never fetched."""
    folder = files("mentoring") / "schemas"
    found = (json.loads(f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".schema.json"))
    return referencing.Registry().with_resources((s["$id"], DRAFT202012.create_resource(s)) for s in found).crawl()


def public_schema(name: str) -> Mapping[str, Any]:
    """The published schema ``schemas/NAME.schema.json``."""
    found: Mapping[str, Any] = _registry()[f"{BASE}{name}.schema.json"].contents
    return found


@cache
def says(name: str, word: str) -> bool:
    """Whether the published schema `name`, or one that it refers to, holds the key `word`: else nobody need look."""
    names, texts = [name], ""
    for each in names:
        text = json.dumps(public_schema(each))
        names += {found for found in _REFERRED.findall(text) if found not in names}
        texts += text
    return f'"{word}":' in texts


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    """For ``card``, or a part of a schema such as ``form#/$defs/fragment``."""
    file, _, pointer = name.partition("#")
    return jsonschema.Draft202012Validator({"$ref": f"{BASE}{file}.schema.json#{pointer}"}, registry=_registry())


def problems_in(name: str, document: Any, *, called: str = "") -> list[Problem]:
    """What is wrong with `document` by the schema `name`, in its order; `called` is its name in the words."""
    found = [fault for error in _validator(name).iter_errors(document) for fault in faults(error)]
    told = {(fault.path, fault.what): fault for fault in found}  # of two that say the same, the later says more
    return [Problem(called or name, entry_of(document, f.path), f.what, f.remedy) for f in told.values()]


def problems(name: str, document: Any) -> list[str]:
    """The same as sentences."""
    return [str(problem) for problem in problems_in(name, document)]


def walk(name: str, document: Any) -> Iterator[Step]:
    """Every value in `document` with its path and each sub-schema of `name` that speaks of it.

    A value comes once for every sub-schema that may apply; branches of `anyOf` are all followed.
    """
    yield from _walk(public_schema(name), f"{BASE}{name}.schema.json", (), document)


@cache
def _target(base: str, reference: str) -> tuple[Mapping[str, Any], str]:
    """What `reference` in the schema `base` refers to, and the schema it stands in."""
    return _registry().resolver(base).lookup(reference).contents, urldefrag(urljoin(base, reference)).url


def _walk(schema: Mapping[str, Any], base: str, path: Path, value: Any) -> Iterator[Step]:
    yield path, value, schema
    if "$ref" in schema:
        yield from _walk(*_target(base, schema["$ref"]), path, value)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _walk(branch, base, path, value)
    if isinstance(value, Mapping):
        own, others = schema.get("properties", {}), schema.get("additionalProperties")
        for key, item in value.items():
            if "propertyNames" in schema:
                yield (*path, key), key, schema["propertyNames"]
            below = own.get(key, others)
            if isinstance(below, Mapping):
                yield from _walk(below, base, (*path, key), item)
    elif isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        for index, item in enumerate(value):
            yield from _walk(schema["items"], base, (*path, index), item)


def terms(name: str, document: Any, term: str) -> Iterator[tuple[Path, Any]]:
    """Each value of `document` that the schema marks ``x-term: TERM`` (text, who, condition, form, fragment), once."""
    return marked(walk(name, document), term)


def marked(walked: Iterable[Step], term: str) -> Iterator[tuple[Path, Any]]:
    """As `terms`, of a document that was walked."""
    seen = set()
    for path, value, schema in walked:
        if schema.get("x-term") == term and path not in seen:
            seen.add(path)
            yield path, value


def adjustable(name: str, document: Any) -> set[Path]:
    """The paths of `document` that a coordinator may overlay."""
    return {path for path, _, schema in walk(name, document) if schema.get("x-adjustable")}


def described(name: str, document: Any) -> dict[Path, list[Mapping[str, Any]]]:
    """Every path of `document` with the sub-schemas that speak of it, the nearest to the document first."""
    found: dict[Path, list[Mapping[str, Any]]] = {}
    for path, _, schema in walk(name, document):
        found.setdefault(path, []).append(schema)
    return found


def left_out(name: str, document: Any) -> Iterator[tuple[Path, list[Mapping[str, Any]]]]:
    """What a coordinator may overlay although `document` leaves it to the default: the path, and its sub-schemas.

    Only what the schema names: an entry of an open map, such as a role, is never left out. Forms are not looked into:
    what a question says, it says.
    """
    yield from _left_out(public_schema(name), f"{BASE}{name}.schema.json", (), document)


def _left_out(
    schema: Mapping[str, Any], base: str, path: Path, value: Any
) -> Iterator[tuple[Path, list[Mapping[str, Any]]]]:
    if any(part.get("x-term") == "form" for part, _ in _chain(schema, base)):
        return
    for part, here in _chain(schema, base):
        if not _fits(part, value):
            continue
        if isinstance(value, Mapping):
            own, others = part.get("properties", {}), part.get("additionalProperties")
            for key in _may_be_added(part, value):
                yield from _openings(own[key], here, (*path, key))
            for key, item in value.items():
                below = own.get(key, others)
                if isinstance(below, Mapping):
                    yield from _left_out(below, here, (*path, key), item)
        elif isinstance(value, list) and isinstance(part.get("items"), Mapping):
            for index, item in enumerate(value):
                yield from _left_out(part["items"], here, (*path, index), item)


def _chain(schema: Mapping[str, Any], base: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """`schema` and those it stands for: what it refers to, and its branches."""
    yield schema, base
    if "$ref" in schema:
        yield from _chain(*_target(base, schema["$ref"]))
    for keyword in ("allOf", "anyOf"):
        for branch in schema.get(keyword, ()):
            yield from _chain(branch, base)


def _fits(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether the map `value` has the keys that this branch asks for, and no others."""
    if not isinstance(value, Mapping):
        return True
    closed = schema.get("additionalProperties") is False
    return all(key in value for key in schema.get("required", ())) and not (
        closed and any(key not in schema.get("properties", {}) for key in value)
    )


def _may_be_added(schema: Mapping[str, Any], value: Mapping[str, Any]) -> list[str]:
    """The keys that `schema` names and `value` lacks, but those that exclude each other or what is there."""
    either = {key for branch in schema.get("oneOf", ()) for key in branch.get("required", ())}
    allowed = [
        set(rule["then"]["propertyNames"]["enum"])
        for rule in schema.get("allOf", ())
        if "propertyNames" in rule.get("then", {})
        and all(value.get(key) == wanted["const"] for key, wanted in rule["if"]["properties"].items())
    ]
    beside = schema.get("dependentRequired", {})
    return [
        key
        for key in schema.get("properties", {})
        if key not in {*value, *either}
        and all(key in names for names in allowed)
        and all(needed in value for needed in beside.get(key, ()))
    ]


def _openings(schema: Mapping[str, Any], base: str, path: Path) -> Iterator[tuple[Path, list[Mapping[str, Any]]]]:
    """The adjustable values that could be written at or below `path`, where there is nothing yet."""
    chain = list(_chain(schema, base))
    if any(part.get("x-adjustable") for part, _ in chain):
        yield path, [part for part, _ in chain]
        return
    for part, here in chain:
        if part.get("type") == "object" and "x-term" not in part and not part.get("required") and "oneOf" not in part:
            for key, below in part.get("properties", {}).items():
                yield from _openings(below, here, (*path, key))


def references(name: str, document: Any) -> Iterator[tuple[Path, str, str]]:
    """Each name in `document` that the schema marks ``x-ref``: its path, what it refers to, and the name."""
    return referring(walk(name, document))


def referring(walked: Iterable[Step]) -> Iterator[tuple[Path, str, str]]:
    """As `references`, of a document that was walked."""
    for path, value, schema in walked:
        if "x-ref" in schema and isinstance(value, str):
            yield path, schema["x-ref"], value
