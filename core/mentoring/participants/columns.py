"""Which column of a file answers which question.

A column belongs to a question when its header is the question's name, its title in any language, or a name
in its ``x-import``. Case, spacing and punctuation do not matter. What every registration has (name, e-mail,
institution and so on) and Microsoft Forms' own columns are known besides.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from mentoring.schemes.scheme import Fragment, Registration, Scheme

YOUR = ("", "your ")
WORK = ("", "work ", "university ")

CORE: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full name", "your name", "display name"),
    "first_name": ("first name", "forename", "given name"),
    "last_name": ("last name", "surname", "family name"),
    "email": tuple(f"{your}{work}email{rest}" for your in YOUR for work in WORK for rest in ("", " address")),
    "job_title": ("job title", "post", "position"),
    "institution": ("institution", "organisation", "university", "employer", "your institution"),
    "unit": ("unit", "department", "school or department"),
    "grade": ("grade", "band", "pay grade", "grade or band"),
    "submitted": ("submitted", "completion time", "submitted at", "submission time", "timestamp"),
    "passed": ("passed", "gates passed", "training attended"),
    "waited": ("waited", "rounds waited"),
}
"""What the system itself wants to know of a registration, and the headers under which it stands."""

FORMS = ("id", "start time", "last modified time", "language", "total points", "quiz feedback")
"""Microsoft Forms' own columns that answer nothing; its Completion time, Email and Name are core columns."""

COALESCED = frozenset({"name", "email", "first_name", "last_name"})
"""May stand in several columns: Forms writes its own beside the question that asks for it."""


