"""Coordinators try a file of registrations of their own people: what becomes of each row. `intake` takes it.

Nothing is kept of a file that is only tried.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from mentoring.accounts.rules import normal_address
from mentoring.errors import Conflict
from mentoring.participants.columns import Columns, laid_columns
from mentoring.participants.homes import Homes
from mentoring.participants.model import ImportColumns, Registration
from mentoring.participants.rows import Problem, each_row, latest
from mentoring.participants.said import Said
from mentoring.participants.setting import roles_here, window_of
from mentoring.participants.sheets import Limits, Row, Sheet
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.tenants.directory import institution, institutions
from mentoring.unit_of_work import UnitOfWork

Outcome = Literal["new", "known", "older", "elsewhere", "wrong"]

UPLOADED = Limits(file=3_000_000, unpacked=30_000_000, written_out=60_000_000, rows=5_000, columns=200, cell=20_000)
"""Of files that coordinators hand in: a thousand registrations take half a megabyte."""

_LONGEST = 200
"""Characters of a name, an address, a post."""
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, named by its column, and how to mend it."""

    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row.

    It is taken as `new`; left, since they are `known` here, registered again in a later row (`older`), or belong
    `elsewhere`; or `wrong`, and then nothing of the file is taken. `words` are the name of who is new, else why.
    """

    line: int
    who: str
    outcome: Outcome
    words: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """What a file would bring: each row in order, and what the new ones say. `columns` tells what was read as what."""

    columns: Columns
    lines: tuple[Line, ...]
    new: tuple[Said, ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows come out so."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def is_sound(self) -> bool:
        """Whether all of it can be taken."""
        return not self.columns.missing and not self.count("wrong")


def roles_to_import(work: UnitOfWork, programme: Programme) -> tuple[str, ...]:
    """The roles in which this institution's people may be registered from a file now: those open to everyone."""
    if file_of(programme).standing_of(work.tenant, work.now.date()) is None:
        return ()
    scheme = scheme_of(programme)
    return tuple(
        role
        for role in scheme.registration
        if scheme.roles[role].entry == "open" and window_of(work, programme, role).is_open
    )


def try_file(work: UnitOfWork, programme: Programme, *, role: str, sheet: Sheet, chosen: Mapping[int, str]) -> Tried:
    """What `sheet` would bring in `role`, with columns as `chosen`; nothing is written.

    Raises NotAllowed for anyone but coordinators, Conflict where nobody can be registered in the role now.
    """
    work.demand("registration.import", roles_here(work, programme))
    if role not in roles_to_import(work, programme):
        raise Conflict("Nobody can be registered in this role now.", "Look at the programme's dates.")
    scheme = scheme_of(programme)
    columns = laid_columns(sheet.headers, scheme, role, known=known_columns(work, programme, role), chosen=chosen)
    if columns.missing:
        return Tried(columns, (), ())
    taking_part = {each["slug"] for each in programme.institutions}
    homes = Homes(institutions(work.session, only=taking_part), tuple(programme.listed))
    zone = institution(work.session, work.tenant).timezone
    here, lines, kept = _here(work, programme, role), [], []
    for row, said, problems in each_row(sheet, columns, scheme, role, homes, zone):
        faults = [*_unkeepable(sheet, columns, row)]
        told = {each.column for each in faults}
        faults += [Fault(each.column, each.reason) for each in problems if each.column not in told]
        line = _line(work, row, said, faults, here, homes)
        lines.append(line)
        kept += [(row.line, said)] if said is not None and line.outcome == "new" else []
    unique, doubled = latest(kept)
    again = {each.line: each for each in doubled}
    sound = {said.id for said in unique}
    lines = [_again(each, again[each.line], role, sound) if each.line in again else each for each in lines]
    return Tried(columns, tuple(lines), tuple(sorted(unique, key=lambda said: said.id)))


def _line(
    work: UnitOfWork, row: Row, said: Said | None, faults: list[Fault], here: Mapping[str, str], homes: Homes
) -> Line:
    """What becomes of a row by itself. Who is not taken anyway need not be mended."""
    if said is not None and said.institution not in {None, work.tenant}:
        house = homes.tenants.get(said.institution or "")
        told = f"{house.short_name}, whose coordinators take" if house else f"{said.institution}. The host enters"
        return Line(row.line, said.email, "elsewhere", f"They are of {told} them.")
    if said is not None and said.email in here and said.institution is not None:
        return Line(row.line, said.email, "known", _KNOWN[here[said.email]])
    if faults:
        return Line(row.line, said.email if said else "", "wrong", faults=tuple(faults))
    return Line(row.line, said.email if said else "", "new", said.name if said else "")


_KNOWN = {
    "submitted": "Registered already. What they wrote stays as it is.",
    "draft": "Has begun to register, and finishes it themself.",
    "withdrawn": "Withdrew. Only they can come back.",
}


def _again(line: Line, told: Problem, role: str, sound: Container[str]) -> Line:
    """A row whose address stands in another one too."""
    others = ", ".join(str(each) for each in told.see)
    if f"{role}/{told.who}" in sound:
        return Line(line.line, told.who, "older", f"Registered again in line {others}, which counts.")
    where = f"the other is in line {others}" if len(told.see) == 1 else f"others are in lines {others}"
    words = f"{told.reason} Leave one of them in the file; {where}."
    return Line(line.line, told.who, "wrong", faults=(Fault("Email", words),))


def _unkeepable(sheet: Sheet, columns: Columns, row: Row) -> Iterable[Fault]:
    """Cells with a formula, or with what Excel writes where one fails: nobody answered that. And what is too long."""
    for index, asked in columns.found:
        cell = row.cells[index] if index < len(row.cells) else None
        if not isinstance(cell, str):
            continue
        if cell.lstrip().startswith("="):
            yield Fault(sheet.headers[index], "This is a formula. Write what it shows.")
        elif cell.strip() in _ERRORS:
            yield Fault(sheet.headers[index], f"This is an error of Excel ({cell.strip()}). Write what was answered.")
        elif asked.where == "core" and len(cell) > _LONGEST:
            yield Fault(sheet.headers[index], f"This is longer than {_LONGEST} characters. Shorten it.")
        elif (asked.where, asked.name) == ("core", "email") and "@" in cell and not normal_address(cell):
            yield Fault(sheet.headers[index], "Nobody could sign in with this address. Write it as name@place.")


def _here(work: UnitOfWork, programme: Programme, role: str) -> Mapping[str, str]:
    """Whom of its own people this institution has in the role, by address, and in which state."""
    rows = work.session.execute(
        select(Registration.email, Registration.state).where(
            Registration.tenant_id == programme.tenant_id,
            Registration.programme_id == programme.id,
            Registration.home_tenant_id == work.tenant,
            Registration.role == role,
        )
    )
    return {email: state for email, state in rows}  # noqa: C416 - rows to pairs


def known_columns(work: UnitOfWork, programme: Programme, role: str) -> Mapping[str, str]:
    """What was chosen the last time, by folded header."""
    found = work.session.get(ImportColumns, (programme.tenant_id, programme.id, work.tenant, role))
    return found.columns if found else {}
