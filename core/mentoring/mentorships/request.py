"""Somebody asks somebody whom they found in the directory: their own words, written at their own institution.

Settling makes an offer of it at the host (`rounds.requests`): there it is seen whether whoever is asked still has room.
"""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.contracts.lengths import at_most
from mentoring.errors import Conflict, Invalid
from mentoring.mentorships.confirm import request_way
from mentoring.mentorships.model import Mentorship, Request
from mentoring.participants.model import Registration
from mentoring.participants.register import own_registration
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.unit_of_work import UnitOfWork

LONGEST = 1000
"""Characters of what somebody writes."""


def send_request(
    work: UnitOfWork, programme: Programme, registration_id: UUID, *, pathway: str, asked: UUID, name: str, words: str
) -> None:
    """Ask `asked`, whom the directory calls `name`, with a few words. Asking the same person again changes nothing.

    Whoever calls has looked that the person is in the directory. Raises NotFound where it is not one's own
    registration, Invalid without words, Conflict while as many requests are open as the scheme allows.
    """
    own = own_registration(work, programme, registration_id)
    if asked in {each.asked for each in own_requests(work, own) if each.pathway == pathway}:
        return
    if not words.strip():
        told = "Write a few words: why you ask them"
        raise Invalid("The request says nothing yet.", "Write a few words.", {"words": told})
    way = request_way(scheme_of(programme), pathway)
    most = int(way["at_once"]) if way else 0
    work.session.execute(select(func.pg_advisory_xact_lock(own.id.int & (2**63 - 1))))  # one's own clicks, one by one
    if open_requests(work, own) >= most:
        many = "somebody" if most == 1 else f"{most} people"
        raise Conflict(f"You have asked {many} already.", "Wait for the answer, then ask somebody else.")
    made = insert(Request).values(
        tenant_id=programme.tenant_id,
        id=work.new_id(),
        programme_id=programme.id,
        home_tenant_id=work.tenant,
        registration_id=own.id,
        pathway=pathway,
        asked=asked,
        asked_name=name,
        words=at_most(words, LONGEST, "words"),
        at=work.now,
    )
    work.session.execute(made.on_conflict_do_nothing())
    work.record("ask", "registration", own.id, subject=(work.tenant, own.person_id))
    wake(work, programme.tenant_id, programme.id)


def own_requests(work: UnitOfWork, registration: Registration) -> tuple[Request, ...]:
    """Everybody whom `registration` has asked, the latest first."""
    rows = work.session.scalars(
        select(Request)
        .where(Request.tenant_id == registration.tenant_id, Request.registration_id == registration.id)
        .order_by(Request.at.desc(), Request.id)
    )
    return tuple(rows)


def open_requests(work: UnitOfWork, registration: Registration) -> int:
    """How many wait for an answer."""
    rows = work.session.execute(
        select(func.count())
        .select_from(Request)
        .outerjoin(Mentorship, (Mentorship.tenant_id == Request.tenant_id) & (Mentorship.id == Request.mentorship_id))
        .where(
            Request.tenant_id == registration.tenant_id,
            Request.registration_id == registration.id,
            (Request.state == "new") | (Mentorship.state == "offered"),
        )
    )
    return rows.scalar_one()
