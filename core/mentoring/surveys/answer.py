"""Answering a survey: a draft as long as one likes, sent once, and changed while it is open if it bears a name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import bindparam, select, update

from mentoring.contracts.forms import compile_form
from mentoring.db.ready import Ready
from mentoring.db.rows import insert_one, table_of
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.participants.model import Registration
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.surveys.model import Answers, Asked, UnsignedAnswers
from mentoring.surveys.rules import asked_by_gates, calls_for_a_person
from mentoring.unit_of_work import UnitOfWork

NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})


@dataclass(slots=True)
class Question:
    """A survey that somebody is asked, as they see it: of what stands in `Asked` all but what led to it."""

    tenant_id: str
    id: UUID
    programme_id: UUID
    registration_id: UUID
    home_tenant_id: str
    survey: str
    mentorship_id: UUID | None
    reach: str
    closes_at: datetime
    answered_at: datetime | None
    alarm: bool


_OWN = Ready(
    select(*(getattr(Asked, each.name) for each in fields(Question)), Answers.answers)
    .join(Registration, (Registration.tenant_id == Asked.tenant_id) & (Registration.id == Asked.registration_id))
    .outerjoin(Answers, (Answers.tenant_id == Asked.tenant_id) & (Answers.asked_id == Asked.id))
    .where(
        Asked.tenant_id == bindparam("host"),
        Asked.programme_id == bindparam("programme"),
        Asked.id == bindparam("id"),
        Asked.home_tenant_id == bindparam("home"),
        Registration.person_id == bindparam("person"),
        Registration.forgotten_at.is_(None),
    )
)
_QUESTION = table_of(Asked)
_SO_FAR = insert_one(Answers)
_SO_FAR = _SO_FAR.on_conflict_do_update(
    index_elements=["tenant_id", "asked_id"],
    set_={name: _SO_FAR.excluded[name] for name in ("answers", "saved_at", "answered_at")},
)
_SAVE = Ready(_SO_FAR)
_SEND = Ready(
    _SO_FAR.add_cte(
        update(_QUESTION)
        .values(answered_at=bindparam("said_at"), alarm=bindparam("calls"))
        .where(_QUESTION.c.tenant_id == bindparam("host"), _QUESTION.c.id == bindparam("question"))
        .cte("answered")
    )
)
"""Answers, and that they were given, in one statement."""


@dataclass(slots=True)
class Own:
    """What somebody was `asked`, and their `answers` so far; nothing of what was sent without a name."""

    asked: Question
    answers: Mapping[str, Any]


def own_asked(work: UnitOfWork, programme: Programme, asked_id: UUID) -> Own:
    """What the signed-in person was asked, and their answers. Raises NotFound for anybody else's."""
    where = {"host": programme.tenant_id, "programme": programme.id, "id": asked_id}
    row = _OWN.rows(work.session, {**where, "home": work.tenant, "person": work.actor.person_id}).one_or_none()
    if row is None or work.actor.person_id is None or row.survey not in scheme_of(programme).surveys:
        raise NotFound("You are not asked this.", "Go back to your page.")
    *said, answers = row
    return Own(Question(*said), answers or {})


def is_open(work: UnitOfWork, programme: Programme, asked: Question) -> bool:
    """Whether answers may still be written: until it closes, and where nobody reads them by name until they are sent.

    What a gate waits for may be answered for the first time after that too: a gate removes nobody.
    """
    if asked.answered_at is not None:
        return work.now < asked.closes_at and asked.reach != "nobody"
    return work.now < asked.closes_at or asked.survey in asked_by_gates(scheme_of(programme))


def save(work: UnitOfWork, programme: Programme, own: Own, answers: Mapping[str, Any]) -> None:
    """Keep answers as they are so far: nobody else reads them before they are sent.

    None takes one back. Raises Conflict once it has closed, or once it was sent without a name.
    """
    _demand_open(work, programme, own.asked)
    own.answers = _with(own, answers)
    _SAVE.send(work.session, _row(work, own.asked, own.answers, own.asked.answered_at))


def send(work: UnitOfWork, programme: Programme, own: Own, answers: Mapping[str, Any] = NOTHING_MORE) -> None:
    """Send what is kept, with these `answers`; whoever reads it reads it from now on. Again sends what was changed.

    Raises Conflict once it has closed, Invalid with the problems by question where something is missing.
    """
    asked = own.asked
    _demand_open(work, programme, asked)
    survey = scheme_of(programme).surveys[asked.survey]
    form = compile_form(survey.form)
    kept = dict(form.kept(_with(own, answers)))
    problems = {each.question: each.words for each in form.check(kept)}
    if problems:
        raise Invalid("Some answers are still missing.", "Everything you typed is still here.", problems)
    key, first, alarm = asked.id, asked.answered_at is None, asked.alarm
    if asked.reach == "nobody":
        work.add(
            UnsignedAnswers(
                tenant_id=programme.tenant_id,
                id=work.new_id(),
                programme_id=programme.id,
                survey=asked.survey,
                answers=kept,
            )
        )
        kept = {}
    else:
        alarm = alarm or calls_for_a_person(survey, kept)
    said_at = asked.answered_at or work.now
    here = {"host": asked.tenant_id, "question": key, "said_at": said_at, "calls": alarm}
    _SEND.send(work.session, {**_row(work, asked, kept, said_at), **here})
    own.answers, asked.answered_at, asked.alarm = kept, said_at, alarm
    work.record("answer" if first else "change", "survey", key)
    wake(work, programme.tenant_id, programme.id)


def _demand_open(work: UnitOfWork, programme: Programme, asked: Question) -> None:
    if is_open(work, programme, asked):
        return
    if asked.answered_at is not None and asked.reach == "nobody":
        raise Conflict(
            "You have answered these questions already.",
            "Your answers are kept without your name, so nobody can tell which of them to change.",
        )
    raise Conflict("These questions are closed.", "What you had sent by then is kept; nothing was changed.")


def _with(own: Own, answers: Mapping[str, Any]) -> dict[str, Any]:
    """These answers beside what is kept; None takes one back."""
    return {name: value for name, value in {**own.answers, **answers}.items() if value is not None}


def _row(work: UnitOfWork, asked: Question, answers: Mapping[str, Any], answered_at: datetime | None) -> dict[str, Any]:
    """The row of `answers` as it is to be."""
    return {
        "tenant_id": asked.tenant_id,
        "asked_id": asked.id,
        "programme_id": asked.programme_id,
        "registration_id": asked.registration_id,
        "home_tenant_id": asked.home_tenant_id,
        "person_id": _person(work),
        "survey": asked.survey,
        "mentorship_id": asked.mentorship_id,
        "reach": asked.reach,
        "answers": Jsonb(answers),
        "saved_at": work.now,
        "answered_at": answered_at,
    }


def _person(work: UnitOfWork) -> UUID:
    if work.actor.person_id is None:
        raise NotFound("You are not asked this.", "Go back to your page.")
    return work.actor.person_id
