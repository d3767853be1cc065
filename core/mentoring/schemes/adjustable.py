"""What a coordinator may say otherwise in a programme: every adjustable value of a scheme's documents, one by one.

They are found by the schemas (``x-adjustable``), never listed by hand: a scheme that says more can be changed in more.
A text is a leaf for each of its languages; a rule's value one for each number, choice or list in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct

from mentoring.contracts.problems import Path
from mentoring.contracts.schemata import adjustable, described, left_out
from mentoring.plugin import DOCUMENTS
from mentoring.schemes.overlay import ABSENT
from mentoring.schemes.scheme import Scheme

Kind = Literal[
    "text", "number", "share", "duration", "time", "weight", "yes_no", "word", "texts", "durations", "ask", "places"
]
"""How a leaf is written: `texts`, `durations` and `ask` are lists, `places` a number or numbers by institution."""

LANGUAGES = ("en", "cy")
_LIMITS = {"minimum": "maximum", "maximum": "minimum"}


class Leaf(Struct, frozen=True):
    """One value: where it stands, how it is written, what the scheme says (`own`) and what holds (`now`).

    Both are ABSENT where nothing is written and the contract's default holds. `says` is what the schema says of it,
    `least` and `most` the bounds of a number.
    """

    document: str
    path: Path
    kind: Kind
    own: Any
    now: Any
    says: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def key(self) -> str:
        """Its name in forms: ``matching.main.criteria.0.weight``."""
        return ".".join(map(str, (self.document, *self.path)))

    @property
    def changed(self) -> bool:
        """Whether the programme says it otherwise than the scheme."""
        return not same(self.own, self.now)


def same(one: Any, other: Any) -> bool:
    """Whether two values of documents are equal: 1 is not true, and nothing is only nothing."""
    return type(one) is type(other) and bool(one == other)


def leaves(scheme: Scheme, changed: Scheme) -> tuple[Leaf, ...]:
    """Every leaf of a programme that has pinned `scheme` and runs `changed`, in the order of the documents."""
    return tuple(leaf for name in DOCUMENTS for leaf in _of_document(_Two(name, scheme, changed)))


class _Two(Struct, frozen=True):
    """A document of the scheme, and as it holds."""

    name: str
    scheme: Scheme
    changed: Scheme

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Two) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str, str]:
        return self.name, self.scheme.digest, self.changed.digest


@lru_cache(maxsize=512)
def _of_document(two: _Two) -> tuple[Leaf, ...]:
    own, now = two.scheme.documents[two.name], two.changed.documents[two.name]
    spoken = described(two.name, now)
    tops = adjustable(two.name, now)
    outer = [path for path in spoken if path in tops and not any(path[:n] in tops for n in range(len(path)))]
    found = [leaf for path in outer for leaf in _written(two.name, path, at(now, path), spoken, own)]
    for path, schemas in left_out(two.name, now):
        if _is_offered(path, now):
            kind = _kind(path, ABSENT, schemas) or "word"
            found.append(_leaf(two.name, path, kind, schemas, at(own, path), ABSENT))
    order = {path: number for number, path in enumerate(spoken)}
    found.sort(key=lambda leaf: _place(leaf.path, order))
    return tuple(found)


def _place(path: Path, order: Mapping[Path, int]) -> tuple[int, int]:
    """Where a leaf stands: what is left out, behind what its entry writes."""
    if path in order:
        return order[path], 0
    below = [number for known, number in order.items() if known[: len(path) - 1] == path[:-1]]
    if below:
        return max(below), 1
    number, depth = _place(path[:-1], order)
    return number, depth + 1


def _is_offered(path: Path, document: Any) -> bool:
    """Points are earned by rules of priority alone."""
    return path[-1] != "points" or at(document, path[:-1]).get("kind") == "priority"


def _written(
    name: str, path: Path, value: Any, spoken: Mapping[Path, Sequence[Mapping[str, Any]]], own: Any
) -> Iterator[Leaf]:
    """The leaves of an adjustable value that is written."""
    schemas = spoken.get(path, ())
    kind = _kind(path, value, schemas)
    if kind:
        yield _leaf(name, path, kind, schemas, _own(own, path, value), value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _written(name, (*path, key), item, spoken, own)
        for limit, other in _LIMITS.items():
            if limit in value and other not in value and isinstance(value[limit], int | float):
                yield Leaf(name, (*path, other), "number", at(own, (*path, other)), ABSENT)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _written(name, (*path, index), item, spoken, own)
        if path[-1] == "faq":
            yield from (
                Leaf(name, (*path, len(value), key), "text", ABSENT, ABSENT, says=says)
                for key, says in (("q", "One more question"), ("a", "Its answer"))
            )


def _own(own: Any, path: Path, value: Any) -> Any:
    """What the scheme itself says there; in a list of another length, nothing unless it says the very same."""
    here = own
    for length, part in enumerate(path):
        if isinstance(part, int) and isinstance(here, list) and part >= len(here):
            return value if value in [at(item, path[length + 1 :]) for item in here] else ABSENT
        here = at(here, (part,))
    return here


def _leaf(name: str, path: Path, kind: Kind, schemas: Sequence[Mapping[str, Any]], own: Any, now: Any) -> Leaf:
    bounds = [*schemas, *(branch for schema in schemas for branch in schema.get("anyOf", ()))]
    least = [bound["minimum"] for bound in bounds if "minimum" in bound]
    most = [bound["maximum"] for bound in bounds if "maximum" in bound]
    says = next((schema["description"] for schema in schemas if "description" in schema), "")
    return Leaf(name, path, kind, own, now, says, max(least, default=None), min(most, default=None))


_NAMED: Mapping[str | int, Kind] = {"weight": "weight", "ask": "ask", "at_most": "places"}


def _kind(path: Path, value: Any, schemas: Sequence[Mapping[str, Any]]) -> Kind | None:
    """How the value is written; None for one that is made of several leaves."""
    if path[-1] in _NAMED:
        return _NAMED[path[-1]]
    match value:
        case bool():
            return "yes_no"
        case int() | float():
            return "share" if "table" in path else "number"
        case str():
            return _kind_of_words(schemas, path)
        case list() if all(isinstance(item, str) for item in value):
            return "durations" if path[-1] == "remind" else "texts"
    return _kind_left_out(schemas) if value is ABSENT else None


def _kind_left_out(schemas: Sequence[Mapping[str, Any]]) -> Kind:
    branches = [*schemas, *(branch for schema in schemas for branch in schema.get("anyOf", ()))]
    kinds = [branch.get("type") for branch in branches]
    if "integer" in kinds or "number" in kinds:
        return "number"
    if "array" in kinds:
        return "durations" if any(_is_duration(branch.get("items", {})) for branch in branches) else "texts"
    return _kind_of_words(schemas, ())


def _kind_of_words(schemas: Sequence[Mapping[str, Any]], path: Path) -> Kind:
    if any(schema.get("x-term") == "text" for schema in schemas) or (path and path[-1] in LANGUAGES):
        return "text"
    if any(_is_duration(schema) for schema in schemas):
        return "duration"
    return "time" if any(schema.get("title") == "a time of day" for schema in schemas) else "word"


def _is_duration(schema: Mapping[str, Any]) -> bool:
    return "duration" in f"{schema.get('title', '')}{schema.get('$ref', '')}"


def at(document: Any, path: Path) -> Any:
    """The value at `path`, ABSENT where there is none."""
    for part in path:
        held = isinstance(document, Mapping) and part in document
        if not held and not (isinstance(document, list) and isinstance(part, int) and part < len(document)):
            return ABSENT
        document = document[part]
    return document


Edits = Mapping[tuple[str, Path], Any]
"""New values by document and path; ABSENT takes a value away."""


def edited(documents: Mapping[str, Any], edits: Edits) -> dict[str, Any]:
    """A copy of `documents` with `edits` made."""
    made: dict[str, Any] = {name: deepcopy(documents[name]) for name in documents}
    for (name, path), value in edits.items():
        _put(made[name], path, value)
    questions = made.get("public_page", {}).get("faq")
    if questions is not None:
        made["public_page"]["faq"] = [each for each in questions if each]
    return made


def _put(document: Any, path: Path, value: Any) -> None:
    if value is ABSENT and at(document, path) is ABSENT:
        return
    *above, last = path
    for part in above:
        if isinstance(document, list) and isinstance(part, int):
            document.extend({} for _ in range(len(document), part + 1))
            document = document[part]
        elif isinstance(document, dict):
            document = document.setdefault(part, [] if part == "faq" else {})
    if value is not ABSENT:
        document[last] = value
    elif isinstance(document, dict):
        document.pop(last, None)
