# ruff: noqa: INP001 - a script beside the pages it makes, no package
"""Makes the pages in ``contract/`` from the schemas: one a document, a heading for each word, with a tested example.

Run it from anywhere: ``python docs/reference/pages.py``. A test compares. Examples are quoted from schemes that are
shipped or stand in the tests, so each of them has been loaded.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin

from ruamel.yaml import YAML

from mentoring.contracts.documents_yaml import read_document
from mentoring.contracts.schemata import BASE, public_schema
from mentoring.plugin import DOCUMENTS, hookspecs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCHEMES = {
    "hello": "plugins/mentoring-hello/mentoring_hello/scheme",
    "lse": "plugins/mentoring-lse/mentoring_lse/scheme",
    "b-mentor": "plugins/mentoring-bmentor/mentoring_bmentor/professional/scheme",
}
TESTED = {
    "the tests": "tests/schemes/sound.yaml",
    "a test scheme": "tests/contract/every_word.yaml",
}
LONGEST = 14
"""Lines of an example; what is longer is cut, with a mark."""
WHOLE = 40
"""Lines of the example with which a document's page begins."""

_HOME = f"{BASE}card.schema.json"

Schema = Mapping[str, Any]
Path_ = tuple[str, ...]


class Word(NamedTuple):
    """One word of a document: its path (``ID`` for an entry's own name), its schema, and what surrounds it."""

    path: Path_
    schema: Schema
    needed: bool
    adjustable: bool


def words(document: str) -> list[Word]:
    """Every word of a document, in the order of its schema, each once."""
    found: dict[Path_, Word] = {}
    for word in _below(public_schema(document), f"{BASE}{document}.schema.json", (document,), changes=False):
        found.setdefault(word.path, word)
    return list(found.values())


def _below(schema: Schema, base: str, path: Path_, *, changes: bool) -> Iterator[Word]:
    schema, base = _resolved(schema, base)
    changes = changes or bool(schema.get("x-adjustable"))
    if base.endswith(("terms.schema.json", "form.schema.json")) and len(path) > 1:
        return
    for name, inner in schema.get("properties", {}).items():
        whole, _ = _resolved(inner, base)
        adjustable = changes or bool(whole.get("x-adjustable"))
        yield Word((*path, name), whole, name in schema.get("required", ()), adjustable)
        yield from _below(inner, base, (*path, name), changes=adjustable)
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _below(branch, base, path, changes=changes)
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield from _below(schema["additionalProperties"], base, (*path, "ID"), changes=changes)
    if isinstance(schema.get("items"), Mapping):
        yield from _below(schema["items"], base, path, changes=changes)


def _resolved(schema: Schema, base: str) -> tuple[Schema, str]:
    """The schema with what it refers to put beneath it, and where that stands."""
    if "$ref" not in schema:
        return schema, base
    target = urljoin(base, schema["$ref"])
    name, pointer = urldefrag(target)
    found: Any = public_schema(name.removeprefix(BASE).removesuffix(".schema.json"))
    for part in pointer.split("/")[1:]:
        found = found[part]
    term = {"term": target.rpartition("/")[2]} if "terms" in name else {}
    term = {"term": "form"} if name.endswith("form.schema.json") and not base.endswith("form.schema.json") else term
    return {**found, **{key: value for key, value in schema.items() if key != "$ref"}, **term}, name


