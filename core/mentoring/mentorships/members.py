"""Who is in a mentorship, asked by one of them or by a coordinator of an institution that is in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.ready import Ready
from mentoring.db.unchanged import once
from mentoring.errors import NotFound
from mentoring.mentorships.model import Member, Mentorship
from mentoring.unit_of_work import UnitOfWork

_SEEN = (
    select(Mentorship, Member)
    .outerjoin(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
    .where(Mentorship.tenant_id == bindparam("host"), Mentorship.id == bindparam("id"))
    .order_by(Member.added_at, Member.registration_id)
)
_PARTS = Ready(
    select(
        Mentorship.state, Mentorship.programme_id, Mentorship.formed_at, Mentorship.ended_at,
        Member.registration_id, Member.home_tenant_id, Member.person_id, Member.answer, Member.asked_at,
        Member.joined_at, Member.extend_asked_at, Member.extends,
    )
    .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
    .where(Mentorship.tenant_id == bindparam("host"), Mentorship.id == bindparam("id"))
    .order_by(Member.added_at, Member.registration_id)
)  # fmt: skip


class Share(NamedTuple):
    """One member, as far as their own deeds ask for it."""

    registration_id: UUID
    home_tenant_id: str
    person_id: UUID | None
    answer: str
    asked_at: datetime | None
    joined_at: datetime | None
    extend_asked_at: datetime | None
    extends: bool | None


M = TypeVar("M", Member, Share)


class Part(NamedTuple):
    """A mentorship, as far as a deed of a member asks for it, with everyone in it; `me` is who does it."""

    state: str
    programme_id: UUID
    formed_at: datetime | None
    ended_at: datetime | None
    members: tuple[Share, ...]
    me: Share


@dataclass(frozen=True, slots=True)
class Membership:
    """A mentorship with everyone in it; `me` is the asking person's own row, None for a coordinator."""

    mentorship: Mentorship
    members: tuple[Member, ...]
    me: Member | None


def membership(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Membership:
    """The mentorship for one of its members, once they may know of it. Raises NotFound for anyone else."""
    found = seen(work, mentorship_id, host=host)
    if found is None or found.me is None or not _may_know(found.me):
        raise _nothing()
    return found


def part(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Part:
    """The mentorship for a deed of one of its members, who may know of it. Raises NotFound for anyone else."""
    rows = _PARTS.rows(work.session, {"host": host, "id": mentorship_id}).all()
    members = tuple([Share(*row[4:]) for row in rows])
    me = _own(work, members)
    if me is None or not _may_know(me):
        raise _nothing()
    state, programme_id, formed_at, ended_at = rows[0][:4]
    return Part(state, programme_id, formed_at, ended_at, members, me)


def overseen(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Membership:
    """The mentorship for a member, or a coordinator of the host or of a member's institution. Raises NotFound."""
    found = seen(work, mentorship_id, host=host)
    coordinates = "coordinator" in work.actor.roles or work.actor.kind == "system"
    if found is None or not (coordinates or (found.me is not None and _may_know(found.me))):
        raise _nothing()
    return found


def seen(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Membership | None:
    """The mentorship, if this institution sees it; one query. Who may read it is the caller's to ask."""
    asked = {"host": host, "id": mentorship_id}
    rows = once(work.session, (_SEEN, host, mentorship_id), lambda: work.session.execute(_SEEN, asked).all())
    if not rows:
        return None
    mentorship: Mentorship = rows[0][0]
    members = tuple(member for _, member in rows if member is not None)
    return Membership(mentorship, members, _own(work, members))


def _own(work: UnitOfWork, members: tuple[M, ...]) -> M | None:
    """The row of the asking person."""
    own = (work.tenant, work.actor.person_id)
    return next((each for each in members if each.person_id and (each.home_tenant_id, each.person_id) == own), None)


def _may_know(me: Member | Share) -> bool:
    """Before it begins only those who have been asked know of it; whoever declined no longer does."""
    return me.answer not in {"declined", "expired"} and (me.joined_at is not None or me.asked_at is not None)


def _nothing() -> NotFound:
    return NotFound("There is no such match of yours.", "Go back to your page.")
