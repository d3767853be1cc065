"""Tables as CSV files that a spreadsheet program reads and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet program takes for the beginning of a formula, or of another cell."""


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
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_ACTS) else text
