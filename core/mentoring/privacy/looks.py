"""Who has looked: every reading of what a person wrote, in whichever institution, as the trails say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from mentoring.audit.model import AuditEntry
from mentoring.mentorships.model import Member
from mentoring.participants.model import Registration
from mentoring.privacy.lists import LISTS
from mentoring.programmes.model import Programme
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

MOST = 200
"""As many readings as are shown, the latest."""


@dataclass(frozen=True, slots=True)
class Look:
    """At `at` a coordinator of `institution` (its short name) looked at something of the person's in `programme`.

    `what`: "registration" was read, or said why it would be ("reason", with its words); a "message" to them was; else
    the list they stood in. `programme` is its title; "" of a message, and where the registration is no longer there.
    """

    institution: str
    programme: str
    at: datetime
    what: str = "registration"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Own:
    """One of the person's registrations, and the title of its programme."""

    title: str
    programme_id: UUID
    submitted: datetime | None
    is_member: bool


def who_looked(work: UnitOfWork, person_id: UUID) -> tuple[Look, ...]:
    """Every looking by somebody else at the person's registrations and messages, and at lists in which they stood.

    The latest first, at most `MOST`.
    """
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    own = _own(work, person_id)
    about = and_(
        AuditEntry.subject_id == person_id,
        AuditEntry.object.in_(("registration", "message")),
        AuditEntry.action.in_(("read", "say_why")),
    )
    listed = and_(
        AuditEntry.subject_id.is_(None),
        AuditEntry.action == "list",
        AuditEntry.object.in_(LISTS),
        AuditEntry.object_id.in_({str(each.programme_id) for each in own.values()}),
    )
    entries = work.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_tenant_id == work.tenant, or_(about, listed), AuditEntry.actor_id != person_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id)
        .limit(MOST)
    )
    return tuple(look for entry in entries for look in _looks(entry, own, houses))


def _looks(entry: AuditEntry, own: dict[str, _Own], houses: dict[str, str]) -> Iterator[Look]:
    """The entry as the person reads it; nothing for a list in which they did not stand."""
    house = houses.get(entry.tenant_id, entry.tenant_id)
    if entry.action != "list":
        of = own.get(entry.object_id)
        what = "reason" if entry.action == "say_why" else entry.object
        yield Look(house, of.title if of else "", entry.at, what, entry.reason or "")
        return
    for each in own.values():
        stood = each.submitted is not None and each.submitted <= entry.at
        if str(each.programme_id) == entry.object_id and stood and (LISTS[entry.object] != "members" or each.is_member):
            yield Look(house, each.title, entry.at, entry.object)
            return


def _own(work: UnitOfWork, person_id: UUID) -> dict[str, _Own]:
    """The person's registrations, by id as a trail writes it."""
    here = (Member.tenant_id == Registration.tenant_id) & (Member.registration_id == Registration.id)
    found = work.session.execute(
        select(
            Registration.id,
            Programme.title,
            Programme.id,
            Registration.submitted_at,
            select(Member.registration_id).where(here).exists(),
        )
        .join(Programme, (Programme.tenant_id == Registration.tenant_id) & (Programme.id == Registration.programme_id))
        .where(Registration.home_tenant_id == work.tenant, Registration.person_id == person_id)
    )
    return {
        str(key): _Own(title, programme, submitted, is_member) for key, title, programme, submitted, is_member in found
    }
