"""Passwords, for whoever wants one beside the link by e-mail: set once signed in, changed, removed, signed in with."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.accounts.limits import count_try, forget_tries
from mentoring.accounts.model import Password
from mentoring.accounts.notices import tell_owner
from mentoring.accounts.rules import is_of, normal_address, own_path
from mentoring.accounts.secrecy import fits, is_outdated, made_of, weakness
from mentoring.accounts.sessions import SignedIn, close_sessions, open_session
from mentoring.errors import Invalid
from mentoring.people.model import Person
from mentoring.people.service import person as person_with_id
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

NO_ADDRESS = "Enter your work email address, for example name@university.ac.uk."
NO_FIT = "This address and this password do not fit together. Look at both, or have a link sent to you."


def sign_in_by_password(
    work: UnitOfWork,
    *,
    email: str,
    password: str,
    next_path: str | None,
    address: str,
    user_agent: str | None = None,
    replaces: str | None = None,
) -> SignedIn:
    """Sign in; `address` is the network's. Opens a session with a new token, as a link does.

    Known, unknown and foreign addresses, with a password or without, do the same work and are refused in the same
    words. Raises Invalid, and TooMany after too many tries.
    """
    wanted = normal_address(email)
    if wanted is None:
        raise Invalid("This is not an email address.", NO_ADDRESS, {"account": NO_ADDRESS})
    count_try(work, "password", account=wanted, address=address)
    ours = is_of(wanted, institution(work.session, work.tenant).domains)
    found = work.session.execute(
        select(Person, Password)
        .join(Password, (Password.tenant_id == Person.tenant_id) & (Password.person_id == Person.id))
        .where(Person.tenant_id == work.tenant, Person.email == wanted)
    ).one_or_none()
    if not fits(found.Password.hash if found and ours else None, password) or found is None:
        raise Invalid("You are not signed in.", NO_FIT, {"password": NO_FIT})
    if is_outdated(found.Password.hash):
        found.Password.hash = made_of(password)
        work.session.flush()
    forget_tries(work, "password", account=wanted)
    path = own_path(next_path, work.tenant)
    return open_session(work, found.Person, user_agent=user_agent, replaces=replaces, next_path=path)


def has_password(work: UnitOfWork, person_id: UUID) -> bool:
    """Whether the person has one."""
    return work.session.get(Password, (work.tenant, person_id)) is not None


def set_password(work: UnitOfWork, person_id: UUID, *, password: str, session_id: UUID) -> None:
    """Give the person this password, instead of the one before; their other sessions end. Raises Invalid.

    Whoever calls has made sure that it is the person, just now (`permits(..., step_up=True)`).
    """
    someone, house = person_with_id(work, person_id), institution(work.session, work.tenant)
    reason = weakness(password, (someone.email, someone.name, house.name, house.short_name))
    if reason:
        raise Invalid("This password will not do.", reason, {"password": reason})
    row = {"hash": made_of(password), "set_at": work.now}
    kept = insert(Password).values(tenant_id=work.tenant, person_id=person_id, **row)
    work.session.execute(kept.on_conflict_do_update(index_elements=["tenant_id", "person_id"], set_=row))
    work.record("set", "password", person_id, subject=(work.tenant, person_id))
    tell_owner(work, person_id, "password_set")
    close_sessions(work, person_id, but=session_id)


def remove_password(work: UnitOfWork, person_id: UUID, *, session_id: UUID) -> bool:
    """Take the password away: from now on a link signs in, and nothing else. Whether there was one."""
    gone = work.session.execute(
        delete(Password)
        .where(Password.tenant_id == work.tenant, Password.person_id == person_id)
        .returning(Password.person_id)
    ).scalar_one_or_none()
    if gone is not None:
        work.record("remove", "password", person_id, subject=(work.tenant, person_id))
        tell_owner(work, person_id, "password_removed")
        close_sessions(work, person_id, but=session_id)
    return gone is not None
