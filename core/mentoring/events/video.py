"""Lists of who was in a video meeting, as the tools write them: read, and matched with the people expected. Pure.

The columns may stand in any order and be called as the usual tools call them; lines above the table are passed over. A
person who came in several times stands there several times: their minutes are added up.
"""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from mentoring.errors import UnsoundFile

MOST_LINES = 5_000
MOST_LETTERS = 50_000
"""Characters: a list of a thousand people is about this long."""
LOOKED_AT = 60
"""How many lines may stand above the table."""

Kind = Literal["name", "email", "minutes"]
_HEADERS: Mapping[Kind, tuple[str, ...]] = {
    "email": (
        "email", "e-mail", "e-mail address", "email address", "user email", "participant id (upn)", "upn",
        "attendee email", "user name (email)", "user principal name", "address",
    ),
    "name": (
        "name", "full name", "participant", "attendee", "name (original name)", "user name", "display name",
        "participant name", "username", "attendee name",
    ),
    "minutes": (
        "duration", "minutes", "duration (minutes)", "in-meeting duration", "time in session", "attendance duration",
        "time", "total duration (minutes)", "duration in minutes", "minutes attended",
    ),
}  # fmt: skip
"""What columns are called by the usual tools, in small letters."""
_CLOCK = re.compile(r"(\d{1,2}):([0-5]?\d):[0-5]?\d")
_PARTS = re.compile(
    r"(\d{1,5}(?:[.,]\d+)?)\s*(h|hr|hrs|hour|hours|m|min|mins|minute|minutes|s|sec|secs|second|seconds)\b"
)
_SECONDS = {"h": 3600, "m": 60, "s": 1}


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody in a list: the `line` (from 1) on which they stand first; `minutes` None where it does not say."""

    line: int
    name: str
    email: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who may have been there."""

    id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A line and whom it means; `person` None with the reason `why` and whom it might mean."""

    seen: Seen
    person: UUID | None
    why: str = ""
    might: tuple[UUID, ...] = ()


def text_of(content: bytes) -> str:
    """The text of a file: some tools write UTF-16, and old ones the code page of their machine. Raises UnsoundFile."""
    if content.startswith(b"PK\x03\x04"):
        raise UnsoundFile("This is a workbook.", "Save the list as CSV, or copy its rows and paste them.")
    for encoding in ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnsoundFile("The list is in an encoding that cannot be read.", "Save it as CSV in UTF-8.")


def read_text(text: str) -> tuple[Seen, ...]:
    """Whoever stands in the list, each once. Raises UnsoundFile where no table of people is found in it."""
    if len(text) > MOST_LETTERS or text.count("\n") > MOST_LINES:
        raise UnsoundFile("The list is too long to be one of a meeting.", "Give the list of one session alone.")
    rows = _rows(text)
    head, columns = _head(rows)
    together: dict[tuple[str, str], Seen] = {}
    for line, cells in rows[head + 1 :]:
        name, email, minutes = (_cell(cells, columns.get(kind)) for kind in ("name", "email", "minutes"))
        if not name and not email:
            continue
        if _is_head(cells, columns):
            continue
        key = (email.casefold(), "" if email else _plain(name))
        before, lasted = together.get(key), minutes_of(minutes)
        if before is not None and (before.minutes is not None or lasted is not None):
            lasted = (before.minutes or 0) + (lasted or 0)
        together[key] = Seen(before.line if before else line, name or (before.name if before else ""), email, lasted)
    if not together:
        raise UnsoundFile(
            "Nobody stands in this list.", "Below the names of its columns it needs a line for each person."
        )
    return tuple(sorted(together.values(), key=lambda each: each.line))


def minutes_of(text: str) -> int | None:
    """``83``, ``1:23:00``, ``1h 23m 4s``, ``83 min`` as whole minutes; None for anything else."""
    tidy = text.strip().casefold()
    if tidy.isascii() and tidy.replace(".", "", 1).isdigit() and len(tidy) <= 8:
        return int(float(tidy))
    clock = _CLOCK.fullmatch(tidy)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    parts = _PARTS.findall(tidy)
    if not parts or _PARTS.sub("", tidy).strip(" ,.and"):
        return None
    return int(sum(float(number.replace(",", ".")) * _SECONDS[unit[0]] for number, unit in parts) // 60)


def match_people(seen: Iterable[Seen], expected: Sequence[Expected]) -> tuple[Matched, ...]:
    """Whom each line means: by address, else by a name that only one of them has."""
    by_email: dict[str, list[UUID]] = defaultdict(list)
    by_name: dict[str, list[UUID]] = defaultdict(list)
    for each in expected:
        by_email[each.email.casefold()].append(each.id)
        by_name[_plain(each.name)].append(each.id)
    found: list[Matched] = []
    taken: dict[UUID, int] = {}
    for line in seen:
        same = by_email.get(line.email.casefold(), []) if line.email else []
        same = same or by_name.get(_plain(line.name), [])
        if not same:
            found.append(Matched(line, None, "Nobody here has this name or address.", _near(line, expected)))
        elif len(same) > 1:
            found.append(Matched(line, None, f"{len(same)} people here have this name.", tuple(same)))
        elif same[0] in taken:
            found.append(Matched(line, None, f"This is the same person as on line {taken[same[0]]}.", tuple(same)))
        else:
            taken[same[0]] = line.line
            found.append(Matched(line, same[0]))
    return tuple(found)


def _near(line: Seen, expected: Sequence[Expected]) -> tuple[UUID, ...]:
    """Whoever shares a word of their name, for whoever has to choose."""
    words = {word for word in _plain(line.name).split() if len(word) > 2}
    return tuple(each.id for each in expected if words & set(_plain(each.name).split()))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The lines with their cells, by whichever separator the table's head shows."""
    tidy = "".join(each for each in text if each in "\t\n" or unicodedata.category(each) not in {"Cc", "Cs", "Cf"})
    best: list[tuple[int, list[str]]] = []
    for separator in (",", ";", "\t"):
        try:
            reader = csv.reader(io.StringIO(tidy), delimiter=separator)
            rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
        except csv.Error as error:
            raise UnsoundFile(
                "The list cannot be read as CSV.", "Save it again, or copy its rows and paste them."
            ) from error
        if _find_head(rows) is not None and (not best or _width(rows) > _width(best)):
            best = rows
    if not best:
        names = "“Name”, “Email” or “Duration”"
        raise UnsoundFile(f"No line of this list names its columns {names}.", "Add such a line above the people.")
    return best


