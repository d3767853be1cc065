"""A TOML file read and checked against one of our schemas; whatever is unsound is named by file, line and reason."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import jsonschema
import referencing

from mentoring.contracts.toml_lines import Path as KeyPath
from mentoring.contracts.toml_lines import lines_of
from mentoring.errors import UnsoundDocument

LARGEST = 1_000_000
"""Bytes: a file beyond this is not one of ours."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is unsound at `path`, as a sentence."""

    path: KeyPath
    reason: str


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file's `data` (dates as ISO strings), and the `lines` its keys stand on."""

    name: str
    data: Mapping[str, Any]
    lines: Mapping[KeyPath, int]

    def line_of(self, path: KeyPath) -> int:
        """The line of the key at `path`, or of the nearest key above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def refusal(self, faults: Iterable[Fault]) -> UnsoundDocument:
        """One error that names every fault, in the order of the file."""
        found = sorted({(self.line_of(f.path), f.reason) for f in faults})
        return UnsoundDocument(
            "\n".join(f"{self.name}, line {line}: {reason}" for line, reason in found), "Mend the file and try again."
        )


def read_toml(path: Path, schema: str) -> TomlFile:
    """The file at `path`, checked against ``schemas/SCHEMA.schema.json``.

    Raises UnsoundDocument naming the file, each line and each reason.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UnsoundDocument(f"{path} is larger than 1 MB.", "Give the TOML file itself.")
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise UnsoundDocument(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise UnsoundDocument(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise UnsoundDocument(f"{path} is not TOML: {error}.", "Mend the file and try again.") from error
    file = TomlFile(str(path), _plain(data), lines_of(text))
    faults = [fault for error in _validator(schema).iter_errors(file.data) for fault in _faults(error)]
    if faults:
        raise file.refusal(faults)
    return file


def _validator(schema: str) -> jsonschema.Draft202012Validator:
    document = json.loads((files("mentoring") / "schemas" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(
        document,
        registry=referencing.Registry(),  # empty: nothing is ever fetched
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value


def _faults(error: jsonschema.ValidationError) -> list[Fault]:
    """The words for one error of the validator; several when several keys are unknown."""
    path: KeyPath = tuple(error.absolute_path)
    where = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this entry"
    schema, wanted, value = cast("Any", (error.schema, error.validator_value, error.instance))
    match error.validator:
        case "required":
            missing = error.message.split("'")[1]
            return [Fault(path, f"`{missing}` is missing.")]
        case "additionalProperties" if wanted is False:
            known = ", ".join(schema["properties"])
            unknown = [key for key in value if key not in schema["properties"]]
            return [Fault((*path, key), f"`{key}` is no key of this table; it knows {known}.") for key in unknown]
        case "type":
            return [Fault(path, f"{where} must be {_KINDS.get(wanted, wanted)}.")]
        case "pattern" | "format":
            told = schema.get("description") or f"it must be {_FORMATS.get(wanted, 'written otherwise')}"
            return [Fault(path, f"{where} cannot be `{value}`: {told}")]
        case "uniqueItems":
            return [Fault(path, f"{where} names something twice.")]
        case _:
            return [Fault(path, f"{where}: {error.message}.")]


_KINDS = {
    "string": "a text in quotes",
    "integer": "a whole number",
    "array": "a list",
    "object": "a table",
    "boolean": "true or false",
}
_FORMATS = {
    "email": "an e-mail address.",
    "date": "a date, such as 2020-12-18.",
    "^[a-z][a-z0-9-]*$": "lower-case letters, digits and hyphens, beginning with a letter.",
    "^#[0-9a-fA-F]{6}$": "a colour such as #500778.",
    "^[1-9][0-9]* (day|week|month|year)s?$": "a duration such as 6 weeks or 2 years.",
    "^https://": "an address that begins with https://.",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$": (
        "a date such as 2020-12-18, or with a time of day in the host's zone, such as 2021-01-14T10:00:00."
    ),
}
