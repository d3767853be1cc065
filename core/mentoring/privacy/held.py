"""Everything that the system holds about a person, for that person: one document, nothing of anybody else's.

Each part asks for rows of the person's own, by their own keys; a column is named before it is told. What is left out,
and why, stands in the document too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from mentoring.accounts.model import (
    Factor,
    Password,
    RecoveryCode,
    RoleGrant,
    SignInLink,
    SignInSession,
    Subscription,
)
from mentoring.audit.model import AuditEntry
from mentoring.db.base import Base
from mentoring.messages.model import Message
from mentoring.participants.model import Registration
from mentoring.people.model import Person
from mentoring.people.service import person
from mentoring.privacy.model import DataRequest
from mentoring.programmes.model import Programme
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

FORMAT = "mentoring.own-data/1"
"""Names the form of the document, for programs that read it."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is held: rows of plain values, by the names of their columns."""

    name: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """Whose data it is: the person, their registrations with the programme of each, and houses by slug."""

    person: Person
    registrations: tuple[tuple[Registration, Programme], ...]
    houses: Mapping[str, str] = field(default_factory=dict)

    @property
    def ids(self) -> list[UUID]:
        """The ids of the registrations."""
        return [each.id for each, _ in self.registrations]

    @property
    def programmes(self) -> dict[UUID, str]:
        """The title of each registration's programme, by registration."""
        return {each.id: programme.title for each, programme in self.registrations}

    def house(self, slug: str) -> str:
        """An institution's short name."""
        return self.houses.get(slug, slug)


LEFT_OUT = (
    (
        "What coordinators calculate in matching",
        "Proposals hold many people side by side, and who else was considered is theirs. Why you two is in your match.",
    ),
    (
        "What others wrote",
        "Notes, messages, survey answers and goals of other members are theirs, even where they may be about you.",
    ),
    (
        "Answers to surveys that nobody reads by name",
        "They are kept without name, institution and time, so nobody can tell which are yours.",
    ),
    (
        "Passwords, codes and secret addresses",
        "Only what cannot be turned back is kept of them. Links to sign in are left out of the letters below.",
    ),
    (
        "What you did in a role",
        "The trail of a coordinator's work is about the people they worked for. How many entries there are is told.",
    ),
)
"""What is not in the document, and why."""
_SIGN_IN = ("sign_in_link",)
"""Letters that hold a way in: their text is left out."""


def own_of(work: UnitOfWork) -> Own:
    """The signed-in person with their registrations, the oldest first. Raises NotFound for nobody."""
    me = person(work, _me(work))
    rows = work.session.execute(
        select(Registration, Programme)
        .join(Programme, (Programme.tenant_id == Registration.tenant_id) & (Programme.id == Registration.programme_id))
        .where(Registration.home_tenant_id == work.tenant, Registration.person_id == me.id)
        .order_by(Registration.created_at, Registration.id)
    )
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    return Own(me, tuple((registration, programme) for registration, programme in rows), houses)


def told(row: Base, *names: str) -> dict[str, Any]:
    """These columns of a row, as they stand."""
    return {name: getattr(row, name) for name in names}


def about_oneself(work: UnitOfWork, own: Own) -> tuple[Part, ...]:
    """Who they are here, how they sign in, what was sent to them, who did or read what, and what they asked."""
    me = own.person
    kept = ("email", "name", "job_title", "unit", "grade", "kind", "created_at", "digest")
    return (
        Part("person", "You", (told(me, *kept),)),
        Part("roles", "Roles that you hold", _of(work, RoleGrant, "granted_at", "role", "granted_at")),
        Part("sign_in", "How you sign in", _ways_in(work, me)),
        Part(
            "sessions",
            "Where you have signed in",
            _of(work, SignInSession, "created_at", "device", "created_at", "seen_at", "expires_at", "revoked_at"),
        ),
        Part("messages", "Letters to you", _letters(work, own)),
        Part(
            "data_requests",
            "What you asked about your data",
            _of(work, DataRequest, "asked_at", "kind", "words", "asked_at", "begun_at", "closed_at", "answer"),
        ),
        Part("trail", "Who did or read what of yours", _trail(work, own)),
    )


