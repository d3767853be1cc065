"""What a file of registrations brings is taken: everybody in it who is new, or nobody; and what is left to do then.

What is taken are the answers, never a declaration: nobody has consented to anything on a page of ours yet, so what only
the person can declare stays open until they do.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.errors import Conflict, Invalid
from mentoring.participants.columns import Columns, folded, key_of
from mentoring.participants.importing import known_columns, try_file
from mentoring.participants.model import ImportColumns, Registration, Standing
from mentoring.participants.register import card_of
from mentoring.participants.said import Said
from mentoring.participants.setting import roles_here, window_of
from mentoring.participants.sheets import Sheet
from mentoring.people.model import Person
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork

_ADD_REGISTRATIONS = insert(Registration).on_conflict_do_nothing().execution_options(dml_strategy="raw")
_ADD_PEOPLE = (
    insert(Person).on_conflict_do_nothing(index_elements=["tenant_id", "email"]).execution_options(dml_strategy="raw")
)
_WITH_ADDRESS = select(Person).where(
    Person.tenant_id == bindparam("home"), Person.email == any_(bindparam("emails", type_=ARRAY(Text)))
)
_THERE = select(func.count()).where(
    Registration.tenant_id == bindparam("host"), Registration.id == any_(bindparam("ids", type_=ARRAY(Uuid)))
)

_NOT_JUDGED = (
    select(Registration.id)
    .where(
        Registration.tenant_id == bindparam("host"),
        Registration.programme_id == bindparam("programme"),
        Registration.home_tenant_id == bindparam("home"),
        Registration.role == bindparam("role"),
        Registration.state == "submitted",
    )
    .except_(
        select(Standing.registration_id).where(
            Standing.tenant_id == bindparam("host"), Standing.programme_id == bindparam("programme")
        )
    )
    .subquery()
)  # taken away, not joined: of thousands who have just come in the planner does not know yet
_HOW_MANY = select(func.count()).select_from(_NOT_JUDGED)


def not_judged_yet(work: UnitOfWork, programme: Programme, role: str) -> int:
    """How many of this institution's people are registered in `role` and no rule has been looked at for them.

    All of a file, from the moment it is taken until the programme is settled, whichever process does that; else 0.
    Raises NotAllowed for anyone but coordinators.
    """
    work.demand("registration.import", roles_here(work, programme))
    here = {"host": programme.tenant_id, "programme": programme.id, "home": work.tenant, "role": role}
    return work.session.scalar(_HOW_MANY, here) or 0


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
    work.session.execute(_ADD_REGISTRATIONS, rows)
    made = [row["id"] for row in rows]
    if work.session.scalar(_THERE, {"host": programme.tenant_id, "ids": made}) != len(made):
        raise Conflict("Somebody in the file has registered meanwhile.", "Try the file again.")
    subjects = [(work.tenant, row["person_id"]) for row in rows]
    work.record_each("import", "registration", made, subjects=subjects)
    title = say(scheme.roles[role].title).lower()
    work.record("import", "registrations", programme.id, fields=(role,), reason=f"{len(rows)} as {title}, from a file")
    wake(work, programme.tenant_id, programme.id)
    return len(rows)


def _remember(work: UnitOfWork, programme: Programme, role: str, sheet: Sheet, columns: Columns) -> None:
    """Keep what was chosen for the next file; headers of earlier files stay known."""
    answered = {index: key_of(asked) for index, asked in columns.found}
    now = {folded(header): answered.get(index, "") for index, header in enumerate(sheet.headers) if folded(header)}
    row = {
        "tenant_id": programme.tenant_id,
        "programme_id": programme.id,
        "home_tenant_id": work.tenant,
        "role": role,
        "columns": {**known_columns(work, programme, role), **now},
        "chosen_at": work.now,
    }
    kept = insert(ImportColumns).values(row)
    work.session.execute(
        kept.on_conflict_do_update(
            index_elements=["tenant_id", "programme_id", "home_tenant_id", "role"],
            set_={"columns": kept.excluded["columns"], "chosen_at": kept.excluded["chosen_at"]},
        )
    )


def _people(work: UnitOfWork, everyone: Iterable[Said]) -> dict[str, Person]:
    """The people with these addresses, made where they are unknown, by address."""
    wanted = {said.email: _one_line(said.name) for said in everyone}
    new = {work.new_id(): email for email in wanted}
    rows = [
        {"tenant_id": work.tenant, "id": key, "email": email, "name": wanted[email], "created_at": work.now}
        for key, email in new.items()
    ]
    work.session.execute(_ADD_PEOPLE, rows)
    known = work.session.scalars(_WITH_ADDRESS, {"home": work.tenant, "emails": list(wanted)}).all()
    added = sorted(person.id for person in known if person.id in new)
    work.record_each("add", "person", added, subjects=[(work.tenant, key) for key in added], fields=("email", "name"))
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
