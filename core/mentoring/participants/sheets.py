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


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a table may be.

    `file` are the bytes of a file, `unpacked` those of an ``.xlsx`` once unpacked (a small archive may hold a huge
    one), `written_out` those of its texts, each as often as cells show it. `rows` are those below the names of the
    columns. `cell` counts characters.
    """

    file: int
    unpacked: int
    written_out: int
    rows: int
    columns: int
    cell: int


ON_DISK = Limits(
    file=20_000_000, unpacked=200_000_000, written_out=1_000_000_000, rows=50_000, columns=500, cell=100_000
)
"""Of files that whoever runs the machine names in a command."""

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FAR_AWAY = re.compile(rb"""\br\s*=\s*["']([A-Z]{3,}(?=\d)|[A-Z]*(?=\d{4}))(\d{0,9})""", re.IGNORECASE)
"""Where a row or cell of a sheet says it lies, if that may be beyond the last row or in a column of three letters."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    python_calamine.CalamineError,
)  # fmt: skip
"""What reading an archive that is none raises."""
_DRAWN = re.compile(rb"<(?:\w+:)?\w*Rect\b[^<>]*>")
"""Of a theme: how a shape is filled. Their `r` means right."""
_TEXTS_END = re.compile(rb"</(?:\w+:)?si\s*>")
_NUMBERS = re.compile(rb">\s*(\d{1,7})\s*<")
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
        content = path.read_bytes() if path.stat().st_size <= ON_DISK.file else None
    except OSError as error:
        raise UnsoundFile(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    if content is None:
        raise _too_heavy(str(path), ON_DISK)
    return sheet_in(content, str(path), ON_DISK)


def sheet_in(content: bytes, name: str, limits: Limits) -> Sheet:
    """The table in the bytes of such a file, called `name` in refusals. Raises UnsoundFile as `read_sheet` does."""
    if len(content) > limits.file:
        raise _too_heavy(name, limits)
    reading = _excel_rows if content.startswith(b"PK\x03\x04") else _text_rows
    rows = [Row(row.line, tuple(_tame(cell) for cell in row.cells)) for row in reading(name, content, limits)]
    filled = [row for row in rows if any(cell not in ("", None) for cell in row.cells)]
    if not filled:
        raise UnsoundFile(f"{name} is empty.", "The first row must hold the names of the columns.")
    if len(filled) > limits.rows + 1 or max(len(row.cells) for row in filled) > limits.columns:
        raise _too_large(name, limits)
    long = next((row for row in filled if any(isinstance(c, str) and len(c) > limits.cell for c in row.cells)), None)
    if long is not None:
        raise UnsoundFile(
            f"{name}, line {long.line}: a cell is longer than {limits.cell:,} characters.", "Shorten it in the file."
        )
    head, *body = filled
    headers = ["" if cell is None else str(cell).strip() for cell in head.cells]
    while headers and not headers[-1]:
        headers.pop()
    return Sheet(name, tuple(headers), tuple(body))


def _excel_rows(name: str, content: bytes, limits: Limits) -> list[Row]:
    try:
        book = python_calamine.load_workbook(_unpacked(name, content, limits))
        for each in book.sheet_names:
            rows = book.get_sheet_by_name(each).to_python(skip_empty_area=False, nrows=limits.rows + 2)
            found = [Row(line, tuple(_mended(cell) for cell in cells)) for line, cells in enumerate(rows, 1)]
            if any(cell not in ("", None) for row in found for cell in row.cells):
                return found
    except _BROKEN as error:
        raise UnsoundFile(f"{name} is no sound Excel file.", "Save it again as .xlsx, or as CSV.") from error
    return []


def _unpacked(name: str, content: bytes, limits: Limits) -> io.BytesIO:
    """The same archive, not compressed: the reader trusts what an archive says of its size, and this is sure of it.

    It also makes room for the whole rectangle up to the farthest cell, so none may be far away; and it writes a text
    that cells share once for each of them.
    """
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(plain, "w") as copy:
        if sum(entry.file_size for entry in archive.infolist()) > limits.unpacked:
            told = f"{name} is larger than {limits.unpacked // 1_000_000} MB once unpacked."
            raise UnsoundFile(told, "Save the list alone and try again.")
        shared = _shared(archive)
        for entry in archive.infolist():
            part = archive.read(entry)
            if any(_beyond(column, line, limits) for column, line in _FAR_AWAY.findall(_DRAWN.sub(b"", part))):
                raise _too_large(name, limits)
            if _written_out(part, shared) > limits.written_out:
                raise UnsoundFile(f"{name} shows long texts too many times.", "Save the list alone and try again.")
            copy.writestr(entry.filename, part)
    plain.seek(0)
    return plain


def _beyond(column: bytes, line: bytes, limits: Limits) -> bool:
    return len(column) > 2 or int(line) > limits.rows + 1


def _shared(archive: zipfile.ZipFile) -> list[int]:
    """How long each text is that cells share."""
    found = [entry for entry in archive.infolist() if entry.filename.lower().endswith("sharedstrings.xml")]
    return [len(text) for entry in found for text in _TEXTS_END.split(archive.read(entry))]


def _written_out(part: bytes, shared: list[int]) -> int:
    """How much the texts are that cells show, if each number in them is one of `shared`."""
    numbers = (int(number) for number in _NUMBERS.findall(part))
    return sum(shared[number] for number in numbers if number < len(shared))


def _too_heavy(name: str, limits: Limits) -> UnsoundFile:
    return UnsoundFile(f"{name} is larger than {limits.file // 1_000_000} MB.", "Give the list of registrations alone.")


def _too_large(name: str, limits: Limits) -> UnsoundFile:
    told = f"{name} has more than {limits.rows:,} rows or {limits.columns} columns."
    return UnsoundFile(told, "Give the registrations alone.")


def _tame(cell: Cell) -> Cell:
    return cell.translate(_STEERING) if isinstance(cell, str) else cell


def _mended(cell: Cell) -> Cell:
    """Excel knows no whole numbers: the reader hands 7 over as 7.0."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _text_rows(name: str, content: bytes, limits: Limits) -> list[Row]:
    text = _decoded(name, content)
    if "\0" in text or content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnsoundFile(f"{name} is neither CSV nor .xlsx.", "Save it as .xlsx, or as CSV (UTF-8).")
    stated = _SEPARATOR_LINE.match(text)
    body = text[stated.end() :] if stated else text
    return [*_numbered(name, body, stated[1] if stated else _separator(body), 1 if stated else 0, limits)]


def _numbered(name: str, body: str, separator: str, before: int, limits: Limits) -> Iterator[Row]:
    """The rows of `body`, which has `before` lines of the file above it. A quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    line = before + 1
    try:
        for number, cells in enumerate(reader):
            if number > limits.rows or len(cells) > limits.columns:
                raise _too_large(name, limits)
            yield Row(line, tuple(cells))
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise UnsoundFile(
            f"{name}, line {line}: the row cannot be taken apart ({error}).", "Check the quotation marks of that row."
        ) from error


def _decoded(name: str, content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnsoundFile(f"{name} is no text in UTF-8 or Windows-1252.", "Save it as CSV (UTF-8), or as .xlsx.")


def _separator(text: str) -> str:
    """The separator that parts the header into most columns."""

    def columns(mark: str) -> int:
        return len(next((row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row), []))

    return max(",;\t|", key=columns)
