"""Answering a survey: a draft as long as one likes, sent once, and changed while it is open if it bears a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.contracts.forms import compile_form
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.participants.model import Registration
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.surveys.model import Answers, Asked, UnsignedAnswers
from mentoring.surveys.rules import asked_by_gates, calls_for_a_person
from mentoring.unit_of_work import UnitOfWork

_OWN = (
    select(Asked, Answers)
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


@dataclass(slots=True)
class Own:
    """What somebody was `asked`, and what they have answered so far, as it is `kept`."""

    asked: Asked
    kept: Answers | None

    @property
    def answers(self) -> Mapping[str, Any]:
        """What they have said so far; nothing of what was sent without a name."""
        return self.kept.answers if self.kept else {}


def own_asked(work: UnitOfWork, programme: Programme, asked_id: UUID) -> Own:
    """What the signed-in person was asked, and their answers. Raises NotFound for anybody else's."""
    where = {"host": programme.tenant_id, "programme": programme.id, "id": asked_id}
    row = work.session.execute(_OWN, {**where, "home": work.tenant, "person": work.actor.person_id}).one_or_none()
    own = Own(*row) if row else None
    if own is None or work.actor.person_id is None or own.asked.survey not in scheme_of(programme).surveys:
        raise NotFound("You are not asked this.", "Go back to your page.")
    return own


def is_open(work: UnitOfWork, programme: Programme, asked: Asked) -> bool:
    """Whether answers may still be written: until it closes, and where nobody reads them by name until they are sent.

    What a gate waits for may be answered for the first time after that too: a gate removes nobody.
    """
    if asked.answered_at is not None:
        return work.now < asked.closes_at and asked.reach != "nobody"
    return work.now < asked.closes_at or asked.survey in asked_by_gates(scheme_of(programme))


def save(work: UnitOfWork, programme: Programme, own: Own, answers: Mapping[str, Any]) -> Answers:
    """Keep answers as they are so far, and return them: nobody else reads them before they are sent.

    None takes one back. Raises Conflict once it has closed, or once it was sent without a name.
    """
    asked = own.asked
    _demand_open(work, programme, asked)
    kept = {name: value for name, value in {**own.answers, **answers}.items() if value is not None}
    if own.kept is None:
        own.kept = Answers(
            tenant_id=programme.tenant_id,
            asked_id=asked.id,
            programme_id=programme.id,
            registration_id=asked.registration_id,
            home_tenant_id=asked.home_tenant_id,
            person_id=_person(work),
            survey=asked.survey,
            mentorship_id=asked.mentorship_id,
            reach=asked.reach,
            answers=kept,
            saved_at=work.now,
        )
        work.session.add(own.kept)  # written with whatever follows: sent at once, it is one row and not a row changed
        return own.kept
    own.kept.answers, own.kept.saved_at = kept, work.now
    work.session.flush()
    return own.kept


def send(work: UnitOfWork, programme: Programme, own: Own) -> None:
    """Send what is kept; whoever reads it reads it from now on. Again sends what was changed.

    Raises Conflict once it has closed, Invalid with the problems by question where something is missing.
    """
    asked = own.asked
    _demand_open(work, programme, asked)
    survey = scheme_of(programme).surveys[asked.survey]
    form = compile_form(survey.form)
    kept = dict(form.kept(dict(own.answers)))
    problems = {each.question: each.words for each in form.check(kept)}
    if problems:
        raise Invalid("Some answers are still missing.", "Everything you typed is still here.", problems)
    row = own.kept or save(work, programme, own, {})  # there is a survey in which nothing has to be answered
    first = asked.answered_at is None
    asked.answered_at = asked.answered_at or work.now
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
        asked.alarm = asked.alarm or calls_for_a_person(survey, kept)
    row.answers, row.answered_at, row.saved_at = kept, asked.answered_at, work.now
    work.session.flush()
    work.record("answer" if first else "change", "survey", asked.id)
    wake(work, programme.tenant_id, programme.id)


def _demand_open(work: UnitOfWork, programme: Programme, asked: Asked) -> None:
    if is_open(work, programme, asked):
        return
    if asked.answered_at is not None and asked.reach == "nobody":
        raise Conflict(
            "You have answered these questions already.",
            "Your answers are kept without your name, so nobody can tell which of them to change.",
        )
    raise Conflict("These questions are closed.", "What you had sent by then is kept; nothing was changed.")


def _person(work: UnitOfWork) -> UUID:
    if work.actor.person_id is None:
        raise NotFound("You are not asked this.", "Go back to your page.")
    return work.actor.person_id
