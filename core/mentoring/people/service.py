"""The people an institution knows, by their address. All here is scoped to the institution of `work`."""

from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.one import add_unless_there
from mentoring.errors import NotFound
from mentoring.people.model import Person
from mentoring.unit_of_work import UnitOfWork

_BY_EMAIL = select(Person).where(Person.tenant_id == bindparam("tenant"), Person.email == bindparam("email"))


def person_by_email(work: UnitOfWork, email: str) -> Person | None:
    """The person with this address (in the form `accounts.rules.normal_address` gives)."""
    return work.session.scalar(_BY_EMAIL, {"tenant": work.tenant, "email": email})


def person(work: UnitOfWork, person_id: UUID) -> Person:
    """The person `person_id`. Raises NotFound."""
    found = work.session.get(Person, (work.tenant, person_id))
    if found is None:
        raise NotFound("There is no such person here.", "Go back to the list.")
    work.session.info.setdefault("people", {})[person_id] = found  # held: one unit of work asks for them several times
    return found


def ensure_person(work: UnitOfWork, *, email: str, name: str = "") -> Person:
    """The person with this address, made when unknown; `name` is taken where none is known yet.

    Of several at once, one makes the person and all get that one.
    """
    made = Person(tenant_id=work.tenant, id=work.new_id(), email=email, name=name, created_at=work.now)
    if add_unless_there(work.session, made):
        work.record("add", "person", made.id, subject=(work.tenant, made.id), fields=("email", "name"))
        return made
    known = person_by_email(work, email)
    if known is None:
        raise NotFound("There is no such person here.", "Try again.")
    if name and not known.name:
        rename(work, known, name=name)
    return known


def rename(work: UnitOfWork, person: Person, *, name: str) -> None:
    """Write the name a person gave themself. Copies that others see are renewed by `participants`."""
    tidy = " ".join(name.split())
    if tidy and tidy != person.name:
        person.name = tidy
        work.session.flush()
        work.record("change", "person", person.id, subject=(work.tenant, person.id), fields=("name",))
