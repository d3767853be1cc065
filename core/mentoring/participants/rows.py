"""A file of registrations, row by row: what can be read is kept, what cannot is named by line, column and reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mentoring.contracts.dialect import Check, compile_fragment
from mentoring.contracts.forms import Form, compile_form
from mentoring.errors import UnsoundFile
from mentoring.participants.cells import Unreadable, answer_of, moment_of, text_of
from mentoring.participants.columns import Asked, Columns, find_columns, folded
from mentoring.participants.homes import Homes
from mentoring.participants.said import Said
from mentoring.participants.sheets import Cell, Row, Sheet, read_sheet
from mentoring.schemes.scheme import Scheme, say


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is left out. `line` is where it begins; `who` its e-mail address where it has one.

    `reason` never speaks of lines, so that it stays the same when rows change places; `see` names other lines, ten at
    most.
    """

    line: int
    column: str
    reason: str
    who: str = ""
    see: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave for one role: `said` in order of id, `problems` in order of line.

    `columns` tells what was ignored and what nobody was asked.
    """

    name: str
    role: str
    said: tuple[Said, ...]
    problems: tuple[Problem, ...]
    columns: Columns


def read_registrations(path: Path, scheme: Scheme, role: str, homes: Homes, zone: str) -> Reading:
    """The registrations for `role` in the CSV or ``.xlsx`` file at `path`.

    Times without an offset are in `zone`. Of several rows with one e-mail address the latest submission counts.
    Raises UnsoundFile when the file cannot be read at all, or a required column is missing.
    """
    sheet = read_sheet(path)
    columns = find_columns(sheet.headers, scheme, role)
    if columns.missing:
        raise UnsoundFile(
            f"{path} has no column for {', '.join(f'“{title}”' for title in columns.missing)}.",
            "Name the columns after the questions (their name or title); the order does not matter.",
        )
    kept: list[tuple[int, Said]] = []
    problems: list[Problem] = []
    for row, said, found in each_row(sheet, columns, scheme, role, homes, zone):
        problems += found
        kept += [(row.line, said)] if said and not found else []
    unique, doubled = latest(kept)
    problems += doubled
    return Reading(
        sheet.name,
        role,
        tuple(sorted(unique, key=lambda s: s.id)),
        tuple(sorted(problems, key=lambda p: (p.line, p.column, p.reason))),
        columns,
    )


def each_row(
    sheet: Sheet, columns: Columns, scheme: Scheme, role: str, homes: Homes, zone: str
) -> Iterator[tuple[Row, Said | None, list[Problem]]]:
    """Every row of `sheet` with what it says by `columns`, None without an address, and what speaks against it."""
    reader = _Reader(scheme, role, homes, ZoneInfo(zone), columns, sheet.headers)
    for row in sheet.rows:
        said, found = reader.read(row)
        yield row, said, found


class _Reader:
    """Reads one row after another of a file whose columns are known."""

    def __init__(
        self, scheme: Scheme, role: str, homes: Homes, zone: ZoneInfo, columns: Columns, headers: tuple[str, ...]
    ) -> None:
        self.scheme = scheme
        self.role = role
        self.homes = homes
        self.zone = zone
        self.columns = columns
        self.headers = headers
        registration = scheme.registration.get(role)
        self.forms: dict[str, Form] = {}
        if registration is not None:
            self.forms["answers"] = compile_form(registration.form)
            if registration.declaration is not None:
                # what is not declared is unknown, and a person looks: that is no reason to leave the row out
                optional = {key: value for key, value in registration.declaration.items() if key != "required"}
                self.forms["declared"] = compile_form(optional)

    def read(self, row: Row) -> tuple[Said | None, list[Problem]]:
        values: dict[tuple[str, str], Any] = {}
        faults: list[tuple[str, str]] = []
        if any(cell not in ("", None) for cell in row.cells[len(self.headers) :]):
            faults.append(("", f"the row has {len(row.cells)} cells, the header has {len(self.headers)}."))
        for index, asked in self.columns.found:
            cell = row.cells[index] if index < len(row.cells) else None
            try:
                _put(values, asked, self.value(cell, asked))
            except Unreadable as reason:
                faults.append((self.headers[index], str(reason)))
        said = self.said(values, faults)
        who = said.email if said else ""
        return said, [Problem(row.line, column, reason, who) for column, reason in faults]

    def value(self, cell: Cell, asked: Asked) -> Any:
        if asked.where != "core":
            return answer_of(cell, asked.schema)
        match asked.name:
            case "submitted":
                return self.instant(cell)
            case "passed":
                return self.gates(text_of(cell))
            case "waited":
                return answer_of(cell, {"type": "integer"})
            case "email":
                text = text_of(cell).lower()
                return None if text in ("", "anonymous") else text
            case _:
                return text_of(cell) or None

    def instant(self, cell: Cell) -> datetime | None:
        if not text_of(cell):
            return None
        moment = moment_of(cell)
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)

    def gates(self, text: str) -> frozenset[str]:
        """The gates named, by id or title; plain yes or no stands for all of the role's gates."""
        mine = {
            name: {folded(name), folded(say(gate.title))}
            for name, gate in self.scheme.activities.gates.items()
            if not gate.who.roles or self.role in gate.who.roles
        }
        if folded(text) in {"yes", "y", "true", "1"}:
            return frozenset(mine)
        found = set()
        for part in filter(None, (p.strip() for p in text.split(";"))):
            gate = next((name for name, words in mine.items() if folded(part) in words), None)
            if gate is None and folded(part) not in {"no", "n", "false", "0", "none"}:
                raise Unreadable(f"“{part}” is no gate of this role; known are {', '.join(mine) or 'none'}.")
            found |= {gate} if gate else set()
        return frozenset(found)

    def said(self, values: Mapping[tuple[str, str], Any], faults: list[tuple[str, str]]) -> Said | None:
        """What the row says; what speaks against it is added to `faults`. None without an address."""
        core = _of(values, "core")
        email = core.get("email", "")
        sound = _ADDRESS.holds(email)
        if not sound:
            faults.append((self.header("core", "email"), f"“{email}” is no e-mail address." if email else "is empty."))
        parts = {where: _of(values, where) for where in ("answers", "declared", "history")}
        self.check(parts, faults)
        if not email:
            return None
        both = " ".join(filter(None, (core.get("first_name"), core.get("last_name"))))
        return Said(
            id=f"{self.role}/{email}",
            role=self.role,
            email=email,
            name=core.get("name") or both,
            institution=self.home(email, core.get("institution", ""), faults) if sound else None,
            answers=parts["answers"],
            declared=parts["declared"],
            history=parts["history"],
            **{name: core[name] for name in _AS_THEY_STAND if name in core},
        )

    def home(self, email: str, written: str, faults: list[tuple[str, str]]) -> str | None:
        try:
            return self.homes.home_of(email, written)
        except Unreadable as reason:
            faults.append((self.header("core", "institution" if written else "email"), str(reason)))
            return None

    def check(self, parts: dict[str, dict[str, Any]], faults: list[tuple[str, str]]) -> None:
        """The answers by the role's forms; a cell that could not be read is not told a second time."""
        unread = {column for column, _ in faults}
        for where, form in self.forms.items():
            told = [(self.header(where, each.question), each.words) for each in form.check(parts[where])]
            faults += [(column, words) for column, words in told if column not in unread]
            parts[where] = form.kept(parts[where])

    def header(self, where: str, name: str) -> str:
        """The column in which this stands, as the file calls it."""
        return next((self.headers[i] for i, a in self.columns.found if (a.where, a.name) == (where, name)), name)


