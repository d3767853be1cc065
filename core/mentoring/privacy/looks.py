"""Who has looked: every reading of what a person wrote, in whichever institution, as the trails say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from mentoring.audit.model import AuditEntry
from mentoring.mentorships.model import Member
from mentoring.participants.model import Invitation, Registration
from mentoring.people.model import Person
from mentoring.privacy.lists import LISTS
from mentoring.programmes.model import Programme
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

MOST = 200
"""As many readings as are shown, the latest."""


@dataclass(frozen=True, slots=True)
class Look:
    """At `at` a coordinator of `institution` (its short name) looked at something of the person's in `programme`.

    `what`: "registration" was read, or said why it would be ("reason", with its words); a "message" to them was, or the
    page of them as a "person"; else the list they stood in. `programme` is its title; "" of a message or a person, and
    where the registration is no longer there.
    """

    institution: str
    programme: str
    at: datetime
    what: str = "registration"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Own:
    """One of the person's registrations, or an invitation to register, and the title of its programme."""

    title: str
    programme_id: UUID
    submitted: datetime | None = None
    is_member: bool = False
    invited: datetime | None = None

    def stood(self, entry: AuditEntry) -> bool:
        """Whether they stood in the list when it was opened."""
        if str(self.programme_id) != entry.object_id:
            return False
        if LISTS[entry.object] == "invited":
            return self.invited is not None and self.invited <= entry.at
        sent = self.submitted is not None and self.submitted <= entry.at
        return sent and (LISTS[entry.object] != "members" or self.is_member)


def who_looked(work: UnitOfWork, person_id: UUID) -> tuple[Look, ...]:
    """Every looking by somebody else at the person's registrations and messages, and at lists in which they stood.

    The latest first, at most `MOST`.
    """
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    own = {**_own(work, person_id), **_invitations(work, person_id)}
    about = and_(
        AuditEntry.subject_id == person_id,
        AuditEntry.object.in_(("registration", "message", "person")),
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
        if each.stood(entry):
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


def _invitations(work: UnitOfWork, person_id: UUID) -> dict[str, _Own]:
    """The invitations to the person's address, by id."""
    found = work.session.execute(
        select(Invitation.id, Programme.title, Programme.id, Invitation.invited_at)
        .join(Programme, (Programme.tenant_id == Invitation.tenant_id) & (Programme.id == Invitation.programme_id))
        .join(Person, (Person.tenant_id == Invitation.home_tenant_id) & (Person.email == Invitation.email))
        .where(Person.tenant_id == work.tenant, Person.id == person_id)
    )
    return {str(key): _Own(title, programme, invited=at) for key, title, programme, at in found}
