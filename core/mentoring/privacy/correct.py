"""Putting right what one's name is, wherever a copy of it stands."""

from sqlalchemy import update

from mentoring.errors import Invalid
from mentoring.mentorships.model import Member
from mentoring.participants.model import Registration
from mentoring.people.service import person, rename
from mentoring.privacy.requests import asking
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
