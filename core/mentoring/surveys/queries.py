"""Surveys as people and coordinators read them: what one is asked, what others said, who has answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import NotFound
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Survey
from mentoring.surveys.model import Answers, Asked, UnsignedAnswers
from mentoring.surveys.rules import asked_by_gates
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A survey that the signed-in person has still to answer, and until when; `begun`: a draft is kept."""

    asked_id: UUID
    survey: str
    mentorship_id: UUID | None
    closes_at: datetime
    begun: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """One person's answers."""

    registration_id: UUID
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody who was asked, as coordinators read it. `answers` is None where they may not read them by name."""

    registration_id: UUID
    name: str
    home: str
    asked_at: datetime
    closes_at: datetime
    answered_at: datetime | None
    answers: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class SurveyState:
    """How one survey stands, as far as this reader sees people: `last_close` is when the last of them can answer."""

    survey: str
    entry: Survey
    asked: int
    answered: int
    first_asked: datetime | None
    last_close: datetime | None


def to_answer(work: UnitOfWork, programme: Programme) -> tuple[ToAnswer, ...]:
    """What the signed-in person has still to answer in `programme`, what closes first before the rest; one query."""
    if work.actor.person_id is None:
        return ()
    scheme = scheme_of(programme)
    rows = work.session.execute(
        select(Asked, Answers.asked_id)
        .join(Registration, (Registration.tenant_id == Asked.tenant_id) & (Registration.id == Asked.registration_id))
        .outerjoin(Answers, (Answers.tenant_id == Asked.tenant_id) & (Answers.asked_id == Asked.id))
        .where(
            Asked.tenant_id == programme.tenant_id,
            Asked.programme_id == programme.id,
            Asked.home_tenant_id == work.tenant,
            Asked.answered_at.is_(None),
            Registration.person_id == work.actor.person_id,
            Registration.state == "submitted",
        )
        .order_by(Asked.closes_at, Asked.id)
    )
    waiting = asked_by_gates(scheme)
    return tuple(
        ToAnswer(row.id, row.survey, row.mentorship_id, row.closes_at, draft is not None)
        for row, draft in rows
        if row.survey in scheme.surveys and (row.closes_at > work.now or row.survey in waiting)
    )


def answered_of_members(work: UnitOfWork, asked: Asked) -> Sequence[Answered]:
    """What the other members of the mentorship said to the same survey, where members read that."""
    if asked.reach != "members" or asked.mentorship_id is None:
        return ()
    rows = work.session.scalars(
        select(Answers)
        .where(
            Answers.tenant_id == asked.tenant_id,
            Answers.mentorship_id == asked.mentorship_id,
            Answers.survey == asked.survey,
            Answers.registration_id != asked.registration_id,
            Answers.answered_at.is_not(None),
        )
        .order_by(Answers.answered_at, Answers.asked_id)
    )
    return [Answered(row.registration_id, row.answers) for row in rows]


def survey_states(work: UnitOfWork, programme: Programme) -> tuple[SurveyState, ...]:
    """Every survey of the programme, in the scheme's order. One query. Raises NotAllowed for all but coordinators."""
    work.demand("survey.read", roles_here(work, programme))
    found: dict[str, list[Asked]] = {name: [] for name in scheme_of(programme).surveys}
    for row in _asked(work, programme):
        found.setdefault(row.survey, []).append(row)
    return tuple(
        SurveyState(
            survey=name,
            entry=entry,
            asked=len(found[name]),
            answered=sum(each.answered_at is not None for each in found[name]),
            first_asked=min((each.asked_at for each in found[name]), default=None),
            last_close=max((each.closes_at for each in found[name]), default=None),
        )
        for name, entry in scheme_of(programme).surveys.items()
    )


def people_asked(work: UnitOfWork, programme: Programme, survey: str) -> tuple[Someone, ...]:
    """Everyone who was asked `survey`, of the reader's own institution, or all at the host; with what they may read.

    The wall of the database decides what is read. Two queries. Raises NotFound, NotAllowed.
    """
    work.demand("survey.read", roles_here(work, programme))
    if survey not in scheme_of(programme).surveys:
        raise NotFound("There is no such survey in this programme.", "Go back to the surveys.")
    rows = [row for row in _asked(work, programme) if row.survey == survey]
    said = {
        row.asked_id: row.answers
        for row in work.session.scalars(
            select(Answers).where(
                Answers.tenant_id == programme.tenant_id,
                Answers.programme_id == programme.id,
                Answers.survey == survey,
                Answers.reach != "nobody",
                Answers.reach != "members",
                Answers.answered_at.is_not(None),
            )
        )
    }
    may = {"coordinators", "host"} if work.tenant == programme.tenant_id else {"coordinators"}
    names = _registrations(work, programme, [row.registration_id for row in rows])
    return tuple(
        Someone(
            registration_id=row.registration_id,
            name=who.name or who.email,
            home=who.listed or row.home_tenant_id,
            asked_at=row.asked_at,
            closes_at=row.closes_at,
            answered_at=row.answered_at,
            answers=said.get(row.id) if row.reach in may else None,
        )
        for row in rows
        if (who := names.get(row.registration_id)) is not None
    )


def unsigned_answers(work: UnitOfWork, programme: Programme, survey: str) -> tuple[Mapping[str, Any], ...]:
    """What was said to a survey that nobody reads by name, in an order that tells nothing. At the host alone."""
    work.demand("survey.read", roles_here(work, programme))
    rows = work.session.scalars(
        select(UnsignedAnswers)
        .where(
            UnsignedAnswers.tenant_id == programme.tenant_id,
            UnsignedAnswers.programme_id == programme.id,
            UnsignedAnswers.survey == survey,
        )
        .order_by(UnsignedAnswers.id)
    )
    return tuple(row.answers for row in rows)


def answered(work: UnitOfWork, programme: Programme) -> Mapping[str, frozenset[UUID]]:
    """By survey: the registrations that have answered it, on any occasion."""
    rows = work.session.execute(
        select(Asked.survey, Asked.registration_id).where(
            Asked.tenant_id == programme.tenant_id,
            Asked.programme_id == programme.id,
            Asked.answered_at.is_not(None),
        )
    )
    found: dict[str, set[UUID]] = {}
    for survey, key in rows:
        found.setdefault(survey, set()).add(key)
    return {survey: frozenset(keys) for survey, keys in found.items()}


def _asked(work: UnitOfWork, programme: Programme) -> Sequence[Asked]:
    wanted = select(Asked).where(Asked.tenant_id == programme.tenant_id, Asked.programme_id == programme.id)
    if work.tenant != programme.tenant_id:
        wanted = wanted.where(Asked.home_tenant_id == work.tenant)
    return work.session.scalars(wanted.order_by(Asked.asked_at, Asked.id)).all()


def _registrations(work: UnitOfWork, programme: Programme, keys: Sequence[UUID]) -> Mapping[UUID, Registration]:
    rows = work.session.scalars(
        select(Registration).where(
            Registration.tenant_id == programme.tenant_id,
            Registration.id.in_(keys),
            Registration.forgotten_at.is_(None),
        )
    )
    return {row.id: row for row in rows}
