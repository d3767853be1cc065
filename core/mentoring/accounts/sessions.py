"""Browsers that are signed in: opened with a new token each time, ended by leaving, by time, or from elsewhere."""

from datetime import datetime
from typing import cast
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ARRAY, Text, bindparam, func, select, update
from sqlalchemy.sql import ColumnElement

from mentoring.access.permissions import Role
from mentoring.accounts.grants import roles_of
from mentoring.accounts.model import RoleGrant, SignInSession
from mentoring.accounts.rules import ABSOLUTE, IDLE, SEEN_EVERY, device_named, session_holds
from mentoring.accounts.tokens import hashed, new_key, new_token
from mentoring.db.ready import Ready
from mentoring.people.model import Person
from mentoring.unit_of_work import Actor, UnitOfWork


class SignedIn(Struct, frozen=True):
    """What signing in gives: the token for the cookie, until when it lasts at most, and where to go.

    `needs_factor` is whether a second step comes first, since roles are held.
    """

    token: str
    person_id: UUID
    next_path: str
    expires_at: datetime
    needs_factor: bool


class Signed(Struct, frozen=True):
    """Who is signed in, and the key that form tokens of this session are made with.

    `granted` are the roles they hold; `roles` those that count in this session: none before a second step was taken in
    it, at `factor_at`.
    """

    session_id: UUID
    person_id: UUID
    name: str
    email: str
    granted: frozenset[Role]
    csrf_secret: bytes
    opened_at: datetime
    factor_at: datetime | None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that count."""
        return frozenset() if self.factor_at is None else self.granted

    @property
    def actor(self) -> Actor:
        """The actor of a unit of work for this person."""
        return Actor.person(self.person_id, self.roles, since=self.opened_at)


class OpenSession(Struct, frozen=True):
    """One of a person's sessions, as they see it."""

    id: UUID
    device: str | None
    created_at: datetime
    seen_at: datetime


_HELD = Ready(
    select(
        SignInSession.id,
        SignInSession.person_id,
        SignInSession.csrf_secret,
        SignInSession.created_at,
        SignInSession.seen_at,
        SignInSession.expires_at,
        SignInSession.revoked_at,
        SignInSession.factor_at,
        Person.name,
        Person.email,
        func.array(
            select(RoleGrant.role)
            .where(RoleGrant.tenant_id == SignInSession.tenant_id, RoleGrant.person_id == SignInSession.person_id)
            .scalar_subquery(),
            type_=ARRAY(Text),
        ).label("roles"),
    )
    .join(Person, (Person.tenant_id == SignInSession.tenant_id) & (Person.id == SignInSession.person_id))
    .where(SignInSession.tenant_id == bindparam("tenant"), SignInSession.token_hash == bindparam("hash"))
)


def open_session(
    work: UnitOfWork, person: Person, *, user_agent: str | None, replaces: str | None, next_path: str
) -> SignedIn:
    """A new session of `person`, with a token made here. The one that the browser held before ends."""
    if replaces is not None:
        _revoke(work, SignInSession.token_hash == hashed(replaces))
    token, session_id = new_token(), work.new_id()
    work.add(
        SignInSession(
            tenant_id=work.tenant,
            id=session_id,
            person_id=person.id,
            token_hash=hashed(token),
            csrf_secret=new_key(),
            device=device_named(user_agent),
            created_at=work.now,
            seen_at=work.now,
            expires_at=work.now + ABSOLUTE,
        )
    )
    work.record("sign_in", "session", session_id, subject=(work.tenant, person.id))
    return SignedIn(token, person.id, next_path, work.now + ABSOLUTE, bool(roles_of(work, person.id)))


def session_of(work: UnitOfWork, token: str) -> Signed | None:
    """Who holds `token` at this institution; None when nobody does, or not any more.

    Asked by a visitor's unit of work, before anything else of a request; notes the use, to five minutes.
    """
    found = _HELD.rows(work.session, {"tenant": work.tenant, "hash": hashed(token)}).one_or_none()
    if found is None or not session_holds(
        seen_at=found.seen_at, expires_at=found.expires_at, revoked_at=found.revoked_at, now=work.now
    ):
        return None
    if work.now - found.seen_at >= SEEN_EVERY:
        one = (SignInSession.tenant_id == work.tenant, SignInSession.id == found.id)
        work.session.execute(update(SignInSession).where(*one).values(seen_at=work.now))
    return Signed(
        session_id=found.id,
        person_id=found.person_id,
        name=found.name,
        email=found.email,
        granted=frozenset(cast("list[Role]", found.roles)),  # the table's check holds them
        csrf_secret=found.csrf_secret,
        opened_at=found.created_at,
        factor_at=found.factor_at,
    )


def sessions_of(work: UnitOfWork, person_id: UUID) -> list[OpenSession]:
    """The person's sessions that still count, the latest used first."""
    rows = work.session.execute(
        select(SignInSession)
        .where(
            SignInSession.tenant_id == work.tenant,
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > work.now,
            SignInSession.seen_at > work.now - IDLE,
        )
        .order_by(SignInSession.seen_at.desc(), SignInSession.id)
    ).scalars()
    return [OpenSession(row.id, row.device, row.created_at, row.seen_at) for row in rows]


def close_session(work: UnitOfWork, person_id: UUID, session_id: UUID) -> None:
    """End one of the person's own sessions. One that is over already, or another's, changes nothing."""
    _revoke(work, SignInSession.person_id == person_id, SignInSession.id == session_id)


def close_sessions(work: UnitOfWork, person_id: UUID, *, but: UUID | None = None) -> None:
    """End all of the person's sessions, except `but` (the one that asks)."""
    _revoke(work, SignInSession.person_id == person_id, SignInSession.id != but)


def _revoke(work: UnitOfWork, *which: ColumnElement[bool]) -> None:
    ended = work.session.execute(
        update(SignInSession)
        .where(SignInSession.tenant_id == work.tenant, SignInSession.revoked_at.is_(None), *which)
        .values(revoked_at=work.now)
        .returning(SignInSession.id, SignInSession.person_id)
    ).all()
    for row in ended:
        work.record("end", "session", row.id, subject=(work.tenant, row.person_id))
