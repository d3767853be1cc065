"""Coordinators take registrations of their own people from a file: first tried row by row, then all of them or none.

Nothing is kept of a file that is only tried. What is taken are the answers, never a declaration: nobody has consented
to anything on a page of ours yet, so what only the person can declare stays open until they do.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from mentoring.accounts.rules import normal_address
from mentoring.errors import Conflict, Invalid
from mentoring.participants.columns import Columns, folded, key_of, laid_columns
from mentoring.participants.homes import Homes
from mentoring.participants.model import ImportColumns, Registration
from mentoring.participants.register import card_of
from mentoring.participants.rows import Problem, each_row, latest
from mentoring.participants.said import Said
from mentoring.participants.setting import roles_here, window_of
from mentoring.participants.sheets import Limits, Row, Sheet
from mentoring.people.model import Person
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.schemes.scheme import say
from mentoring.tenants.directory import institution, institutions
from mentoring.unit_of_work import UnitOfWork

Outcome = Literal["new", "known", "older", "elsewhere", "wrong"]

UPLOADED = Limits(file=1_000_000, unpacked=30_000_000, written_out=60_000_000, rows=2_000, columns=200, cell=20_000)
"""Of files that coordinators hand in: a thousand registrations take half of it."""

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
    columns = laid_columns(sheet.headers, scheme, role, known=_known(work, programme, role), chosen=chosen)
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


def take_file(work: UnitOfWork, programme: Programme, *, role: str, sheet: Sheet, chosen: Mapping[int, str]) -> int:
    """Register everybody of `sheet` who is new, or nobody; how many. Taking the same file again takes nobody.

    Raises what `try_file` raises, Invalid where a row is wrong, Conflict where somebody registered meanwhile.
    """
    tried = try_file(work, programme, role=role, sheet=sheet, chosen=chosen)
    if not tried.is_sound:
        raise Invalid("Nothing was taken: the file is not sound.", "Mend what is told row by row.")
    _remember(work, programme, role, sheet, tried.columns)
    if not tried.new:
        return 0
    people = _people(work, tried.new)
    scheme, opened = scheme_of(programme), window_of(work, programme, role).opens or work.now
    rows = [
        {
            "tenant_id": programme.tenant_id,
            "id": work.new_id(),
            "programme_id": programme.id,
            "home_tenant_id": work.tenant,
            "person_id": people[said.email].id,
            "role": role,
            "email": said.email,
            "name": people[said.email].name or _one_line(said.name),
            "digest": people[said.email].digest,
            "answers": said.answers,
            "state": "submitted",
            "created_at": work.now,
            "saved_at": work.now,
            "submitted_at": _sent(said, opened, work.now),
            **_card(card_of(scheme, said, people[said.email]), said),
        }
        for said in tried.new
    ]
    made = set(
        work.session.scalars(insert(Registration).values(rows).on_conflict_do_nothing().returning(Registration.id))
    )
    if len(made) != len(rows):
        raise Conflict("Somebody in the file has registered meanwhile.", "Try the file again.")
    for row in rows:
        work.record("import", "registration", row["id"], subject=(work.tenant, row["person_id"]))
    title = say(scheme.roles[role].title).lower()
    work.record("import", "registrations", programme.id, fields=(role,), reason=f"{len(rows)} as {title}, from a file")
    wake(work, programme.tenant_id, programme.id)
    return len(rows)


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
    words = f"{told.reason} Leave one of them in the file; the other is in line {others}."
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


def _people(work: UnitOfWork, everyone: Iterable[Said]) -> dict[str, Person]:
    """The people with these addresses, made where they are unknown, by address."""
    wanted = {said.email: _one_line(said.name) for said in everyone}
    made = work.session.execute(
        insert(Person)
        .values(
            [
                {"tenant_id": work.tenant, "id": work.new_id(), "email": email, "name": name, "created_at": work.now}
                for email, name in wanted.items()
            ]
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "email"])
        .returning(Person.id)
    )
    for key in sorted(made.scalars()):
        work.record("add", "person", key, subject=(work.tenant, key), fields=("email", "name"))
    known = work.session.scalars(select(Person).where(Person.tenant_id == work.tenant, Person.email.in_(wanted)))
    return {person.email: person for person in known}


def _card(card: dict[str, Any], said: Said) -> dict[str, Any]:
    """What the host sees of them: as they answered, else as the file says beside the answers."""
    beside = {"job_title": said.job_title, "unit": said.unit, "grade": said.grade}
    return {**card, **{name: card[name] or value or None for name, value in beside.items()}}


def _sent(said: Said, opened: datetime, now: datetime) -> datetime:
    """When they registered, as the file says, within the time in which one could: queues go by it."""
    return max(opened, min(said.submitted or now, now))


def _one_line(name: str) -> str:
    return " ".join(name.split())  # letters begin with it


def _known(work: UnitOfWork, programme: Programme, role: str) -> Mapping[str, str]:
    """What was chosen the last time, by folded header."""
    found = work.session.get(ImportColumns, (programme.tenant_id, programme.id, work.tenant, role))
    return found.columns if found else {}


def _remember(work: UnitOfWork, programme: Programme, role: str, sheet: Sheet, columns: Columns) -> None:
    """Keep what was chosen for the next file; headers of earlier files stay known."""
    answered = {index: key_of(asked) for index, asked in columns.found}
    now = {folded(header): answered.get(index, "") for index, header in enumerate(sheet.headers) if folded(header)}
    row = {
        "tenant_id": programme.tenant_id,
        "programme_id": programme.id,
        "home_tenant_id": work.tenant,
        "role": role,
        "columns": {**_known(work, programme, role), **now},
        "chosen_at": work.now,
    }
    kept = insert(ImportColumns).values(row)
    work.session.execute(
        kept.on_conflict_do_update(
            index_elements=["tenant_id", "programme_id", "home_tenant_id", "role"],
            set_={"columns": kept.excluded["columns"], "chosen_at": kept.excluded["chosen_at"]},
        )
    )
