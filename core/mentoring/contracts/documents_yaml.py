"""Documents read strictly: YAML 1.2's core schema (so JSON too), nothing that can be understood in two ways.

Only ``true`` and ``false`` are booleans and dates stay strings. Refused: keys said twice, keys that are no
strings, tags, several documents in one file, and anything beyond the bounds below.
"""

import re
from collections.abc import Iterator
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from mentoring.errors import UnsoundDocument

LARGEST = 256_000
DEEPEST = 24
MOST_VALUES = 20_000

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_DOUBTFUL = re.compile(r"(?i)null|true|false|0o[0-7]+|0x[0-9a-f]+|[-+]?\.(inf|nan)")


def read_document(text: str, name: str) -> Any:
    """The value that `text` holds; None when it is empty. `name` is the file's, for the words of a refusal.

    Raises UnsoundDocument naming file, line and remedy.
    """
    if len(text) > LARGEST:
        raise UnsoundDocument(f"{name} is larger than {LARGEST // 1000} kB.", "Shorten it.")
    reader = _Reader(name)
    try:
        return reader.read(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnsoundDocument(
            f"{name}, line {line}: this is not YAML: {error.problem}.", "Mend the line; put it in quotes if in doubt."
        ) from error
    except YAMLError as error:  # characters that YAML does not admit
        raise UnsoundDocument(f"{name} is not YAML: {error}.", "Mend it and try again.") from error


class _Reader:
    """Builds plain values from the parser's events, within bounds."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.values = 0

    def refuse(self, event: Event, what: str, remedy: str) -> NoReturn:
        raise UnsoundDocument(f"{self.name}, line {event.start_mark.line + 1}: {what}", remedy)

    def read(self, events: Iterator[Event]) -> Any:
        value, documents = None, 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, "a second document begins.", "Keep one document in a file.")
                value = self.value(next(events), events, depth=0)
            elif isinstance(event, DocumentEndEvent):
                continue
        return value

    def value(self, event: Event, events: Iterator[Event], *, depth: int) -> Any:
        if isinstance(event, AliasEvent):
            return self.alias(event)
        if depth > DEEPEST:
            self.refuse(event, f"values are nested more than {DEEPEST} deep.", "Flatten them.")
        tag, anchor = getattr(event, "tag", None), getattr(event, "anchor", None)
        if tag not in (None, "!"):
            self.refuse(event, f"the tag {tag} is not understood.", "Take it out.")
        before = self.count(event, 1)
        value: Any
        if isinstance(event, ScalarEvent):
            value = event.value if event.style else self.scalar(event)
        elif isinstance(event, MappingStartEvent):
            value = self.mapping(events, depth)
        else:
            value = self.sequence(events, depth)
        if anchor:
            self.anchors[anchor] = (value, self.values - before)
        return value

    def count(self, event: Event, values: int) -> int:
        """Count so many more values; the number before them."""
        before = self.values
        self.values += values
        if self.values > MOST_VALUES:
            self.refuse(event, f"the document holds more than {MOST_VALUES} values.", "Shorten it.")
        return before

    def alias(self, event: AliasEvent) -> Any:
        if event.anchor not in self.anchors:
            self.refuse(event, f"*{event.anchor} stands for nothing.", f"Write &{event.anchor} before it is used.")
        value, size = self.anchors[event.anchor]
        self.count(event, size)
        return value

    def mapping(self, events: Iterator[Event], depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self.value(event, events, depth=depth + 1)
            if not isinstance(key, str):
                self.refuse(event, f"the key {key!r} is not a text.", "Put it in quotes.")
            if key in found:
                self.refuse(event, f"the key `{key}` is said twice.", "Keep one of the two.")
            found[key] = self.value(next(events), events, depth=depth + 1)
        return found

    def sequence(self, events: Iterator[Event], depth: int) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            found.append(self.value(event, events, depth=depth + 1))
        return found

    def scalar(self, event: ScalarEvent) -> Any:
        """A plain scalar by YAML 1.2's core schema; what other readers would take otherwise must be quoted."""
        written: str = event.value
        if written in _WORDS:
            return _WORDS[written]
        if _INTEGER.fullmatch(written):
            if len(written) > 18:
                self.refuse(event, f"{written} is too large.", "Put it in quotes if it is a text.")
            return int(written)
        if _FLOAT.fullmatch(written):
            return float(written)
        if _DOUBTFUL.fullmatch(written):
            self.refuse(
                event, f"`{written}` can be understood in two ways.", "Put it in quotes, or write true or false."
            )
        return written
