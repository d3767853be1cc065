"""The question about the next programme: somebody says whether they stay, look for another match, or leave.

Only the answer is written here; the next programme takes them along when it is settled (`timeline.carry_over`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from mentoring.errors import Conflict, NotFound
from mentoring.mentorships.model import NextTime
from mentoring.participants.model import Registration
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

ANSWER_WITHIN = timedelta(weeks=3)
"""How long the question is open; after that silence means what the scheme says it means."""

GOING_ON = ("stay", "rematch")


def own_questions(work: UnitOfWork, own: Sequence[Registration]) -> tuple[NextTime, ...]:
    """The questions to these registrations that are open or were answered, the latest first."""
    rows = work.session.scalars(
        select(NextTime)
        .where(NextTime.home_tenant_id == work.tenant, NextTime.registration_id.in_([each.id for each in own]))
        .order_by(NextTime.asked_at.desc(), NextTime.number, NextTime.registration_id)
    )
    return tuple(rows)


def is_open(question: NextTime, now: datetime) -> bool:
    """Whether it can be answered, or the answer changed."""
    return question.carried_at is None and now < question.asked_at + ANSWER_WITHIN


def say_next_time(work: UnitOfWork, programme: Programme, own: Registration, *, number: int, answer: str) -> None:
    """Say what is to happen next time. Another answer replaces the first for as long as the question is open.

    Raises NotFound for whoever is not asked, or what is not offered, and Conflict once it is over.
    """
    found = next((each for each in own_questions(work, [own]) if each.number == number), None)
    if found is None or answer not in found.offer:
        raise NotFound("There is no such question for you.", "Go back to your page.")
    if found.answer == answer:
        return
    if not is_open(found, work.now):
        raise Conflict("This question is no longer open.", "Ask a coordinator of your institution.")
    found.answer, found.answered_at = answer, work.now
    work.session.flush()
    work.record("answer", "next_time", own.id, subject=(work.tenant, own.person_id))
    for each in later_programmes(work, programme):
        wake(work, each.tenant_id, each.id)


def goes_on(now: datetime) -> ColumnElement[bool]:
    """Of rows of `next_times`: the person stays or looks for another match, by their word or by their silence."""
    silent = NextTime.answer.is_(None) & (NextTime.asked_at <= now - ANSWER_WITHIN)
    return or_(NextTime.answer.in_(GOING_ON), silent & NextTime.silent.in_(GOING_ON))


def meant(question: NextTime) -> str:
    """What was answered, or what silence means."""
    return question.answer or question.silent


def later_programmes(work: UnitOfWork, programme: Programme) -> list[Programme]:
    """The open programmes of the same scheme at the same host that were made after `programme`, the first first."""
    return list(work.session.scalars(_siblings(programme).where(
        Programme.created_at > programme.created_at, Programme.state == "open", Programme.published_at.is_not(None)
    ).order_by(Programme.created_at, Programme.id)))  # fmt: skip


def earlier_programmes(programme: Programme) -> Any:
    """The ids of those made before, as a query."""
    return _siblings(programme).where(Programme.created_at < programme.created_at).with_only_columns(Programme.id)


def _siblings(programme: Programme) -> Any:
    return select(Programme).where(
        Programme.tenant_id == programme.tenant_id, Programme.scheme == programme.scheme, Programme.id != programme.id
    )


def question_of(work: UnitOfWork, own: Registration, number: int) -> NextTime:
    """One question of one's own. Raises NotFound."""
    found = work.session.get(NextTime, (own.tenant_id, UUID(str(own.id)), number))
    if found is None or found.home_tenant_id != work.tenant:
        raise NotFound("There is no such question for you.", "Go back to your page.")
    return found
