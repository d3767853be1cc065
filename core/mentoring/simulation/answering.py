"""Surveys and agreements in a story: whoever is asked thinks about it for some days, and most answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - chance is seeded by who is asked
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.ready import Ready
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Fragment, Survey
from mentoring.surveys.answer import own_asked, send
from mentoring.surveys.model import Asked
from mentoring.surveys.rules import calls_for_a_person
from mentoring.unit_of_work import UnitOfWork

ANSWERS = 0.8
"""How likely somebody answers what nothing waits for."""
THINKS = (1, 6)
"""Days until somebody answers: the fewest and the most."""
WELL = 0.9
"""How likely somebody to whom chance gives an answer that calls for a person thinks again: most are well."""

Draw = Callable[[Fragment, str, Random], Mapping[str, Any]]
"""Answers to a form, of somebody of an institution, by chance."""

_ASKED = Ready(
    select(Asked.id, Asked.survey, Asked.home_tenant_id, Registration.person_id, Registration.email, Registration.role)
    .join(Registration, (Registration.tenant_id == Asked.tenant_id) & (Registration.id == Asked.registration_id))
    .where(
        Asked.tenant_id == bindparam("host"),
        Asked.programme_id == bindparam("programme"),
        Asked.answered_at.is_(None),
        Asked.asked_at >= bindparam("since"),
    )
    .order_by(Registration.email, Registration.role, Asked.survey, Asked.asked_at, Asked.occasion, Asked.id)
)


@dataclass(frozen=True, slots=True)
class Answering:
    """One person who will answer: which question, of which institution, as whom, and when."""

    asked_id: UUID
    survey: str
    home: str
    person_id: UUID
    at: datetime
    chance: Random


def answering(
    work: UnitOfWork, programme_id: UUID, *, since: datetime, known: set[UUID], must: frozenset[str]
) -> Iterator[Answering]:
    """Whoever has been asked `since` this was last looked at and will answer; all are `known` afterwards.

    What stands in `must` everybody answers: a gate waits for it.
    """
    rows = _ASKED.rows(work.session, {"host": work.tenant, "programme": programme_id, "since": since})
    for asked_id, survey, home, person_id, email, role in rows:
        if asked_id in known:
            continue
        known.add(asked_id)
        seed = f"answer {email} {role} {survey} {work.now.isoformat()}"  # no ids: who answers hangs on who they are
        chance = Random(seed)  # noqa: S311 - a story, no secret
        likely, days, minutes = chance.random(), chance.randint(*THINKS), chance.randint(0, 300)
        if person_id is not None and (survey in must or likely < ANSWERS):
            at = work.now + timedelta(days=days, minutes=minutes)
            yield Answering(asked_id, survey, home, person_id, at, chance)


def give(work: UnitOfWork, programme: Programme, one: Answering, survey: Survey, draw: Draw) -> None:
    """They answer. Raises Conflict where it has closed meanwhile, NotFound where they have left."""
    own = own_asked(work, programme, one.asked_id)
    answers = draw(survey.form, one.home, one.chance)
    while calls_for_a_person(survey, answers) and one.chance.random() < WELL:
        answers = draw(survey.form, one.home, one.chance)
    send(work, programme, own, answers)
