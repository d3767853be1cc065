"""Tables as CSV files that a spreadsheet program reads and never runs."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet program takes for the beginning of a formula, or of another cell; the last are wide ones."""
_WITHIN = re.compile(r"([;\t\r\n]\s*)([=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a cell would end for a program that takes semicolons or tabs for its ends, as some do by their language."""


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it. Text that could act begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([inert(each) for each in heads])
    writer.writerows([inert(each) for each in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def inert(value: object) -> object:
    """A cell as it may stand in a file: numbers as they are, text that would act made harmless."""
    if isinstance(value, (int, float)) or value is None:
        return value
    text = _WITHIN.sub(r"\1'\2", str(value))
    seen = text
    while seen and unicodedata.category(seen[0]) in {"Zs", "Zl", "Zp", "Cf"}:  # what is not seen does not protect
        seen = seen[1:]
    return f"'{text}" if seen.startswith(_ACTS) else text
