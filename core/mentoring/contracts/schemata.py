"""The published schemas: reading them, checking values against them, and walking both together."""

import json
from collections.abc import Iterator, Mapping
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


def walk(name: str, document: Any) -> Iterator[tuple[Path, Any, Mapping[str, Any]]]:
    """Every value in `document` with its path and each sub-schema of `name` that speaks of it.

    A value comes once for every sub-schema that may apply; branches of `anyOf` are all followed.
    """
    yield from _walk(public_schema(name), f"{BASE}{name}.schema.json", (), document)


@cache
def _target(base: str, reference: str) -> tuple[Mapping[str, Any], str]:
    """What `reference` in the schema `base` refers to, and the schema it stands in."""
    return _registry().resolver(base).lookup(reference).contents, urldefrag(urljoin(base, reference)).url


def _walk(
    schema: Mapping[str, Any], base: str, path: Path, value: Any
) -> Iterator[tuple[Path, Any, Mapping[str, Any]]]:
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
    seen = set()
    for path, value, schema in walk(name, document):
        if schema.get("x-term") == term and path not in seen:
            seen.add(path)
            yield path, value


def adjustable(name: str, document: Any) -> set[Path]:
    """The paths of `document` that a coordinator may overlay."""
    return {path for path, _, schema in walk(name, document) if schema.get("x-adjustable")}


def references(name: str, document: Any) -> Iterator[tuple[Path, str, str]]:
    """Each name in `document` that the schema marks ``x-ref``: its path, what it refers to, and the name."""
    for path, value, schema in walk(name, document):
        if "x-ref" in schema and isinstance(value, str):
            yield path, schema["x-ref"], value
