"""Putting right what one's name or address is, wherever a copy of it stands."""

from uuid import UUID

from sqlalchemy import update

from mentoring.accounts.grants import roles_of
from mentoring.accounts.links import end_links
from mentoring.accounts.notices import tell_owner
from mentoring.accounts.rules import is_of, normal_address
from mentoring.errors import Conflict, Invalid
from mentoring.mentorships.model import Member
from mentoring.participants.model import Registration
from mentoring.people.service import person, person_by_email, rename
from mentoring.privacy.requests import asking, request_here
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

LONGEST_NAME = 200


def correct_name(work: UnitOfWork, name: str) -> bool:
    """The signed-in person's name from now on, in their registrations and for those they are matched with.

    Whether it is another one than before. Raises Invalid for none, or an endless one.
    """
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST_NAME:
        told = "Enter your name" if not tidy else f"Shorten it to {LONGEST_NAME} characters"
        raise Invalid("Your name is as it was.", "Everything you typed is still here.", {"name": told})
    me = person(work, asking(work))
    if tidy == me.name:
        return False
    rename(work, me, name=tidy)
    work.session.execute(
        update(Registration)
        .where(
            Registration.home_tenant_id == work.tenant,
            Registration.person_id == me.id,
            Registration.forgotten_at.is_(None),
        )
        .values(name=tidy)
    )
    work.session.execute(
        update(Member).where(Member.home_tenant_id == work.tenant, Member.person_id == me.id).values(name=tidy)
    )
    return True


def correct_address(work: UnitOfWork, request_id: UUID, written: str) -> None:
    """A coordinator gives somebody who asked for a correction another address; both addresses are told.

    Whoever reads mail there signs in as them: so it is of their institution, nobody else's, and never of somebody who
    holds a role. Raises NotAllowed, NotFound, Conflict, Invalid.
    """
    asked = request_here(work, request_id)
    address, me = normal_address(written), person(work, asked.person_id)
    domains = institution(work.session, work.tenant).domains
    if roles_of(work, me.id):
        raise Conflict("They hold a role here.", "Take it back first: whoever reads their mail would hold it.")
    if address is None or not is_of(address, domains):
        told = f"Enter an address that ends in {' or '.join('@' + each for each in domains)}."
        raise Invalid("The address is as it was.", "Everything you typed is still here.", {"address": told})
    if address == me.email:
        return
    if person_by_email(work, address) is not None:
        told = "Somebody else is known by this address."
        raise Invalid("The address is as it was.", "Everything you typed is still here.", {"address": told})
    before = me.email
    tell_owner(work, me.id, "address")
    end_links(work, email=before)
    me.email = address
    theirs = (Registration.home_tenant_id == work.tenant, Registration.person_id == me.id)
    work.session.execute(update(Registration).where(*theirs, Registration.email == before).values(email=address))
    shared = (Member.home_tenant_id == work.tenant, Member.person_id == me.id, Member.contact == before)
    work.session.execute(update(Member).where(*shared).values(contact=address))
    work.session.flush()
    work.record("change", "person", me.id, subject=(work.tenant, me.id), fields=("email",))
    tell_owner(work, me.id, "address")
