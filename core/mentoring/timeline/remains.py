"""What is left of a partner's people in a programme after it has left, and why: counted at the host."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from mentoring.audit.model import AuditEntry
from mentoring.audit.service import write_down
from mentoring.gates.model import GatePass
from mentoring.meetings.model import Attendance
from mentoring.mentorships.model import Member, Mentorship
from mentoring.messages.model import Message
from mentoring.participants.model import Decision, Registration
from mentoring.programmes.leave import left_on
from mentoring.programmes.model import Programme
from mentoring.timeline.leaving import still_running
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Remnant:
    """`count` of `what` remain, because of `why`; `which` names them where they can be named."""

    what: str
    count: int
    why: str
    which: tuple[str, ...] = ()


def remains_of(work: UnitOfWork, programme: Programme, partner: str) -> tuple[Remnant, ...]:
    """Everything of the partner's people that is in the host's rows, as it is now; what is none is left out."""
    work.demand("programme.open")
    return tuple(
        each for each in (*_people(work, programme, partner), *_records(work, programme, partner)) if each.count
    )


def _people(work: UnitOfWork, programme: Programme, partner: str) -> tuple[Remnant, ...]:
    mine = (
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.home_tenant_id == partner,
    )
    running = _running(work, programme, partner)
    named = _count(work, select(Registration.id).where(*mine, Registration.id.in_(still_running(programme))))
    waiting = _count(
        work,
        select(Registration.id).where(
            *mine, Registration.forgotten_at.is_(None), Registration.id.not_in(still_running(programme))
        ),
    )
    forgotten = _count(work, select(Registration.id).where(*mine, Registration.forgotten_at.is_not(None)))
    gone = left_on(programme, partner) is not None
    later = "the next settling forgets them" if gone else "it takes part"
    return (
        Remnant("registrations with name, address and answers, in what runs", named, "until that has ended"),
        Remnant("offered or running mentorships", len(running), "they run to their end, unless ended", running),
        Remnant("registrations with name, address and answers, in nothing that runs", waiting, later),
        Remnant(
            "registrations without name, address and answers",
            forgotten,
            "role, dates and state: the programme's figures and the others' history rest on them",
        ),
    )


def _running(work: UnitOfWork, programme: Programme, partner: str) -> tuple[str, ...]:
    rows = work.session.execute(
        select(Mentorship.id, Mentorship.state, Mentorship.planned_end)
        .where(
            Mentorship.tenant_id == programme.tenant_id,
            Mentorship.programme_id == programme.id,
            Mentorship.state.in_(("offered", "running")),
            Mentorship.id.in_(
                select(Member.mentorship_id).where(
                    Member.tenant_id == programme.tenant_id,
                    Member.home_tenant_id == partner,
                    Member.left_at.is_(None),
                )
            ),
        )
        .order_by(Mentorship.planned_end, Mentorship.id)
    )
    return tuple(
        f"{key}, {state}{f' until {end:%-d %B %Y}' if end else ', with no end set'}" for key, state, end in rows
    )


def _records(work: UnitOfWork, programme: Programme, partner: str) -> tuple[Remnant, ...]:
    write_down(work.session)
    here = programme.tenant_id
    ended = select(Member.mentorship_id).where(
        Member.tenant_id == here, Member.programme_id == programme.id, Member.home_tenant_id == partner
    )
    over = select(Mentorship.id).where(
        Mentorship.tenant_id == here,
        Mentorship.id.in_(ended),
        Mentorship.state.not_in(("offered", "running")),
    )
    met = select(Attendance.meeting_id).where(
        Attendance.tenant_id == here, Attendance.home_tenant_id == partner, Attendance.mentorship_id.in_(ended)
    )
    own = (Registration.tenant_id == here, Registration.programme_id == programme.id)
    ids = list(work.session.scalars(select(Registration.id).where(*own, Registration.home_tenant_id == partner)))
    trail = work.session.execute(
        select(func.count(), func.min(AuditEntry.at), func.max(AuditEntry.at)).where(
            AuditEntry.tenant_id == here, AuditEntry.subject_tenant_id == partner
        )
    ).one()
    return (
        Remnant(
            "mentorships that have ended", _count(work, over), "they are the other members' history; no name in them"
        ),
        Remnant("attendances at meetings", _count(work, met), "that and when people met is the other members' history"),
        Remnant(
            "decisions",
            _count(work, select(Decision.id).where(Decision.tenant_id == here, Decision.registration_id.in_(ids))),
            "who decided what, and when; the reasons go with the names",
        ),
        Remnant(
            "gates passed",
            _count(work, select(GatePass.id).where(GatePass.tenant_id == here, GatePass.registration_id.in_(ids))),
            "ids and dates, for the programme's figures",
        ),
        Remnant(
            "letters that wait to be sent",
            _count(
                work,
                select(Message.id).where(
                    Message.tenant_id == here,
                    Message.programme_id == programme.id,
                    Message.home_tenant_id == partner,
                    Message.state == "queued",
                ),
            ),
            "they are deleted by the settling after they are sent",
        ),
        Remnant(
            "entries in the audit trail of this institution about people there",
            trail[0],
            "ids and names of fields, never values; the trail may not be altered",
            (f"from {trail[1]:%-d %B %Y} to {trail[2]:%-d %B %Y}",) if trail[0] else (),
        ),
    )


def _count(work: UnitOfWork, wanted: Any) -> int:
    return work.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