Form = Literal["answers", "declared"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a column can answer. `part` names one half of a two-part question, such as a wish's strength."""

    where: Literal["answers", "declared", "core", "history"]
    name: str
    schema: Fragment
    headers: tuple[str, ...]
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one file answer: (index, what is asked), and what was left over.

    `ignored` holds headers that belong to nothing, `doubled` those that answer what another already does,
    `missing` the required questions that no column answers, by title, and `undeclared` such declarations.
    """

    found: tuple[tuple[int, Asked], ...]
    ignored: tuple[str, ...]
    doubled: tuple[str, ...]
    missing: tuple[str, ...]
    undeclared: tuple[str, ...]


@lru_cache(maxsize=10_000)
def folded(header: str) -> str:
    """What counts of a header: its letters and digits, in lower case, without accents' and spaces' variants."""
    return "".join(c for c in unicodedata.normalize("NFKC", header).casefold() if c.isalnum())


def find_columns(headers: Sequence[str], scheme: Scheme, role: str) -> Columns:
    """What each of `headers` answers for `role`. A question of the scheme goes before a core column."""
    known: dict[str, Asked] = {}
    asked = [*questions_of(scheme, role), *_core(scheme)]
    for each in asked:
        for header in each.headers:
            known.setdefault(folded(header), each)
    forms = {folded(header) for header in FORMS}
    found: list[tuple[int, Asked]] = []
    ignored, doubled, taken = [], [], set()
    for index, header in enumerate(headers):
        belongs = known.get(folded(header))
        if belongs is None:
            ignored += [header] if header and folded(header) not in forms else []
        elif (key := (belongs.where, belongs.name, belongs.part)) in taken and belongs.name not in COALESCED:
            doubled.append(header)
        else:
            taken.add(key)
            found.append((index, belongs))
    present = {(each.where, each.name) for _, each in found}
    missing = () if ("core", "email") in present else ("Email",)
    answers, declared = (tuple(_missing(where, form, present)) for where, form in _forms(scheme.registration.get(role)))
    return Columns(tuple(found), tuple(ignored), tuple(doubled), (*missing, *answers), declared)


def key_of(asked: Asked) -> str:
    """What a column answers, as one word: ``answers.wants``, ``core.email``, ``answers.place/strength``."""
    return f"{asked.where}.{asked.name}" + (f"/{asked.part}" if asked.part else "")


TAKEN = ("name", "first_name", "last_name", "email", "institution", "job_title", "unit", "grade", "submitted")
"""What a coordinator's file may say besides answers. Gates and earlier years are recorded where they happen."""


def takeable(scheme: Scheme, role: str) -> dict[str, Asked]:
    """What the columns of a coordinator's file may answer, by key. What only the person can declare is not among it."""
    return {
        key_of(each): each
        for each in (*_core(scheme), *questions_of(scheme, role))
        if each.where == "answers" or (each.where == "core" and each.name in TAKEN)
    }


def laid_columns(
    headers: Sequence[str], scheme: Scheme, role: str, *, known: Mapping[str, str], chosen: Mapping[int, str]
) -> Columns:
    """What each of `headers` answers in a coordinator's file.

    As `chosen` by index; else as `known` from last time, by `folded` header; else as its words say. An empty key is
    nothing. What two columns answer the first one does, but for names and addresses.
    """
    guessed = {index: key_of(asked) for index, asked in find_columns(headers, scheme, role).found}
    offered = takeable(scheme, role)
    found: list[tuple[int, Asked]] = []
    ignored, doubled, taken = [], [], set[str]()
    for index, header in enumerate(headers):
        key = chosen.get(index, known.get(folded(header), guessed.get(index, "")))
        if key not in offered:
            ignored.append(header)
        elif key in taken and offered[key].name not in COALESCED:
            doubled.append(header)
        else:
            taken.add(key)
            found.append((index, offered[key]))
    present = {(each.where, each.name) for _, each in found}
    missing = () if ("core", "email") in present else ("Email",)
    asked = _missing("answers", _forms(scheme.registration.get(role))[0][1], present)
    return Columns(tuple(found), tuple(ignored), tuple(doubled), (*missing, *asked), ())


def questions_of(scheme: Scheme, role: str) -> Iterator[Asked]:
    """The questions of the role's form and declaration, in order."""
    registration = scheme.registration.get(role)
    for where, form in _forms(registration):
        for name, schema in form.get("properties", {}).items():
            names = (name, f"{where}.{name}", *texts(schema.get("title")), *schema.get("x-import", ()))
            if schema.get("type") == "object":
                yield from _parts(where, name, schema, names)
            yield Asked(where, name, schema, names)


def _forms(registration: Registration | None) -> tuple[tuple[Form, Fragment], tuple[Form, Fragment]]:
    form, declaration = (registration.form, registration.declaration) if registration else (None, None)
    return ("answers", form or {}), ("declared", declaration or {})


def _parts(where: Form, name: str, schema: Fragment, names: Sequence[str]) -> Iterator[Asked]:
    for part, inner in schema.get("properties", {}).items():
        endings = (part, *texts(inner.get("title")))
        headers = [f"{whole} {ending}" for whole in names for ending in endings]
        yield Asked(where, name, inner, (*headers, *inner.get("x-import", ())), part)


def _core(scheme: Scheme) -> Iterator[Asked]:
    for name, headers in CORE.items():
        yield Asked("core", name, {}, (name, *headers))
    counted = {"type": "integer", "minimum": 0}
    for role in scheme.roles:
        for fact in ("taken_part", "completed", "unmatched"):
            yield Asked("history", f"{role}.{fact}", counted, (f"history.{role}.{fact}",))
        for fact in ("last_end", "last_completed"):
            yield Asked("history", f"{role}.{fact}", {"type": "string", "format": "date"}, (f"history.{role}.{fact}",))


def _missing(where: Form, form: Fragment, present: Collection[tuple[str, str]]) -> Iterator[str]:
    for name in form.get("required", ()):
        if (where, name) not in present:
            yield next(iter(texts(form["properties"][name].get("title"))), name)


def texts(text: Any) -> tuple[str, ...]:
    """A text in each of its languages."""
    if isinstance(text, Mapping):
        return tuple(text.values())
    return (text,) if text else ()