@cache
def examples() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Whole schemes to quote from, by what they are called."""
    found = []
    for name, folder in SCHEMES.items():
        files = sorted((ROOT / folder).glob("*.yaml"))
        found.append((name, {file.stem: read_document(file.read_text(encoding="utf-8"), file.name) for file in files}))
    for name, file in TESTED.items():
        found.append((name, read_document((ROOT / file).read_text(encoding="utf-8"), file)))
    return tuple(found)


def quoted(path: Path_, value: Any) -> Iterator[Any]:
    """Each part of a document that holds the word at `path`, with nothing beside it."""
    if not path:
        yield value
    elif isinstance(value, list):
        for item in value:
            for inner in quoted(path, item):
                yield [inner]
    elif isinstance(value, Mapping):
        names = [path[0]] if path[0] != "ID" else list(value)
        for name in names:
            if name in value and value[name] is not None:
                for inner in quoted(path[1:], value[name]):
                    yield {name: inner}


def example(word: Word) -> tuple[str, str]:
    """A quotation that shows the word, and where it is from; empty when no scheme uses it."""
    found = [
        (name, text)
        for name, documents in examples()
        for part in quoted(word.path[1:], documents.get(word.path[0], {}))
        if (text := as_yaml(part))
    ]
    short = [each for each in found if each[1].count("\n") < LONGEST]
    return next(iter(short or found), ("", ""))


def as_yaml(value: Any, longest: int = LONGEST) -> str:
    """The value as YAML, cut where it is long."""
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 100
    text = io.StringIO()
    yaml.dump(value, text)
    written = re.sub(r"\b([0-9]{2}:[0-9]{2})$", r'"\1"', text.getvalue().removesuffix("...\n"), flags=re.MULTILINE)
    lines = written.splitlines()
    return "\n".join(lines if len(lines) <= longest else [*lines[:longest], "# and so on"]) + "\n"


def kind(schema: Schema, base: str = _HOME) -> str:
    """What may be written, in a few words."""
    if "term" in schema:
        term = schema["term"]
        return "a [form](form.md)" if term == "form" else f"[{_title(term)}](terms.md#{term})"
    if "enum" in schema or "const" in schema:
        values = [f"`{value}`" for value in schema.get("enum", [schema.get("const")])]
        return ", ".join(values) if len(values) == 1 else f"one of {', '.join(values)}"
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(kind(*_resolved(branch, base)) for branch in schema[key]))
    return _typed(schema, base)


def _typed(schema: Schema, base: str) -> str:
    match schema.get("type"):
        case "array":
            return f"a list; each {kind(*_resolved(schema.get('items', {}), base))}"
        case "object":
            return str(schema.get("title", "a map"))
        case "integer" | "number":
            bounds = [
                f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema
            ]
            return " ".join(["a whole number" if schema["type"] == "integer" else "a number", *bounds])
        case "boolean":
            return "`true` or `false`"
        case _:
            return "a text" if schema.get("type") == "string" else "any value"


def _title(term: str) -> str:
    return str(public_schema("terms")["$defs"][term].get("title", term))


def page(document: str) -> str:
    """The page of one document."""
    schema = public_schema(document)
    told = (getattr(hookspecs, document).__doc__ or "").split("If the scheme stays silent")[-1]
    silent = " ".join(told.split())
    lines = [
        f"# {document}",
        "",
        "<!-- Made by docs/reference/pages.py from the schemas. Change them, and run it again. -->",
        "",
        f"{schema['description']}",
        "",
        f"File: `scheme/{document}.yaml`. Schema: `schemas/{document}.schema.json`. If it is left out {silent}",
        "",
        "```yaml",
        as_yaml(schema["examples"][0], longest=WHOLE).rstrip(),
        "```",
        "",
        "`ID` stands for a name that the scheme gives. ✎ marks what a coordinator may change in a programme.",
    ]
    for word in words(document):
        lines += ["", *_section(word)]
    return "\n".join(lines) + "\n"


def _section(word: Word) -> Iterator[str]:
    source, text = example(word)
    marks = " ✎" if word.adjustable else ""
    yield f"## {'.'.join(word.path[1:])}{marks}"
    yield ""
    meaning = word.schema.get("description", "").rstrip(".")
    yield f"{meaning}. Needed." if word.needed else f"{meaning}."
    yield ""
    yield f"Write {kind(word.schema)}."
    yield ""
    yield f"```yaml\n# from {source}\n{text.rstrip()}\n```"


def terms_page() -> str:
    """The page of what documents share."""
    schema = public_schema("terms")
    lines = ["# Terms", "", "<!-- Made by docs/reference/pages.py. -->", "", schema["description"]]
    for name, term in schema["$defs"].items():
        lines += ["", f"## {name}", "", f"{term.get('description', '')}", "", "```yaml"]
        lines += [
            f"- {line}" if i == 0 else f"  {line}"
            for each in term["examples"]
            for i, line in enumerate(as_yaml(each).rstrip().splitlines())
        ]
        lines += ["```"]
    return "\n".join(lines) + "\n"


def form_page() -> str:
    """The page of forms: the words of the form itself, and those of a question."""
    schema = public_schema("form")
    question = schema["$defs"]["question"]
    lines = ["# form", "", "<!-- Made by docs/reference/pages.py. -->", "", schema["description"], "", "# The form"]
    for where, part in (((), schema), (("properties", "ID"), question)):
        if where:
            lines += ["", "# A question", "", question["description"]]
        for name, inner in part["properties"].items():
            whole, _ = _resolved(inner, f"{BASE}form.schema.json")
            lines += [
                "",
                f"## {'.'.join((*where, name))}",
                "",
                _of_question(name, whole),
                "",
                *(_of_bindings(whole["enum"]) if name == "x-is" else _of_forms((*where, name))),
            ]
    return "\n".join(lines) + "\n"


def _of_question(name: str, schema: Schema) -> str:
    meaning = schema.get("description") or f"As in JSON Schema: `{name}`"
    return f"{meaning.rstrip('.')}. Write {kind(schema, f'{BASE}form.schema.json')}."


def _of_forms(path: Path_) -> Iterator[str]:
    for name, documents in examples():
        for where in (("registration", "ID", "form"), ("registration", "ID", "declaration"), ("surveys", "ID", "form")):
            for value in _values(where[1:], documents.get(where[0], {})):
                for part in quoted(path, value):
                    if (text := as_yaml(part)).count("\n") < LONGEST or path[-1] in {
                        "properties",
                        "x-themes",
                        "examples",
                    }:
                        yield f"```yaml\n# from {name}\n{text.rstrip()}\n```"
                        return
    yield "MISSING"


def _of_bindings(bindings: Sequence[str]) -> Iterator[str]:
    """A whole question for each thing that a question may be bound to."""
    forms = [
        (name, form["properties"])
        for name, documents in reversed(examples())
        for form in _values(("ID", "form"), documents.get("registration", {}))
    ]
    for binding in bindings:
        name, question = next(
            (name, {key: question})
            for name, questions in forms
            for key, question in questions.items()
            if question.get("x-is") == binding
        )
        quote = f"```yaml\n# from {name}\n{as_yaml(question).rstrip()}\n```"
        yield quote if binding == bindings[-1] else f"{quote}\n"


def _values(path: Path_, value: Any) -> Iterator[Any]:
    if not path:
        yield value
    elif isinstance(value, Mapping):
        for name in [path[0]] if path[0] != "ID" else list(value):
            if value.get(name) is not None:
                yield from _values(path[1:], value[name])


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    return {**{f"{name}.md": page(name) for name in DOCUMENTS}, "terms.md": terms_page(), "form.md": form_page()}


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / "contract" / name).write_text(text, encoding="utf-8")
