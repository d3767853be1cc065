"""One cell, read as the answer to one question.

People and spreadsheets write the same thing in many ways: a label for its id, ``Yes`` for true, 14/01/2021
for a date, a list in one cell. What cannot be meant is refused with a reason.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from mentoring.participants.columns import folded, texts
from mentoring.participants.sheets import Cell
from mentoring.schemes.scheme import Fragment

YES = frozenset({"yes", "y", "true", "1", "ydw", "ie", "iagree", "agree", "agreed"})
NO = frozenset({"no", "n", "false", "0", "nacydw", "na", "idonotagree", "disagree"})

_UK_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?))?")
_STRENGTHS = ("essential", "desirable")


class Unreadable(ValueError):
    """A cell that cannot be the answer; the text is the reason, a sentence."""


def text_of(cell: Cell) -> str:
    """What the cell shows: whole numbers without a point, dates in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, (date, datetime, time)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else str(cell)


def answer_of(cell: Cell, schema: Fragment) -> Any:
    """The answer in `cell` to a question with this `schema`; None when the cell is blank.

    Raises Unreadable with the reason.
    """
    text = text_of(cell)
    if not text:
        return None
    if schema.get("format") == "date":
        return moment_of(cell).date().isoformat()
    return _READERS.get(_kind(schema), _text)(text, schema)


def moment_of(cell: Cell) -> datetime:
    """A date, or a date and time of day, in ISO 8601 or as written in Britain (day, month, year).

    The answer is aware only when the cell names an offset. Raises Unreadable.
    """
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    text = written = text_of(cell)
    british = _UK_DATE.fullmatch(text)
    if british:
        day, month, year, clock = british.groups()
        text = f"{year}-{month:0>2}-{day:0>2}T{clock:0>5}" if clock else f"{year}-{month:0>2}-{day:0>2}"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"“{_short(written)}” is no date; write 2021-01-14 or 14/01/2021.") from None


def options_of(schema: Fragment) -> dict[str, tuple[str, ...]]:
    """The values a question allows, each with the words people know it by; empty when it is open."""
    labels: Mapping[str, Any] = schema.get("x-labels", {})
    if "enum" in schema:
        return {value: (value, *texts(labels.get(value))) for value in schema["enum"] if isinstance(value, str)}
    chosen = [each for each in schema.get("oneOf", ()) if isinstance(each.get("const"), str)]
    return {each["const"]: (each["const"], *texts(each.get("title"))) for each in chosen}


def _kind(schema: Fragment) -> str:
    kind = schema.get("type")
    kinds = [each for each in ([kind] if isinstance(kind, str) else kind or []) if each != "null"]
    if kinds:
        return str(kinds[0])
    return "boolean" if isinstance(schema.get("const"), bool) else "string"


def _text(text: str, schema: Fragment) -> str:
    if options := options_of(schema):
        return _chosen(text, options)
    return text.lower() if schema.get("format") == "email" else text


def _chosen(text: str, options: Mapping[str, tuple[str, ...]]) -> str:
    for value, words in options.items():
        if folded(text) in map(folded, words):
            return value
    known = [words[min(1, len(words) - 1)] for words in options.values()]
    told = "; ".join(known[:12]) + ("; …" if len(known) > 12 else "")
    raise Unreadable(f"“{_short(text)}” is none of the answers: {told}.")


def _listed(text: str, schema: Fragment) -> list[Any]:
    """Forms separates the choices of one cell by semicolons; people also use line breaks, bars and commas.

    A comma parts only what is not a choice as a whole.
    """
    items = {"x-labels": schema.get("x-labels", {}), **schema.get("items", {})}
    options = options_of(items)
    whole = {folded(word) for words in options.values() for word in words}
    separator = next((mark for mark in ";\n|" if mark in text), ",")
    parts = [text] if separator == "," and folded(text) in whole else text.split(separator)
    return list(dict.fromkeys(answer_of(part, items) for part in parts if part.strip()))


def _wish(text: str, schema: Fragment) -> dict[str, Any]:
    """``{value, strength}`` in one cell: ``Bloomsbury (essential)``, or the value alone, which is desirable."""
    properties = schema.get("properties", {})
    if "value" not in properties:
        raise Unreadable("this question has several parts, and needs a column for each.")
    for strength in _STRENGTHS:
        ending = re.search(rf"[\s,:(–-]+{strength}\)?\s*$", text, re.IGNORECASE)
        if ending:
            return {"value": answer_of(text[: ending.start()], properties["value"]), "strength": strength}
    return {"value": answer_of(text, properties["value"]), "strength": "desirable"}


def _yes_or_no(text: str, schema: Fragment) -> bool:
    labels = schema.get("x-labels", {})
    said = folded(text)
    if said in YES or said in {folded(t) for t in (*texts(labels.get("true")), *texts(schema.get("title")))}:
        return True
    if said in NO or said in {folded(t) for t in texts(labels.get("false"))}:
        return False
    raise Unreadable(f"“{_short(text)}” is neither yes nor no.")


def _whole_number(text: str, _: Fragment) -> int:
    try:
        return int(text)
    except ValueError:
        raise Unreadable(f"“{_short(text)}” is no whole number.") from None


def _number(text: str, _: Fragment) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unreadable(f"“{_short(text)}” is no number.") from None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


_READERS: Mapping[str, Callable[[str, Fragment], Any]] = {
    "array": _listed,
    "object": _wish,
    "boolean": _yes_or_no,
    "integer": _whole_number,
    "number": _number,
}
