"""Leaving a mentorship that runs, without blame: a member says it, or a coordinator of the host for them.

Only who leaves, and why, is written here. Whether the mentorship ends with it, who is told and who is free for
another match is done by settling (`timeline.parting`).
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select

from mentoring.contracts.lengths import at_most
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.mentorships.members import Membership, membership, overseen
from mentoring.mentorships.model import Exit, Member, Mentorship
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.queries import programme_with_id
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import UnitOfWork

LONGEST = 2000
"""Characters of somebody's own words."""


class Leaving(Struct, frozen=True, kw_only=True):
    """What somebody says when they leave: the number of the scheme's reason, and words for coordinators alone.

    `apart`: not to be matched with the same people again. `again`: they would like another match, or, False, take
    no further part in that role; None: not said.
    """

    reason: int
    words: str = ""
    apart: bool = True
    again: bool | None = True


def exit_reasons(scheme: Scheme, pathway: str) -> tuple[str, ...]:
    """The reasons that the scheme offers, in its own order."""
    return tuple(say(each) for each in scheme.mentorships[pathway].exit_reasons)


def leave_mentorship(work: UnitOfWork, mentorship_id: UUID, *, host: str, leaving: Leaving) -> None:
    """Leave a mentorship of mine. Leaving twice changes nothing.

    Raises NotFound for anyone but a member, Conflict while it does not run, Invalid without a known reason.
    """
    found = membership(work, mentorship_id, host=host)
    me = found.me
    if me is None or me.joined_at is None:
        raise NotFound("Your match has not begun yet.", "Go back to your page.")
    if me.left_at is not None:
        return
    programme = programme_with_id(work, host, found.mentorship.programme_id)
    reason = _reason(programme, found, leaving)
    _note(work, found.mentorship, [me], leaving, reason)
    if not leaving.again:
        _take_out(work, me, reason)
    work.record("leave", "mentorship", mentorship_id, subject=(work.tenant, me.person_id))
    wake(work, host, programme.id)


def let_leave(
    work: UnitOfWork, programme: Programme, mentorship_id: UUID, who: Sequence[UUID], *, leaving: Leaving
) -> None:
    """A coordinator of the host says that `who`, registrations in it, have left; everyone, and it is over.

    Raises NotAllowed, NotFound, Conflict while it does not run, Invalid with a problem for each field.
    """
    work.demand("mentorship.end", roles_here(work, programme))
    programme = locked(work, programme.id)
    found = overseen(work, mentorship_id, host=programme.tenant_id)
    if found.mentorship.programme_id != programme.id:
        raise NotFound("There is no such mentorship here.", "Go back to the list of mentorships.")
    present = {m.registration_id: m for m in found.members if m.joined_at is not None and m.left_at is None}
    problems = {} if who and set(who) <= present.keys() else {"who": "Choose who leaves."}
    reason = _reason(programme, found, leaving, problems)
    leavers = [present[key] for key in dict.fromkeys(who)]
    _note(work, found.mentorship, leavers, leaving, reason)
    work.record("end", "mentorship", mentorship_id)
    wake(work, programme.tenant_id, programme.id)


def _reason(programme: Programme, found: Membership, leaving: Leaving, problems: dict[str, str] | None = None) -> str:
    if found.mentorship.state != "running":
        raise Conflict("This match does not run any more.", "There is nothing to end.")
    reasons = exit_reasons(scheme_of(programme), found.mentorship.pathway)
    told = dict(problems or {})
    if not 0 <= leaving.reason < len(reasons):
        told["reason"] = "Choose the reason that comes nearest."
    if leaving.again is None:
        told["again"] = "Choose what you would like next."
    if told:
        raise Invalid("Nothing has ended yet.", "Everything you typed is still here.", told)
    return reasons[leaving.reason]


def _note(work: UnitOfWork, mentorship: Mentorship, leavers: Sequence[Member], leaving: Leaving, reason: str) -> None:
    for each in leavers:
        each.left_at = work.now
    work.session.flush()
    work.add(
        *(
            Exit(
                tenant_id=mentorship.tenant_id,
                mentorship_id=mentorship.id,
                registration_id=each.registration_id,
                programme_id=mentorship.programme_id,
                home_tenant_id=each.home_tenant_id,
                reason=reason,
                words=at_most(leaving.words, LONGEST, "words"),
                apart=leaving.apart,
                again=bool(leaving.again),
                at=work.now,
            )
            for each in leavers
        )
    )


def _take_out(work: UnitOfWork, me: Member, reason: str) -> None:
    """Take the registration back, unless it is in another mentorship too: that one goes on."""
    elsewhere = work.session.scalar(
        select(Member.mentorship_id)
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .where(
            Member.tenant_id == me.tenant_id,
            Member.registration_id == me.registration_id,
            Member.left_at.is_(None),
            Mentorship.state.in_(("offered", "running")),
        )
        .limit(1)
    )
    registration = work.session.get(Registration, (me.tenant_id, me.registration_id))
    if elsewhere is None and registration is not None and registration.state == "submitted":
        registration.state, registration.withdrawn_at, registration.withdraw_reason = "withdrawn", work.now, reason
        work.session.flush()
        work.record("withdraw", "registration", registration.id, subject=(work.tenant, me.person_id))


def exits_of(work: UnitOfWork, programme: Programme, mentorship_id: UUID) -> tuple[tuple[str, Exit], ...]:
    """Who left it early, by name, as far as this institution may know: the host of all, others of their own people.

    Raises NotAllowed for anyone but coordinators.
    """
    work.demand("mentorship.list", roles_here(work, programme))
    rows = work.session.execute(
        select(Member.name, Exit)
        .join(
            Exit,
            (Exit.tenant_id == Member.tenant_id)
            & (Exit.mentorship_id == Member.mentorship_id)
            & (Exit.registration_id == Member.registration_id),
        )
        .where(Exit.tenant_id == programme.tenant_id, Exit.mentorship_id == mentorship_id)
        .order_by(Exit.at, Member.name, Member.registration_id)
    )
    return tuple((name, row) for name, row in rows)