def _me(work: UnitOfWork) -> UUID:
    return work.actor.person_id or UUID(int=0)


def _of(work: UnitOfWork, model: Any, order: str, *names: str) -> tuple[Row, ...]:
    """Rows of a table that names the person in `person_id`."""
    mine = select(model).where(model.tenant_id == work.tenant, model.person_id == _me(work))
    rows: Sequence[Any] = work.session.scalars(mine.order_by(getattr(model, order), model.id)).all()
    return tuple(told(each, *names) for each in rows)


def _ways_in(work: UnitOfWork, me: Person) -> tuple[Row, ...]:
    password = select(Password).where(Password.tenant_id == work.tenant, Password.person_id == me.id)
    factors = select(Factor).where(Factor.tenant_id == work.tenant, Factor.person_id == me.id).order_by(Factor.id)
    codes = select(func.count()).where(RecoveryCode.tenant_id == work.tenant, RecoveryCode.person_id == me.id)
    feed = select(Subscription).where(Subscription.tenant_id == work.tenant, Subscription.person_id == me.id)
    links = (
        select(SignInLink)
        .where(SignInLink.tenant_id == work.tenant, SignInLink.email == me.email)
        .order_by(SignInLink.created_at, SignInLink.id)
    )
    number = work.session.scalar(codes)
    return (
        *({"way": "password", "set_at": each.set_at} for each in work.session.scalars(password)),
        *({"way": "second step", **told(each, "made_at", "confirmed_at")} for each in work.session.scalars(factors)),
        *(({"way": "recovery codes", "number": number},) if number else ()),
        *({"way": "address of a calendar", "made_at": each.made_at} for each in work.session.scalars(feed)),
        *(
            {"way": "link by e-mail", **told(each, "created_at", "expires_at", "spent_at")}
            for each in work.session.scalars(links)
        ),
    )


def _letters(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    rows = work.session.scalars(
        select(Message)
        .where(
            Message.home_tenant_id == work.tenant,
            or_(Message.to_email == own.person.email, Message.person_id == own.person.id),
        )
        .order_by(Message.created_at, Message.id)
    )
    return tuple(
        {
            "from": own.house(each.tenant_id),
            **told(each, "occasion", "to_email", "subject"),
            "body": "" if each.occasion in _SIGN_IN else each.body,
            **told(each, "state", "created_at", "sent_at"),
        }
        for each in rows
    )


def _trail(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    """Entries about the person wherever they were made, and their own; another's name stands in none."""
    me = own.person.id
    rows = work.session.scalars(
        select(AuditEntry)
        .where(
            or_(
                (AuditEntry.subject_tenant_id == work.tenant) & (AuditEntry.subject_id == me),
                (AuditEntry.tenant_id == work.tenant) & (AuditEntry.actor_id == me) & AuditEntry.subject_id.is_(None),
            )
        )
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    found: list[Row] = []
    for each in rows:
        mine = each.actor_id == me
        who = "you" if mine else {"person": "somebody else", "system": "the system"}.get(each.actor_kind, "a visitor")
        about_me = each.subject_id == me
        found.append(
            {
                "at": each.at,
                "institution": own.house(each.tenant_id),
                "who": who,
                **told(each, "action", "object", "fields"),
                "reason": each.reason if about_me else None,
            }
        )
    others = work.session.scalar(
        select(func.count()).where(
            AuditEntry.tenant_id == work.tenant,
            AuditEntry.actor_id == me,
            AuditEntry.subject_id.is_not(None),
            AuditEntry.subject_id != me,
        )
    )
    return (*found, {"entries_about_others": others}) if others else tuple(found)
