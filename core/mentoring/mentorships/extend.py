"""Saying whether to go on past the planned end: each member for themself, and a coordinator where the scheme asks one.

Only the answer is written here; settling does what follows (`timeline.ends`).
"""

from uuid import UUID

from sqlalchemy import bindparam, select, update

from mentoring.db.ready import Ready
from mentoring.db.rows import table_of
from mentoring.errors import Conflict, NotFound
from mentoring.mentorships.members import part
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.tasks.service import undo_reason
from mentoring.unit_of_work import UnitOfWork

_MEMBER = table_of(Member)
_SAY = Ready(
    update(_MEMBER)
    .values(extends=bindparam("yes"))
    .where(
        _MEMBER.c.tenant_id == bindparam("host"),
        _MEMBER.c.mentorship_id == bindparam("mentorship"),
        _MEMBER.c.registration_id == bindparam("registration"),
    )
)


def extend_task(mentorship: Mentorship) -> str:
    """What the task is known by that asks a coordinator whether they may go on this time."""
    return f"{mentorship.id}:extend:{mentorship.extended}"


def extend(work: UnitOfWork, mentorship_id: UUID, *, host: str, yes: bool) -> None:
    """Say yes or no. A different answer replaces the first for as long as the question is open.

    Raises NotFound for anyone who is not asked.
    """
    found = part(work, mentorship_id, host=host)
    me = found.me
    if me.extend_asked_at is None or found.state != "running":
        raise NotFound("There is no such question for you.", "Go back to your page.")
    if me.extends is yes:
        return
    here = {"host": host, "mentorship": mentorship_id, "registration": me.registration_id}
    _SAY.send(work.session, {**here, "yes": yes})
    work.record("go_on" if yes else "not_go_on", "mentorship", mentorship_id, subject=(work.tenant, me.person_id))
    wake(work, host, found.programme_id)


def agree_to_extend(work: UnitOfWork, programme: Programme, mentorship_id: UUID, *, yes: bool) -> None:
    """The host's coordinator says whether they may. Raises NotFound, Conflict where the scheme does not ask."""
    work.demand("programme.change", roles_here(work, programme))
    row = work.session.scalar(
        select(Mentorship).where(
            Mentorship.tenant_id == work.tenant,
            Mentorship.programme_id == programme.id,
            Mentorship.id == mentorship_id,
        )
    )
    if row is None:
        raise NotFound("There is no such mentorship here.", "Go back to the list.")
    terms = scheme_of(programme).mentorships[row.pathway]
    if row.state != "running" or terms.extend is None or "coordinator" not in terms.extend.agreed_by:
        raise Conflict("Nobody asks whether they may go on.", "Load the page again.")
    row.coordinator_extends = yes
    work.session.flush()
    undo_reason(work, programme, extend_task(row))
    work.record("go_on" if yes else "not_go_on", "mentorship", mentorship_id)
    wake(work, programme.tenant_id, programme.id)
