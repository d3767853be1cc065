"""What people did in earlier programmes of a scheme at a host: facts for rules, and who met whom for matching."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.kept import tuples
from mentoring.mentorships.model import Exit, Member, Mentorship
from mentoring.participants.model import Registration, Standing
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

Person = tuple[str, UUID]
"""(institution, person)."""

_EARLIER = select(Programme.id).where(
    Programme.tenant_id == bindparam("host"),
    Programme.scheme == bindparam("scheme"),
    Programme.created_at < bindparam("before"),
)


class Past(NamedTuple):
    """One person's part in one mentorship."""

    mentorship: UUID
    programme: UUID
    person: Person
    role: str
    state: str
    ended: date | None


def histories(work: UnitOfWork, programme: Programme) -> dict[Person, dict[str, Any]]:
    """By person: the facts ``history.ROLE.*`` without their first word (contract, section 3).

    Of the programmes of the same scheme at the same host that were made before this one. Three queries at most. Counts
    that are nothing are left out.
    """
    earlier = _earlier(work, programme)
    if not earlier:
        return {}
    found: dict[Person, dict[str, Any]] = defaultdict(dict)
    for past in _members(work, programme, earlier):
        if past.state in {"running", "completed", "ended"}:
            _count(found[past.person], past)
    for person, role, count in _unmatched(work, programme, earlier):
        found[person][f"{role}.unmatched"] = count
    return dict(found)


def met_before(work: UnitOfWork, programme: Programme) -> dict[frozenset[str], str]:
    """Who was once in one mentorship, at this host, over all its programmes: pairs of addresses, and its ISO end date.

    One that still runs ends today.
    """
    rows = work.session.execute(
        select(
            Member.mentorship_id,
            Member.programme_id,
            Member.home_tenant_id,
            Member.person_id,
            Registration.email,
            Member.role,
            Mentorship.state,
            Mentorship.ended_at,
            Mentorship.planned_end,
        )
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .join(Registration, (Registration.tenant_id == Member.tenant_id) & (Registration.id == Member.registration_id))
        .where(Member.tenant_id == programme.tenant_id, Mentorship.state.in_(("running", "completed", "ended")))
    )
    together: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        ended = (row.ended_at or work.now).date()
        together[row.mentorship_id].append((row.email, ended.isoformat()))
    pairs: dict[frozenset[str], str] = {}
    for members in together.values():
        for one, ended in members:
            for other, _ in members:
                if one < other:
                    pair = frozenset({one, other})
                    pairs[pair] = max(pairs.get(pair, ""), ended)
    return pairs


def declined(work: UnitOfWork, programme: Programme) -> dict[UUID, frozenset[str]]:
    """By registration: the addresses of those with whom somebody said no to an offer of this programme."""
    rows = work.session.execute(
        select(Member.mentorship_id, Member.registration_id, Member.answer, Registration.email)
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .join(Registration, (Registration.tenant_id == Member.tenant_id) & (Registration.id == Member.registration_id))
        .where(
            Member.tenant_id == programme.tenant_id,
            Member.programme_id == programme.id,
            Mentorship.state == "declined",
        )
    )
    offers: dict[UUID, list[tuple[UUID, str, str]]] = defaultdict(list)
    for mentorship_id, registration_id, answer, email in rows:
        offers[mentorship_id].append((registration_id, answer, email))
    found: dict[UUID, frozenset[str]] = {}
    for members in offers.values():
        for registration_id, answer, _ in members:
            if answer == "declined":
                others = {email for other, _, email in members if other != registration_id}
                found[registration_id] = found.get(registration_id, frozenset()) | others
    return found


def kept_apart(work: UnitOfWork, programme: Programme) -> dict[str, frozenset[str]]:
    """By address: with whom somebody who left a mentorship is not matched again, in any programme of this host."""
    left = select(Exit.mentorship_id, Exit.registration_id).where(Exit.tenant_id == programme.tenant_id, Exit.apart)
    leavers = {(row.mentorship_id, row.registration_id) for row in work.session.execute(left)}
    if not leavers:
        return {}
    rows = work.session.execute(
        select(Member.mentorship_id, Member.registration_id, Registration.email)
        .join(Registration, (Registration.tenant_id == Member.tenant_id) & (Registration.id == Member.registration_id))
        .where(Member.tenant_id == programme.tenant_id, Member.mentorship_id.in_({key for key, _ in leavers}))
    )
    together: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for mentorship_id, registration_id, email in rows:
        together[mentorship_id].append((registration_id, email))
    found: dict[str, frozenset[str]] = {}
    for mentorship_id, members in together.items():
        for registration_id, email in members:
            if (mentorship_id, registration_id) in leavers:
                others = {other for key, other in members if key != registration_id}
                found[email] = found.get(email, frozenset()) | others
    return found


def _earlier(work: UnitOfWork, programme: Programme) -> tuple[UUID, ...]:
    where = {"host": programme.tenant_id, "scheme": programme.scheme, "before": programme.created_at}
    return tuple(key for (key,) in tuples(work.session, _EARLIER, where, of=(Programme.__tablename__,)))


def _members(work: UnitOfWork, programme: Programme, earlier: Iterable[UUID]) -> Iterator[Past]:
    rows = work.session.execute(
        select(
            Member.mentorship_id,
            Member.programme_id,
            Member.home_tenant_id,
            Member.person_id,
            Member.role,
            Mentorship.state,
            Mentorship.ended_at,
        )
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .where(
            Member.tenant_id == programme.tenant_id,
            Member.programme_id.in_(tuple(earlier)),
            Member.person_id.is_not(None),
            Member.joined_at.is_not(None),
        )
    )
    for row in rows:
        ended = row.ended_at.date() if row.ended_at else None
        person = (row.home_tenant_id, row.person_id)
        yield Past(row.mentorship_id, row.programme_id, person, row.role, row.state, ended)


def _count(facts: dict[str, Any], past: Past) -> None:
    role = past.role
    facts[f"{role}.taken_part"] = facts.get(f"{role}.taken_part", 0) + 1
    if past.ended is not None:
        facts[f"{role}.last_end"] = max(facts.get(f"{role}.last_end", ""), past.ended.isoformat())
    if past.state == "completed":
        facts[f"{role}.completed"] = facts.get(f"{role}.completed", 0) + 1
        if past.ended is not None:
            facts[f"{role}.last_completed"] = max(facts.get(f"{role}.last_completed", ""), past.ended.isoformat())


def _unmatched(work: UnitOfWork, programme: Programme, earlier: Iterable[UUID]) -> Iterator[tuple[Person, str, int]]:
    """By person and role: in how many earlier programmes they had registered and were left without a mentorship."""
    rows = work.session.execute(
        select(Registration.home_tenant_id, Registration.person_id, Registration.role, Registration.programme_id)
        .join(
            Standing,
            (Standing.tenant_id == Registration.tenant_id) & (Standing.registration_id == Registration.id),
        )
        .where(
            Registration.tenant_id == programme.tenant_id,
            Registration.programme_id.in_(tuple(earlier)),
            Standing.state == "unmatched",
        )
        .distinct()
    )
    programmes: dict[tuple[Person, str], int] = defaultdict(int)
    for home, person_id, role, _ in rows:
        if person_id is not None:
            programmes[(home, person_id), role] += 1
    for (person, role), count in programmes.items():
        yield person, role, count
