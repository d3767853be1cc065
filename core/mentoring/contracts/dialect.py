"""The closed dialect of JSON Schema: what a scheme may say about values (``form.schema.json`` is its meta-schema).

No `$ref`, nothing remote, bounded size and depth, patterns linear in time (RE2), four formats and no others.
A keyword that is not in the dialect is refused at load and means nothing here.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import jsonschema
import re2
import referencing
from msgspec import Struct

from mentoring.contracts.canonical import quick_text
from mentoring.contracts.problems import Problem
from mentoring.contracts.schemata import problems_in
from mentoring.errors import UnsoundDocument

DEEPEST = 12
"""How deep maps and lists of a fragment may be nested."""

_KEYWORDS = (
    *("type", "enum", "const", "format", "required", "properties", "additionalProperties", "not", "anyOf", "allOf"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"),
    *("items", "contains", "minItems", "maxItems", "uniqueItems"),
)

Validating = Iterator[jsonschema.ValidationError]


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.max_mem = 1 << 20
    options.log_errors = False
    return re2.compile(pattern, options)


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Validating:
    if isinstance(value, str) and not _compiled(pattern).search(value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern!r}")


FORMATS = jsonschema.FormatChecker(formats=())
"""The formats of the dialect."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)
_URI = re.compile(r"https?://[^\s/]+(/\S*)?", re.IGNORECASE | re.ASCII)


def _format(name: str, test: Callable[[str], bool]) -> None:
    FORMATS.checks(name, ValueError)(lambda value: not isinstance(value, str) or test(value))


_format("date", lambda v: bool(_DATE.fullmatch(v)) and bool(date.fromisoformat(v)))
_format("time", lambda v: bool(_TIME.fullmatch(v)))
_format("email", lambda v: len(v) <= 254 and bool(_EMAIL.fullmatch(v)))
_format("uri", lambda v: len(v) <= 2000 and bool(_URI.fullmatch(v)))

_standard = jsonschema.Draft202012Validator.VALIDATORS
Dialect = jsonschema.validators.create(
    meta_schema={},
    validators={**{k: _standard[k] for k in _KEYWORDS}, "pattern": _pattern},
    version="mentoring",
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER,
)


class Check(Struct, frozen=True):
    """A fragment ready to be asked."""

    schema: Mapping[str, Any]
    validator: Any

    def holds(self, value: Any) -> bool:
        """Whether `value` is what the fragment says."""
        return bool(self.validator.is_valid(value))

    def errors(self, value: Any) -> list[jsonschema.ValidationError]:
        """What is wrong with `value`, as the validator sees it; `forms` says it in words."""
        return list(self.validator.iter_errors(value))


def compile_fragment(schema: Mapping[str, Any]) -> Check:
    """`schema`, a fragment in the dialect, as a Check. Raises UnsoundDocument when it is not in the dialect."""
    return _compile(quick_text(schema))


@lru_cache(maxsize=5000)
def _compile(text: str) -> Check:
    schema = json.loads(text)
    found = fragment_problems(schema)
    if found:
        raise UnsoundDocument(found[0].what, found[0].remedy)
    return check_of(schema)


def check_of(schema: Mapping[str, Any]) -> Check:
    """`schema` as a Check, without looking whether it is sound: for what was checked before."""
    return Check(schema, Dialect(schema, registry=referencing.Registry(), format_checker=FORMATS))


def fragment_problems(schema: Any) -> list[Problem]:
    """What keeps `schema` from being a fragment of the dialect."""
    if _depth(schema) > DEEPEST:
        return [Problem("fragment", "", "The fragment is nested too deep.", f"Keep it within {DEEPEST} levels.")]
    found = problems_in("form#/$defs/fragment", schema, called="fragment")
    return found or [
        Problem("fragment", "", refusal, _RE2) for p in _patterns(schema) if (refusal := pattern_refusal(p))
    ]


def _patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for key, value in schema.items():
            if key == "pattern" and isinstance(value, str):
                yield value
            yield from _patterns(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _patterns(item)


def pattern_refusal(pattern: str) -> str:
    """Why RE2 does not understand the pattern, as a sentence; empty when it does."""
    try:
        _compiled(pattern)
    except re2.error as error:
        told = error.args[0]
        return f"The pattern `{pattern}` is not understood: {told.decode() if isinstance(told, bytes) else told}."
    return ""


def _depth(value: Any) -> int:
    """How deep lists and maps are nested; counts level by level, so depth cannot exhaust the stack."""
    depth, level = 0, [value]
    while level:
        level = [c for v in level for c in (v.values() if isinstance(v, Mapping) else v if isinstance(v, list) else ())]
        depth += 1
    return depth


_RE2 = "Write a regular expression as RE2 has it, without look-around and back-references."
