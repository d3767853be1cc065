"""A coordinator's yes to what people have asked one another, where the scheme wants one before it begins."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import Conflict, NotFound
from mentoring.mentorships.acceptance import Next
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Scheme
from mentoring.tasks.service import set_task, undo_reason
from mentoring.unit_of_work import UnitOfWork


def request_way(scheme: Scheme, pathway: str) -> Mapping[str, Any] | None:
    """How people ask one another in `pathway`; None where they do not."""
    matching = scheme.matching.get(pathway)
    return next((way for way in matching.ways if "request" in way), None) if matching else None


def confirmed(
    work: UnitOfWork,
    programme: Programme,
    scheme: Scheme,
    mentorship: Mentorship,
    rows: Sequence[Member],
    following: Next,
) -> Next:
    """What follows once a coordinator has a say: what would begin waits for their yes, and a no dissolves it."""
    way = request_way(scheme, mentorship.pathway)
    if mentorship.asked_by is None or way is None or not way["confirm"]:
        return following
    if mentorship.confirmed is False:
        return Next("dissolve")
    key = f"{mentorship.id}:confirm"
    if following.step == "begin" and mentorship.confirmed is None:
        names = " and ".join(row.name for row in rows)
        set_task(
            work, programme, words=f"{names} have agreed on a mentorship. Say whether it may begin.", key=key,
            about=("mentorship", str(mentorship.id)),
        )  # fmt: skip
        return Next("wait")
    if following.step in {"begin", "dissolve"}:
        undo_reason(work, programme, key)
    return following


def confirm(work: UnitOfWork, programme: Programme, mentorship_id: UUID, *, yes: bool) -> None:
    """The host's coordinator says whether it may begin. Saying the same twice changes nothing.

    Raises NotAllowed, NotFound, and Conflict where nobody asks (any more).
    """
    work.demand("mentorship.name", roles_here(work, programme))
    locked(work, programme.id)
    row = work.session.scalar(
        select(Mentorship).where(
            Mentorship.tenant_id == work.tenant,
            Mentorship.programme_id == programme.id,
            Mentorship.id == mentorship_id,
            Mentorship.asked_by.is_not(None),
        )
    )
    if row is None:
        raise NotFound("There is no such request here.", "Go back to the list.")
    if row.confirmed is yes:
        return
    if row.state != "offered" or row.confirmed is not None:
        raise Conflict("Nobody asks whether it may begin.", "Load the page again.")
    row.confirmed = yes
    work.session.flush()
    undo_reason(work, programme, f"{mentorship_id}:confirm")
    work.record("confirm" if yes else "refuse", "mentorship", mentorship_id)
    wake(work, programme.tenant_id, programme.id)
