"""A member answers an offer: yes or no. Writes only the member's own row; settling does what follows."""

from uuid import UUID

from sqlalchemy import select

from mentoring.contracts.lengths import at_most
from mentoring.errors import Conflict, NotFound
from mentoring.mentorships.model import Decline, Member, Mentorship
from mentoring.programmes.due import wake
from mentoring.unit_of_work import UnitOfWork

LONGEST_REASON = 1000
"""Characters."""


def answer(work: UnitOfWork, mentorship_id: UUID, *, host: str, accept: bool, reason: str = "") -> Member:
    """Say yes or no to an offer. Saying the same twice changes nothing.

    A no needs no `reason`; one that is given is read by coordinators alone, never by the others. Raises NotFound when
    the person is no member or has not been asked yet, Conflict when they answered otherwise before, or the time has
    passed.
    """
    found = work.session.execute(
        select(Member, Mentorship)
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .where(
            Member.tenant_id == host,
            Member.mentorship_id == mentorship_id,
            Member.home_tenant_id == work.tenant,
            Member.person_id == work.actor.person_id,
            Member.asked_at.is_not(None),
        )
        .with_for_update(of=Member, key_share=True)
    ).first()
    if found is None:
        raise NotFound("There is no such question for you.", "Go back to your page.")
    member, mentorship = found
    wanted = "accepted" if accept else "declined"
    if member.answer == wanted:
        return member
    late = member.answer_by is not None and member.answer_by <= work.now
    if member.answer != "pending" or late or mentorship.state not in {"offered", "running"}:
        raise Conflict("This question is no longer open.", "Your page shows where things stand.")
    member.answer = wanted
    member.answered_at = work.now
    work.session.flush()
    if not accept and reason.strip():
        work.add(
            Decline(
                tenant_id=host,
                mentorship_id=mentorship_id,
                registration_id=member.registration_id,
                programme_id=mentorship.programme_id,
                home_tenant_id=work.tenant,
                reason=at_most(reason, LONGEST_REASON, "reason"),
                at=work.now,
            )
        )
    work.record("accept" if accept else "decline", "mentorship", mentorship_id, subject=(work.tenant, member.person_id))
    wake(work, host, mentorship.programme_id)
    return member