_AS_THEY_STAND = ("job_title", "unit", "grade", "submitted", "passed", "waited")
_TOLD = 10
_ADDRESS: Check = compile_fragment({"type": "string", "format": "email", "maxLength": 254})


def _put(values: dict[tuple[str, str], Any], asked: Asked, value: Any) -> None:
    if value is None:
        return
    key = (asked.where, asked.name)
    if asked.part is not None:
        values[key] = {**values.get(key, {}), asked.part: value}
    else:
        values[key] = value


def _of(values: Mapping[tuple[str, str], Any], where: str) -> dict[str, Any]:
    return {name: value for (place, name), value in values.items() if place == where}


def latest(kept: Iterable[tuple[int, Said]]) -> tuple[list[Said], list[Problem]]:
    """One registration for each id, and why the others do not count."""
    by_id: dict[str, list[tuple[int, Said]]] = {}
    for line, said in kept:
        by_id.setdefault(said.id, []).append((line, said))
    unique, problems = [], []
    for rows in by_id.values():
        lines = [line for line, _ in rows]
        latest = max((s.submitted for _, s in rows if s.submitted), default=None)
        last = [(line, said) for line, said in rows if said.submitted == latest]
        if any(said != last[0][1] for _, said in last):
            told = "This address registered several times, and nothing says which is the latest."
            problems += [Problem(each, "Email", told, said.email, _others(lines, each)) for each, said in rows]
            continue
        counts = last[0][0]
        unique.append(last[0][1])
        told = "This address registered again; the latest registration counts."
        problems += [Problem(line, "Email", told, said.email, (counts,)) for line, said in rows if line != counts]
    return unique, problems


def _others(lines: list[int], line: int) -> tuple[int, ...]:
    """Where else it stands; of very many, the first ten."""
    return tuple(each for each in lines[: _TOLD + 1] if each != line)[:_TOLD]
