"""After an offer came to nothing: the next best for those who are free again, as a proposal that a person publishes.

Whoever has accepted, or still thinks about it, is not disturbed: what they hold is taken. Who said no to somebody is
not proposed to them again.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import Conflict
from mentoring.mentorships.model import Mentorship
from mentoring.programmes.model import Programme
from mentoring.rounds.field import round_milestones
from mentoring.rounds.model import Round
from mentoring.rounds.publish import discard
from mentoring.rounds.run import run_round
from mentoring.schemes.ask import CodeHeld
from mentoring.schemes.scheme import Scheme
from mentoring.tasks.service import set_task, undo_reason
from mentoring.unit_of_work import UnitOfWork

FREE = "The members of an offer that came to nothing are free again"


def cascade(work: UnitOfWork, programme: Programme, scheme: Scheme, *, before: frozenset[UUID]) -> None:
    """Propose anew where one of the mentorships offered `before` has come to nothing. At most one proposal waits.

    A proposal that a coordinator is working on is left alone: they get a task.
    """
    if not before or not _dissolved(work, programme, before) or not round_milestones(scheme):
        return
    newest = work.session.scalar(
        select(Round)
        .where(Round.tenant_id == work.tenant, Round.programme_id == programme.id)
        .order_by(Round.number.desc())
        .limit(1)
    )
    if newest is not None and newest.state == "proposed":
        if newest.created_by is not None:
            key = f"{newest.id}:again"
            set_task(work, programme, words=f"{FREE}: solve proposal {newest.number} again.", key=key)
            return
        discard(work, programme, newest.id, version=newest.version)
        undo_reason(work, programme, _key(newest.id))
    try:
        made = run_round(work, programme, milestone=newest.milestone if newest else None)
    except (Conflict, CodeHeld):
        return  # nobody is left who could be matched, or the scheme's code is held: the pages say so
    found: Sequence[object] = made.result["matches"]
    if not found:
        discard(work, programme, made.id, version=made.version)
        return
    many = "one match" if len(found) == 1 else f"{len(found)} matches"
    words = f"{FREE}. Look at proposal {made.number} with {many}, and publish it."
    set_task(work, programme, words=words, key=_key(made.id))


def _dissolved(work: UnitOfWork, programme: Programme, before: frozenset[UUID]) -> bool:
    gone = select(Mentorship.id).where(
        Mentorship.tenant_id == programme.tenant_id,
        Mentorship.id.in_(before),
        Mentorship.state == "declined",
    )
    return work.session.scalar(gone.limit(1)) is not None


def _key(round_id: UUID) -> str:
    return f"{round_id}:publish"
