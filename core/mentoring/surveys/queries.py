"""Surveys as people and coordinators read them: what one is asked, what others said, who has answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from mentoring.errors import NotFound
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.schemes.scheme import Survey
from mentoring.surveys.answer import Question
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


def answered_of_members(work: UnitOfWork, asked: Question) -> Sequence[Answered]:
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
    wanted = select(
        Asked.survey, func.count(), func.count(Asked.answered_at), func.min(Asked.asked_at), func.max(Asked.closes_at)
    ).where(*_here(work, programme))
    counted = wanted.group_by(Asked.survey)
    rows = while_unchanged(work, programme, ("surveys",), lambda: work.session.execute(counted).all())
    found = {survey: counts for survey, *counts in rows}
    none = (0, 0, None, None)
    return tuple(
        SurveyState(name, entry, *found.get(name, none)) for name, entry in scheme_of(programme).surveys.items()
    )


def people_asked(work: UnitOfWork, programme: Programme, survey: str) -> tuple[Someone, ...]:
    """Everyone who was asked `survey`, of the reader's own institution, or all at the host; with what they may read.

    The wall of the database decides what is read. One query. Raises NotFound, NotAllowed.
    """
    work.demand("survey.read", roles_here(work, programme))
    if survey not in scheme_of(programme).surveys:
        raise NotFound("There is no such survey in this programme.", "Go back to the surveys.")
    read = and_(
        Answers.tenant_id == Asked.tenant_id,
        Answers.asked_id == Asked.id,
        Answers.survey == survey,
        Answers.reach.not_in(("nobody", "members")),
        Answers.answered_at.is_not(None),
    )
    rows = work.session.execute(
        select(
            Asked.registration_id,
            func.coalesce(func.nullif(Registration.name, ""), Registration.email).label("name"),
            func.coalesce(Registration.listed, Asked.home_tenant_id).label("home"),
            Asked.asked_at,
            Asked.closes_at,
            Asked.answered_at,
            Asked.reach,
            Answers.answers,
        )
        .join(Registration, (Registration.tenant_id == Asked.tenant_id) & (Registration.id == Asked.registration_id))
        .outerjoin(Answers, read)
        .where(*_here(work, programme), Asked.survey == survey, Registration.forgotten_at.is_(None))
        .order_by(Asked.asked_at, Asked.id)
    )
    may = {"coordinators", "host"} if work.tenant == programme.tenant_id else {"coordinators"}
    return tuple(
        Someone(key, name, home, asked_at, closes_at, answered_at, answers if reach in may else None)
        for key, name, home, asked_at, closes_at, answered_at, reach, answers in rows
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


def _here(work: UnitOfWork, programme: Programme) -> tuple[ColumnElement[bool], ...]:
    """Who was asked in `programme`, as far as this reader sees people."""
    here = (Asked.tenant_id == programme.tenant_id, Asked.programme_id == programme.id)
    return here if work.tenant == programme.tenant_id else (*here, Asked.home_tenant_id == work.tenant)
