"""A TOML file read and checked against one of our schemas; whatever is unsound is named by file, line and reason."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import jsonschema
import referencing

from mentoring.contracts.dialect import FORMATS
from mentoring.contracts.problems import Path as KeyPath
from mentoring.contracts.schemata import public_schema
from mentoring.contracts.toml_lines import lines_of
from mentoring.contracts.words import faults
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
    unsound = unsound_in(schema, file.data)
    if unsound:
        raise file.refusal(unsound)
    return file


def unsound_in(schema: str, data: Mapping[str, Any]) -> list[Fault]:
    """What is unsound in `data` (dates as ISO strings) by ``schemas/SCHEMA.schema.json``."""
    validator = jsonschema.Draft202012Validator(
        public_schema(schema), registry=referencing.Registry(), format_checker=FORMATS
    )
    found = [fault for error in validator.iter_errors(data) for fault in faults(error)]
    return [Fault(each.path, f"{each.what} {each.remedy}") for each in found]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value
