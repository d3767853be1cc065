"""Any table a spreadsheet hands over is read, and each row knows its line."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from mentoring.errors import UnsoundFile
from mentoring.participants.sheets import Row, read_sheet

ROWS = (Row(2, ("Amara Quarto", "Zoë")), Row(3, ("Dinah", "Almanac")))


def written(tmp_path: Path, content: bytes, name: str = "people.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_of_any_encoding_separator_and_line_ending(tmp_path: Path, encoding: str, mark: str, end: str) -> None:
    text = end.join(mark.join(cells) for cells in (("Name", "Other"), ("Amara Quarto", "Zoë"), ("Dinah", "Almanac")))
    sheet = read_sheet(written(tmp_path, text.encode(encoding)))
    assert sheet.headers == ("Name", "Other")
    assert sheet.rows == ROWS


def test_the_separator_a_file_states_counts(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, b"sep=|\r\na,b|c\r\n1|2\r\n"))
    assert sheet.headers == ("a,b", "c")
    assert sheet.rows == (Row(3, ("1", "2")),)


def test_a_comma_inside_quotes_parts_nothing(tmp_path: Path) -> None:
    assert read_sheet(written(tmp_path, b'"a, b; c; d",e\n1,2\n')).headers == ("a, b; c; d", "e")


def test_blank_lines_and_quoted_line_breaks_keep_the_count(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, b'\n\na,b\n\n"one\ntwo",x\n,\n3,4\n'))
    assert sheet.headers == ("a", "b")
    assert sheet.rows == (Row(5, ("one\ntwo", "x")), Row(8, ("3", "4")))


def test_excel_is_read_by_content_with_whole_numbers_mended(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Notes"
    people = book.create_sheet("Form1")
    when = datetime.fromisoformat("2021-01-14T10:30")
    for cells in ((), ("Grade", "When", "Share"), (7, when, 0.5), (None,), ("8", None, 2.0)):
        people.append(cells)
    path = tmp_path / "people.csv"
    book.save(path)
    sheet = read_sheet(path)
    assert sheet.headers == ("Grade", "When", "Share")
    assert sheet.rows == (Row(3, (7, when, 0.5)), Row(5, ("8", "", 2)))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n,,\n", "is empty"),
        (b"PK\x03\x04 but no archive", "no sound Excel file"),
        (b"a,b\n1,\x00", "neither CSV nor .xlsx"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "neither CSV nor .xlsx"),
        (b'a,b\n1,2\n3,"4\n', "line 3: the row cannot be taken apart"),
        (b"a,b\n" + b"x" * 100_001 + b",1\n", "line 2: a cell is longer than 100,000 characters"),
        (b"a\n" * 50_003, "more than 50,000 rows"),
        (b"," * 600 + b"x\n1\n", "or 500 columns"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_in_words(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(UnsoundFile, match=told):
        read_sheet(written(tmp_path, content))


def test_an_archive_that_unpacks_to_hundreds_of_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as big,
    ):
        for _ in range(201):
            big.write(bytes(1_000_000))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UnsoundFile, match="larger than 200 MB once unpacked"):
        read_sheet(path)


@pytest.mark.parametrize("far", ["XFD1", "A1048576", "xfd2", "ZZ50002"])
def test_a_sheet_with_a_cell_far_away_is_refused_before_room_is_made_for_all_between(tmp_path: Path, far: str) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(("Email",))
    book.save(tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as small, zipfile.ZipFile(tmp_path / "far.xlsx", "w") as large:
        for name in small.namelist():
            cell = f'<row><c t="n"  r="{far}"><v>1</v></c></row></sheetData>'.encode()
            large.writestr(name, small.read(name).replace(b"</sheetData>", cell))
    with pytest.raises(UnsoundFile, match="more than 50,000 rows or 500 columns"):
        read_sheet(tmp_path / "far.xlsx")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_steers_a_terminal_is_taken_out_of_cells_and_headers(tmp_path: Path, kind: str) -> None:
    steering = ("Na\x9b31mme", "Other\x7f"), ("Amara\x1b[2J\u202e Quarto\x07", "two\nlines\tand a tab")
    path = tmp_path / f"people.{kind}"
    if kind == "csv":
        path.write_text("\n".join(",".join(f'"{cell}"' for cell in cells) for cells in steering), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        assert book.active is not None
        for cells in steering:
            book.active.append([cell.replace("\x1b", "\x9b").replace("\x07", "\x85") for cell in cells])
        book.save(path)
    sheet = read_sheet(path)
    assert sheet.headers == ("Na31mme", "Other")
    assert [row.cells for row in sheet.rows] == [("Amara[2J Quarto", "two\nlines\tand a tab")]


def test_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(UnsoundFile, match="cannot be read: No such file"):
        read_sheet(tmp_path / "nobody.csv")