def _width(rows: list[tuple[int, list[str]]]) -> int:
    found = _find_head(rows)
    return len(found[1]) if found else 0


def _head(rows: list[tuple[int, list[str]]]) -> tuple[int, Mapping[Kind, int]]:
    found = _find_head(rows)
    if found is None:
        raise UnsoundFile("No line of this list names its columns.", "Add a line with Name, Email and Duration.")
    return found


def _find_head(rows: list[tuple[int, list[str]]]) -> tuple[int, dict[Kind, int]] | None:
    for number, (_, cells) in enumerate(rows[:LOOKED_AT]):
        columns: dict[Kind, int] = {}
        for place, cell in enumerate(cells):
            for kind, names in _HEADERS.items():
                if _header(cell) in names and kind not in columns:
                    columns[kind] = place
        if columns.keys() & {"name", "email"} and (len(columns) > 1 or len([c for c in cells if c.strip()]) == 1):
            return number, columns
    return None


def _is_head(cells: list[str], columns: Mapping[Kind, int]) -> bool:
    return all(_header(_cell(cells, place)) in _HEADERS[kind] for kind, place in columns.items())


def _header(cell: str) -> str:
    return " ".join(cell.strip().strip("#*").casefold().split())


def _cell(cells: list[str], place: int | None) -> str:
    return " ".join(cells[place].split())[:200] if place is not None and place < len(cells) else ""


def _plain(name: str) -> str:
    """A name without accents, case, brackets and the order of “Surname, First name”."""
    bare = re.sub(r"\([^()]*\)", " ", name)
    if bare.count(",") == 1:
        last, first = bare.split(",")
        bare = f"{first} {last}"
    letters = unicodedata.normalize("NFKD", bare.casefold())
    return " ".join(
        "".join(each if each.isalnum() else " " for each in letters if not unicodedata.combining(each)).split()
    )
