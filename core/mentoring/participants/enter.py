"""The host enters people of a listed organisation: one without a tenant, so nobody there can sign in.

The host looks after them: it is their home, and the organisation's name stands in the registration. What only a person
can declare is left open, so a rule that asks for it is a person's to weigh.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from mentoring.accounts.rules import normal_address
from mentoring.contracts.forms import compile_form
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.participants.model import Registration
from mentoring.participants.register import registration_of
from mentoring.participants.setting import roles_here, window_of
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork


def roles_to_enter(work: UnitOfWork, programme: Programme) -> tuple[str, ...]:
    """The roles in which the host may enter people now; none without a listed organisation."""
    if work.tenant != programme.tenant_id or not programme.listed:
        return ()
    scheme = scheme_of(programme)
    return tuple(role for role in scheme.registration if window_of(work, programme, role).is_open)


def enter(
    work: UnitOfWork,
    programme: Programme,
    *,
    role: str,
    listed: str,
    name: str,
    email: str,
    answers: Mapping[str, Any],
) -> Registration:
    """Write down the registration of somebody of the organisation `listed`, as sent.

    Raises NotAllowed for anyone but the host's coordinators, NotFound for an unknown role, Conflict when registration
    is not open or they are registered already, Invalid with the problems by question.
    """
    work.demand("registration.enter", roles_here(work, programme))
    if role not in scheme_of(programme).registration:
        raise NotFound("There is no such role in this programme.", "Choose one that there is.")
    if not window_of(work, programme, role).is_open:
        raise Conflict("Registration in this role is not open.", "Look at the programme's dates.")
    form = compile_form(scheme_of(programme).registration[role].form)
    address = email.strip().lower()
    problems = {each.question: each.words for each in form.check(answers)}
    if not name.strip():
        problems["name"] = "Write their name."
    if listed not in programme.listed:
        problems["listed"] = "Choose the organisation."
    if told := unfit(work, address):
        problems["email"] = told
    if problems:
        raise Invalid("The registration is not complete.", "Everything you typed is still here.", problems)
    made = work.session.scalar(
        insert(Registration)
        .values(
            tenant_id=programme.tenant_id,
            id=work.new_id(),
            programme_id=programme.id,
            home_tenant_id=work.tenant,
            role=role,
            email=address,
            name=" ".join(name.split()),  # one line: letters begin with it
            listed=listed,
            answers=form.kept(answers),
            wishes=[],
            state="submitted",
            created_at=work.now,
            saved_at=work.now,
            submitted_at=work.now,
        )
        .on_conflict_do_nothing()
        .returning(Registration.id)
    )
    if made is None:
        title = say(scheme_of(programme).roles[role].title).lower()
        raise Conflict(f"{address} is registered as {title} already.", "Look for them under Everyone.")
    work.record("enter", "registration", made, subject=(work.tenant, None))
    wake(work, programme.tenant_id, programme.id)
    return registration_of(work, programme, made)


def unfit(work: UnitOfWork, address: str) -> str:
    """Why the address is none of a listed organisation; empty where it may be."""
    domain = address.rpartition("@")[2]
    if normal_address(address) is None:
        return "Write an address such as name@organisation.example."
    home = next((each for each in institutions(work.session).values() if domain in each.domains), None)
    return f"This is an address of {home.short_name}: they register themselves." if home else ""
