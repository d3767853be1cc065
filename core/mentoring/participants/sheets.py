"""Tables as spreadsheets hand them over: CSV of any kind, and Excel's ``.xlsx``.

Knows nothing of schemes: headers, rows and the line each row stands on.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from mentoring.errors import UnsoundFile

Cell = str | int | float | bool | date | datetime | time | timedelta | None

LARGEST_FILE = 20_000_000
"""Bytes of a file."""
LARGEST_UNPACKED = 200_000_000
"""Bytes of an ``.xlsx`` once unpacked: a small archive may hold a huge one."""
MOST_ROWS = 50_000
MOST_COLUMNS = 500
LONGEST_CELL = 100_000

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FAR_AWAY = re.compile(rb"""\br\s*=\s*["']([A-Z]{3,}(?=\d)|[A-Z]*(?=\d{5}))(\d*)""", re.IGNORECASE)
"""Where a row or cell of a sheet says it lies, if that may be beyond `MOST_ROWS` or in a column of three letters."""
_STEERING = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Characters that steer a terminal or turn the direction of what is written; a table holds none of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` is where it begins: the line of a CSV file, the row number of a sheet (both from 1)."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its `headers` and every row that is not blank."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(path: Path) -> Sheet:
    """The table in a CSV or ``.xlsx`` file; its kind is told by its content, not by its name.

    Raises UnsoundFile when it cannot be read, holds no rows, or is larger than any list of people.
    """
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None
    except OSError as error:
        raise UnsoundFile(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    if content is None:
        raise UnsoundFile(f"{path} is larger than 20 MB.", "Give the list of registrations alone.")
    rows = _excel_rows(path, content) if content.startswith(b"PK\x03\x04") else _text_rows(path, content)
    rows = [Row(row.line, tuple(_tame(cell) for cell in row.cells)) for row in rows]
    filled = [row for row in rows if any(cell not in ("", None) for cell in row.cells)]
    if not filled:
        raise UnsoundFile(f"{path} is empty.", "The first row must hold the names of the columns.")
    if len(filled) > MOST_ROWS or max(len(row.cells) for row in filled) > MOST_COLUMNS:
        raise _too_large(path)
    head, *body = filled
    headers = ["" if cell is None else str(cell).strip() for cell in head.cells]
    while headers and not headers[-1]:
        headers.pop()
    return Sheet(str(path), tuple(headers), tuple(body))


def _excel_rows(path: Path, content: bytes) -> list[Row]:
    try:
        book = python_calamine.load_workbook(_unpacked(path, content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
            found = [Row(line, tuple(_mended(cell) for cell in cells)) for line, cells in enumerate(rows, 1)]
            if any(cell not in ("", None) for row in found for cell in row.cells):
                return found
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, python_calamine.CalamineError) as error:
        raise UnsoundFile(f"{path} is no sound Excel file.", "Save it again as .xlsx, or as CSV.") from error
    return []


def _unpacked(path: Path, content: bytes) -> io.BytesIO:
    """The same archive, not compressed: the reader trusts what an archive says of its size, and this is sure of it.

    It also makes room for the whole rectangle up to the farthest cell, so none may be far away.
    """
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(plain, "w") as copy:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
            raise UnsoundFile(f"{path} is larger than 200 MB once unpacked.", "Save the list alone and try again.")
        for entry in archive.infolist():
            part = archive.read(entry)
            if any(len(column) > 2 or int(line) > MOST_ROWS + 1 for column, line in _FAR_AWAY.findall(part)):
                raise _too_large(path)
            copy.writestr(entry.filename, part)
    plain.seek(0)
    return plain


def _too_large(path: Path) -> UnsoundFile:
    told = f"{path} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns."
    return UnsoundFile(told, "Give the registrations alone.")


def _tame(cell: Cell) -> Cell:
    return cell.translate(_STEERING) if isinstance(cell, str) else cell


def _mended(cell: Cell) -> Cell:
    """Excel knows no whole numbers: the reader hands 7 over as 7.0."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _text_rows(path: Path, content: bytes) -> list[Row]:
    text = _decoded(path, content)
    if "\0" in text or content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnsoundFile(f"{path} is neither CSV nor .xlsx.", "Save it as .xlsx, or as CSV (UTF-8).")
    stated = _SEPARATOR_LINE.match(text)
    body = text[stated.end() :] if stated else text
    return [*_numbered(path, body, stated[1] if stated else _separator(body), 1 if stated else 0)]


def _numbered(path: Path, body: str, separator: str, before: int) -> Iterator[Row]:
    """The rows of `body`, which has `before` lines of the file above it. A quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    line = before + 1
    try:
        for cells in reader:
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise UnsoundFile(f"{path}, line {line}: a cell is longer than {LONGEST_CELL:,} characters.")
            yield Row(line, tuple(cells))
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise UnsoundFile(
            f"{path}, line {line}: the row cannot be taken apart ({error}).", "Check the quotation marks of that row."
        ) from error


def _decoded(path: Path, content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnsoundFile(f"{path} is no text in UTF-8 or Windows-1252.", "Save it as CSV (UTF-8), or as .xlsx.")


def _separator(text: str) -> str:
    """The separator that parts the header into most columns."""

    def columns(mark: str) -> int:
        return len(next((row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row), []))

    return max(",;\t|", key=columns)
