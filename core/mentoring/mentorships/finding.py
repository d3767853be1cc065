"""Somebody found from anywhere: by a part of their name or address, over all programmes that a coordinator looks after.

An institution finds its own people, and as host everybody in its programmes; others' registrations are then read as
anywhere, by whoever says why. A person's own page gathers what the institution knows of one of its people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, or_, select, tuple_

from mentoring.mentorships.model import Member, Mentorship, Request
from mentoring.participants.model import Registration
from mentoring.people.model import Person
from mentoring.people.service import person
from mentoring.programmes.model import Programme
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

SHOWN = 50
"""So many are shown; whoever has more of a name types more of it."""
SHORTEST = 2
"""Characters that are looked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """One registration of somebody: where, as what, how it stands."""

    registration_id: UUID
    programme: Programme
    role: str
    state: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A mentorship that somebody is in, with the names of the others."""

    mentorship_id: UUID
    programme: Programme
    pathway: str
    state: str
    others: tuple[str, ...]
    left: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody with what they do in the programmes; `person_id` is None for whoever is of another institution."""

    name: str
    email: str
    house: str
    person_id: UUID | None
    parts: tuple[Part, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom somebody asked to be in a mentorship with them, and what became of it: new, offered, refused."""

    programme: Programme
    asked_name: str
    state: str


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of the institution's people, with everything that its coordinators look after."""

    found: Found
    requests: tuple[Asking, ...]


def find_by(work: UnitOfWork, part: str) -> tuple[tuple[Found, ...], bool]:
    """Whose name or address holds `part`, by name, and whether there are more than are shown. Five queries.

    That names of an institution were shown is entered in the trail. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("registration.list")
    wanted = " ".join(part.lower().split())
    if len(wanted) < SHORTEST:
        return (), False
    rows = _registrations(
        work,
        or_(
            func.lower(Registration.name).contains(wanted, autoescape=True),
            Registration.email.contains(wanted, autoescape=True),
        ),
    )
    by_person: dict[tuple[str, str], list[Registration]] = defaultdict(list)
    for row in rows:
        by_person[row.home_tenant_id, row.email].append(row)
    kept = dict(list(by_person.items())[:SHOWN])
    for home in sorted({home for home, _ in kept}):
        work.record("find", "people", "console", subject=(home, None))
    return _found(work, kept), len(by_person) > SHOWN


def somebody(work: UnitOfWork, person_id: UUID) -> Somebody:
    """Everything about one of the institution's own people; that it was read is entered in the trail.

    Raises NotFound for anybody else, NotAllowed for anyone but coordinators.
    """
    work.demand("registration.list")
    one: Person = person(work, person_id)
    work.record("read", "person", one.id, subject=(work.tenant, one.id))
    rows = _registrations(work, and_(Registration.home_tenant_id == work.tenant, Registration.person_id == one.id))
    house = institutions(work.session, only=[work.tenant])[work.tenant].short_name
    found = _found(work, {(work.tenant, one.email): rows}) if rows else ()
    parts, pairs = (found[0].parts, found[0].pairs) if found else ((), ())
    return Somebody(
        Found(one.name or one.email, one.email, house, one.id, parts, pairs),
        _requests(work, [row.id for row in rows]),
    )


def _registrations(work: UnitOfWork, which: object) -> list[Registration]:
    """Registrations that were sent, of own people or in own programmes."""
    mine = or_(Registration.tenant_id == work.tenant, Registration.home_tenant_id == work.tenant)
    return list(
        work.session.scalars(
            select(Registration)
            .where(mine, Registration.submitted_at.is_not(None), Registration.forgotten_at.is_(None), which)  # type: ignore[arg-type] # a condition
            .order_by(func.lower(Registration.name), Registration.email, Registration.created_at, Registration.id)
            .limit(SHOWN * 10)
        )
    )


def _found(work: UnitOfWork, people: Mapping[tuple[str, str], list[Registration]]) -> tuple[Found, ...]:
    rows = [row for them in people.values() for row in them]
    programmes = _programmes(work, {(row.tenant_id, row.programme_id) for row in rows})
    pairs = _pairs(work, [row.id for row in rows], programmes)
    houses = institutions(work.session)
    return tuple(
        Found(
            next((row.name for row in reversed(them) if row.name), "") or email,
            email,
            them[-1].listed or houses[home].short_name,
            them[-1].person_id if home == work.tenant else None,
            tuple(Part(row.id, programmes[row.programme_id], row.role, row.state) for row in them),
            tuple(pair for row in them for pair in pairs[row.id]),
        )
        for (home, email), them in people.items()
    )


def _programmes(work: UnitOfWork, keys: Collection[tuple[str, UUID]]) -> dict[UUID, Programme]:
    rows = work.session.scalars(
        select(Programme).where(tuple_(Programme.tenant_id, Programme.id).in_(sorted(keys, key=str)))
    )
    return {row.id: row for row in rows}


def _pairs(
    work: UnitOfWork, registrations: Collection[UUID], programmes: Mapping[UUID, Programme]
) -> defaultdict[UUID, list[Pair]]:
    """The mentorships that this institution sees these in, by registration, the newest first."""
    theirs = select(Member.mentorship_id).where(Member.registration_id.in_(registrations))
    rows = work.session.execute(
        select(Mentorship, Member)
        .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
        .where(Mentorship.id.in_(theirs), Mentorship.programme_id.in_(list(programmes)))
        .order_by(Mentorship.created_at.desc(), Mentorship.id, Member.name, Member.registration_id)
    )
    members: dict[UUID, tuple[Mentorship, list[Member]]] = {}
    for mentorship, member in rows:
        members.setdefault(mentorship.id, (mentorship, []))[1].append(member)
    found: defaultdict[UUID, list[Pair]] = defaultdict(list)
    for mentorship, them in members.values():
        for each in them:
            found[each.registration_id].append(_pair(mentorship, each, them, programmes[mentorship.programme_id]))
    return found


def _pair(mentorship: Mentorship, member: Member, them: Iterable[Member], programme: Programme) -> Pair:
    others = tuple(
        each.name for each in them if each.registration_id != member.registration_id and each.left_at is None
    )
    left = member.left_at is not None
    return Pair(mentorship.id, programme, mentorship.pathway, mentorship.state, others, left)


def _requests(work: UnitOfWork, registrations: Collection[UUID]) -> tuple[Asking, ...]:
    if not registrations:
        return ()
    rows = list(
        work.session.scalars(
            select(Request).where(Request.registration_id.in_(registrations)).order_by(Request.at.desc(), Request.id)
        )
    )
    programmes = _programmes(work, {(row.tenant_id, row.programme_id) for row in rows})
    return tuple(Asking(programmes[row.programme_id], row.asked_name, row.state) for row in rows)
